//! What the configuration of a device needs reaches it: a template reads it, or the manifest says why not.

use std::fs;

use peerconf::inspect;
use peerconf::trial::responses;

use crate::overlay;
use crate::rendering::Bench;

#[test]
fn every_built_in_target_reads_what_a_device_needs() {
    let bench = Bench::new();
    let all = responses();
    let mut faults = Vec::new();
    for entry in bench.kit.registry().list() {
        let seen = inspect::inspect(&bench.kit, &entry.id, &all).unwrap();
        assert!(seen.rendered > 0, "{}: nothing was rendered", seen.target);
        let mut fault =
            |what: &str, list: String| faults.push(format!("{}: {what}: {list}", seen.target));
        for error in &seen.faults {
            fault("broken", error.clone());
        }
        for field in seen.missing() {
            fault("no template of the configuration reads", field);
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_folder_of_ones_own_is_checked() {
    let folder = overlay::folder(overlay::MANIFEST, overlay::TEMPLATE);
    let check = || {
        assert_cmd::Command::cargo_bin("peerconf")
            .unwrap()
            .args(["targets", "--check"])
            .arg(folder.path())
            .env("XDG_CONFIG_HOME", folder.path().join("none"))
            .output()
            .unwrap()
    };
    let output = check();
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(2), "{text}");
    assert!(
        text.contains("reads tunnels.esp.lifetime;") && !text.contains("tunnels.esp.pfs"),
        "{text}"
    );
    assert!(text.contains("acme/router: not sound"), "{text}");
    fs::write(
        folder.path().join("acme/router/config.j2"),
        "\n{{ nobody }}\n",
    )
    .unwrap();
    let text = String::from_utf8(check().stdout).unwrap();
    assert!(text.contains("error: acme/router/config.j2:2: "), "{text}");
}
