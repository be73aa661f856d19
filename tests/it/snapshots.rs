//! Every fixture on every target, topology and range of releases, as plain files in the device's own
//! language below `tests/snapshots/<vendor>/<platform>/`.
//!
//! A range of releases has a file of its own only where no newer one has the same text.
//! What is refused stands in one table a target, with the rules that refuse it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use peerconf::connection::ReadOptions;
use peerconf::render::File;
use peerconf::targets::{InputValues, Target, Topology};

use crate::fixtures;
use crate::rendering::{Bench, Outcome};

/// Fixtures that show another envelope or shape of the same connection: they make the same text.
const SAME_CONNECTION: [&str; 3] = ["envelope-", "shape-", "describe-"];

#[test]
fn every_fixture_on_every_target() {
    let bench = Bench::new();
    let fixtures: Vec<(String, String)> = fixtures::all("json")
        .into_iter()
        .filter(|(name, _)| {
            !SAME_CONNECTION
                .iter()
                .any(|prefix| name.starts_with(prefix))
        })
        .collect();
    let mut outcomes = BTreeMap::<String, String>::new();
    let mut written = BTreeSet::new();
    let targets = bench.targets();
    for (fixture, text) in &fixtures {
        let Some(reading) = fixtures::readings(text, &ReadOptions::default())
            .into_iter()
            .next()
        else {
            continue;
        };
        if reading.connection.is_none() {
            continue;
        }
        for topology in Topology::ALL {
            let mut newer = BTreeMap::<&str, Vec<(String, String)>>::new();
            // The newest release first: older ones are compared with those above them.
            for target in targets.iter().rev() {
                let outcome = bench
                    .render(&reading, target, topology, &InputValues::default())
                    .unwrap_or_else(|error| panic!("{fixture} on {}: {error}", target.label()));
                let line = match outcome {
                    Outcome::Refused(rules) => format!("refused: {}", rules.join(", ")),
                    Outcome::Rendered(files) => {
                        let (whole, body) = (joined(&files), without_headers(&files));
                        let known = newer.entry(&target.id).or_default();
                        if let Some((release, _)) = known.iter().find(|(_, text)| *text == body) {
                            format!("as {release}")
                        } else {
                            let name = snapshot_name(fixture, topology, target);
                            written.insert(snapshot(target, &name, whole));
                            known.push((target.version.as_str().to_owned(), body));
                            "rendered".to_owned()
                        }
                    }
                };
                let table = outcomes.entry(target.id.clone()).or_default();
                let _ = writeln!(
                    table,
                    "{fixture:30} {:7} {:10} {line}",
                    topology.word(),
                    target.version.as_str()
                );
            }
        }
    }
    for (id, table) in outcomes {
        insta::with_settings!({ snapshot_path => root().join(&id), prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!("outcomes", table);
        });
    }
    assert!(written.len() > 10, "only {} texts", written.len());
    assert_no_orphans(&written);
}

/// `single-ikev2_policy_9-16`: no dots, for insta takes what follows the first one as the extension.
fn snapshot_name(fixture: &str, topology: Topology, target: &Target) -> String {
    let release = target.version.as_str().replace('.', "-");
    format!("{fixture}_{}_{release}", topology.word())
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots")
}

fn snapshot(target: &Target, name: &str, text: String) -> PathBuf {
    let folder = root().join(&target.id);
    insta::with_settings!({ snapshot_path => &folder, prepend_module_to_snapshot => false, omit_expression => true }, {
        // Binary: text snapshots do not see final newlines and blank edges.
        insta::assert_binary_snapshot!(&format!("{name}.cfg"), text.into_bytes());
    });
    folder.join(format!("{name}.snap"))
}

/// All files of a target in one, each behind a line that names it.
fn joined(files: &[File]) -> String {
    files.iter().fold(String::new(), |mut text, file| {
        let secret = if file.holds_secret {
            ", holds the PSK"
        } else {
            ""
        };
        let _ = writeln!(
            text,
            "===== {}: {}{secret} =====",
            file.section.word(),
            file.path
        );
        text + &file.text
    })
}

/// The texts without the header, which names the release.
fn without_headers(files: &[File]) -> String {
    files
        .iter()
        .map(|file| {
            let end = format!("\n{}\n", file.comment);
            file.text
                .split_once(&end)
                .map_or(file.text.as_str(), |(_, body)| body)
        })
        .collect()
}

/// A text that no fixture makes any more is deleted, not forgotten.
fn assert_no_orphans(written: &BTreeSet<PathBuf>) {
    let mut folders = vec![root()];
    let mut orphans = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "snap")
                && path.file_stem().is_some_and(|stem| stem != "outcomes")
                && !written.contains(&path)
            {
                orphans.push(path.display().to_string());
            }
        }
    }
    assert!(
        orphans.is_empty(),
        "nothing makes these any more:\n{}",
        orphans.join("\n")
    );
}
