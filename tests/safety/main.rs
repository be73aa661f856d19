//! Nothing leaks and nothing is lost: what happens when a run is interrupted, meets another run, a full disk or
//! a name that is taken.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod core_dumps;
mod interrupted;
mod load;
#[cfg(target_os = "linux")]
mod memory;
mod other_names;
mod outputs;
mod race;
mod redaction;
mod scripts;
mod security_page;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

/// The program, by itself: no wrapper that waits for it.
fn peerconf() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_peerconf"));
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// A count that a longer run may raise: `PEERCONF_KILLS=500 cargo test --test safety`.
fn count(variable: &str, otherwise: usize) -> usize {
    std::env::var(variable).map_or(otherwise, |text| text.parse().unwrap())
}

/// So many responses, a line each, with ids of their own.
fn lines(count: usize) -> String {
    let text = fs::read_to_string("tests/fixtures/single-ikev2.json").unwrap();
    let response: Value = serde_json::from_str(&text).unwrap();
    let mut lines = String::new();
    for number in 0..count {
        let line = json!({"id": format!("c{number}"), "response": response});
        lines.push_str(&line.to_string());
        lines.push('\n');
    }
    lines
}

/// Every file below a folder with its content, by its path in there. Links are not followed.
fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::new();
    collect(folder, "", &mut all);
    all
}

fn collect(folder: &Path, prefix: &str, all: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{prefix}{}", entry.file_name().to_str().unwrap());
        if entry.file_type().unwrap().is_dir() {
            collect(&entry.path(), &format!("{name}/"), all);
        } else {
            all.insert(name, fs::read(entry.path()).unwrap());
        }
    }
}
