//! Many responses into a folder with an index.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use serde_json::{Value, json};

use super::{TARGET, fixture, lines, render};

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
fn releases_of_one_target_have_a_folder_each() {
    let temporary = tempfile::tempdir().unwrap();
    let out = temporary.path().join("out");
    let targets = ["-t", "cisco/asa@9.8", "-t", TARGET, "-t", "asa@9.16"];
    let args = [&targets[..], &["--ndjson", "-o", out.to_str().unwrap()]].concat();
    let named = json!({"id": "a", "response": fixture("single-ikev2")});
    let (code, _, stderr) = render(&args, named.to_string());
    assert_eq!(code, 0, "{stderr}");
    let mut alone = Vec::new();
    for (target, folder) in [
        ("asa@9.8", "cisco-asa@9.8"),
        ("asa@9.16", "cisco-asa@9.16"),
        (TARGET, "cisco-ios-xe"),
    ] {
        let (_, rows, _) = render(&["-t", target, "--ndjson"], named.to_string());
        let text = fs::read_to_string(out.join("a").join(folder).join("ALI.cfg")).unwrap();
        assert_eq!(rows[0]["files"]["ALI.cfg"], text, "{target}");
        alone.push(text);
    }
    assert!(alone[0] != alone[1]);

    let index: Value = serde_json::from_slice(&fs::read(out.join("index.json")).unwrap()).unwrap();
    let rows = index["connections"].as_array().unwrap();
    let about = |row: &Value| {
        let part = |name: &str| row[name].as_str().unwrap().to_owned();
        (part("target"), part("release"), row["files"][0].clone())
    };
    let wanted = [
        ("cisco/asa", "9.8", "a/cisco-asa@9.8/ALI.cfg"),
        (TARGET, "17.11", "a/cisco-ios-xe/ALI.cfg"),
        ("cisco/asa", "9.16", "a/cisco-asa@9.16/ALI.cfg"),
    ];
    let wanted = wanted.map(|(target, release, file)| (target.into(), release.into(), json!(file)));
    assert_eq!(rows.iter().map(about).collect::<Vec<_>>(), wanted);
    let table = fs::read_to_string(out.join("index.txt")).unwrap();
    for label in ["cisco/asa@9.8 ", "cisco/asa@9.16 ", "cisco/ios-xe@17.11 "] {
        assert_eq!(table.matches(label).count(), 1, "{table}");
    }

    let (code, _, stderr) = render(&["-t", "asa", "-t", "cisco/asa", "--ndjson"], "");
    assert_eq!(code, 2);
    assert!(stderr.contains("is named twice"), "{stderr}");
}

#[test]
fn ids_that_are_no_names_still_have_a_folder_each() {
    let temporary = tempfile::tempdir().unwrap();
    let out = temporary.path().join("out");
    let long = "x".repeat(5000);
    let ids = [
        "../x",
        "",
        "CON",
        "con.txt",
        &long,
        "上海/办公室",
        "A",
        "a",
        "a",
        ".",
        "..",
        "-o",
        "a\0\n\u{1b}[1m",
    ];
    let named = |id: &&str| json!({"id": id, "response": fixture("single-ikev2")});
    let responses: Vec<Value> = ids.iter().map(named).collect();
    let args = ["-t", TARGET, "--ndjson", "-o", out.to_str().unwrap()];
    let (code, _, stderr) = render(&args, lines(&responses));
    assert_eq!(code, 0, "{stderr}");
    let index: Value = serde_json::from_slice(&fs::read(out.join("index.json")).unwrap()).unwrap();
    let rows = index["connections"].as_array().unwrap();
    let folders: Vec<&str> = rows
        .iter()
        .map(|row| row["folder"].as_str().unwrap())
        .collect();
    let long = "x".repeat(64);
    assert_eq!(
        folders,
        [
            "_x",
            "line-2",
            "_CON",
            "_con.txt",
            &long,
            "上海_办公室",
            "A",
            "a~2",
            "a~3",
            "line-10",
            "line-11",
            "o",
            "a____1m",
        ]
    );
    for (row, id) in rows.iter().zip(ids) {
        assert_eq!(row["id"], id);
        assert!(out.join(row["files"][0].as_str().unwrap()).is_file());
    }
    assert_eq!(fs::read_dir(temporary.path()).unwrap().count(), 1);
    let table = fs::read_to_string(out.join("index.txt")).unwrap();
    assert_eq!(table.lines().count(), 1 + ids.len());
    assert!(!table.contains('\u{1b}') && !stderr.contains('\u{1b}'));
}
