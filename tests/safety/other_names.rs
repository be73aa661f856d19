//! Keys that stand where no key should: under other names, in attributes and comments, in other fields, in a text
//! that is not well formed. None of it is ever shown.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::{peerconf, tree};

/// So many characters in a row give something away.
const WINDOW: usize = 6;

/// With a `<`, which XML does not take, and with characters that no name has.
const KEYS: [&str; 3] = [
    "Zx9Qv7tRm2Kp8Lw",
    "Zx9Qv<7tRm2Kp8Lw>x",
    "Zx9 Qv7t&Rm2/Kp8.Lw",
];

/// Fields that hold a key, whatever they are called.
const NAMES: [&str; 8] = [
    "Psk",
    "PreSharedKey",
    "IkePsk",
    "Password",
    "SharedSecret",
    "Psk_",
    "Kennwort",
    "Zx",
];

/// Documents in which the key stands somewhere, with a word on where.
fn documents(key: &str) -> Vec<(String, String)> {
    let xml = fs::read_to_string("tests/fixtures/single-ikev2.xml").unwrap();
    let text = fs::read_to_string("tests/fixtures/single-ikev2.json").unwrap();
    let response: Value = serde_json::from_str(&text).unwrap();
    let old = response["VpnConnectionConfig"]["IkeConfig"]["Psk"]
        .as_str()
        .unwrap();
    // Another fault beside it, so that the line is quoted.
    let faulty = xml.replace("192.168.10.0/24", "192.168.10.1/24");
    let element = format!("<Psk>{old}</Psk>");
    assert!(faulty.contains(&element) && faulty != xml);
    let subnet = "<LocalSubnet>192.168.10.1/24</LocalSubnet>";
    assert!(faulty.contains(subnet));
    let escaped = key
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;");

    let mut all = Vec::new();
    let mut add = |what: &str, text: String| all.push((what.to_owned(), text));
    for name in NAMES {
        let named = |inside: &str| format!("<{name}>{inside}</{name}>");
        add(
            &format!("broken XML, {name}"),
            faulty.replace(&element, &named(key)),
        );
        add(
            &format!("XML, {name}"),
            faulty.replace(subnet, &format!("{subnet}{}", named(&escaped))),
        );
        let cut = faulty.replace(&element, &format!("<{name}>{key}"));
        add(
            &format!("cut XML, {name}"),
            cut.split(key).next().unwrap().to_owned() + key,
        );
        // On one line, as short as excerpts are.
        let config = json!({
            "Local": "203.0.113.10", "LocalSubnet": "192.168.10.1/24", name: key,
            "IkeConfig": {name: key, "IkeEncAlg": "aes"},
        });
        let config = json!({"VpnConnectionConfig": config});
        add(&format!("JSON, {name}"), config.to_string());
        add(
            &format!("laid out, {name}"),
            serde_json::to_string_pretty(&config).unwrap(),
        );
        let twice = format!(
            "{{\"{name}\": {}, \"{}\": 1}}",
            json!(key),
            name.to_lowercase()
        );
        add(&format!("twice, {name}"), twice);
    }
    add(
        "attribute",
        faulty.replace(
            subnet,
            &subnet.replace("<LocalSubnet", &format!("<LocalSubnet a=\"{escaped}\"")),
        ),
    );
    add(
        "comment",
        faulty.replace(subnet, &format!("<!-- {key} -->{subnet}")),
    );
    add(
        "instruction",
        faulty.replace(subnet, &format!("<?a {key}?>{subnet}")),
    );
    add(
        "CDATA",
        faulty.replace(&element, &format!("<Psk><![CDATA[{key}]]</Psk>")),
    );
    all
}

/// Documents with the key in another field, which an ordinary error shows and a redacted one must not.
fn misplaced(key: &str) -> Vec<(String, String)> {
    let text = fs::read_to_string("tests/fixtures/single-ikev2.json").unwrap();
    let response: Value = serde_json::from_str(&text).unwrap();
    let mut all = Vec::new();
    for path in [
        "IkeConfig/IkeEncAlg",
        "IkeConfig/IkeLifetime",
        "IkeConfig/IkePfs",
        "IkeConfig/IkeVersion",
        "IkeConfig/IkeMode",
        "IpsecConfig/IpsecAuthAlg",
        "LocalSubnet",
        "Local",
        "IkeConfig/LocalId",
        "EnableNatTraversal",
    ] {
        let mut response = response.clone();
        let pointer = format!("/VpnConnectionConfig/{path}");
        let config = pointer.rsplit_once('/').unwrap();
        response.pointer_mut(config.0).unwrap()[config.1] = json!(key);
        all.push((path.to_owned(), response.to_string()));
    }
    all
}

/// Everything that the program says and writes of a document.
fn outputs(text: &str, more: &[&str]) -> Vec<(String, String)> {
    let temporary = tempfile::tempdir().unwrap();
    let file = temporary.path().join("response");
    fs::write(&file, text).unwrap();
    let line = temporary.path().join("line");
    fs::write(&line, text.replace('\n', " ")).unwrap();
    let out = temporary.path().join("out");
    let out_arg = format!("{}/", out.display());
    let is_redacted = !more.is_empty();
    let mut all = Vec::new();
    for args in [
        &["check", "-t", "asa"][..],
        &["check", "--format", "json"],
        &["check", "--format", "sarif"],
        &["show"],
        &["ticket", "-t", "asa", "-o", &out_arg, "--force"],
        // What is rendered holds the key where it belongs; the index and what is said do not.
        &["render", "-t", "asa", "--ndjson", "-o", &out_arg, "--force"],
        &["render", "-t", "asa", "--redact"],
    ] {
        if args[0] == "check" && is_redacted {
            continue;
        }
        let input = if args.contains(&"--ndjson") {
            &line
        } else {
            &file
        };
        let more: &[&str] = if args.contains(&"--redact") {
            &[]
        } else {
            more
        };
        let output = peerconf()
            .args(args)
            .args(more)
            .arg(input)
            .output()
            .unwrap();
        for (stream, bytes) in [("stdout", output.stdout), ("stderr", output.stderr)] {
            let text = String::from_utf8(bytes).unwrap();
            all.push((format!("{args:?} {stream}"), text));
        }
    }
    if out.is_dir() {
        for (path, text) in tree(&out) {
            let is_config = path.contains('/');
            if is_redacted || !is_config {
                all.push((path, String::from_utf8(text).unwrap()));
            }
        }
    }
    all
}

/// Fails where enough of a key stands in a text, as it is or with the escapes of JSON, XML and HTML.
fn check(key: &str, what: &str, outputs: &[(String, String)]) {
    for (place, text) in outputs {
        let plain = text
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&amp;", "&")
            .replace("\\/", "/");
        for form in [text, &plain] {
            for window in key.as_bytes().windows(WINDOW) {
                let window = std::str::from_utf8(window).unwrap();
                assert!(!form.contains(window), "{what}, {place}: {window}:\n{form}");
            }
        }
    }
}

#[test]
fn a_key_in_the_wrong_place_is_not_shown() {
    for key in KEYS {
        for (what, text) in documents(key) {
            check(key, &what, &outputs(&text, &[]));
        }
    }
}

#[test]
fn a_key_in_the_wrong_place_is_not_shown_to_others() {
    let key = KEYS[0];
    for (what, text) in documents(key).into_iter().chain(misplaced(key)) {
        check(key, &what, &outputs(&text, &["--redact=all"]));
    }
    for (what, text) in misplaced(key) {
        // What holds a name is replaced where ids are.
        if what != "IkeConfig/LocalId" {
            check(key, &what, &outputs(&text, &["--redact"]));
        }
    }
}

#[test]
fn the_excerpt_is_there_all_the_same() {
    let temporary = tempfile::tempdir().unwrap();
    let file = temporary.path().join("response.json");
    let config =
        json!({"Local": "203.0.113.10", "LocalSubnet": "192.168.10.1/24", "PreSharedKey": KEYS[0]});
    fs::write(&file, json!({"VpnConnectionConfig": config}).to_string()).unwrap();
    let output = peerconf()
        .arg("check")
        .arg(Path::new(&file))
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(
        text.contains("\"LocalSubnet\":\"192.168.10.1/24\""),
        "{text}"
    );
    assert!(text.contains("\"PreSharedKey\":****"), "{text}");
}
