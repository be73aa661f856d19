//! A cloud on loopback for the tests: the API with its signatures, the token service, the metadata
//! service, TLS and a proxy.
//!
//! Signatures are verified here by code of its own (`verify`), written from the specification.

// Each test program uses another part of it, and none exports it.
#![allow(dead_code, unreachable_pub)]

pub mod api;
pub mod machine;
pub mod proxy;
pub mod server;
pub mod services;
pub mod timeline;
pub mod tls;
pub mod verify;
pub mod wire;
