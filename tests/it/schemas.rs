//! What every command prints as JSON has the form that `peerconf schema` tells.

use std::fs;

use serde_json::Value;

use crate::program::peerconf;

const RESPONSE: &str = "examples/ikev1-one-pair.json";

/// What a command prints; it may refuse, but it must print.
fn printed(args: &[&str]) -> String {
    let output = peerconf().args(args).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(!text.is_empty(), "{args:?}");
    text
}

fn schema(name: &str) -> Value {
    serde_json::from_str(&printed(&["schema", name])).unwrap()
}

/// Holds a text against a schema; and a text with another key or without its version against it too, so that the schema
/// is known to say something.
fn holds(name: &str, text: &str) {
    let schema = schema(name);
    let validator = jsonschema::validator_for(&schema).unwrap();
    let value: Value = serde_json::from_str(text).unwrap();
    let faults: Vec<String> = validator
        .iter_errors(&value)
        .map(|fault| format!("{}: {fault}", fault.instance_path()))
        .collect();
    assert!(faults.is_empty(), "{name}: {}", faults.join("\n"));
    assert_eq!(value["version"], 1, "{name}");
    for key in schema["required"].as_array().unwrap() {
        let mut less = value.clone();
        less.as_object_mut().unwrap().remove(key.as_str().unwrap());
        assert!(!validator.is_valid(&less), "{name} without {key}");
    }
    let known = schema["properties"].as_object().unwrap();
    for key in value.as_object().unwrap().keys() {
        assert!(known.contains_key(key), "{name} does not know {key}");
    }
}

#[test]
fn what_is_printed_has_its_form() {
    for (name, args) in [
        (
            "check",
            &["check", "-t", "cisco/asa", "--format", "json", RESPONSE][..],
        ),
        (
            "check",
            &["check", "--format", "json", "tests/fixtures/masked.json"],
        ),
        (
            "show",
            &["show", "--format", "json", "examples/dual-tunnel-bgp.json"],
        ),
        ("rules", &["rules", "--format", "json"]),
        ("rule", &["rules", "ikev1-multi-subnet", "--format", "json"]),
        ("targets", &["targets", "--format", "json"]),
        ("target", &["targets", "cisco/ios-xe", "--format", "json"]),
        (
            "target",
            &["targets", "openwrt/swanctl", "--format", "json"],
        ),
        (
            "compatible",
            &["targets", "--format", "json", "--compatible-with", RESPONSE],
        ),
    ] {
        holds(name, &printed(args));
    }
}

#[test]
fn results_and_the_index_have_their_forms() {
    let response: Value = serde_json::from_str(&fs::read_to_string(RESPONSE).unwrap()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let lines = folder.path().join("lines.ndjson");
    fs::write(
        &lines,
        format!("{response}\nnone\n{{\"id\": \"a\", \"response\": {response}}}\n"),
    )
    .unwrap();
    let lines = lines.to_str().unwrap();
    let base = [
        "render",
        "-t",
        "cisco/asa",
        "-t",
        "strongswan",
        "--ndjson",
        lines,
    ];
    let text = printed(&base);
    assert_eq!(text.lines().count(), 5, "{text}");
    text.lines().for_each(|line| holds("result", line));
    let out = folder.path().join("out");
    peerconf()
        .args(base)
        .arg("-o")
        .arg(format!("{}/", out.display()))
        .assert()
        .code(3);
    holds(
        "index",
        &fs::read_to_string(out.join("index.json")).unwrap(),
    );
}

#[test]
fn an_authors_checks_have_their_form() {
    holds(
        "targets-check",
        &printed(&["targets", "check", "tests/forms", "--format", "json"]),
    );
}
