//! Fetches what the cloud says about a connection, with the credentials that the user already has.
//!
//! The result is bytes, as if they had been read from a file; what they mean is not known here.
//!
//! A [`Client`] stands on three things that a program may bring itself: a [`Transport`] (the HTTP
//! client), a [`Clock`], and a [`credentials::Provider`]. With feature `fetch` the crate has a transport of
//! its own, and `fetch_one` puts everything together; without it there is no HTTP or TLS in the crate.
//!
//! A client over a transport of one's own:
//!
//! ```
//! use peerconf::{
//!     cloud::{
//!         Client, Credentials, Endpoint, Network, Request, Response, SystemClock, Transport,
//!         TransportError, download,
//!     },
//!     secret::Secret,
//! };
//!
//! /// Stands for a client of whatever kind: it takes a signed request and gives the answer back.
//! struct Own;
//!
//! impl Transport for Own {
//!     fn send(&self, request: &Request) -> Result<Response, TransportError> {
//!         assert_eq!(request.url(), "https://vpc.cn-hangzhou.aliyuncs.com/");
//!         let body = r#"{"VpnConnectionConfig": {"Local": "192.0.2.1", "Remote": "203.0.113.1"}}"#;
//!         Ok(Response::new(200, body.into()))
//!     }
//! }
//!
//! let credentials = Credentials::new("an id", Secret::new("a secret".to_owned()));
//! let endpoint = Endpoint::of_region("cn-hangzhou", Network::Public)?;
//! let client = Client::new(&Own, &SystemClock, &credentials, endpoint, "cn-hangzhou");
//! let response = download(&client, "vco-bp10lz7aejumd2vxoqgev")?;
//! assert!(response.starts_with(b"{\"VpnConnectionConfig\""));
//! # Ok::<(), peerconf::cloud::CloudError>(())
//! ```

mod assemble;
mod authority;
pub mod bundle;
mod call;
mod client;
mod clock;
mod commands;
pub mod credentials;
mod download;
mod endpoint;
mod error;
mod exchange;
#[cfg(feature = "fetch")]
mod fetch;
#[cfg(feature = "fetch")]
mod http;
mod notice;
mod operation;
mod outcome;
mod pace;
mod page;
pub mod policy;
mod ratelimit;
mod retry;
pub mod sign;
mod transport;
pub mod walk;

pub use assemble::{Answer, AssembleError, assemble};
pub use call::Call;
pub use client::Client;
pub use clock::{Clock, Stamp, SystemClock};
pub use commands::script;
pub use credentials::{Chain, Credentials, Machine, ThisMachine};
pub use download::{check_connection_id, download};
pub use endpoint::{Endpoint, EndpointError, Network};
pub use error::{Class, CloudError, CredentialsError, Refusal, Skew};
#[cfg(feature = "fetch")]
pub use fetch::{Access, FetchOptions, fetch_all, fetch_one, region};
#[cfg(feature = "fetch")]
pub use http::HttpTransport;
pub use notice::{Notice, Observer};
pub use operation::{Operation, Permission};
pub use pace::Pace;
pub use retry::Retry;
pub use transport::{Failure, MAX_BODY, Method, Request, Response, Transport, TransportError};
