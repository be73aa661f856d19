//! Lines go in and out as a stream.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, Command, Stdio};

use super::{TARGET, fixture};

fn start() -> Child {
    Command::new(assert_cmd::cargo::cargo_bin("peerconf"))
        .args(["render", "-t", TARGET, "--ndjson"])
        .env_remove("PEERCONF_VENDORS")
        .env("XDG_CONFIG_HOME", "/nonexistent")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

#[test]
fn an_answer_comes_before_the_next_question() {
    let mut child = start();
    let mut stdin = child.stdin.take().unwrap();
    let mut rows = BufReader::new(child.stdout.take().unwrap()).lines();
    for _ in 0..3 {
        writeln!(stdin, "{}", fixture("single-ikev2")).unwrap();
        assert!(rows.next().unwrap().unwrap().contains("\"rendered\""));
    }
    drop(stdin);
    assert!(rows.next().is_none());
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_reader_that_goes_away_ends_it_quietly() {
    let mut child = start();
    let mut stdin = child.stdin.take().unwrap();
    let line = fixture("single-ikev2").to_string();
    // Without end: only the closed pipe stops it.
    let writer = std::thread::spawn(move || while writeln!(stdin, "{line}").is_ok() {});
    let mut rows = BufReader::new(child.stdout.take().unwrap());
    let mut first = String::new();
    rows.read_line(&mut first).unwrap();
    assert!(first.contains("\"rendered\""));
    drop(rows);
    let status = child.wait().unwrap();
    writer.join().unwrap();
    let mut stderr = String::new();
    child.stderr.unwrap().read_to_string(&mut stderr).unwrap();
    assert_eq!((status.code(), stderr.as_str()), (Some(0), ""));
}

/// The most memory that a process has had, in kilobytes.
#[cfg(target_os = "linux")]
fn peak(child: &Child) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    line.unwrap()
        .split_whitespace()
        .nth(1)
        .unwrap()
        .parse()
        .unwrap()
}

#[cfg(target_os = "linux")]
#[test]
fn memory_does_not_grow_with_the_input() {
    let mut child = start();
    let mut stdin = child.stdin.take().unwrap();
    let mut rows = BufReader::new(child.stdout.take().unwrap()).lines();
    let block = format!("{}\n", fixture("single-ikev2")).repeat(50);
    let mut bytes = 0;
    let mut more = |blocks: usize| {
        for _ in 0..blocks {
            stdin.write_all(block.as_bytes()).unwrap();
            for row in rows.by_ref().take(50) {
                bytes += row.unwrap().len() as u64;
            }
        }
        (peak(&child), bytes / 1024)
    };
    let (early, _) = more(10);
    let (late, written) = more(50);
    assert!(written > 10_000, "{written} kB say little");
    assert!(late < early + 3_000, "{early} kB, then {late} kB");
    drop(stdin);
    assert!(child.wait().unwrap().success());
}
