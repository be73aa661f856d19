//! Writes the customer gateway's half of an Alibaba Cloud IPsec-VPN connection: a response of
//! `DownloadVpnConnectionConfig` goes in, the configuration of the device at the other end comes out. What
//! cannot work on that device is refused before, with the cause and the remedy.
//!
//! This is the library behind the program of the same name. It changes nothing anywhere, and without the
//! feature `fetch` it opens no connection.
//!
//! # The way of the data
//!
//! ```text
//! bytes ──▶ document ──▶ connection ──▶ plan ──▶ text
//!           what was     what it        what     what the
//!           said         means          this     engineer
//!                                       device   gets
//!                                       needs
//! ```
//!
//! Each stage has one type and knows only the stage before it. Findings travel beside the result, and are
//! judged before anything is rendered: [`pipeline`] goes the whole way, and nothing is rendered past it.
//!
//! | module | gives |
//! |---|---|
//! | [`document`] | a [`document::Document`]: names, texts and places, from JSON and XML alike |
//! | [`connection`] | a [`connection::Connection`]: checked values only, the sides called device and cloud |
//! | [`targets`] | a [`targets::Target`]: a device as data, from manifests that are built in or the user's own |
//! | [`plan`] | a [`plan::Plan`]: the connection in the device's words; what must be refused has been |
//! | [`render`] | [`render::File`]s: templates laid over the plan; the only place that reveals a key |
//! | [`pipeline`] | the whole way from a reading to files, for everybody; the only way to a [`render::File`] |
//! | [`findings`] | what is wrong, where, why it matters, what to do; the rules, their levels, JSON and SARIF |
//! | [`redact`] | a connection that may be shown to others |
//! | [`cloud`] | the signed client that gets responses; it hands over bytes like a file does |
//! | [`prose`] | the texts of manifests: reasons, advice, sources |
//! | [`secret`] | text that neither `Debug` nor serialisation shows, wiped when dropped |
//! | [`examples`] | responses to try all that with |
//! | [`inspect`] | a target's manifest held against what its templates print, for whoever writes one |
//! | [`wellformed`] | whether a file is what its form says, by a real parser |
//! | [`trial`] | a target tried on every response of the project's tests, and held against what its author expects |
//!
//! # From a response to a configuration
//!
//! ```
//! use peerconf::connection::{self, ReadOptions};
//! use peerconf::document::{self, Document};
//! use peerconf::examples;
//! use peerconf::pipeline::{Kit, Verdict};
//! use peerconf::targets::{Registry, Section};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! // Bytes of a file, of standard input, of the cloud's answer.
//! let response = examples::find("dual-tunnel", false).ok_or("no such example")?;
//! let document = Document::parse(document::decode(response.as_bytes())?)?;
//!
//! // What it means; a file may hold several connections.
//! let mut readings = connection::read(&[document], &ReadOptions::default())?;
//! let reading = readings.pop().ok_or("the response holds no connection")?;
//!
//! // What the devices make of it: refused, failed or ready.
//! let mut kit = Kit::new(Registry::builtin());
//! kit.inputs.set("wan_interface=GigabitEthernet1")?;
//! let targets = [kit.registry().load("cisco/ios-xe")?];
//! let case = kit.case(&reading, &targets);
//! for judged in case.all_findings() {
//!     println!("{}: {}", judged.level.word(), judged.message);
//! }
//!
//! // An error stops the rendering; a warning or a note stands in the header.
//! let Verdict::Ready(ready) = &case.devices[0].verdict else {
//!     return Err("the findings say why not".into());
//! };
//! let files = ready.render(&[Section::Config])?;
//! assert!(files[0].holds_secret);
//! assert!(files[0].text.contains("crypto ikev2 keyring"));
//! # Ok(())
//! # }
//! ```
//!
//! # Features
//!
//! | feature | default | adds |
//! |---|---|---|
//! | `cli` | yes | the program and the module `cli` |
//! | `fetch` | yes | the HTTP and TLS transport of [`cloud`]; without it a program brings its own |
//! | `cloud` | with both | the module [`cloud`]: signing, credentials, random numbers |
//! | `page` | no | the command that writes the page in the browser; `page/build` makes that first |
//!
//! With none, the crate is the way from bytes to text, and builds for `wasm32-unknown-unknown`.

mod api_message;
mod capital;
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "cloud")]
pub mod cloud;
pub mod connection;
pub mod document;
pub mod examples;
pub mod findings;
pub mod fleet;
pub mod inspect;
mod ipv4_text;
mod markdown;
mod origin;
mod percent;
pub mod pipeline;
pub mod plan;
pub mod prose;
pub mod redact;
pub mod render;
pub mod report;
pub mod secret;
mod shell;
mod showable;
mod suggest;
pub mod targets;
pub mod trial;
pub mod wellformed;

/// The version of the program and the library.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// A digest of what the page in the browser is made from, `peerconf-sources:` and 16 hexadecimal digits; a page that has
/// another one is out of date. Only builds for a browser, and those that put a page in, have it.
pub const SOURCES: Option<&str> = option_env!("PEERCONF_SOURCES");
