//! A user's own target: a manifest and a template in a folder, no Rust.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use predicates::prelude::*;

use crate::program;

pub(crate) const MANIFEST: &str = r##"
schema = 1
id = "acme/router"
name = "Acme Router"
aliases = ["acme"]
parent = "common"
drop = ["input.mss", "input.mtu", "input.dpd_interval", "input.dpd_retries"]
about = "A router that exists in this test only."
versions = ["1.0", "2.0"]
comment = "#"
load = "Paste it."

[topology]
flows = "policy"
policy = { source = "Acme manual" }
route = { since = "2.0", otherwise = "tunnel interfaces came with 2.0", source = "Acme manual" }

[[selectors]]
makes = "list"
source = "Acme manual"

[[output]]
section = "config"
path = "{name}.cfg"
template = "config.j2"
holds_secret = true

[[output]]
section = "verify"
path = "{name}-verify.txt"
template = "verify.j2"

[[output]]
section = "cleanup"
path = "{name}-cleanup.txt"
template = "cleanup.j2"

[keywords.ike.encryption]
source = "Acme manual"
aes256 = "rijndael-256"
[keywords.ike.integrity]
source = "Acme manual"
sha256 = "sha-two"
[keywords.ike.dh]
source = "Acme manual"
group14 = "modp-14"
[keywords.esp.encryption]
source = "Acme manual"
aes256 = "rijndael-256"
[keywords.esp.integrity]
source = "Acme manual"
sha256 = "sha-two"
[keywords.esp.dh]
source = "Acme manual"
group14 = { word = "modp-14", since = "2.0" }

[psk]
style = "double-quoted-escaped"
refuse = ""
refuse_start = []
takes = '''!#$%&'()*+,-./:;<=>?@[]^_`{|}~'''
takes_start = ["0x", "0s"]
min = 1
max = 100
source = "Acme manual"

[bgp_key]
never = "it has no TCP MD5"
source = "Acme manual"

[names]
max = 32
reserve = 8
separator = "-"
source = "Acme manual"

[[input]]
name = "uplink"
type = "interface"
pattern = "eth[0-9]+"
example = "eth0"
help = "the interface towards the internet"
"##;

pub(crate) const TEMPLATE: &str = "\
{% for t in tunnels %}
peer {{ t.name }} {{ t.cloud_address }} on {{ inputs.uplink }}
{%   for s in connection.selectors %}
  protect {{ s.device | map(attribute='cidr') | join(',') }} to {{ s.cloud | map(attribute='cidr') | join(',') }}
{%   endfor %}
  phase1 {{ t.ike.encryption }} {{ t.ike.integrity }} {{ t.ike.dh }} {{ t.ike.lifetime }}
  phase2 {{ t.esp.encryption }} {{ t.esp.integrity }} {{ t.esp.pfs if t.esp.pfs else 'no-pfs' }}
  secret {{ t.psk }}
{% endfor %}
";

/// A folder with the one target.
pub(crate) fn folder(manifest: &str, template: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("acme/router");
    fs::create_dir_all(&own).unwrap();
    fs::write(folder.path().join("acme/router.toml"), manifest).unwrap();
    fs::write(own.join("config.j2"), template).unwrap();
    fs::write(own.join("verify.j2"), "show peer {{ connection.name }}\n").unwrap();
    fs::write(own.join("cleanup.j2"), "no peer {{ connection.name }}\n").unwrap();
    folder
}

/// `peerconf render --vendors FOLDER`.
fn peerconf(vendors: &Path) -> Command {
    let mut command = program::peerconf();
    command.arg("--color=never");
    command.arg("render").arg("--vendors").arg(vendors);
    command
}

/// The same for a target of the folder, with the value that the one of these tests needs.
pub(crate) fn render(vendors: &Path, target: &str, args: &[&str]) -> Command {
    let mut command = peerconf(vendors);
    command
        .args(["-t", target, "--set", "uplink=eth0"])
        .args(args);
    command
}

/// `peerconf targets …`: exit code, standard output, standard error.
pub(crate) fn targets(args: &[&str]) -> (Option<i32>, String, String) {
    let mut command = program::peerconf();
    let output = command
        .args(["--color=never", "targets"])
        .args(args)
        .output();
    let output = output.unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (
        output.status.code(),
        text(output.stdout),
        text(output.stderr),
    )
}

/// Exit code of `targets check` of a folder, and all that it says.
pub(crate) fn check(folder: &Path) -> (Option<i32>, String) {
    let (code, stdout, stderr) = targets(&["check", folder.to_str().unwrap()]);
    (code, stdout + &stderr)
}

#[test]
fn a_folder_adds_a_target() {
    let folder = folder(MANIFEST, TEMPLATE);
    peerconf(folder.path())
        .args([
            "-t",
            "acme",
            "--set",
            "uplink=eth0",
            "tests/fixtures/single-ikev2-multi-subnet.json",
        ])
        .assert()
        .success()
        .stdout(predicate::str::contains(
            "peer ali-t1 198.51.100.20 on eth0",
        ))
        .stdout(predicate::str::contains(
            "phase1 rijndael-256 sha-two modp-14 86400",
        ));
}

#[test]
fn what_its_manifest_lacks_is_refused_with_the_change_that_mends_it() {
    let folder = folder(MANIFEST, TEMPLATE);
    peerconf(folder.path())
        .args([
            "-t",
            "acme@1.0",
            "--set",
            "uplink=eth0",
            "tests/fixtures/single-ikev2.json",
        ])
        .assert()
        .code(1)
        .stdout("")
        .stderr(predicate::str::contains("algorithm-not-supported"))
        .stderr(predicate::str::contains("it came with release 2.0"));
}

#[test]
fn an_input_is_checked_and_a_missing_one_is_marked() {
    let folder = folder(MANIFEST, TEMPLATE);
    peerconf(folder.path())
        .args([
            "-t",
            "acme",
            "--set",
            "uplink=wan",
            "tests/fixtures/single-ikev2.json",
        ])
        .assert()
        .code(2)
        .stderr(predicate::str::contains("it must look like eth[0-9]+"));
    peerconf(folder.path())
        .args(["-t", "acme", "tests/fixtures/single-ikev2.json"])
        .assert()
        .success()
        .stdout(predicate::str::contains("on <FILL-IN:uplink>"))
        .stderr(predicate::str::contains("input-missing"));
    peerconf(folder.path())
        .args(["-t", "acme", "--strict", "tests/fixtures/single-ikev2.json"])
        .assert()
        .code(1)
        .stdout("");
}

#[test]
fn a_broken_manifest_is_reported_with_file_line_and_key() {
    let folder = folder(&MANIFEST.replace("comment = ", "coment = "), TEMPLATE);
    peerconf(folder.path())
        .args(["-t", "acme", "tests/fixtures/single-ikev2.json"])
        .assert()
        .code(2)
        .stderr(predicate::str::contains("acme/router.toml"))
        .stderr(predicate::str::contains("acme/router.toml:10: "))
        .stderr(predicate::str::contains("coment"));
}

#[test]
fn every_fault_of_a_manifest_is_named_at_once() {
    let broken = MANIFEST
        .replace("aes256 = \"rijndael-256\"", "aes265 = \"rijndael-256\"")
        .replace("template = \"verify.j2\"", "template = \"missing.j2\"");
    let folder = folder(&broken, TEMPLATE);
    peerconf(folder.path())
        .args(["-t", "acme", "tests/fixtures/single-ikev2.json"])
        .assert()
        .code(2)
        .stderr(predicate::str::contains("did you mean \"aes256\""))
        .stderr(predicate::str::contains("missing.j2"));
}

#[test]
fn a_template_that_prints_nothing_stops_with_its_place() {
    let folder = folder(MANIFEST, "line one\n{{ tunnels[0].esp.pfs }}\n");
    peerconf(folder.path())
        .args(["-t", "acme", "tests/fixtures/pfs-disabled.json"])
        .assert()
        .code(2)
        .stdout("")
        .stderr(predicate::str::contains("acme/router/config.j2:2"));
}
