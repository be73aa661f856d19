//! One response a line in, one result a line out.

use std::fs;

use serde_json::{Value, json};

use super::{TARGET, fixture, lines, peerconf, render};

/// What a run for this response alone prints.
fn alone(response: &str) -> String {
    let output = peerconf()
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
fn redaction_reaches_ids_and_keys() {
    let input = lines(&[json!({"id": "vco-secretive", "response": fixture("dual-tunnel")})]);
    let args = ["-t", TARGET, "--ndjson", "--redact=all"];
    let (code, rows, stderr) = render(&args, input);
    assert_eq!(code, 0, "{stderr}");
    let text = rows[0].to_string();
    assert!(!text.contains("vco-secretive"), "{text}");
    assert!(text.contains("<REDACTED:psk>"), "{text}");
}
