//! What `--redact=all` replaces beside the values of a connection.

use std::fs;
use std::io::Write as _;
use std::process::{Output, Stdio};

use serde_json::{Value, json};

use super::{peerconf, tree};

fn run(args: &[&str], input: &str) -> Output {
    let mut child = peerconf().args(args).stdin(Stdio::piped()).spawn().unwrap();
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

fn fixture() -> Value {
    let text = fs::read_to_string("tests/fixtures/dual-tunnel.json").unwrap();
    serde_json::from_str(&text).unwrap()
}

fn rows(output: &Output) -> Vec<Value> {
    let text = std::str::from_utf8(&output.stdout).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn a_message_of_the_api_is_replaced() {
    let message = json!({
        "Code": "Forbidden.RAM", "RequestId": "4EC47282-1B74-4534-BD0E-403F3EE64CAF",
        "Message": "User vpn-admin-shanghai at 203.0.113.77 may not read vco-uf6secretsecret",
        "HostId": "vpc.example.com",
    });
    let told = [
        "4EC47282",
        "vpn-admin",
        "203.0.113.77",
        "uf6secret",
        "vpc.example.com",
    ];
    for args in [
        &["render", "-t", "asa"][..],
        &["render", "-t", "asa", "--ndjson"],
        &["show"],
        &["ticket", "-t", "asa"],
    ] {
        let plain = run(args, &message.to_string());
        let shown = [plain.stdout, plain.stderr].concat();
        let shown = String::from_utf8(shown).unwrap();
        assert!(
            told.iter().any(|part| shown.contains(part)),
            "{args:?}: {shown}"
        );

        let redacted = run(&[args, &["--redact=all"]].concat(), &message.to_string());
        let shown = [redacted.stdout, redacted.stderr].concat();
        let shown = String::from_utf8(shown).unwrap();
        assert!(shown.contains("Forbidden.RAM"), "{args:?}: {shown}");
        for part in told {
            assert!(!shown.contains(part), "{args:?}: {part}: {shown}");
        }
    }
}

#[test]
fn what_is_wrong_is_told_without_what_identifies() {
    for (pointer, value, told) in [
        ("/VpnConnectionConfig/LocalSubnet", "2001:db8:5::/48", "db8"),
        (
            "/VpnConnectionConfig/LocalSubnet",
            "branch-shanghai,10.0.0.0/8",
            "shanghai",
        ),
        ("/VpnConnectionConfig/RemoteSubnet", "AS3320", "3320"),
        (
            "/VpnConnectionConfig/TunnelsConfig/TunnelConfig/0/Local",
            "gw.shanghai.example",
            "shanghai",
        ),
        (
            "/VpnConnectionConfig/TunnelsConfig/TunnelConfig/0/Remote",
            "::ffff:203.0.113.5",
            "203.0.113.5",
        ),
        (
            "/VpnConnectionConfig/TunnelsConfig/TunnelConfig/1/IkeConfig/IkeEncAlg",
            "office-7",
            "office",
        ),
    ] {
        let mut response = fixture();
        *response.pointer_mut(pointer).unwrap() = json!(value);
        for args in [
            &["render", "-t", "asa", "--ndjson"][..],
            &["show"],
            &["ticket", "-t", "asa"],
        ] {
            let output = run(&[args, &["--redact=all"]].concat(), &response.to_string());
            let shown = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
            assert!(!shown.contains(told), "{args:?}, {value}: {shown}");
        }
    }
}

/// Without a salt every item's replacements begin anew: only its number tells it from the others.
#[test]
fn items_of_an_unsalted_fleet_have_numbers() {
    let named = |id: &str| format!("{}\n", json!({"id": id, "response": fixture()}));
    let list = json!({"id": "list", "response": [fixture(), fixture()]});
    let input = [
        named("vco-aaaaaaaaaa"),
        named("vco-bbbbbbbbbb"),
        format!("{list}\n"),
        "{\n".into(),
    ]
    .concat();
    let args = ["render", "-t", "asa", "--ndjson", "--redact=all"];
    let output = run(&args, &input);
    let ids: Vec<Value> = rows(&output).iter().map(|row| row["id"].clone()).collect();
    assert_eq!(ids, ["line-1", "line-2", "line-3", "line-3.2", "line-4"]);

    let temporary = tempfile::tempdir().unwrap();
    let responses = temporary.path().join("responses");
    fs::create_dir(&responses).unwrap();
    for name in ["vco-aaaaaaaaaa", "vco-bbbbbbbbbb", "vco-cccccccccc"] {
        let text = if name.ends_with('c') {
            "{}".to_owned()
        } else {
            fixture().to_string()
        };
        fs::write(responses.join(format!("{name}.json")), text).unwrap();
    }
    let out = temporary.path().join("out");
    let (responses, out_arg) = (responses.to_str().unwrap(), out.to_str().unwrap());
    let output = run(
        &[
            "render",
            "-t",
            "asa",
            "--redact=all",
            responses,
            "-o",
            out_arg,
        ],
        "",
    );
    let index: Value = serde_json::from_slice(&fs::read(out.join("index.json")).unwrap()).unwrap();
    let rows = index["connections"].as_array().unwrap();
    let ids: Vec<&str> = rows
        .iter()
        .map(|row| row["folder"].as_str().unwrap())
        .collect();
    assert_eq!(ids, ["file-1", "file-2", "file-3"]);
    let mut said = vec![String::from_utf8(output.stderr).unwrap()];
    for (path, text) in tree(&out) {
        said.extend([path, String::from_utf8(text).unwrap()]);
    }
    for text in said {
        assert!(
            !text.contains("aaaaaa") && !text.contains("cccccc"),
            "{text}"
        );
    }

    // With a salt the same value has the same replacement everywhere.
    let salted = |input: &str| {
        let mut child = peerconf();
        child
            .env("PEERCONF_SALT", "a salt for the tests")
            .args(args)
            .stdin(Stdio::piped());
        let mut child = child.spawn().unwrap();
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        super::redaction::rows(&child.wait_with_output().unwrap())
    };
    let ids = |rows: &[Value]| {
        rows.iter()
            .map(|row| row["id"].to_string())
            .collect::<Vec<_>>()
    };
    let one = ids(&salted(
        &[named("vco-aaaaaaaaaa"), named("vco-bbbbbbbbbb")].concat(),
    ));
    let two = ids(&salted(
        &[named("vco-bbbbbbbbbb"), named("vco-aaaaaaaaaa")].concat(),
    ));
    assert_eq!(one, [two[1].clone(), two[0].clone()]);
}
