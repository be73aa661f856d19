//! Every combination that the cloud can produce, on every target at every range of releases: each is
//! rendered or refused by a named rule; none panics, none prints an empty or a foreign keyword.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use peerconf::connection::{
    DhGroup, Encryption, ExchangeMode, IkeVersion, Integrity, ReadOptions, Reading,
};
use peerconf::render::File;
use peerconf::targets::{InputValues, Phase, Section, Slot, Target, Topology};

use crate::fixtures;
use crate::rendering::{Bench, Outcome};

#[derive(Debug, Clone, Copy)]
pub(crate) struct Combination {
    pub(crate) version: IkeVersion,
    pub(crate) mode: ExchangeMode,
    pub(crate) encryption: Encryption,
    pub(crate) integrity: Integrity,
    pub(crate) dh: DhGroup,
    pub(crate) pfs: Option<DhGroup>,
    pub(crate) topology: Topology,
    pub(crate) dual: bool,
}

impl Combination {
    /// What every device takes.
    pub(crate) const fn usual() -> Self {
        Self {
            version: IkeVersion::V2,
            mode: ExchangeMode::Main,
            encryption: Encryption::Aes256,
            integrity: Integrity::Sha256,
            dh: DhGroup::Group14,
            pfs: Some(DhGroup::Group14),
            topology: Topology::Policy,
            dual: true,
        }
    }
}

/// Clouds that have no field for algorithms: they propose and take their whole list, and limits hold what is not in it.
const WHOLE_LIST: [&str; 4] = [
    "cloudflare/magic-wan",
    "cloudflare/terraform",
    "gcp/ha-vpn",
    "gcp/terraform",
];

/// Files that say which words a variable may have.
const NAMES_ALL: [&str; 1] = ["terraform/vars"];

#[derive(Default)]
struct Totals {
    rendered: usize,
    refused: BTreeMap<String, usize>,
}

#[test]
fn every_combination_is_rendered_or_refused_by_name() {
    let bench = Bench::new();
    let targets = bench.targets();
    let readings: Vec<(Combination, Reading)> = combinations()
        .into_iter()
        .map(|combination| (combination, read(combination)))
        .collect();
    let (next, totals) = (AtomicUsize::new(0), Mutex::new(Totals::default()));
    let workers = std::thread::available_parallelism().map_or(2, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some(target) = targets.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let own = on_target(&bench, target, &readings);
                    let mut totals = totals.lock().unwrap();
                    totals.rendered += own.rendered;
                    for (rule, count) in own.refused {
                        *totals.refused.entry(rule).or_default() += count;
                    }
                }
            });
        }
    });
    let totals = totals.into_inner().unwrap();
    println!(
        "{} combinations on {} targets and releases",
        readings.len(),
        targets.len()
    );
    println!("rendered: {}", totals.rendered);
    for (rule, count) in &totals.refused {
        println!("refused by {rule}: {count}");
    }
    let refused: usize = totals.refused.values().sum();
    assert_eq!(totals.rendered + refused, readings.len() * targets.len());
    assert!(totals.rendered > 0);
}

fn on_target(bench: &Bench, target: &Target, readings: &[(Combination, Reading)]) -> Totals {
    let mut totals = Totals::default();
    let inputs = InputValues::default();
    for (combination, reading) in readings {
        let outcome = bench
            .render(reading, target, combination.topology, &inputs)
            .unwrap_or_else(|error| panic!("{combination:?} on {}: {error}", target.label()));
        match outcome {
            Outcome::Refused(rules) => *totals.refused.entry(rules.join(" + ")).or_default() += 1,
            Outcome::Rendered(files) => {
                totals.rendered += 1;
                check(*combination, target, &files);
            }
        }
    }
    totals
}

/// The words of the combination stand in the configuration, no word of another value does, and no
/// line ends where a word is due.
fn check(combination: Combination, target: &Target, files: &[File]) {
    let mut body = String::new();
    let is_config = |section| matches!(section, Section::Config | Section::Worksheet);
    for file in files.iter().filter(|file| is_config(file.section)) {
        for line in file.body().lines().filter(|line| !file.comment.is_on(line)) {
            assert_eq!(
                line.trim_end(),
                line,
                "{combination:?} on {}: trailing blank",
                target.label()
            );
            body.push(' ');
            body.push_str(line);
        }
    }
    if WHOLE_LIST.contains(&target.id.as_str()) {
        return;
    }
    let tokens: BTreeSet<&str> = body
        .split(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_'))
        .collect();
    let words = |phase, slot| {
        target
            .cell(phase, combination.version, slot)
            .word
            .as_deref()
            .ok()
    };
    let mut own = BTreeSet::new();
    let mut all = BTreeSet::new();
    for phase in [Phase::Ike, Phase::Esp] {
        own.extend(words(phase, Slot::Encryption(combination.encryption)));
        own.extend(words(phase, Slot::Integrity(combination.integrity)));
        own.extend(words(phase, Slot::Prf(combination.integrity)));
        all.extend(
            Encryption::ALL
                .iter()
                .filter_map(|v| words(phase, Slot::Encryption(*v))),
        );
        all.extend(
            Integrity::ALL
                .iter()
                .filter_map(|v| words(phase, Slot::Integrity(*v))),
        );
        all.extend(
            DhGroup::ALL
                .iter()
                .filter_map(|v| words(phase, Slot::Dh(*v))),
        );
    }
    own.extend(words(Phase::Ike, Slot::Dh(combination.dh)));
    own.extend(
        combination
            .pfs
            .and_then(|pfs| words(Phase::Esp, Slot::Dh(pfs))),
    );
    for word in &own {
        assert!(
            body.contains(word),
            "{combination:?} on {}: no {word:?}",
            target.label()
        );
    }
    // Aggressive mode names the phase 1 group again, in the words of phase 2 on some devices.
    own.extend(words(Phase::Esp, Slot::Dh(combination.dh)));
    if NAMES_ALL.contains(&target.id.as_str()) {
        return;
    }
    for word in all.difference(&own) {
        // A short word or a number (`14`) has other meanings too.
        let telling =
            word.len() > 3 && word.bytes().any(|b| b.is_ascii_alphabetic()) && !word.contains(' ');
        assert!(
            !telling || !tokens.contains(word) || own.iter().any(|own| own.contains(word)),
            "{combination:?} on {}: foreign word {word:?}",
            target.label()
        );
    }
}

pub(crate) fn combinations() -> Vec<Combination> {
    let mut all = Vec::new();
    let exchanges = [
        (IkeVersion::V1, ExchangeMode::Main),
        (IkeVersion::V1, ExchangeMode::Aggressive),
        (IkeVersion::V2, ExchangeMode::Main),
    ];
    let groups = || DhGroup::ALL.iter().copied();
    for (version, mode) in exchanges {
        for &encryption in Encryption::ALL {
            for &integrity in Integrity::ALL {
                for dh in groups() {
                    for pfs in groups().map(Some).chain([None]) {
                        for topology in Topology::ALL {
                            for dual in [false, true] {
                                let one = Combination {
                                    version,
                                    mode,
                                    encryption,
                                    integrity,
                                    dh,
                                    pfs,
                                    topology,
                                    dual,
                                };
                                all.push(one);
                            }
                        }
                    }
                }
            }
        }
    }
    all
}

/// The response that the cloud would give. Route-based ones use destination routing.
pub(crate) fn read(combination: Combination) -> Reading {
    let Combination {
        version,
        mode,
        encryption,
        integrity,
        dh,
        pfs,
        topology,
        dual,
    } = combination;
    let subnets = match topology {
        Topology::Policy => r#""LocalSubnet":"192.168.10.0/24","RemoteSubnet":"172.16.0.0/16""#,
        Topology::Route => r#""LocalSubnet":"0.0.0.0/0","RemoteSubnet":"0.0.0.0/0""#,
    };
    let tunnel = |number: u8| {
        format!(
            r#""Local":"203.0.113.10","Remote":"198.51.100.2{number}",
            "IkeConfig":{{"IkeVersion":"{version}","IkeMode":"{mode}","IkeEncAlg":"{encryption}","IkeAuthAlg":"{integrity}",
            "IkePfs":"{dh}","IkeLifetime":86400,"LocalId":"203.0.113.10","RemoteId":"198.51.100.2{number}","Psk":"Invented-Key.{number}"}},
            "IpsecConfig":{{"IpsecEncAlg":"{encryption}","IpsecAuthAlg":"{integrity}","IpsecPfs":"{}","IpsecLifetime":3600}}"#,
            pfs.map_or("disabled", DhGroup::api_word)
        )
    };
    let tunnels = if dual {
        let one = |number| format!(r#"{{"TunnelId":"tun-example{number}",{}}}"#, tunnel(number));
        format!(
            r#""TunnelsConfig":{{"TunnelConfig":[{},{}]}}"#,
            one(1),
            one(2)
        )
    } else {
        tunnel(1)
    };
    let text = format!(r#"{{"RequestId":"R","VpnConnectionConfig":{{{subnets},{tunnels}}}}}"#);
    fixtures::readings(&text, &ReadOptions::default()).remove(0)
}
