//! Where packets go: routes that hold a gateway, lines with addresses of their own, networks inside each other.

use peerconf::connection::ReadOptions;
use peerconf::targets::{InputValues, Topology};

use crate::fixtures;
use crate::rendering::{Bench, Outcome};

/// What is made of a fixture: the text of all files, or the rules that refuse it.
fn made(
    target: &str,
    topology: Topology,
    fixture: &str,
    cloud: &[&str],
    inputs: &[(&str, &str)],
) -> Result<String, Vec<String>> {
    let bench = Bench::new();
    let options = ReadOptions {
        cloud_prefixes: cloud.iter().map(|net| net.parse().unwrap()).collect(),
        ..ReadOptions::default()
    };
    let text = fixtures::text(&format!("{fixture}.json"));
    let reading = fixtures::readings(&text, &options).remove(0);
    let target = bench.kit.registry().load(target).unwrap();
    let mut values = InputValues::default();
    for (name, value) in inputs {
        values.insert(name, value);
    }
    match bench.render(&reading, &target, topology, &values).unwrap() {
        Outcome::Rendered(files) => {
            let texts = files.iter().map(|file| file.text.as_str());
            Ok(texts.collect::<Vec<_>>().join("\n"))
        }
        Outcome::Refused(rules) => Err(rules),
    }
}

const ROUTED: [&str; 7] = [
    "strongswan/swanctl",
    "libreswan/ipsec-conf",
    "cisco/ios",
    "cisco/ios-xe",
    "cisco/asa",
    "juniper/srx",
    "huawei/usg",
];

#[test]
fn a_default_route_never_takes_the_place_of_the_devices_own() {
    for target in ROUTED {
        let fixture = "destination-routing";
        match made(target, Topology::Route, fixture, &["0.0.0.0/0"], &[]) {
            Ok(text) => {
                for wrong in [
                    "route 0.0.0.0 0.0.0.0 ",
                    "static route 0.0.0.0/0",
                    "cloud_networks='0.0.0.0/0'",
                ] {
                    assert!(!text.contains(wrong), "{target}: {wrong}");
                }
                let gateway = "198.51.100.20";
                let pins = [
                    format!("route {gateway} 255.255.255.255"),
                    format!("route outside {gateway} 255.255.255.255"),
                    format!("static route {gateway}/32 next-hop"),
                    "pin \"$gateway_1\"".to_owned(),
                ];
                let is_pinned = pins.iter().any(|pin| text.contains(pin.as_str()));
                assert!(is_pinned, "{target}: the gateway is not kept outside");
            }
            Err(rules) => assert_eq!(rules, ["route-swallows-gateway"], "{target}"),
        }
    }
}

#[test]
fn a_network_that_holds_the_gateway_is_no_trouble_for_a_policy() {
    for target in ["strongswan/swanctl", "cisco/asa", "huawei/usg"] {
        let made = made(target, Topology::Policy, "route-holds-gateway", &[], &[]);
        assert!(made.is_ok(), "{target}: {made:?}");
    }
    let usg = made(
        "huawei/usg",
        Topology::Route,
        "one-sided-any",
        &["10.0.0.0/8"],
        &[],
    );
    assert_eq!(usg.unwrap_err(), ["flows-need-policy"]);
}

#[test]
fn prefixes_behind_a_one_sided_any_are_routed() {
    let cloud = ["172.16.0.0/12"];
    let text = made("juniper/srx", Topology::Route, "one-sided-any", &cloud, &[]).unwrap();
    assert!(
        text.contains("static route 172.16.0.0/12 next-hop st0.101"),
        "{text}"
    );
    let text = made("juniper/srx", Topology::Route, "one-sided-any", &[], &[]).unwrap();
    assert!(text.contains("<FILL-IN:cloud_prefixes>"), "{text}");
}

#[test]
fn two_lines_have_two_addresses() {
    let (swanctl, fixture) = ("strongswan/swanctl", "dual-tunnel-two-wans");
    let one = [("local_address", "10.0.0.2")];
    let refused = made(swanctl, Topology::Route, fixture, &[], &one);
    assert_eq!(refused.unwrap_err(), ["one-address-for-two-lines"]);
    let both = [
        ("local_address", "10.0.0.2"),
        ("local_address2", "10.1.0.2"),
    ];
    let text = made(swanctl, Topology::Route, fixture, &[], &both).unwrap();
    assert!(text.contains("local_addrs = 10.0.0.2") && text.contains("local_addrs = 10.1.0.2"));
    let text = made("juniper/srx", Topology::Route, fixture, &[], &[]).unwrap();
    assert!(text.contains("ali-t2 local-address 192.0.2.10"), "{text}");
    for target in ["cisco/ios", "cisco/asa"] {
        let refused = made(target, Topology::Policy, fixture, &[], &[]).unwrap_err();
        assert!(
            refused.contains(&"one-address-of-a-crypto-map".to_owned()),
            "{target}: {refused:?}"
        );
    }
}

#[test]
fn a_device_that_seems_to_be_behind_nat_is_asked_for_its_address() {
    let swanctl = "strongswan/swanctl";
    let text = made(swanctl, Topology::Policy, "private-device-id", &[], &[]).unwrap();
    assert!(text.contains("local_addrs = <FILL-IN:local_address>"));
    let given = [("local_address", "192.168.10.81")];
    let text = made(swanctl, Topology::Policy, "private-device-id", &[], &given).unwrap();
    assert!(text.contains("local_addrs = 192.168.10.81"));
}

#[test]
fn the_devices_networks_pass_by_a_policy_for_a_larger_one() {
    let passes = [
        ("strongswan/swanctl", "mode = pass"),
        ("strongswan/ipsec-conf", "type=passthrough"),
        ("libreswan/ipsec-conf", "type=passthrough"),
    ];
    for (target, pass) in passes {
        let text = made(target, Topology::Policy, "device-within-cloud", &[], &[]).unwrap();
        assert!(text.contains(pass), "{target}");
        let text = made(target, Topology::Policy, "single-ikev2", &[], &[]).unwrap();
        assert!(!text.contains(pass), "{target}");
    }
}
