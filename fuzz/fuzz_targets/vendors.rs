//! Any bytes as the template of a target of the user's own. It renders, stops with words, or runs out of its
//! bounds; it never shows the key where none belongs, and never takes the program down.
#![no_main]

use std::fs;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use peerconf::connection::Reading;
use peerconf::pipeline::Kit;
use peerconf::targets::Registry;
use peerconf_fuzz::{check_told, readings, render};
use tempfile::TempDir;

static FOLDER: LazyLock<TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir_all(folder.path().join("acme/router")).expect("a folder");
    let manifest = include_str!("../seeds/router.toml");
    fs::write(folder.path().join("acme/router.toml"), manifest).expect("a manifest");
    for name in ["verify", "cleanup"] {
        let path = folder.path().join(format!("acme/router/{name}.j2"));
        fs::write(path, "show {{ connection.name }}\n").expect("a template");
    }
    folder
});

static READINGS: LazyLock<Vec<Reading>> = LazyLock::new(readings);

fuzz_target!(|bytes: &[u8]| {
    let file = FOLDER.path().join("acme/router/config.j2");
    fs::write(file, bytes).expect("a template");
    let mut registry = Registry::builtin();
    // A template that is no text.
    if let Err(error) = registry.add_folder(FOLDER.path()) {
        return check_told(&error.to_string());
    }
    let target = match registry.load("acme/router") {
        Ok(target) => target,
        Err(error) => return check_told(&error.to_string()),
    };
    let mut kit = Kit::new(registry);
    kit.inputs.insert("uplink", "eth0");
    render(&kit, &READINGS[0], std::slice::from_ref(&target));
});
