//! `peerconf render` with many responses.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod files;
mod folder;
mod hostile_lines;
mod lines;
#[path = "../support/program.rs"]
mod program;
mod stream;

use std::fs;

use program::peerconf;
use serde_json::Value;

const TARGET: &str = "cisco/ios-xe";

/// The exit code, the rows, standard error.
fn render(args: &[&str], stdin: impl Into<Vec<u8>>) -> (i32, Vec<Value>, String) {
    let output = peerconf()
        .arg("render")
        .args(args)
        .write_stdin(stdin)
        .output()
        .unwrap();
    let rows = String::from_utf8(output.stdout).unwrap();
    let rows = rows
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let stderr = String::from_utf8(output.stderr).unwrap();
    (output.status.code().unwrap(), rows, stderr)
}

/// A field of every row; `null` as a dash.
fn column<'r>(rows: &'r [Value], name: &str) -> Vec<&'r str> {
    rows.iter()
        .map(|row| row[name].as_str().unwrap_or("-"))
        .collect()
}

fn fixture(name: &str) -> Value {
    let text = fs::read_to_string(format!("tests/fixtures/{name}.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

fn lines(responses: &[Value]) -> String {
    let lines: Vec<String> = responses.iter().map(Value::to_string).collect();
    lines.join("\n")
}
