//! The comments in front of each file: whole before a configuration, three lines before what is run beside it.

use std::fs;
use std::path::{Path, PathBuf};

use peerconf::connection::ReadOptions;
use peerconf::findings::Lang;
use peerconf::render::File;
use peerconf::targets::{Comment, InputValues, Section, Topology};

use crate::fixtures;
use crate::program::peerconf;
use crate::rendering::{Bench, Outcome};

/// What stands before what the template gave, without what makes it a comment.
fn header(file: &File) -> String {
    let header = &file.text[..file.body_start];
    let start = file.comment.line_start();
    let lines = header.lines().filter(|line| !line.starts_with("#!"));
    let lines = lines.map(|line| line.strip_prefix(start).unwrap_or(line).trim_end());
    lines.collect::<Vec<_>>().join("\n")
}

/// Every file of every target over some connections, with and without values.
fn each(bench: &Bench, mut then: impl FnMut(&str, &[File])) {
    for name in [
        "single-ikev2",
        "dual-tunnel",
        "destination-routing",
        "dual-tunnel-bgp",
    ] {
        let text = fixtures::text(&format!("{name}.json"));
        for reading in fixtures::readings(&text, &ReadOptions::default()) {
            for target in bench.targets() {
                for topology in Topology::ALL {
                    let inputs = InputValues::default();
                    let outcome = bench.render(&reading, &target, topology, &inputs).unwrap();
                    if let Outcome::Rendered(files) = outcome {
                        then(&format!("{name} on {}", target.label()), &files);
                    }
                }
            }
        }
    }
}

#[test]
fn what_is_left_to_fill_in_is_told_in_the_file_that_has_it_and_in_no_other() {
    let (mut with, mut without) = (0, 0);
    each(&Bench::new(), |label, files| {
        for file in files.iter().filter(|file| file.notes_of.is_none()) {
            let body = file.body();
            let has_marker = body.contains("FILL-IN:") || body.contains("FILL_IN_");
            let notes = files
                .iter()
                .find(|f| f.notes_of.as_ref() == Some(&file.path));
            let told = match (&file.comment, notes) {
                (Comment::None, Some(notes)) => (*notes.text).clone(),
                // Neither comments nor notes of its own: the first file tells.
                (Comment::None, None) => continue,
                _ => header(file),
            };
            let tells = told.contains("TO FILL IN before use: ");
            assert_eq!(tells, has_marker, "{label}, {}: {told}", file.path);
            if tells { with += 1 } else { without += 1 }
        }
    });
    assert!(with > 100 && without > 100, "{with} and {without}");
}

#[test]
fn what_is_run_beside_a_configuration_has_three_lines_and_the_configuration_its_command() {
    let mut seen = [0, 0];
    each(&Bench::new(), |label, files| {
        let first =
            |file: &&File| file.section == Section::Config && !file.comment.line_start().is_empty();
        for file in files
            .iter()
            .filter(|file| !file.comment.line_start().is_empty())
        {
            let header = header(file);
            // Lines that go on are indented.
            let lines: Vec<&str> = header
                .lines()
                .map(|line| line.strip_prefix(' ').unwrap_or(line))
                .filter(|line| !line.is_empty() && !line.starts_with("  "))
                .collect();
            let what = format!(
                "{}: {}",
                file.section.word(),
                file.install.as_ref().unwrap_or(&file.path)
            );
            assert!(lines[0].starts_with(&what), "{label}: {header}");
            assert!(header.contains("fingerprint "), "{label}: {header}");
            if matches!(file.section, Section::Verify | Section::Cleanup) {
                assert!(lines.len() <= 3, "{label}, {}: {header}", file.path);
                seen[0] += 1;
            } else if files
                .iter()
                .find(first)
                .is_some_and(|first| first.path == file.path)
            {
                let command = "to make it again: peerconf render -t ";
                assert!(header.contains(command), "{label}, {}: {header}", file.path);
                seen[1] += 1;
            }
        }
    });
    assert!(seen.iter().all(|seen| *seen > 100), "{seen:?}");
}

#[test]
fn a_command_in_a_header_makes_the_same_text_again() {
    let make = |args: &[&str]| {
        let output = peerconf().args(args).output().unwrap();
        assert!(output.status.success(), "{args:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    let response = "tests/fixtures/destination-routing.json";
    let text = make(&[
        "render",
        "-t",
        "ios-xe@17.15",
        "--topology",
        "route",
        "--cloud-prefix",
        "172.16.0.0/12",
        "--crypto",
        "recommended",
        "--set",
        "wan_interface=GigabitEthernet1",
        "--set",
        "lan_interface=GigabitEthernet2",
        response,
    ]);
    let from = text.split_once("! to make it again: peerconf ").unwrap().1;
    let mut words: Vec<String> = Vec::new();
    for word in from.split_whitespace().filter(|word| *word != "!") {
        let is_last = word == "response.json";
        words.push(if is_last { response } else { word }.to_owned());
        if is_last {
            break;
        }
    }
    assert!(words.iter().any(|word| word == "--crypto"), "{words:?}");
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    assert_eq!(make(&words), text);
}

#[test]
fn replaced_values_have_no_command_and_replaced_keys_one_that_says_so() {
    let of = |option: &str| {
        let args = ["render", "-t", "strongswan", "--section", "config", option];
        let output = peerconf()
            .args(args)
            .arg("tests/fixtures/single-ikev2.json")
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(!of("--redact=all").contains("peerconf render"));
    assert!(of("--redact").contains("to make it with its keys: peerconf render"));
}

#[test]
fn a_connection_that_stands_behind_another_on_its_device_has_no_command_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let (from, to) = (folder.path().join("in"), folder.path().join("out"));
    fs::create_dir(&from).unwrap();
    for name in ["a.json", "b.json"] {
        fs::copy("tests/fixtures/single-ikev2.json", from.join(name)).unwrap();
    }
    let output = peerconf()
        .args(["render", "-t", "strongswan", "-o"])
        .args([&to, &from])
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    let mut said: Vec<bool> = Vec::new();
    for entry in fs::read_dir(&to).unwrap() {
        let path = entry.unwrap().path();
        let is_config = |path: &Path| path.extension().is_some_and(|end| end == "conf");
        let files = walk(&path).into_iter().filter(|path| is_config(path));
        let texts = files.map(|path| fs::read_to_string(path).unwrap());
        let texts: String = texts.collect();
        if !texts.is_empty() {
            said.push(texts.contains("to make it again: peerconf render -t strongswan/swanctl"));
        }
    }
    said.sort_unstable();
    assert_eq!(said, [false, true]);
}

/// Every file below a path.
fn walk(path: &Path) -> Vec<PathBuf> {
    if !path.is_dir() {
        return vec![path.to_owned()];
    }
    let entries = fs::read_dir(path).unwrap();
    entries
        .flat_map(|entry| walk(&entry.unwrap().path()))
        .collect()
}

#[test]
fn a_file_beside_a_text_without_comments_is_chinese_throughout() {
    let mut bench = Bench::new();
    bench.kit.lang = Lang::Zh;
    let mut seen = 0;
    each(&bench, |label, files| {
        for notes in files.iter().filter(|file| file.notes_of.is_some()) {
            let first = notes.text.lines().next().unwrap();
            assert!(
                first.contains("，用于 ") && !first.contains("releases"),
                "{label}: {first}"
            );
            seen += 1;
        }
    });
    assert!(seen > 50, "{seen}");
}
