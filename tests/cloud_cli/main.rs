//! The program against a cloud on loopback: `fetch`, `policy`, and `render --connection`. Its environment is
//! empty but for what a test puts in, and its home folder is the test's.
#![cfg(all(feature = "cli", feature = "fetch"))]
// A test that unwraps says what it expects.
#![allow(clippy::unwrap_used)]

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use support::{
    api::{self, Api, KEY_ID, REGION, SECRET},
    proxy::Proxy,
    server::{Handler, Server},
    tls::Authority,
};

mod brought;
mod fetch;
mod network;
mod policy;
mod render;
mod walk;

#[path = "../support/mod.rs"]
mod support;

const ID: &str = "vco-bp10lz7aejumd2vxoqgev";
const DOWNLOAD: &str = "DownloadVpnConnectionConfig";

/// A home folder, a cloud, and the program.
struct Bench {
    home: tempfile::TempDir,
    api: Arc<Api>,
    server: Server,
}

impl Bench {
    fn new() -> Self {
        let api = Api::new();
        api.answer(DOWNLOAD, ID, api::download(ID));
        Self {
            home: tempfile::tempdir().unwrap(),
            server: api.serve(),
            api,
        }
    }

    /// The program with nothing around it.
    fn bare(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_peerconf"));
        command
            .args(args)
            .env_clear()
            .env("HOME", self.home.path())
            .env("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true")
            .stdin(Stdio::null());
        command
    }

    /// The program with a key in its environment, and the test's server as its endpoint.
    fn program(&self, args: &[&str]) -> Command {
        let mut command = self.bare(args);
        command
            .args(["--endpoint", &self.server.url()])
            .env("ALIBABA_CLOUD_ACCESS_KEY_ID", KEY_ID)
            .env("ALIBABA_CLOUD_ACCESS_KEY_SECRET", SECRET)
            .env("ALIBABA_CLOUD_REGION_ID", REGION);
        command
    }

    fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    fn write(&self, name: &str, text: &str, mode: u32) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        set_mode(&path, mode);
        path
    }
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[cfg(not(unix))]
fn set_mode(_: &Path, _: u32) {}

/// What the program said, after a check of how it ended.
fn ended(mut command: Command, code: i32) -> (String, String) {
    let Output {
        status,
        stdout,
        stderr,
    } = command.output().unwrap();
    let (stdout, stderr) = (
        String::from_utf8(stdout).unwrap(),
        String::from_utf8(stderr).unwrap(),
    );
    assert_eq!(status.code(), Some(code), "{stdout}\n{stderr}");
    (stdout, stderr)
}
