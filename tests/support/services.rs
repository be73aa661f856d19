//! The metadata service of an ECS instance, and a helper that answers a credentials URI.

use std::sync::{Arc, Mutex};

use super::{
    server::Server,
    wire::{Incoming, Reply},
};

pub const ROLE: &str = "vpn-reader";
const TOKEN: &str = "metadata-session-token";

/// How the metadata service behaves.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Version {
    /// Wants a session token.
    Two,
    /// Knows no session tokens.
    One,
}

pub struct Metadata {
    server: Server,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Metadata {
    pub fn start(version: Version) -> Self {
        let asked = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&asked);
        let server = Server::start(Arc::new(move |incoming: &Incoming| {
            let line = format!("{} {}", incoming.method, incoming.target);
            heard.lock().expect("a lock").push(line);
            answer(version, incoming)
        }));
        Self { server, asked }
    }

    pub fn url(&self) -> String {
        self.server.url()
    }

    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().expect("a lock").clone()
    }
}

fn answer(version: Version, incoming: &Incoming) -> Reply {
    let plain = |status, text: &str| Reply::new(status, "text/plain", text);
    if incoming.path() == "/latest/api/token" {
        let ttl = incoming.header("x-aliyun-ecs-metadata-token-ttl-seconds");
        return match (version, incoming.method.as_str(), ttl) {
            (Version::Two, "PUT", Some("21600")) => plain(200, TOKEN),
            _ => plain(404, "not found"),
        };
    }
    if version == Version::Two && incoming.header("x-aliyun-ecs-metadata-token") != Some(TOKEN) {
        return plain(403, "no token");
    }
    let roles = "/latest/meta-data/ram/security-credentials/";
    match (
        incoming.method.as_str(),
        incoming.path().strip_prefix(roles),
    ) {
        ("GET", Some("")) => plain(200, ROLE),
        ("GET", Some(ROLE)) => Reply::json(200, keys("STS.MetadataMetadata")),
        _ => plain(404, "not found"),
    }
}

/// Temporary keys as these services give them.
pub fn keys(id: &str) -> String {
    format!(
        r#"{{"Code":"Success","AccessKeyId":"{id}","AccessKeySecret":"service-secret",
            "SecurityToken":"service/token+=","Expiration":"2099-01-01T00:00:00Z"}}"#
    )
}
