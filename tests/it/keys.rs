//! Keys on their way into a file: what a manifest must say of them, what templates may do with them, what the file's
//! mode hangs on.

use std::fs;

use assert_cmd::Command;
use predicates::prelude::*;

use crate::overlay::{self, MANIFEST, TEMPLATE};

fn render(folder: &tempfile::TempDir, args: &[&str]) -> Command {
    overlay::render(folder.path(), "acme", args)
}

const SINGLE: &[&str] = &["tests/fixtures/single-ikev2.json"];

#[test]
fn a_manifest_that_is_silent_on_keys_is_at_fault() {
    for (line, said) in [
        ("refuse = \"\"\n", "psk.refuse: is missing"),
        ("refuse_start = []\n", "psk.refuse_start: is missing"),
        ("max = 100\n", "psk.max: is missing"),
        (
            "takes_start = [\"0x\", \"0s\"]\n",
            "psk.refuse_start: a key that begins with \"0x\" or \"0s\"",
        ),
        (
            "[bgp_key]\nnever = \"it has no TCP MD5\"\nsource = \"Acme manual\"\n",
            "bgp_key: is missing",
        ),
    ] {
        let manifest = MANIFEST.replacen(line, "", 1);
        assert_ne!(manifest, MANIFEST, "{line}");
        render(&overlay::folder(&manifest, TEMPLATE), SINGLE)
            .assert()
            .code(2)
            .stderr(predicate::str::contains(said));
    }
}

#[test]
fn a_template_prints_a_key_and_does_nothing_else_with_it() {
    for (line, said) in [
        (
            "{{ t.psk | replace('\"', 'x') }}",
            "may print a key and nothing else",
        ),
        ("{{ t.psk | length }}", "may print a key and nothing else"),
        (
            "{{ ('a ' ~ t.psk) | upper }}",
            "may print a key and nothing else",
        ),
        (
            "{% if '?' in t.psk %}a{% endif %}",
            "may print a key and nothing else",
        ),
        (
            "{% for c in t.psk %}a{% endfor %}",
            "may print a key and nothing else",
        ),
        ("{{ fail('no ' ~ t.psk) }}", "no <key>"),
        ("{{ fail(t.psk) }}", "value is not a string"),
        ("{% include 'x' ~ t.psk %}", "x<key>"),
        ("{{ since(t.psk) }}", "value is not a string"),
        ("{{ t[t.psk] }}", "undefined"),
    ] {
        let template = format!("{{% for t in tunnels %}}\n{line}\n{{% endfor %}}\n");
        let output = render(&overlay::folder(MANIFEST, &template), SINGLE)
            .output()
            .unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{line}: {stderr}");
        assert!(
            stderr.contains("acme/router/config.j2:2"),
            "{line}: {stderr}"
        );
        assert!(stderr.contains(said), "{line}: {stderr}");
    }
    let joined = "{% for t in tunnels %}\n{% set line = 'key ' ~ t.psk %}\n{% if t.psk %}{{ line }}{% endif %}\n{% endfor %}\n";
    render(&overlay::folder(MANIFEST, joined), SINGLE)
        .assert()
        .success()
        .stdout(predicate::str::contains("\nkey \""));
}

#[test]
fn each_file_has_its_own_style_and_its_mode_by_what_it_prints() {
    let manifest = MANIFEST
        .replace(
            "template = \"verify.j2\"\n",
            "template = \"verify.j2\"\npsk_style = \"json\"\n",
        )
        .replace("holds_secret = true\n", "");
    let folder = overlay::folder(&manifest, TEMPLATE);
    fs::write(
        folder.path().join("acme/router/verify.j2"),
        "{{ tunnels[0].psk }}\n",
    )
    .unwrap();
    let out = folder.path().join("out");
    let fixture = [
        "tests/fixtures/hostile-psk.json",
        "--section",
        "all",
        "-o",
        out.to_str().unwrap(),
    ];
    render(&folder, &fixture).assert().success();
    let text = |name: &str| {
        let path = out.join(name);
        (fs::read_to_string(&path).unwrap(), mode(&path))
    };
    let (config, config_mode) = text("ali.cfg");
    let (verify, verify_mode) = text("ali-verify.txt");
    let line = verify.lines().last().unwrap();
    let key: String = serde_json::from_str(line).unwrap();
    assert!(
        key.contains('\\') || key.contains('"'),
        "the fixture's key is hostile"
    );
    assert!(config.contains(&format!("  secret {line}")));
    assert_eq!((config_mode, verify_mode), (0o600, 0o600));
    assert_eq!(text("ali-cleanup.txt").1 & 0o077, 0o044);
}

#[cfg(unix)]
fn mode(path: &std::path::Path) -> u32 {
    use std::os::unix::fs::PermissionsExt as _;
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn a_key_of_a_bgp_session_that_cannot_be_written_is_refused() {
    let dual = [
        "tests/fixtures/dual-tunnel-bgp.json",
        "tests/fixtures/describe-customer-gateway-dual.json",
    ];
    let folder = overlay::folder(MANIFEST, TEMPLATE);
    let mut command = render(&folder, &dual);
    let output = command.output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{stderr}");
    assert!(
        stderr.contains("bgp-key-not-writable") && stderr.contains("it has no TCP MD5"),
        "{stderr}"
    );
}
