//! An identity that is not the address which each end has anyway: the configuration says it, or a finding does.

use peerconf::connection::{ReadOptions, Reading};
use peerconf::pipeline::Verdict;
use peerconf::targets::{InputValues, Section, Target, Topology};

use crate::fixtures;
use crate::rendering::{Bench, Outcome};

const DEVICE: &str = "203.0.113.10";
const CLOUD: &str = "198.51.100.20";

/// Targets that take any identity of the cloud on purpose, and under which versions: `peertype any`, `remote-id=auto`.
const ANY_CLOUD: &[(&str, &[&str])] = &[
    ("fortinet/fortios", &["ikev1", "ikev2"]),
    ("mikrotik/routeros", &["ikev1"]),
];

struct Identities {
    field: &'static str,
    usual: &'static str,
    others: [&'static str; 2],
}

const ENDS: [Identities; 2] = [
    Identities {
        field: "LocalId",
        usual: DEVICE,
        others: ["203.0.113.99", "branch-7.example.com"],
    },
    Identities {
        field: "RemoteId",
        usual: CLOUD,
        others: ["198.51.100.99", "vpn-7.cloud.example.net"],
    },
];

fn reading(end: &Identities, identity: &str, version: &str, mode: &str, policy: bool) -> Reading {
    let replaced = |text: &str, field: &str, old: &str, new: &str| {
        let old = format!("\"{field}\": \"{old}\"");
        assert!(text.contains(&old), "{old}");
        text.replace(&old, &format!("\"{field}\": \"{new}\""))
    };
    let mut text = fixtures::text("cloud-id-other-address.json");
    text = replaced(&text, "RemoteId", "198.51.100.99", CLOUD);
    text = replaced(&text, end.field, end.usual, identity);
    text = replaced(&text, "IkeVersion", "ikev2", version);
    text = replaced(&text, "IkeMode", "main", mode);
    if policy {
        text = replaced(&text, "LocalSubnet", "0.0.0.0/0", "10.66.0.0/24");
        text = replaced(&text, "RemoteSubnet", "0.0.0.0/0", "172.16.0.0/16");
    }
    fixtures::readings(&text, &ReadOptions::default()).remove(0)
}

fn takes_any(target: &Target, version: &str) -> bool {
    ANY_CLOUD
        .iter()
        .any(|(id, versions)| target.id == *id && versions.contains(&version))
}

/// Rendered, and neither the configuration nor a finding has a word of it.
fn is_silent(
    bench: &Bench,
    target: &Target,
    topology: Topology,
    reading: &Reading,
    end: &Identities,
    identity: &str,
) -> bool {
    let mut kit = bench.kit.clone();
    kit.topology = Some(topology);
    let case = kit.case(reading, std::slice::from_ref(target));
    let Verdict::Ready(ready) = &case.devices[0].verdict else {
        return false;
    };
    let told = case.devices[0].findings.iter().any(|judged| {
        let places = &judged.finding.places;
        places
            .iter()
            .any(|place| place.field.api_name() == end.field)
    });
    let files = ready.render(&Section::ALL).expect("a sound template");
    let written = files.iter().any(|file| {
        matches!(file.section, Section::Config | Section::Worksheet)
            && file
                .body()
                .lines()
                .any(|line| !file.comment.is_on(line) && line.contains(identity))
    });
    !told && !written
}

#[test]
fn no_identity_is_left_out_in_silence() {
    let bench = Bench::new();
    let mut silent = Vec::new();
    for target in bench.targets() {
        for end in &ENDS {
            for identity in end.others {
                for version in ["ikev1", "ikev2"] {
                    if end.field == "RemoteId" && takes_any(&target, version) {
                        continue;
                    }
                    for mode in ["main", "aggressive"] {
                        for topology in Topology::ALL {
                            let policy = topology == Topology::Policy;
                            let reading = reading(end, identity, version, mode, policy);
                            if is_silent(&bench, &target, topology, &reading, end, identity) {
                                silent.push(format!(
                                    "{}: {} {identity}, {version}, {mode}, {topology:?}",
                                    target.label(),
                                    end.field
                                ));
                            }
                        }
                    }
                }
            }
        }
    }
    assert!(silent.is_empty(), "{}", silent.join("\n"));
}

#[test]
fn opnsense_takes_an_underscore_from_26_1_6_on() {
    let bench = Bench::new();
    for (release, takes) in [
        ("24.1", false),
        ("25.1.9", false),
        ("26.1.6", true),
        ("26.7", true),
    ] {
        let name = format!("opnsense/swanctl@{release}");
        let target = bench.kit.registry().load(&name).expect("a release");
        for (identity, good) in [
            ("branch_7.example.com", takes),
            ("branch-7.example.com", true),
        ] {
            for end in &ENDS {
                let reading = reading(end, identity, "ikev2", "main", true);
                let inputs = InputValues::default();
                let outcome = bench.render(&reading, &target, Topology::Policy, &inputs);
                let rules = match outcome.expect("a sound template") {
                    Outcome::Rendered(_) => Vec::new(),
                    Outcome::Refused(rules) => rules,
                };
                let refused = rules.contains(&"identity-not-supported".to_owned());
                assert_eq!(refused, !good, "{name}, {identity}: {rules:?}");
            }
        }
    }
}
