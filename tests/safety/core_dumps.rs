//! No core dump while keys are in memory.

use std::fs;
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};

/// A program that waits, and may dump as far as its limits go.
fn waiting(program: &str, args: &str) -> Child {
    let folder = std::env::temp_dir();
    Command::new("sh")
        .args([
            "-c",
            &format!("cd \"$1\" && ulimit -c unlimited && exec \"$0\" {args}"),
        ])
        .args([program, folder.to_str().unwrap()])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// How much of its memory a process may leave behind, as the kernel says.
fn core_limit(child: &Child) -> String {
    let limits = fs::read_to_string(format!("/proc/{}/limits", child.id())).unwrap();
    let line = limits
        .lines()
        .find(|line| line.starts_with("Max core file size"));
    let soft = line.unwrap()["Max core file size".len()..]
        .split_whitespace()
        .next();
    soft.unwrap().to_owned()
}

#[cfg(target_os = "linux")]
#[test]
fn there_is_none() {
    let other = waiting("cat", "");
    let ours = waiting(env!("CARGO_BIN_EXE_peerconf"), "check");
    // It is at work when it waits for its input: as `cat` does, whose limit stays.
    while core_limit(&ours) != "0" {
        assert_eq!(core_limit(&other), "unlimited");
        thread::sleep(Duration::from_millis(5));
    }
    for (mut child, is_ours) in [(ours, true), (other, false)] {
        kill_process(Pid::from_child(&child), Signal::ABORT).unwrap();
        let status = child.wait().unwrap();
        assert_eq!(status.signal(), Some(Signal::ABORT.as_raw()));
        assert!(!(is_ours && status.core_dumped()));
    }
}
