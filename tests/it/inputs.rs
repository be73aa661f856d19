//! Every command reads the same inputs in the same way: files, folders, lists, lines. One bad element is
//! reported and counted, and never stops the rest.

use std::fs;
use std::path::Path;

use assert_cmd::Command;

use crate::fixtures;

const BROKEN: &str = r#"{"VpnConnectionConfig": 7}"#;

/// Exit code, standard output, standard error.
fn run(args: &[&str], input: &str) -> (Option<i32>, String, String) {
    let output = Command::cargo_bin("peerconf")
        .unwrap()
        .args(args)
        .env("XDG_CONFIG_HOME", "/nonexistent")
        .write_stdin(input)
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (
        output.status.code(),
        text(output.stdout),
        text(output.stderr),
    )
}

/// A response on one line.
fn line(name: &str) -> String {
    let text = fixtures::text(name);
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    value.to_string()
}

/// Two good responses with a bad one between them.
fn three() -> [String; 3] {
    let good = line("fqdn-ikev2.json");
    [good.clone(), BROKEN.to_owned(), good]
}

/// The arguments of each command that reads responses, and what stands in its output once for each good one.
const COMMANDS: [(&[&str], &str); 3] = [
    (&["check", "-t", "strongswan", "--format", "json"], ""),
    (&["show"], "fingerprint"),
    (&["ticket", "-t", "strongswan", "--redact=all"], "\n## "),
];

fn judge((code, stdout, stderr): &(Option<i32>, String, String), command: &[&str], mark: &str) {
    assert_eq!(*code, Some(3), "{command:?}: {stderr}");
    assert_eq!(
        stderr.matches("unreadable: ").count(),
        1,
        "{command:?}: {stderr}"
    );
    if mark.is_empty() {
        let report: serde_json::Value = serde_json::from_str(stdout).unwrap();
        let names: std::collections::BTreeSet<&str> = report["findings"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|finding| finding["response"].as_str())
            .collect();
        assert_eq!(names.len(), 2, "{report}");
        assert_eq!(report["unreadable"].as_array().unwrap().len(), 1);
    } else {
        assert!(stdout.matches(mark).count() >= 2, "{command:?}: {stdout}");
    }
}

#[test]
fn a_bad_element_of_a_list_stops_no_command() {
    let list = format!("[{}]", three().join(","));
    for (command, mark) in COMMANDS {
        judge(&run(command, &list), command, mark);
    }
}

#[test]
fn a_bad_line_stops_no_command() {
    let lines = three().join("\n");
    for (command, mark) in COMMANDS {
        let command = [command, &["--ndjson"]].concat();
        judge(&run(&command, &lines), &command, mark);
    }
}

#[test]
fn a_folder_is_read_by_every_command() {
    let folder = tempfile::tempdir().unwrap();
    for (number, text) in three().iter().enumerate() {
        fs::write(folder.path().join(format!("{number}.json")), text).unwrap();
    }
    fs::write(folder.path().join("notes.txt"), "not a response").unwrap();
    let path = folder.path().to_str().unwrap();
    for (command, mark) in COMMANDS {
        let command = [command, &[path]].concat();
        judge(&run(&command, ""), &command, mark);
    }
    let (code, stdout, stderr) = run(&["targets", "--compatible-with", path], "");
    assert_eq!(code, Some(3), "{stderr}");
    assert_eq!(stdout.matches("0.json").count(), 1, "{stdout}");
    assert!(stderr.contains("1.json"), "{stderr}");
}

#[test]
fn a_single_bad_input_is_an_error() {
    for (command, _) in COMMANDS {
        let (code, _, stderr) = run(command, BROKEN);
        assert_eq!(code, Some(3), "{command:?}: {stderr}");
        assert!(!stderr.contains("unreadable"), "{stderr}");
    }
}

#[test]
fn what_render_refuses_is_compatible_with_nothing() {
    for name in ["overlapping-subnets.json", "sides-swapped.json"] {
        let file = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/fixtures")
            .join(name);
        let args = ["targets", "--compatible-with", file.to_str().unwrap()];
        let (code, stdout, _) = run(&args, "");
        assert_eq!(code, Some(0));
        for verdict in stdout.lines() {
            let says = |word: &str| verdict.contains(word);
            assert!(says("no (") && !says(" yes"), "{name}: {verdict}");
        }
        assert!(stdout.lines().count() > 10, "{stdout}");
        let (_, in_full, _) = run(&[&args[..], &["--verbose"]].concat(), "");
        let verdicts = in_full.lines().filter(|line| !line.starts_with(' '));
        for verdict in verdicts {
            assert!(verdict.ends_with(" no"), "{name}: {verdict}");
        }
    }
}

#[test]
fn findings_in_lines_and_indexes_have_the_places_that_check_has() {
    let response = line("fqdn-main-mode.json");
    let (_, checked, _) = run(&["check", "-t", "asa", "--format", "json"], &response);
    let checked: serde_json::Value = serde_json::from_str(&checked).unwrap();
    let wanted: Vec<(String, usize)> = places(&checked["findings"]);
    assert!(wanted.iter().any(|(_, count)| *count > 1), "{wanted:?}");
    let (_, lines, _) = run(&["render", "-t", "asa", "--ndjson"], &response);
    let row: serde_json::Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    assert_eq!(places(&row["findings"]), wanted);

    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let args = [
        "render",
        "-t",
        "asa",
        "--ndjson",
        "-o",
        out.to_str().unwrap(),
    ];
    run(&args, &response);
    let index = fs::read_to_string(out.join("index.json")).unwrap();
    let index: serde_json::Value = serde_json::from_str(&index).unwrap();
    assert_eq!(places(&index["connections"][0]["findings"]), wanted);
}

/// Rule and number of places of each finding, sorted.
fn places(findings: &serde_json::Value) -> Vec<(String, usize)> {
    let findings = findings.as_array().unwrap().iter();
    let mut places: Vec<(String, usize)> = findings
        .map(|finding| {
            let count = finding["places"].as_array().map_or(0, Vec::len);
            (finding["rule"].as_str().unwrap().to_owned(), count)
        })
        .collect();
    places.sort();
    places
}

/// Characters that act on what shows them.
const ACTING: [char; 12] = [
    '\u{1b}',
    '\u{85}',
    '\u{9b}',
    '\u{ad}',
    '\u{200b}',
    '\u{2028}',
    '\u{202e}',
    '\u{2066}',
    '\u{2069}',
    '\u{feff}',
    '\u{e0001}',
    '\u{e0041}',
];

#[test]
fn no_command_shows_a_character_that_acts() {
    let evil: String = ACTING.iter().collect();
    let mut response: serde_json::Value =
        serde_json::from_str(&fixtures::text("fqdn-ikev2.json")).unwrap();
    let config = &mut response["VpnConnectionConfig"];
    config[format!("Odd{evil}Field")] = "x".into();
    config["IkeConfig"]["IkeEncAlg"] = format!("aes{evil}").into();
    config["IkeConfig"]["LocalId"] = format!("a{evil}b").into();
    let pretty = serde_json::to_string_pretty(&response).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let out = out.to_str().unwrap();
    let error = format!(r#"{{"Code":"X{evil}","Message":"no{evil}t","RequestId":"R{evil}"}}"#);
    let xml = format!("<a><b{evil}x></c></a>");
    let repeated = format!(r#"{{"VpnConnectionConfig":{{"a{evil}":1,"a{evil}":2}}}}"#);
    for input in [&pretty, &error, &xml, &repeated] {
        for args in [
            &["check", "-t", "asa"][..],
            &["check", "-t", "asa", "--format", "json"],
            &["show"],
            &["ticket", "-t", "asa"],
            &["render", "-t", "asa"],
            &["render", "-t", "asa", "-o", out, "--force", "--ndjson"],
        ] {
            let input = if args.contains(&"--ndjson") {
                input.replace('\n', "")
            } else {
                input.clone()
            };
            let (_, stdout, stderr) = run(args, &input);
            for text in [&stdout, &stderr] {
                let found = text.chars().find(|c| ACTING.contains(c));
                assert_eq!(found, None, "{args:?}: {text}");
            }
        }
    }
    let index = fs::read_to_string(Path::new(out).join("index.txt")).unwrap();
    assert!(!index.chars().any(|c| ACTING.contains(&c)), "{index}");
}

#[test]
fn a_saved_error_body_shows_no_token_and_keeps_its_sentence() {
    let body = r#"{"Code":"InvalidSecurityToken.Expired","RequestId":"R",
        "Message":"Specified SecurityToken is expired. SecurityToken=CAISexample&AccessKeyId=LTAIexample"}"#;
    let (code, _, stderr) = run(&["render", "-t", "asa"], body);
    assert_eq!(code, Some(4));
    assert!(
        stderr.contains("Specified SecurityToken is expired."),
        "{stderr}"
    );
    assert!(
        !stderr.contains("CAIS") && !stderr.contains("LTAI"),
        "{stderr}"
    );
}
