//! `peerconf render` with many responses.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use assert_cmd::Command;
use serde_json::{Value, json};

const TARGET: &str = "cisco/ios-xe";

fn render(args: &[&str], stdin: impl Into<Vec<u8>>) -> (i32, Vec<Value>, String) {
    let output = Command::cargo_bin("peerconf")
        .unwrap()
        .env_remove("PEERCONF_VENDORS")
        .env("XDG_CONFIG_HOME", "/nonexistent")
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

fn fixture(name: &str) -> Value {
    let text = fs::read_to_string(format!("tests/fixtures/{name}.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

fn lines(responses: &[Value]) -> String {
    let lines: Vec<String> = responses.iter().map(Value::to_string).collect();
    lines.join("\n")
}

/// What a run for this response alone prints.
fn alone(response: &str) -> String {
    let output = Command::cargo_bin("peerconf")
        .unwrap()
        .env_remove("PEERCONF_VENDORS")
        .env("XDG_CONFIG_HOME", "/nonexistent")
        .args(["render", "-t", TARGET])
        .write_stdin(response)
        .output()
        .unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn every_line_gives_what_it_gives_alone_in_the_order_of_the_input() {
    let names = [
        "dual-tunnel",
        "single-ikev2",
        "dual-tunnel-bgp",
        "single-ikev2-multi-subnet",
    ];
    let wanted: Vec<String> = names
        .iter()
        .map(|name| alone(&fixture(name).to_string()))
        .collect();
    // Enough for many chunks and both of two workers.
    let responses: Vec<Value> = (0..200)
        .map(|n| json!({"id": n, "response": fixture(names[n % names.len()])}))
        .collect();
    for jobs in ["1", "2", "5"] {
        let args = ["-t", TARGET, "--ndjson", "--jobs", jobs];
        let (code, rows, stderr) = render(&args, lines(&responses));
        assert_eq!((code, rows.len()), (0, 200), "{stderr}");
        for (n, row) in rows.iter().enumerate() {
            assert_eq!(row["id"], n.to_string());
            assert_eq!(row["target"], TARGET);
            assert_eq!(row["status"], "rendered");
            assert_eq!(row["files"]["ALI.cfg"], wanted[n % names.len()]);
            assert!(!row["findings"].as_array().unwrap().is_empty());
        }
        assert!(stderr.contains("200 rendered"), "{stderr}");
    }
}

#[test]
fn a_bad_item_is_counted_and_stops_nothing() {
    let good = fixture("single-ikev2");
    let args = ["-t", TARGET, "--ndjson", "-"];
    let refused = json!({"id": "r", "response": fixture("missing-fields")});
    let (code, rows, stderr) = render(&args, lines(&[good.clone(), refused.clone(), good.clone()]));
    let status = |rows: &[Value]| -> Vec<String> {
        rows.iter()
            .map(|row| row["status"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(code, 1);
    assert_eq!(status(&rows), ["rendered", "refused", "rendered"]);
    assert!(rows[1]["files"].as_object().unwrap().is_empty());
    assert_eq!(rows[1]["findings"][0]["level"], "error");
    assert!(stderr.contains("line 2 (r): refused: "), "{stderr}");

    let long = "x".repeat((1 << 20) + 1);
    let input = format!("{good}\n{{broken\n\n{long}\n{refused}\n[]\n{good}");
    let (code, rows, stderr) = render(&args, input);
    assert_eq!(code, 3);
    assert_eq!(
        status(&rows),
        [
            "rendered",
            "unreadable",
            "unreadable",
            "refused",
            "unreadable",
            "rendered"
        ]
    );
    assert!(rows[1].get("target").is_none());
    assert!(
        stderr.contains("line 4: unreadable: the line is longer"),
        "{stderr}"
    );
    assert!(
        stderr.contains("2 rendered, 1 refused, 3 unreadable"),
        "{stderr}"
    );

    let (code, rows, _) = render(&args, "");
    assert_eq!((code, rows.len()), (0, 0));
}

#[test]
fn a_response_may_stand_beside_its_id_or_in_a_string() {
    let mut beside = fixture("dual-tunnel");
    beside["id"] = json!("beside");
    let xml = fs::read_to_string("tests/fixtures/dual-tunnel.xml").unwrap();
    let json = fixture("dual-tunnel");
    let input = lines(&[
        beside,
        json!({"id": "xml", "response": xml}),
        json!({"id": "text", "response": json.to_string()}),
    ]);
    let (code, rows, stderr) = render(&["-t", TARGET, "--ndjson"], input);
    assert_eq!(code, 0, "{stderr}");
    let ids: Vec<&str> = rows.iter().map(|row| row["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["beside", "xml", "text"]);
    assert!(rows.iter().all(|row| row["files"] == rows[0]["files"]));
}

#[test]
fn a_list_or_several_files_are_a_fleet() {
    let list = json!([fixture("single-ikev2"), fixture("missing-fields")]);
    let (code, rows, _) = render(&["-t", TARGET, "-t", "srx"], list.to_string());
    assert_eq!((code, rows.len()), (1, 4));
    assert_eq!(rows[0]["id"], "item 1");
    assert_eq!(rows[1]["target"], "juniper/srx");
    assert_eq!(rows[3]["status"], "refused");
}

#[test]
fn a_folder_holds_files_and_an_index() {
    let temporary = tempfile::tempdir().unwrap();
    let out = temporary.path().join("out");
    let out_text = out.to_str().unwrap();
    let named = |id: &str| json!({"id": id, "response": fixture("single-ikev2")});
    let input = lines(&[
        named("../../escape"),
        named("Berlin"),
        named("berlin"),
        named("index.json"),
        fixture("missing-fields"),
    ]);
    let args = ["-t", TARGET, "--ndjson", "-o", out_text];
    let (code, rows, stderr) = render(&args, input.clone());
    assert_eq!((code, rows.len()), (1, 0), "{stderr}");
    let mut found: Vec<String> = fs::read_dir(&out)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    found.sort();
    let wanted = [
        "Berlin",
        "_.._escape",
        "berlin~2",
        "index.json",
        "index.json~1",
        "index.txt",
    ];
    assert_eq!(found, wanted);
    assert_eq!(fs::read_dir(temporary.path()).unwrap().count(), 1);
    let config = out.join("Berlin/cisco-ios-xe/ALI.cfg");
    let mode = fs::metadata(&config).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);

    let index: Value = serde_json::from_slice(&fs::read(out.join("index.json")).unwrap()).unwrap();
    let connections = index["connections"].as_array().unwrap();
    assert_eq!(connections.len(), 5);
    assert_eq!(index["count"]["rendered"], 4);
    assert_eq!(index["count"]["refused"], 1);
    for connection in connections {
        for file in connection["files"].as_array().unwrap() {
            assert!(out.join(file.as_str().unwrap()).is_file());
        }
    }
    assert_eq!(connections[4]["findings"][0]["level"], "error");
    let table = fs::read_to_string(out.join("index.txt")).unwrap();
    assert_eq!(table.lines().count(), 6);
    assert!(table.contains("line-5: missing-field"), "{table}");

    let (code, _, stderr) = render(&args, input.clone());
    assert_eq!(code, 2);
    assert!(stderr.contains("is not empty"), "{stderr}");
    let forced = [&args[..], &["--force"]].concat();
    assert_eq!(render(&forced, input).0, 1);
}

#[test]
fn a_folder_of_responses_is_read_file_by_file() {
    let temporary = tempfile::tempdir().unwrap();
    for name in [
        "single-ikev2.json",
        "dual-tunnel.xml",
        "missing-fields.json",
    ] {
        fs::copy(
            Path::new("tests/fixtures").join(name),
            temporary.path().join(name),
        )
        .unwrap();
    }
    fs::write(temporary.path().join("notes.txt"), "no response").unwrap();
    let (code, rows, stderr) = render(&["-t", TARGET, temporary.path().to_str().unwrap()], "");
    assert_eq!(code, 1, "{stderr}");
    let ids: Vec<&str> = rows.iter().map(|row| row["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["dual-tunnel", "missing-fields", "single-ikev2"]);
}

#[test]
fn redaction_reaches_ids_and_keys() {
    let input = lines(&[json!({"id": "vco-secretive", "response": fixture("dual-tunnel")})]);
    let args = ["-t", TARGET, "--ndjson", "--redact=all"];
    let (code, rows, stderr) = render(&args, input);
    assert_eq!(code, 0, "{stderr}");
    let text = rows[0].to_string();
    assert!(!text.contains("vco-secretive"), "{text}");
    assert!(text.contains("<REDACTED:psk>"), "{text}");
}
