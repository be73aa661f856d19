//! Connections beside each other on one device: no name and no number of one is that of another.

use std::collections::BTreeSet;

use peerconf::connection::{ReadOptions, Reading};
use peerconf::pipeline::Kit;
use peerconf::plan::Plan;
use peerconf::targets::{InputKind, Target, Topology, Value};

use crate::fixtures;
use crate::rendering::Bench;

fn pair() -> Vec<Reading> {
    let text = fixtures::text("split-pair.json");
    let readings = fixtures::readings(&text, &ReadOptions::default());
    assert_eq!(readings.len(), 2);
    readings
}

/// What a plan's objects are known by: its names, and each of its numbers.
fn known_by(plan: &Plan<'_>) -> BTreeSet<String> {
    let mut all: BTreeSet<String> = plan.tunnels.iter().map(|t| t.name.clone()).collect();
    all.insert(plan.name.clone());
    for (input, count) in plan.inputs.iter().zip(&plan.taken) {
        let spec = input.spec;
        let second = spec.of_tunnel.as_ref().is_some_and(|of| of.second);
        if spec.kind != InputKind::Number || !spec.is_distinct() || second && plan.tunnels.len() < 2
        {
            continue;
        }
        if let Value::Number(first @ 1..) = input.value {
            let whose = spec.of_tunnel.as_ref().map_or(&spec.name, |of| &of.input);
            let whose = spec.space.as_ref().unwrap_or(whose);
            all.extend((first..first + count).map(|number| format!("{whose} {number}")));
        }
    }
    all
}

fn plans(kit: &Kit, target: &Target, topology: Topology, readings: &[Reading]) -> usize {
    let mut kit = kit.clone();
    kit.topology = Some(topology);
    let targets = std::slice::from_ref(target);
    let cases: Vec<_> = readings.iter().map(|r| kit.case(r, targets)).collect();
    let known: Vec<BTreeSet<String>> = cases
        .iter()
        .filter_map(|case| case.devices[0].plan().map(known_by))
        .collect();
    for (place, one) in known.iter().enumerate() {
        for other in &known[place + 1..] {
            let both: Vec<&String> = one.intersection(other).collect();
            assert!(both.is_empty(), "{}: both have {both:?}", target.label());
        }
    }
    known.len()
}

#[test]
fn names_and_numbers_never_clash() {
    let bench = Bench::new();
    let readings = pair();
    let mut all = 0;
    for target in bench.targets() {
        for topology in Topology::ALL {
            all += plans(&bench.kit, &target, topology, &readings);
        }
    }
    assert!(all > 60, "{all} plans");
}

#[test]
fn what_the_user_gives_is_the_first() {
    let bench = Bench::new();
    let mut kit = bench.kit.clone();
    kit.topology = Some(Topology::Route);
    kit.inputs.insert("tunnel_number", "50");
    kit.inputs.insert("name_prefix", "site");
    let readings = pair();
    let target = kit.registry().load("strongswan/swanctl@6.0").unwrap();
    let numbers = readings.iter().map(|reading| {
        let case = kit.case(reading, std::slice::from_ref(&target));
        let plan = case.devices[0].plan().unwrap();
        let number = plan.inputs.iter().find(|i| i.spec.name == "tunnel_number");
        (plan.name.clone(), number.unwrap().value.typed())
    });
    let wanted = [("site", "50"), ("site2", "51")].map(|(a, b)| (a.to_owned(), b.to_owned()));
    assert_eq!(numbers.collect::<Vec<_>>(), wanted);
}

#[test]
fn files_of_a_folder_go_on_one_after_the_other() {
    let folder = tempfile::tempdir().unwrap();
    let (from, to) = (folder.path().join("in"), folder.path().join("out"));
    std::fs::create_dir(&from).unwrap();
    for name in ["a", "b"] {
        let text = fixtures::text("single-ikev2.json");
        std::fs::write(from.join(format!("{name}.json")), text).unwrap();
    }
    let output = assert_cmd::Command::cargo_bin("peerconf")
        .unwrap()
        .args(["render", "-t", "strongswan", "-o"])
        .args([&to, &from])
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    for file in [
        "a/strongswan-swanctl/ali.conf",
        "b/strongswan-swanctl/ali2.conf",
    ] {
        assert!(to.join(file).is_file(), "{file}");
    }
}
