//! Signals in the middle of writing a folder.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};

use super::{count, lines, tree};

const TARGET: &str = "strongswan/swanctl";
const RESPONSES: usize = 60;

fn args(out: &Path) -> Vec<&str> {
    let out = out.to_str().unwrap();
    vec!["render", "-t", TARGET, "--ndjson", "-o", out, "--jobs", "2"]
}

/// The program, which hears signals even where these tests run under `nohup` or in the background of a script.
fn peerconf() -> Command {
    let mut command = super::peerconf();
    if cfg!(target_os = "linux") {
        command = Command::new("env");
        command
            .arg("--default-signal=HUP,INT,TERM")
            .arg(env!("CARGO_BIN_EXE_peerconf"))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
    }
    command
}

fn send(child: &Child, signal: Signal) {
    kill_process(Pid::from_child(child), signal).unwrap();
}

/// Renders everything that is given and ends.
fn whole(out: &Path, more: &[&str], input: &str) -> Output {
    let mut child = peerconf()
        .args(args(out))
        .args(more)
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).unwrap()
}

/// Waits until the folder has so many entries. As long as the program lives and the number grows there is no
/// limit to this.
fn wait_for(out: &Path, entries: usize, child: &mut Child) {
    let mut idle = 0;
    let mut last = 0;
    while child.try_wait().unwrap().is_none() {
        let found = fs::read_dir(out).map_or(0, Iterator::count);
        if found >= entries {
            return;
        }
        idle = if found > last { 0 } else { idle + 1 };
        last = found;
        assert!(idle < 60_000, "stuck at {found} of {entries}");
        thread::sleep(Duration::from_millis(1));
    }
}

/// Starts a run, gives it so many of the lines and lets it wait for more, or all; sends the signal when so many
/// connections have a folder.
fn interrupted(out: &Path, input: &str, given: usize, wanted: usize, signal: Signal) -> Output {
    let mut child = peerconf()
        .args(args(out))
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let part: String = input.split_inclusive('\n').take(given).collect();
    let writer = thread::spawn(move || {
        let _ = stdin.write_all(part.as_bytes());
        // Kept open: whoever was given all of its lines waits for the signal.
        stdin
    });
    wait_for(out, wanted, &mut child);
    send(&child, signal);
    let output = child.wait_with_output().unwrap();
    drop(writer.join().unwrap());
    output
}

/// What is there is whole, and nothing is hidden.
fn check_whole(left: &BTreeMap<String, Vec<u8>>, expected: &BTreeMap<String, Vec<u8>>) {
    for (path, text) in left {
        let known = expected.get(path);
        assert!(known.is_some(), "{path} is no file of a whole run");
        assert!(known == Some(text), "{path} is not whole");
    }
}

/// `PEERCONF_KILLS=500` for the long run.
#[test]
fn nothing_is_left_but_whole_files() {
    let temporary = tempfile::tempdir().unwrap();
    let input = lines(RESPONSES);
    let reference = temporary.path().join("reference");
    assert_eq!(whole(&reference, &[], &input).status.code(), Some(0));
    let mut expected = tree(&reference);
    fs::remove_dir_all(&reference).unwrap();
    expected.remove("index.json");
    expected.remove("index.txt");

    let signals = [Signal::INT, Signal::KILL, Signal::TERM, Signal::HUP];
    for kill in 0..count("PEERCONF_KILLS", 16) {
        let signal = signals[kill % signals.len()];
        // Every other one is hit while it writes, the others while they wait.
        let wanted = 1 + kill * 7 % (RESPONSES - 2);
        let given = if (kill / signals.len()).is_multiple_of(2) {
            RESPONSES
        } else {
            wanted
        };
        let out = temporary.path().join("out");
        let output = interrupted(&out, &input, given, wanted, signal);
        let said = stderr(&output);
        assert_eq!(
            output.status.signal(),
            Some(signal.as_raw()),
            "kill {kill}: {said}"
        );

        if signal != Signal::KILL {
            // A signal may come when there is a folder and no file yet.
            let is_told = said.contains("removed again") || said.contains("nothing was written");
            assert!(
                said.starts_with("interrupted: ") && is_told,
                "kill {kill}: {said}"
            );
            assert_eq!(tree(temporary.path()).len(), 0, "kill {kill}");
            assert!(!out.exists(), "kill {kill}");
            continue;
        }
        check_whole(&tree(&out), &expected);
        // The next run says what was left, and may put it right.
        let next = whole(&out, &[], &input);
        assert_eq!(next.status.code(), Some(2), "kill {kill}");
        let said = stderr(&next);
        assert!(
            said.contains("no index.json") && said.contains("killed"),
            "{said}"
        );
        assert_eq!(whole(&out, &["--force"], &input).status.code(), Some(0));
        let all = tree(&out);
        assert_eq!(all.len(), expected.len() + 2, "kill {kill}");
        fs::remove_dir_all(&out).unwrap();
    }
}

#[test]
fn what_was_there_before_stays() {
    let temporary = tempfile::tempdir().unwrap();
    let out = temporary.path().join("out");
    let input = lines(8);
    fs::create_dir(&out).unwrap();
    fs::write(out.join("mine"), "notes").unwrap();
    assert_eq!(whole(&out, &["--force"], &lines(2)).status.code(), Some(0));
    let before = tree(&out);

    let mut child = peerconf()
        .args(args(&out))
        .arg("--force")
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(input.as_bytes()).unwrap();
    wait_for(&out, 8 + 3, &mut child);
    send(&child, Signal::TERM);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.signal(), Some(Signal::TERM.as_raw()));
    assert_eq!(tree(&out), before);
}

/// `nohup`, and what a script starts in the background.
#[test]
fn a_signal_that_is_ignored_stays_ignored() {
    let temporary = tempfile::tempdir().unwrap();
    let out = temporary.path().join("out");
    let mut child = std::process::Command::new("sh")
        .args(["-c", "trap '' HUP; exec \"$@\"", "sh"])
        .arg(env!("CARGO_BIN_EXE_peerconf"))
        .args(args(&out))
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(lines(3).as_bytes()).unwrap();
    wait_for(&out, 3, &mut child);
    send(&child, Signal::HUP);
    stdin
        .write_all(lines(4).lines().last().unwrap().as_bytes())
        .unwrap();
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(out.join("c3").is_dir() && out.join("index.json").is_file());
}
