//! Every limit of every target is met by some connection, so that its condition can hold and its sentence is shown.

use std::collections::BTreeSet;

use peerconf::connection::{IkeVersion, Reading};
use peerconf::findings::{RuleRef, catalogue};
use peerconf::targets::{InputValues, Target, Topology};

use crate::exhaustive::{self, Combination};
use crate::fixtures;
use crate::rendering::Bench;

/// A limit: the target, the rule, the sentence. Releases share them.
type Limit = (String, String, String);

#[test]
fn every_limit_of_a_target_is_met() {
    let bench = Bench::new();
    let readings = readings();
    let (mut all, mut met, mut general) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for target in bench.targets() {
        for limit in &target.limits {
            all.insert(named(&target, &limit.rule.slug, &limit.rule.reason));
        }
        for inputs in inputs(&target) {
            for topology in Topology::ALL {
                let mut kit = bench.kit.clone();
                kit.topology = Some(topology);
                kit.inputs.clone_from(&inputs);
                for reading in &readings {
                    let case = kit.case(reading, std::slice::from_ref(&target));
                    for judged in case.all_findings() {
                        match &judged.finding.rule {
                            RuleRef::Device(rule) => {
                                met.insert(named(&target, &rule.slug, &rule.reason));
                            }
                            RuleRef::Catalogue(rule) => {
                                general.insert(rule.slug);
                            }
                        }
                    }
                }
            }
        }
    }
    let missed: Vec<String> = all
        .difference(&met)
        .map(|(target, slug, reason)| format!("{target}: {slug}: {reason}"))
        .collect();
    let unmet: Vec<&str> = catalogue::ON_DEVICES
        .iter()
        .map(|rule| rule.slug)
        .filter(|slug| !general.contains(slug))
        .collect();
    assert!(
        unmet.is_empty(),
        "rules that no connection meets: {unmet:?}"
    );
    assert!(all.len() > 100, "only {} limits", all.len());
    assert!(
        missed.is_empty(),
        "{} of {} limits are met by no connection:\n{}",
        missed.len(),
        all.len(),
        missed.join("\n")
    );
}

fn named(target: &Target, slug: &str, reason: &str) -> Limit {
    (target.id.clone(), slug.to_owned(), reason.to_owned())
}

/// None, each input with its example, and few that do not fit.
fn inputs(target: &Target) -> Vec<InputValues> {
    let mut all = InputValues::default();
    for spec in &target.inputs {
        all.insert(&spec.name, &spec.sample());
    }
    let mut unfit = InputValues::default();
    let long = "n".repeat(60);
    let values = [
        ("local_address", "192.0.2.99"),
        ("name_prefix", long.as_str()),
        ("bgp_as", "64999"),
    ];
    for (name, value) in values {
        let known = target.inputs.iter().find(|spec| spec.name == name);
        if known.is_some_and(|spec| spec.check(value).is_ok()) {
            unfit.insert(name, value);
        }
    }
    vec![InputValues::default(), all, unfit]
}

/// What no fixture has: a fixture and what is replaced in it.
const CHANGED: &[(&str, &[(&str, &str)])] = &[
    // Both tunnels have the same two identities, and keys of their own.
    (
        "dual-tunnel.json",
        &[
            ("branch-7b.example.com", "branch-7a.example.com"),
            (
                "\"RemoteId\": \"198.51.100.20\"",
                "\"RemoteId\": \"vpn-b.cloud.example.net\"",
            ),
        ],
    ),
    // The same with one key.
    (
        "dual-tunnel.json",
        &[
            ("branch-7b.example.com", "branch-7a.example.com"),
            (
                "\"RemoteId\": \"198.51.100.20\"",
                "\"RemoteId\": \"vpn-b.cloud.example.net\"",
            ),
            ("p3WnC8rYd6Gt1ZkJ5bXq", "Kx4mT9vQz7Lw2NpR8sHy"),
        ],
    ),
    // Selectors that hold the addresses of the BGP sessions.
    (
        "bgp-with-subnets.json",
        &[
            ("\"192.168.10.0/24\"", "\"192.168.10.0/24,169.254.0.0/16\""),
            ("\"172.16.0.0/16\"", "\"172.16.0.0/16,169.254.0.0/16\""),
        ],
    ),
    // The device says of itself an address that is not its own.
    (
        "single-ikev1.json",
        &[(
            "\"LocalId\": \"203.0.113.10\"",
            "\"LocalId\": \"192.0.2.77\"",
        )],
    ),
    // A name for one side, an address for the other.
    (
        "single-ikev1.json",
        &[
            ("\"main\"", "\"aggressive\""),
            (
                "\"LocalId\": \"203.0.113.10\"",
                "\"LocalId\": \"branch.example.com\"",
            ),
        ],
    ),
    // Four pairs of networks under IKEv1.
    (
        "dual-tunnel.json",
        &[
            ("\"192.168.10.0/24\"", "\"192.168.10.0/24,192.168.20.0/24\""),
            ("\"172.16.0.0/16\"", "\"172.16.0.0/16,172.17.0.0/16\""),
            ("ikev2", "ikev1"),
        ],
    ),
];

/// The fixtures, what is made of them, and connections that differ in one or two algorithms.
fn readings() -> Vec<Reading> {
    let mut readings = Vec::new();
    let fixtures = fixtures::all("json").into_iter().map(|(_, text)| text);
    let changed = CHANGED.iter().map(|(name, changes)| {
        let text = fixtures::text(name);
        changes.iter().fold(text, |text, (from, to)| {
            assert!(text.contains(from), "{name}: {from}");
            text.replace(from, to)
        })
    });
    for text in fixtures.chain(changed) {
        let each = fixtures::readings(&text, &peerconf::connection::ReadOptions::default());
        readings.extend(
            each.into_iter()
                .filter(|reading| reading.connection.is_some()),
        );
    }
    readings.extend(
        exhaustive::combinations()
            .into_iter()
            .filter(|combination| differs_in_one(*combination))
            .map(exhaustive::read),
    );
    readings
}

fn differs_in_one(combination: Combination) -> bool {
    let usual = Combination::usual();
    let same = [
        combination.encryption == usual.encryption,
        combination.integrity == usual.integrity,
        combination.dh == usual.dh,
        combination.pfs == usual.pfs,
    ];
    let others = same.iter().filter(|same| !**same).count();
    let is_plain = combination.dual && combination.topology == Topology::Policy;
    others <= 1 || (others == 2 && combination.version == IkeVersion::V2 && is_plain)
}
