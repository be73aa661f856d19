#![allow(missing_docs)]
#[cfg(feature = "cli")]
pub mod cli;
pub mod cloud;
pub mod connection;
pub mod document;
pub mod examples;
pub mod findings;
pub mod plan;
pub mod redact;
pub mod render;
pub mod secret;
mod suggest;
pub mod target;
