//! Two runs at the same time.

use std::fs;
use std::path::Path;
use std::process::{Child, Output};

use serde_json::Value;

use super::{count, lines, peerconf, tree};

/// Their files have different names, so that a mixture shows.
const TARGETS: [&str; 2] = ["cisco/ios-xe", "juniper/srx"];

fn pair(start: impl Fn(&str) -> Child) -> [Output; 2] {
    TARGETS
        .map(start)
        .map(|child| child.wait_with_output().unwrap())
}

/// Which of the two wrote; the other was refused.
fn winner(outputs: &[Output; 2], what: &str) -> usize {
    let codes = outputs
        .each_ref()
        .map(|output| output.status.code().unwrap());
    let said = outputs
        .each_ref()
        .map(|output| String::from_utf8_lossy(&output.stderr));
    let winner = match codes {
        [0, 2] => 0,
        [2, 0] => 1,
        _ => panic!("{what}: {codes:?}: {said:?}"),
    };
    let refused = &said[1 - winner];
    assert!(
        ["another run", "is not empty", "exists"]
            .iter()
            .any(|reason| refused.contains(reason)),
        "{what}: {refused}"
    );
    winner
}

/// The files that the index lists are the files of the folder.
fn check_folder(out: &Path, target: &str, what: &str) {
    let index = fs::read(out.join("index.json")).unwrap();
    let index: Value = serde_json::from_slice(&index).unwrap();
    let mut listed = vec!["index.json".to_owned(), "index.txt".to_owned()];
    for row in index["connections"].as_array().unwrap() {
        assert_eq!(row["target"], target, "{what}");
        let files = row["files"].as_array().unwrap();
        listed.extend(files.iter().map(|file| file.as_str().unwrap().to_owned()));
    }
    listed.sort();
    let found: Vec<String> = tree(out).into_keys().collect();
    assert_eq!(found, listed, "{what}");
}

/// `PEERCONF_PAIRS=300` for the long run.
#[test]
fn of_two_runs_into_one_folder_one_writes() {
    let temporary = tempfile::tempdir().unwrap();
    let input = temporary.path().join("responses.ndjson");
    fs::write(&input, lines(12)).unwrap();
    for number in 0..count("PEERCONF_PAIRS", 20) {
        let out = temporary.path().join("out");
        let outputs = pair(|target| {
            peerconf()
                .args(["render", "--ndjson", "-t", target, "-o"])
                .args([&out, &input])
                .spawn()
                .unwrap()
        });
        let what = format!("pair {number}");
        check_folder(&out, TARGETS[winner(&outputs, &what)], &what);
        fs::remove_dir_all(&out).unwrap();
    }
}

#[test]
fn of_two_runs_into_one_file_one_writes() {
    let temporary = tempfile::tempdir().unwrap();
    let start = |target: &str, out: &Path, more: &[&str]| {
        peerconf()
            .args([
                "render",
                "tests/fixtures/single-ikev2.json",
                "-t",
                target,
                "-o",
            ])
            .arg(out)
            .args(more)
            .spawn()
            .unwrap()
    };
    let alone = TARGETS.map(|target| {
        let out = temporary.path().join("alone");
        let output = start(target, &out, &["--force"])
            .wait_with_output()
            .unwrap();
        assert_eq!(output.status.code(), Some(0));
        fs::read(out).unwrap()
    });
    for number in 0..count("PEERCONF_PAIRS", 20) {
        let out = temporary.path().join("out");
        let outputs = pair(|target| start(target, &out, &[]));
        let winner = winner(&outputs, &format!("pair {number}"));
        assert!(fs::read(&out).unwrap() == alone[winner], "pair {number}");

        // Under --force both may write, and one of the two texts is there.
        let outputs = pair(|target| start(target, &out, &["--force"]));
        for output in outputs {
            assert_eq!(output.status.code(), Some(0), "pair {number}");
        }
        assert!(alone.contains(&fs::read(&out).unwrap()), "pair {number}");
        assert_eq!(tree(temporary.path()).len(), 2, "pair {number}");
        fs::remove_file(&out).unwrap();
    }
}
