//! Folders of responses, lists, and several files.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::{TARGET, column, fixture, peerconf, render};

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
fn a_bad_element_of_a_list_stops_none_of_the_others() {
    let good = fixture("single-ikev2");
    let list = json!([
        good,
        fixture("error-forbidden"),
        7,
        fixture("dual-tunnel"),
        {}
    ]);
    let wanted = [
        "rendered",
        "unreadable",
        "unreadable",
        "rendered",
        "unreadable",
    ];
    let ids = ["item 1", "item 2", "item 3", "item 4", "item 5"];
    let (code, rows, stderr) = render(&["-t", TARGET], list.to_string());
    assert_eq!(
        (code, column(&rows, "status")),
        (3, wanted.to_vec()),
        "{stderr}"
    );
    assert_eq!(column(&rows, "id"), ids);
    assert!(
        rows[1]["error"]
            .as_str()
            .unwrap()
            .contains("the API answered")
    );
    // The same on one line of several, with an id around it.
    let line = json!({"id": "hq", "response": list});
    let (_, rows, _) = render(&["-t", TARGET, "--ndjson"], format!("{line}\n{good}\n"));
    assert_eq!(
        column(&rows, "status"),
        [&wanted[..], &["rendered"]].concat()
    );
    assert_eq!(column(&rows[..5], "id"), ids.map(|id| format!("hq/{id}")));
    // By itself it is as it always was: a list of one that cannot be read.
    let (code, rows, _) = render(
        &["-t", TARGET],
        json!([fixture("error-forbidden")]).to_string(),
    );
    assert_eq!((code, rows.len()), (4, 0));
}

#[test]
fn more_files_than_a_byte_counts_are_each_their_own() {
    let temporary = tempfile::tempdir().unwrap();
    let mut args = vec!["-t".to_owned(), TARGET.to_owned()];
    for number in 0..300 {
        let mut response = fixture("single-ikev2");
        response["VpnConnectionConfig"]["LocalSubnet"] =
            json!(format!("10.{}.{}.0/24", number / 256, number % 256));
        if number == 290 {
            response["VpnConnectionConfig"]["IkeConfig"]["Psk"] = json!("");
        }
        let path = temporary.path().join(format!("site-{number}.json"));
        fs::write(&path, response.to_string()).unwrap();
        args.push(path.to_str().unwrap().to_owned());
    }
    let given: Vec<&str> = args.iter().map(String::as_str).collect();
    let (code, rows, stderr) = render(&given, "");
    assert_eq!((code, rows.len()), (1, 300), "{stderr}");
    for (number, row) in rows.iter().enumerate() {
        assert_eq!(row["id"], format!("site-{number}"));
        let subnet = format!("10.{}.{}.0", number / 256, number % 256);
        assert_eq!(row["status"] == "rendered", number != 290);
        // All end at one device, so that each has names of its own.
        let mut files = row["files"].as_object().into_iter().flatten();
        let holds = files.any(|(_, text)| text.as_str().unwrap().contains(&subnet));
        assert_eq!(holds, number != 290);
    }
    assert!(
        stderr.contains("site-290.json (site-290): refused: "),
        "{stderr}"
    );

    // A finding about the last of them points into the last, not into another.
    let output = peerconf()
        .args(["check", "--format", "json"])
        .args(&given[2..])
        .output()
        .unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let errors = report["findings"].as_array().unwrap().iter();
    let places: Vec<&str> = errors
        .filter(|finding| finding["level"] == "error")
        .map(|finding| finding["places"][0]["document"].as_str().unwrap())
        .collect();
    assert_eq!(places, [given[2 + 290]]);
}

#[test]
fn of_several_files_one_that_cannot_be_read_stops_none_of_the_others() {
    let fixture = |name: &str| format!("tests/fixtures/{name}");
    let good = [fixture("single-ikev2.json"), fixture("dual-tunnel.xml")];
    for (bad, error) in [
        ("Cargo.toml".to_owned(), "broken JSON"),
        ("nothing.json".to_owned(), "No such file"),
        (fixture("error-forbidden.json"), "the API answered"),
    ] {
        let args = ["-t", TARGET, &good[0], &bad, &good[1]];
        let (code, rows, stderr) = render(&args, "");
        assert_eq!(code, 3, "{stderr}");
        assert_eq!(
            column(&rows, "status"),
            ["rendered", "unreadable", "rendered"]
        );
        let id = Path::new(&bad).file_stem().unwrap().to_str().unwrap();
        assert_eq!(column(&rows, "id"), ["single-ikev2", id, "dual-tunnel"]);
        let said = rows[1]["error"].as_str().unwrap();
        assert!(said.contains(error) && !said.contains(&bad), "{said}");
        assert!(
            stderr.contains(&format!("{bad} ({id}): unreadable: ")),
            "{stderr}"
        );

        // Beside one alone it may have been meant to complete it.
        let (code, rows, stderr) = render(&["-t", TARGET, &good[0], &bad], "");
        assert!(code >= 3 && rows.is_empty(), "{code} {stderr}");
        // What is named as a companion must be there.
        let args = ["-t", TARGET, &good[0], &good[1], "--with", &bad];
        let (code, rows, stderr) = render(&args, "");
        assert!(code >= 3 && rows.is_empty(), "{code} {stderr}");
    }
}

#[test]
fn a_folder_may_hold_lists_and_files_of_any_kind() {
    let temporary = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &[u8]| fs::write(temporary.path().join(name), text).unwrap();
    let good = fixture("single-ikev2");
    write("a.json", json!([good, good]).to_string().as_bytes());
    write("b.JSON", &vec![b' '; 20 << 20]);
    write("c.json", b"");
    write("d.json", b"{\"VpnConnectionConfig\": \"caf\xe9\"}");
    write("e.json", format!("\u{feff}{good}\r\n").as_bytes());
    fs::create_dir(temporary.path().join("f.json")).unwrap();
    let (code, rows, stderr) = render(&["-t", TARGET, temporary.path().to_str().unwrap()], "");
    assert_eq!(code, 3, "{stderr}");
    assert_eq!(
        column(&rows, "id"),
        ["a/item 1", "a/item 2", "b", "c", "d", "e"]
    );
    assert_eq!(
        column(&rows, "status"),
        [
            "rendered",
            "rendered",
            "unreadable",
            "unreadable",
            "unreadable",
            "rendered"
        ]
    );
    for (row, said) in [(2, "bytes long"), (3, "is empty"), (4, "not UTF-8")] {
        let error = rows[row]["error"].as_str().unwrap();
        assert!(error.contains(said), "{error}");
    }
}

/// Three files between the same two addresses: another algorithm in the second; a list of which one agrees and one has
/// another key in the third.
fn split_over_files(folder: &Path) {
    let good = fixture("single-ikev2");
    let changed = |field: &str, value: &str| {
        let mut response = good.clone();
        response["VpnConnectionConfig"]["IkeConfig"][field] = json!(value);
        response
    };
    let write = |name: &str, value: &Value| {
        fs::write(folder.join(name), value.to_string()).unwrap();
    };
    write("hq-1.json", &good);
    write("hq-2.json", &changed("IkeEncAlg", "aes192"));
    write(
        "hq-3.json",
        &json!([good, 7, changed("Psk", "Another-Key-f0r-Th1s-One!")]),
    );
}

fn differing(row: &Value) -> Vec<&str> {
    let findings = row["findings"].as_array().unwrap().iter();
    findings
        .filter(|finding| finding["rule"] == "split-connections-differ")
        .map(|finding| finding["message"].as_str().unwrap())
        .collect()
}

#[test]
fn phase_1_is_compared_over_the_files_of_a_folder() {
    let temporary = tempfile::tempdir().unwrap();
    split_over_files(temporary.path());
    let folder = temporary.path().to_str().unwrap();
    let (_, rows, stderr) = render(&["-t", TARGET, "--jobs", "1", folder], "");
    let found: Vec<_> = rows.iter().map(differing).collect();
    assert_eq!(
        column(&rows, "id"),
        ["hq-1", "hq-2", "hq-3/item 1", "hq-3/item 2", "hq-3/item 3"]
    );
    assert_eq!(found[0], [""; 0], "{stderr}");
    assert_eq!(found[1].len(), 1);
    assert!(
        found[1][0].contains("IkeEncAlg") && found[1][0].ends_with("(the first is hq-1)"),
        "{found:?}"
    );
    assert_eq!((found[2].len(), found[3].len()), (0, 0));
    // Of its own file it is told once; the key is not shown.
    assert_eq!(found[4].len(), 1, "{found:?}");
    assert!(
        found[4][0].contains("one key and another") && !found[4][0].contains("hq-1"),
        "{found:?}"
    );
    for row in rows.iter().filter(|row| row["status"] == "rendered") {
        for finding in row["findings"].as_array().unwrap() {
            let message = finding["message"].as_str().unwrap();
            assert!(
                !message.contains('{') && !message.contains("Another-Key"),
                "{message}"
            );
        }
    }
    // Each is one more of its device, whatever file it stands in.
    let third = rows[4]["findings"].as_array().unwrap().iter();
    let mut beside = third.filter(|finding| finding["rule"] == "connections-of-one-device");
    let said = beside.next().unwrap()["message"].as_str().unwrap();
    assert!(
        said.contains("connection 4 of this run") && beside.next().is_none(),
        "{said}"
    );

    // However many threads there are, and however the files are named.
    let (_, again, _) = render(&["-t", TARGET, "--jobs", "4", folder], "");
    assert_eq!(again, rows);
    let files = ["hq-1.json", "hq-2.json"].map(|name| format!("{folder}/{name}"));
    let (_, named, _) = render(&["-t", TARGET, &files[0], &files[1]], "");
    assert_eq!(differing(&named[1]).len(), 1);
}

#[test]
fn the_other_file_is_named_as_far_as_it_may_be() {
    let temporary = tempfile::tempdir().unwrap();
    split_over_files(temporary.path());
    let folder = temporary.path().to_str().unwrap();
    let args = ["-t", TARGET, "--redact=all", folder];
    let (_, rows, stderr) = render(&args, "");
    assert_eq!(rows[1]["id"], "file-2");
    let said = differing(&rows[1]);
    assert!(said[0].ends_with("(the first is file-1)"), "{said:?}");
    assert!(!stderr.contains("hq-"), "{stderr}");
    for row in &rows {
        assert!(!row.to_string().contains("hq-"), "{row}");
    }

    // The other commands compare them too.
    let output = peerconf().args(["check", folder]).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let words: Vec<&str> = said.split_whitespace().collect();
    let words = words.join(" ");
    assert_eq!(
        words.matches("split-connections-differ").count(),
        2,
        "{said}"
    );
    assert!(words.contains("(the first is hq-1)"), "{said}");
    // A ticket gives them the names that render gives.
    let (_, rendered, _) = render(&["-t", TARGET, "--redact=keys", folder], "");
    let ticket = peerconf()
        .args(["ticket", "-t", TARGET, folder])
        .output()
        .unwrap();
    let ticket = String::from_utf8(ticket.stdout).unwrap();
    for row in rendered.iter().filter(|row| row["status"] == "rendered") {
        for (name, _) in row["files"].as_object().unwrap() {
            assert!(ticket.contains(name.as_str()), "{name}");
        }
    }
}
