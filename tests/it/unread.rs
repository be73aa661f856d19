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
    let (code, text) = overlay::check(folder.path());
    assert_eq!(code, Some(2), "{text}");
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
    let (_, text) = overlay::check(folder.path());
    assert!(text.contains("error: acme/router/config.j2:2: "), "{text}");
}
