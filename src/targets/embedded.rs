//! The built-in manifests and templates, as `build.rs` found them.

/// A manifest that is part of the program.
pub(super) struct Embedded {
    pub(super) id: &'static str,
    pub(super) aliases: &'static [&'static str],
    pub(super) family: bool,
    pub(super) path: &'static str,
    /// What the file says, as `MessagePack`, with numbers in the place of sentences.
    pub(super) packed: &'static [u8],
}

include!(concat!(env!("OUT_DIR"), "/embedded.rs"));
