//! Every shell script that is written is one that a shell reads, whatever stands in the response.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use peerconf::connection::{self, ReadOptions};
use peerconf::document::Document;
use peerconf::pipeline::Kit;
use peerconf::targets::{Registry, Section, Target};
use serde_json::{Value, json};

/// Keys that a shell would act on.
const KEYS: [&str; 4] = [
    "Harmless0Key0Of0Letters",
    "$(reboot)`id`;'\"\\|&>x",
    "'; reboot; echo '12345",
    "-e \\n${PATH} #!*[]{}~^",
];

/// The responses of the fixtures, and one with each of the keys.
fn responses() -> Vec<(String, String)> {
    let mut all = Vec::new();
    for entry in fs::read_dir("tests/fixtures").unwrap() {
        let path = entry.unwrap().path();
        if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            all.push((name, fs::read_to_string(path).unwrap()));
        }
    }
    let text = fs::read_to_string("tests/fixtures/dual-tunnel.json").unwrap();
    for (number, key) in KEYS.iter().enumerate() {
        let mut response: Value = serde_json::from_str(&text).unwrap();
        let tunnels = response.pointer_mut("/VpnConnectionConfig/TunnelsConfig/TunnelConfig");
        for tunnel in tunnels.unwrap().as_array_mut().unwrap() {
            tunnel["IkeConfig"]["Psk"] = json!(key);
        }
        all.push((format!("key-{number}"), response.to_string()));
    }
    all
}

/// The scripts of a response on every target, each once.
fn scripts(kit: &Kit, targets: &[Target], text: &str) -> Vec<String> {
    let Ok(document) = Document::parse(text) else {
        return Vec::new();
    };
    let documents = std::slice::from_ref(&document);
    let Ok(readings) = connection::read(documents, &ReadOptions::default()) else {
        return Vec::new();
    };
    let mut scripts = Vec::new();
    for reading in &readings {
        for device in kit.case(reading, targets).devices {
            let Some(ready) = device.ready() else {
                continue;
            };
            // A template may refuse in its own words.
            for file in ready.render(&Section::ALL).unwrap_or_default() {
                // A marker is there to stop whoever runs it.
                let is_whole = !file.text.contains("<FILL-IN:");
                if file.text.starts_with("#!") && is_whole {
                    scripts.push(file.text.clone());
                }
            }
        }
    }
    scripts
}

/// `PEERCONF_SHELLCHECK=1`, as `tests/run` sets it, has shellcheck read them too.
#[test]
fn every_script_is_read_by_shells() {
    let kit = Kit::new(Registry::builtin());
    let responses = responses();
    let folder = tempfile::tempdir().unwrap();
    let mut files: Vec<PathBuf> = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    let mut with_scripts = 0;
    for entry in kit.registry().list() {
        let target = kit.registry().load(&entry.id).unwrap();
        let mut kit = kit.clone();
        for input in &target.inputs {
            kit.inputs.insert(&input.name, &input.sample());
        }
        let targets = std::slice::from_ref(&target);
        // Nearly all targets have none, so two connections decide whether to try all.
        let mut tried = responses
            .iter()
            .filter(|(name, _)| ["single-ikev2", "dual-tunnel"].contains(&name.as_str()));
        if tried.all(|(_, text)| scripts(&kit, targets, text).is_empty()) {
            continue;
        }
        with_scripts += 1;
        for (name, text) in &responses {
            for script in scripts(&kit, targets, text) {
                if !seen.insert(script.clone()) {
                    continue;
                }
                let file = folder.path().join(format!("{name}-{}.sh", files.len()));
                fs::write(&file, script).unwrap();
                files.push(file);
            }
        }
    }
    assert!(with_scripts > 1, "{with_scripts} targets");
    assert!(files.len() > 20, "{} scripts", files.len());
    let mut readers = vec![vec!["bash", "-n"], vec!["sh", "-n"]];
    if std::env::var_os("PEERCONF_SHELLCHECK").is_some() {
        readers.push(vec!["dash", "-n"]);
        // SC2034: OpenWrt's rc.common reads START and USE_PROCD.
        readers.push(vec!["shellcheck", "--severity=warning", "--exclude=SC2034"]);
    }
    for reader in readers {
        // Shells take one file, shellcheck takes many at once.
        let at_once = if reader[0] == "shellcheck" { 100 } else { 1 };
        for files in files.chunks(at_once) {
            let output = Command::new(reader[0])
                .args(&reader[1..])
                .args(files)
                .output()
                .unwrap();
            let said = [output.stdout, output.stderr].concat();
            assert!(
                output.status.success(),
                "{reader:?} {files:?}: {}",
                String::from_utf8_lossy(&said)
            );
        }
    }
}
