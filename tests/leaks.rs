//! No secret of a response stands in anything that is written beside a device's own configuration,
//! nor eight characters of one in a row; and with `--redact=all` no public address, id or name either.
//!
//! Every fixture, every target, every output. The secrets are collected from the files by the names
//! of their fields, with readers that are not the program's.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "support/program.rs"]
mod program;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use aho_corasick::AhoCorasick;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use peerconf::targets::Registry;
use program::peerconf;
use regex_lite::Regex;
use tempfile::TempDir;

/// So many characters in a row give something away.
const WINDOW: usize = 8;

/// Fields that hold a secret.
fn is_secret(name: &str) -> bool {
    ["psk", "authkey"].contains(&name.to_ascii_lowercase().as_str())
}

/// Fields that hold an id or a name, as they are redacted under `--redact-ids`.
fn is_named(name: &str) -> bool {
    [
        "localid",
        "remoteid",
        "tunnelid",
        "vpnconnectionid",
        "customergatewayid",
        "vpngatewayid",
        "name",
    ]
    .contains(&name.to_ascii_lowercase().as_str())
}

/// Every field of a document with its text: JSON, XML, and JSON inside either.
fn fields(text: &str, found: &mut Vec<(String, String)>) {
    let text = text.trim_start_matches('\u{feff}').trim();
    if let Ok(value) = serde_json::from_str::<serde_json::Value>(text) {
        json_fields("", &value, found);
    } else if text.starts_with('<') {
        xml_fields(text, found);
    }
}

fn json_fields(name: &str, value: &serde_json::Value, found: &mut Vec<(String, String)>) {
    match value {
        serde_json::Value::Object(map) => {
            for (name, value) in map {
                json_fields(name, value, found);
            }
        }
        serde_json::Value::Array(list) => {
            for value in list {
                json_fields(name, value, found);
            }
        }
        serde_json::Value::String(text) => {
            found.push((name.to_owned(), text.clone()));
            if text.trim_start().starts_with(['{', '[', '<']) {
                fields(text, found);
            }
        }
        _ => {}
    }
}

fn xml_fields(text: &str, found: &mut Vec<(String, String)>) {
    let element =
        Regex::new(r"(?s)<([A-Za-z]+)(?:\s[^>]*)?>([^<]*|<!\[CDATA\[.*?\]\]>)</").unwrap();
    for captures in element.captures_iter(text) {
        let inner = &captures[2];
        let inner = match inner.strip_prefix("<![CDATA[") {
            Some(raw) => raw.trim_end_matches("]]>").to_owned(),
            None => unescaped(inner),
        };
        if inner.trim_start().starts_with(['{', '[']) {
            fields(&inner, found);
        }
        found.push((captures[1].to_owned(), inner));
    }
}

/// Text with the references of XML and HTML replaced.
fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('&') {
        plain.push_str(before);
        let referred = behind
            .split_once(';')
            .and_then(|(name, behind)| Some((referred(name)?, behind)));
        let (c, behind) = referred.unwrap_or(('&', behind));
        plain.push(c);
        rest = behind;
    }
    plain + rest
}

/// What a reference means.
fn referred(name: &str) -> Option<char> {
    let number = match name.strip_prefix("#x") {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => name.strip_prefix('#').and_then(|n| n.parse().ok()),
    };
    match name {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => number.and_then(char::from_u32),
    }
}

/// A fixture and what must not get out of it.
struct Case {
    file: PathBuf,
    /// Windows of the secrets in lower case, plain and in the encodings that devices use; short secrets whole.
    windows: BTreeSet<Vec<u8>>,
    /// Short secrets.
    whole: BTreeSet<Vec<u8>>,
    /// Public addresses, ids and names.
    identifying: BTreeSet<String>,
    /// Finds all of the windows and short secrets at once.
    secrets: AhoCorasick,
}

impl Case {
    fn new(file: PathBuf) -> Self {
        let text = fs::read_to_string(&file).unwrap();
        let mut found = Vec::new();
        fields(&text, &mut found);
        let mut case = Self {
            file,
            windows: BTreeSet::new(),
            whole: BTreeSet::new(),
            identifying: BTreeSet::new(),
            secrets: AhoCorasick::new([""; 0]).unwrap(),
        };
        for (name, value) in &found {
            if is_secret(name) && !value.is_empty() {
                case.add(value);
            }
            let says_nothing = value.len() < 4
                || value.contains("***")
                || value == "leftId-not-exist"
                // Labels of Terraform's blocks, which are words of every output.
                || ["cloud", "alicloud", "main", "site", "all"].contains(&value.as_str())
                || value.parse().is_ok_and(|address| !is_public(address));
            if is_named(name) && !says_nothing {
                case.identifying.insert(value.to_lowercase());
            }
        }
        let address = Regex::new(r"[0-9]{1,3}(\.[0-9]{1,3}){3}").unwrap();
        for found in address.find_iter(&text) {
            if found.as_str().parse().is_ok_and(is_public) {
                case.identifying.insert(found.as_str().to_owned());
            }
        }
        let secrets = case.windows.iter().chain(&case.whole);
        case.secrets = AhoCorasick::new(secrets).unwrap();
        case
    }

    fn add(&mut self, secret: &str) {
        let mut hex = String::new();
        for byte in secret.bytes() {
            let _ = write!(hex, "{byte:02x}");
        }
        let mut percent = String::new();
        for byte in secret.bytes() {
            if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                percent.push(char::from(byte));
            } else {
                let _ = write!(percent, "%{byte:02x}");
            }
        }
        let reversed: String = secret.chars().rev().collect();
        for form in [
            secret.to_owned(),
            STANDARD.encode(secret),
            hex,
            percent,
            reversed,
        ] {
            let form = form.to_lowercase().into_bytes();
            if form.len() < WINDOW {
                self.whole.insert(form);
            } else {
                self.windows
                    .extend(form.windows(WINDOW).map(<[u8]>::to_vec));
            }
        }
    }

    /// Fails when the text holds a secret, as it stands, behind HTML's or JSON's escapes, or cut at line breaks.
    fn assert_secret_free(&self, what: &str, text: &str) {
        let joined: String = text.lines().map(str::trim).collect();
        for form in [
            text.to_owned(),
            unescaped(text),
            text.replace("\\\"", "\"").replace("\\\\", "\\"),
            joined,
        ] {
            let form = form.to_lowercase();
            if let Some(found) = self.secrets.find(&form) {
                let found = &form.as_bytes()[found.range()];
                let found = String::from_utf8_lossy(found);
                panic!("{}: {what} holds {found:?}", self.file.display());
            }
        }
    }

    /// Fails when the text holds a public address, an id or a name.
    fn assert_anonymous(&self, what: &str, text: &str) {
        let text = unescaped(text).to_lowercase();
        for value in &self.identifying {
            // An address may be a part of another.
            let is_edge = |c: Option<char>| c.is_none_or(|c| !c.is_ascii_digit());
            let leak = text.match_indices(value.as_str()).find(|(place, _)| {
                is_edge(text[..*place].chars().next_back())
                    && is_edge(text[place + value.len()..].chars().next())
            });
            assert!(
                leak.is_none(),
                "{}: {what} holds {value}",
                self.file.display()
            );
        }
    }
}

fn is_public(address: Ipv4Addr) -> bool {
    let [a, b, ..] = address.octets();
    !(matches!(a, 0 | 10 | 127 | 224..)
        || a == 100 && (64..128).contains(&b)
        || a == 169 && b == 254
        || a == 172 && (16..32).contains(&b)
        || a == 192 && b == 168)
}

fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "json" || e == "xml"))
        .collect();
    files.sort();
    files.into_iter().map(Case::new).collect()
}

/// Every built-in target, each behind `-t`.
fn targets() -> Vec<String> {
    let targets = Registry::builtin().list();
    assert!(targets.len() >= 5, "{}", targets.len());
    targets
        .into_iter()
        .flat_map(|entry| ["-t".to_owned(), entry.id])
        .collect()
}

/// What a run wrote: standard output, standard error.
fn run(args: &[&str], file: &Path) -> (String, String) {
    let assert = peerconf().args(args).arg(file).assert();
    let output = assert.get_output();
    let code = output.status.code().unwrap();
    assert!(
        (0..=4).contains(&code),
        "{args:?} {}: {code}",
        file.display()
    );
    (
        String::from_utf8(output.stdout.clone()).unwrap(),
        String::from_utf8(output.stderr.clone()).unwrap(),
    )
}

/// Runs a check over all fixtures on every core, and tells all that failed.
fn over_all(check: impl Fn(&Case) + Sync + std::panic::RefUnwindSafe) {
    let cases = cases();
    let next = AtomicUsize::new(0);
    let failed = AtomicUsize::new(0);
    let workers = std::thread::available_parallelism().map_or(2, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    // The message is printed where it is made.
                    if std::panic::catch_unwind(|| check(case)).is_err() {
                        failed.fetch_add(1, Ordering::Relaxed);
                    }
                }
            });
        }
    });
    let failed = failed.into_inner();
    assert_eq!(failed, 0, "of {} fixtures", cases.len());
}

#[test]
fn the_collection_is_not_empty() {
    let cases = cases();
    assert!(cases.len() > 150, "{}", cases.len());
    let with_secrets = cases
        .iter()
        .filter(|c| !c.windows.is_empty() || !c.whole.is_empty());
    assert!(with_secrets.count() > 120);
    let by_name: BTreeMap<String, &Case> = cases
        .iter()
        .map(|case| {
            (
                case.file
                    .file_name()
                    .unwrap()
                    .to_string_lossy()
                    .into_owned(),
                case,
            )
        })
        .collect();
    for name in [
        "shape-json-in-string-fields.xml",
        "envelope-json-in-string.json",
        "hostile-psk.xml",
        "describe-customer-gateway-dual.json",
    ] {
        assert!(by_name[name].windows.len() > 5, "{name}");
    }
    assert!(by_name["psk-short.json"].whole.contains("~7^".as_bytes()));
    assert!(by_name["describe-dual.xml"].identifying.len() > 5);
    // The twins hold the same secrets.
    let mut twins = 0;
    for (name, case) in &by_name {
        if let Some(twin) = name
            .strip_suffix(".json")
            .and_then(|n| by_name.get(&format!("{n}.xml")))
        {
            assert_eq!(case.windows, twin.windows, "{name}");
            assert_eq!(case.whole, twin.whole, "{name}");
            twins += 1;
        }
    }
    assert!(twins > 70, "{twins}");
}

#[test]
fn a_leak_is_seen() {
    let case = cases()
        .into_iter()
        .find(|c| c.file.ends_with("hostile-psk.json"))
        .unwrap();
    let mut found = Vec::new();
    fields(&fs::read_to_string(&case.file).unwrap(), &mut found);
    let (_, secret) = found.iter().find(|(name, _)| is_secret(name)).unwrap();
    for leak in [
        format!("x{}y", &secret[10..18]),
        secret.to_uppercase(),
        secret
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('\'', "&#x27;"),
        serde_json::to_string(secret).unwrap(),
        STANDARD.encode(secret),
        secret.chars().rev().collect(),
        format!("{}\n    {}", &secret[8..14], &secret[14..20]),
    ] {
        let seen = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            case.assert_secret_free("test", &leak);
        }));
        assert!(seen.is_err(), "{leak}");
    }
    case.assert_secret_free("test", &secret[10..17]);
}

#[test]
fn no_secret_gets_out() {
    let targets = targets();
    let targets: Vec<&str> = targets.iter().map(String::as_str).collect();
    over_all(|case| {
        for command in [
            &["show"][..],
            &["show", "--format", "json", "--redact"],
            &["check"],
            &["check", "--format", "json"],
            &["check", "--format", "sarif"],
        ] {
            let mut args = command.to_vec();
            if command[0] == "check" {
                args.extend(&targets);
            }
            let (out, err) = run(&args, &case.file);
            case.assert_secret_free(&format!("{command:?} stdout"), &out);
            case.assert_secret_free(&format!("{command:?} stderr"), &err);
        }
    });
}

#[test]
fn no_secret_gets_into_redacted_configurations() {
    let targets = targets();
    over_all(|case| {
        for target in targets.iter().filter(|target| *target != "-t") {
            let args = [
                "render",
                "-t",
                target,
                "--redact",
                "--draft",
                "--section",
                "all",
            ];
            let (out, err) = run(&args, &case.file);
            case.assert_secret_free(&format!("render {target} stdout"), &out);
            case.assert_secret_free(&format!("render {target} stderr"), &err);
        }
    });
}

#[test]
fn tickets_hold_no_secret_and_with_redact_all_nothing_that_identifies() {
    let targets = targets();
    let targets: Vec<&str> = targets.iter().map(String::as_str).collect();
    over_all(|case| {
        for options in [
            &["--draft"][..],
            &["--draft", "--lang", "zh", "--redact=all"],
        ] {
            let all = options.contains(&"--redact=all");
            let folder = TempDir::new().unwrap();
            let path = folder.path().join("out/");
            let path = path.to_str().unwrap();
            let mut args = vec!["ticket", "-o", path];
            args.extend(options);
            args.extend(&targets);
            let (out, err) = run(&args, &case.file);
            let mut texts = vec![("stdout".to_owned(), out), ("stderr".to_owned(), err)];
            for entry in fs::read_dir(path).into_iter().flatten() {
                let entry = entry.unwrap();
                let name = entry.file_name().into_string().unwrap();
                texts.push((name, fs::read_to_string(entry.path()).unwrap()));
            }
            for (name, text) in &texts {
                let what = format!("ticket {options:?} {name}");
                case.assert_secret_free(&what, text);
                if all {
                    case.assert_anonymous(&what, text);
                    case.assert_anonymous(&what, name);
                }
            }
        }
    });
}

#[test]
fn with_redact_all_nothing_that_identifies_is_shown_or_rendered() {
    over_all(|case| {
        for args in [
            &["show", "--redact=all", "--draft"][..],
            &[
                "show",
                "-o",
                "json",
                "--redact=all",
                "--format",
                "json",
                "--draft",
            ],
            &[
                "render",
                "-t",
                "srx",
                "--redact=all",
                "--section",
                "all",
                "--draft",
                "--format",
                "sarif",
            ],
            &[
                "render",
                "-t",
                "strongswan",
                "--redact=all",
                "--section",
                "all",
                "--draft",
            ],
        ] {
            let (out, err) = run(args, &case.file);
            for (stream, text) in [("stdout", out), ("stderr", err)] {
                let what = format!("{args:?} {stream}");
                case.assert_secret_free(&what, &text);
                case.assert_anonymous(&what, &text);
            }
        }
    });
}
