#![allow(missing_docs)]
pub mod connection;
pub mod document;
pub mod findings;
pub mod render;
pub mod secret;
pub mod target;
