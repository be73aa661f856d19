//! Values for one target, one connection, or one response.

use std::fs;

use crate::fixtures;
use crate::program::peerconf;
use predicates::prelude::*;
use predicates::str::contains;

fn response(id: &str, values: &str) -> String {
    let text = fixtures::text("single-ikev2.json");
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    format!("{{\"id\": \"{id}\", \"values\": {values}, \"response\": {value}}}\n")
}

/// The result lines of a run.
fn rows(values: &str, lines: &str, targets: &[&str]) -> Vec<serde_json::Value> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("values.toml");
    fs::write(&file, values).unwrap();
    let mut command = peerconf();
    command.args(["render", "--ndjson", "-f"]).arg(&file);
    for target in targets {
        command.args(["-t", target]);
    }
    let assert = command.write_stdin(lines).assert();
    let text = String::from_utf8(assert.get_output().stdout.clone()).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn has(row: &serde_json::Value, text: &str) -> bool {
    row["files"]
        .as_object()
        .unwrap()
        .values()
        .any(|file| file.as_str().unwrap().contains(text))
}

#[test]
fn a_value_of_a_table_and_of_a_line_reaches_its_connection_alone() {
    let values = "crypto_map = \"MAP\"\nlan_interface = \"GigabitEthernet9\"\n\
        [targets.\"cisco/ios-xe\"]\nwan_interface = \"GigabitEthernet1\"\n\
        [connections.\"site-b\"]\nwan_interface = \"GigabitEthernet2\"\n";
    let lines = [
        response("site-a", "{}"),
        response("site-b", "{}"),
        response("site-c", "{\"wan_interface\": \"GigabitEthernet3\"}"),
    ]
    .concat();
    let rows = rows(values, &lines, &["cisco/ios-xe"]);
    for (row, interface) in rows.iter().zip(["net1", "net2", "net3"]) {
        assert!(has(row, &format!("GigabitEther{interface}")), "{row}");
        assert_eq!(row["ready"], true, "{row}");
    }
    assert_eq!(rows.len(), 3);
}

#[test]
fn a_value_that_no_target_knows_fails_its_connection_alone() {
    let lines = [
        response("a", "{\"wan_interfce\": \"GigabitEthernet3\"}"),
        response("b", "{\"wan_interface\": \"GigabitEthernet3\"}"),
    ]
    .concat();
    let rows = rows("", &lines, &["cisco/ios-xe"]);
    assert_eq!(rows[0]["status"], "failed");
    assert!(rows[0]["error"].as_str().unwrap().contains("wan_interface"));
    assert_eq!(rows[1]["status"], "rendered");
}

#[test]
fn a_value_need_be_known_to_one_of_the_targets_only() {
    let lines = response("a", "{}");
    let rows = rows(
        "wan_interface = \"GigabitEthernet1\"",
        &lines,
        &["strongswan", "cisco/ios-xe"],
    );
    assert_eq!(rows.len(), 2);
    peerconf()
        .args(["render", "-t", "strongswan", "-t", "cisco/ios-xe"])
        .args(["--set", "wan_interfce=x"])
        .arg(fixtures::folder().join("single-ikev2.json"))
        .assert()
        .code(2)
        .stderr(contains("wan_interface"));
}

#[test]
fn what_is_left_to_fill_in_is_counted_and_named() {
    let lines = response("a", "{}");
    let rows = rows("", &lines, &["cisco/ios-xe"]);
    assert_eq!(rows[0]["status"], "rendered");
    assert_eq!(rows[0]["ready"], false);
    let missing = rows[0]["missing"].as_array().unwrap();
    assert!(missing.contains(&"wan_interface".into()), "{missing:?}");
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    peerconf()
        .args(["render", "--ndjson", "-t", "cisco/ios-xe", "-o"])
        .arg(&out)
        .write_stdin(lines)
        .assert()
        .success()
        .stderr(contains("1 rendered; 0 ready, 1 with values to fill in"));
    let table = fs::read_to_string(out.join("index.txt")).unwrap();
    assert!(table.contains("to fill in: "), "{table}");
    let index = fs::read_to_string(out.join("index.json")).unwrap();
    assert!(index.contains("\"ready\":0"), "{index}");
}

#[test]
fn an_unknown_field_beside_a_response_is_an_error() {
    let line = response("a", "{}").replace("\"values\"", "\"inputs\"");
    peerconf()
        .args(["render", "--ndjson", "-t", "cisco/ios-xe"])
        .write_stdin(line)
        .assert()
        .code(3)
        .stderr(contains("inputs").and(contains("values")));
}

#[test]
fn a_request_is_read_from_the_clouds_side() {
    let request = r#"{"VpnGatewayId": "vpn-1", "CustomerGatewayId": "cgw-1", "Name": "branch",
        "LocalSubnet": "172.16.0.0/16", "RemoteSubnet": "192.168.10.0/24",
        "IkeConfig": "{\"Psk\": \"fT6yHn3KqX9wDz5L\", \"IkeVersion\": \"ikev2\", \"IkeMode\": \"main\", \"IkeEncAlg\": \"aes256\", \"IkeAuthAlg\": \"sha256\", \"IkePfs\": \"group14\", \"IkeLifetime\": 86400, \"LocalId\": \"198.51.100.20\", \"RemoteId\": \"203.0.113.10\"}",
        "IpsecConfig": "{\"IpsecEncAlg\": \"aes256\", \"IpsecAuthAlg\": \"sha256\", \"IpsecPfs\": \"group14\", \"IpsecLifetime\": 86400}"}"#;
    peerconf()
        .arg("show")
        .write_stdin(request)
        .assert()
        .success()
        .stdout(
            contains("device (on-premises, customer gateway): 192.168.10.0/24")
                .and(contains("CreateVpnConnection")),
        );
}
