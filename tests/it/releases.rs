//! `-t TARGET@RELEASE` takes what `show version` prints, and says what does not exist.

use crate::program::peerconf;

/// What a command says on both streams, and how it ends.
fn said(target: &str) -> (bool, String, String) {
    let output = peerconf().args(["targets", target]).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (
        output.status.success(),
        text(output.stdout),
        text(output.stderr),
    )
}

#[test]
fn releases_are_taken_as_devices_print_them() {
    for (spec, release) in [
        ("asa@9.16(3)", "cisco/asa@9.16(3)"),
        ("ASA@9.16(3)23", "cisco/asa@9.16(3)23"),
        ("ios@15.1(4)M7", "cisco/ios@15.1(4)M7"),
        ("IOS-XE@17.09.04a", "cisco/ios-xe@17.09.04A"),
        ("Huawei/AR@V200R019C10SPC800", "huawei/ar@V200R019C10SPC800"),
        ("srx@24.4R1", "juniper/srx@24.4R1"),
        ("fortigate@v7.4.1", "fortinet/fortios@7.4.1"),
        ("rtx@Rev.23.00.05", "yamaha/rtx@23.00.05"),
    ] {
        let (fine, out, err) = said(spec);
        assert!(fine && out.contains(release), "{spec}: {err}");
        assert_eq!(err, "", "{spec}");
    }
}

#[test]
fn a_release_chooses_its_range() {
    // The virtual tunnel interface came with 9.7(1).
    assert!(said("asa@9.6(4)").1.contains("route-based: no"));
    assert!(said("asa@9.16(3)").1.contains("route-based: yes"));
}

#[test]
fn a_release_that_does_not_exist_is_told() {
    for (spec, fine, what) in [
        ("asa@9.11(1)", true, "9.10 is followed by 9.12"),
        ("ios@16.9", true, "the last is 15.9"),
        ("fortigate@9.9", true, "newer than 7.6"),
        ("asa@V200R010", false, "written like 8.4"),
        ("asa@8.2(5)", false, "starts with release 8.4"),
        ("asa@latest", false, "is not a release"),
    ] {
        let (ended, _, err) = said(spec);
        assert_eq!(ended, fine, "{spec}");
        assert!(err.contains(what), "{spec}: {err}");
    }
}

#[test]
fn a_vendor_is_answered_with_its_targets() {
    let output = peerconf()
        .args(["render", "-t", "Cisco", "examples/dual-tunnel.json"])
        .output()
        .unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{err}");
    assert!(
        err.contains("there are cisco/asa, cisco/ftd, cisco/ios, cisco/ios-xe"),
        "{err}"
    );
}
