#![allow(missing_docs)]
pub mod cloud;
pub mod connection;
pub mod document;
pub mod findings;
pub mod plan;
pub mod render;
pub mod secret;
mod suggest;
pub mod target;
