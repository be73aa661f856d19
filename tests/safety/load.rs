//! A great deal at once: threads that cannot be had, a line that holds more than a thousand responses.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use super::{lines, peerconf};

const TARGET: &str = "cisco/ios-xe";

/// More threads than help are not asked for.
#[test]
fn any_number_of_jobs_is_fine() {
    let temporary = tempfile::tempdir().unwrap();
    let input = temporary.path().join("responses.ndjson");
    fs::write(&input, lines(5)).unwrap();
    let args = ["render", "-t", TARGET, "--ndjson", "--jobs"];
    let alone = peerconf().args(args).arg("1").arg(&input).output().unwrap();
    assert_eq!(alone.status.code(), Some(0));
    for jobs in ["20000", "18446744073709551615"] {
        let output = peerconf()
            .args(args)
            .arg(jobs)
            .arg(&input)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{said}");
        assert!(output.stdout == alone.stdout);
    }
}

/// With memory for a few stacks only, the system refuses threads, as it does at a container's limit.
#[test]
fn where_threads_cannot_be_had_fewer_do_it() {
    let temporary = tempfile::tempdir().unwrap();
    let input = temporary.path().join("responses.ndjson");
    fs::write(&input, lines(40)).unwrap();
    let render = |limit: &str, out: &str, jobs: &str| {
        let out = temporary.path().join(out);
        let output = Command::new("sh")
            .args(["-c", &format!("{limit}; exec \"$@\""), "sh"])
            .arg(env!("CARGO_BIN_EXE_peerconf"))
            .args(["render", "-t", TARGET, "--ndjson", "--jobs", jobs, "-o"])
            .args([&out, &input])
            .env("RUST_MIN_STACK", "67108864")
            .output()
            .unwrap();
        (output, super::tree(&out))
    };
    let (output, all) = render(":", "whole", "2");
    assert_eq!(output.status.code(), Some(0));
    // In kilobytes of address space: what the program needs with one thread, and room for none, one or a few more
    // stacks of 64 MiB. What is left beside them is enough for what is allocated.
    let alone = |limit: &u32| {
        let (output, _) = render(
            &format!("ulimit -v {limit}"),
            &format!("alone-{limit}"),
            "1",
        );
        output.status.code() == Some(0)
    };
    let least = (2..50).map(|step| step * 20_000).find(alone).unwrap();
    for stacks in [0, 1, 3] {
        let limit = (least + 40_000 + stacks * 65_536).to_string();
        let (output, found) = render(&format!("ulimit -v {limit}"), &limit, "100");
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{limit}: {said}");
        assert!(found == all, "{limit}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_line_of_many_responses_goes_on_in_pieces() {
    const COUNT: usize = 1_450;
    // One more than there are threads, so that each has a line in hand.
    const LINES: usize = JOBS + 1;
    const JOBS: usize = 8;
    let text = fs::read_to_string("tests/fixtures/single-ikev2.json").unwrap();
    let response: Value = serde_json::from_str(&text).unwrap();
    let response = response["VpnConnectionConfig"].clone();
    let line = format!(
        "{}\n",
        json!(vec![json!({"VpnConnectionConfig": response}); COUNT])
    );
    assert!(
        line.len() > 600_000 && line.len() < 1 << 20,
        "{}",
        line.len()
    );
    let mut child = peerconf()
        .args([
            "render",
            "-t",
            TARGET,
            "--ndjson",
            "--jobs",
            &JOBS.to_string(),
        ])
        .stdin(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut rows = BufReader::new(child.stdout.take().unwrap()).lines();
    let (go, wait) = std::sync::mpsc::channel();
    let writer = std::thread::spawn(move || {
        stdin.write_all(lines(1).as_bytes()).unwrap();
        wait.recv().unwrap();
        for _ in 0..LINES {
            stdin.write_all(line.as_bytes()).unwrap();
        }
    });
    // How large the program itself is depends on how it was built.
    rows.next().unwrap().unwrap();
    let base = memory(child.id()).unwrap();
    go.send(()).unwrap();
    let mut peak = 0;
    for number in 1..=LINES * COUNT {
        let row = rows.next().unwrap().unwrap();
        assert!(row.contains("\"rendered\""));
        if number % (COUNT / 2) == 0 {
            // It ends after the last row.
            peak = memory(child.id()).unwrap_or(peak);
        }
    }
    writer.join().unwrap();
    assert!(rows.next().is_none() && child.wait().unwrap().success());
    // What is shipped takes 15 MiB for one line, and may take 64 MiB for these.
    assert!(peak - base < 48 << 10, "{base} kB, then {peak} kB");
}

/// The most memory that a process has had, in kilobytes.
#[cfg(target_os = "linux")]
fn memory(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
