//! The program knows no vendor: a device is data, in `vendors/` and `templates/`.

use std::fs;
use std::path::{Path, PathBuf};

/// Names that belong into manifests.
const VENDORS: &[&str] = &[
    "strongswan",
    "libreswan",
    "cisco",
    "juniper",
    "junos",
    "huawei",
    "fortinet",
    "fortigate",
    "mikrotik",
    "palo alto",
    "paloalto",
    "panos",
    "h3c",
    "comware",
    "hillstone",
    "stoneos",
    "century systems",
    "futurenet",
    "seil",
    "furukawa",
    "fitelnet",
    "check point",
    "checkpoint",
    "smartconsole",
    "alliedware",
    "yamaha",
    "rtx",
    "univerge",
];

/// Words of other meaning: one that people choose as a password.
const OTHERWISE_MEANT: &str = "\"letmein\", \"secret\", \"cisco\"";

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && path.file_name().is_some_and(|name| name != "tests") {
            sources(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn no_line_of_code_names_a_vendor() {
    let mut files = Vec::new();
    sources(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut files,
    );
    assert!(files.len() > 100, "only {} files", files.len());
    let mut named = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        let program = text
            .lines()
            .take_while(|line| line.trim() != "#[cfg(test)]");
        for (number, line) in program.enumerate() {
            // Examples of the help name devices that the program finds in data.
            let is_example = line.trim_start().starts_with("peerconf ");
            let code = line.replace(OTHERWISE_MEANT, "");
            let code = code.split("//").next().unwrap_or_default().to_lowercase();
            if !is_example && VENDORS.iter().any(|vendor| code.contains(vendor)) {
                named.push(format!(
                    "{}:{}: {}",
                    file.display(),
                    number + 1,
                    line.trim()
                ));
            }
        }
    }
    assert!(named.is_empty(), "{}", named.join("\n"));
}
