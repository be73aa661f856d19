//! Any bytes as a manifest in a folder of the user's own: a target, or faults that say where. Nothing panics.
#![no_main]

use std::fs;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use peerconf::targets::Registry;
use tempfile::TempDir;

static FOLDER: LazyLock<TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir_all(folder.path().join("acme/router")).expect("a folder");
    for name in ["config", "verify", "cleanup"] {
        let path = folder.path().join(format!("acme/router/{name}.j2"));
        fs::write(path, "line {{ connection.name }}\n").expect("a template");
    }
    folder
});

fuzz_target!(|bytes: &[u8]| {
    let file = FOLDER.path().join("acme/router.toml");
    fs::write(file, bytes).expect("a manifest");
    let mut registry = Registry::builtin();
    if let Err(error) = registry.add_folder(FOLDER.path()) {
        let _ = error.to_string();
        return;
    }
    for error in registry.broken() {
        let _ = error.to_string();
    }
    match registry.load("acme/router") {
        Ok(target) => assert_eq!(target.id, "acme/router"),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
});
