//! How much of a document is read before it is refused.
//!
//! A response with two tunnels is 2 kB long, nests 5 levels and holds 70 values; the largest page of
//! routes is a few hundred kilobytes. The caps are far above that and far below what could hurt: each
//! is checked before the memory or the stack that it guards is used.

/// Longest text that is read, in bytes: 16 MiB. Offsets therefore fit into 32 bits.
pub const BYTES: usize = 16 << 20;

/// Deepest nesting of objects, lists and elements, documents inside strings included.
///
/// It also bounds the recursion of the JSON reader, and lies below `serde_json`'s own limit of 128.
pub const DEPTH: u32 = 64;

/// Most values (objects, lists and scalars together) in one document.
pub const VALUES: usize = 200_000;

/// Most documents inside one another by way of strings: a `body` that is text, with an `IkeConfig`
/// that is text, is two.
pub const EMBEDDED: u32 = 4;

/// Most elements of a list that are no responses, before the whole is no list of responses.
pub const FAULTS: usize = 1_000;
