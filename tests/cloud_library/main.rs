//! The fetching half of the library against a cloud on loopback. Nothing here needs the internet, and
//! nothing reads the real environment or home folder.
#![cfg(feature = "fetch")]
// A test that unwraps says what it expects.
#![allow(clippy::unwrap_used)]

mod bundle;
mod credentials;
mod fetch;
mod region;
mod tls;
mod walk;

#[path = "../support/mod.rs"]
mod support;
