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

#[test]
fn a_given_next_hop_pins_the_gateway() {
    let cloud = ["0.0.0.0/0"];
    let pinned = "ip route-static 198.51.100.20 255.255.255.255 203.0.113.1";
    let routed = "ip route-static 128.0.0.0";
    for (target, route, routed) in [
        ("huawei/usg", pinned, routed),
        ("huawei/ar", pinned, routed),
        (
            "fortinet/fortios",
            "set gateway 203.0.113.1",
            "set dst 128.0.0.0",
        ),
        (
            "paloalto/panos",
            "-gw nexthop ip-address 203.0.113.1",
            "destination 128.0.0.0/1",
        ),
        (
            "h3c/comware",
            "ip route-static 198.51.100.20 32 203.0.113.1",
            "ip route-static 128.0.0.0",
        ),
        (
            "hillstone/stoneos",
            "ip route 198.51.100.20/32 203.0.113.1",
            "ip route 128.0.0.0/1",
        ),
    ] {
        let fixture = "destination-routing";
        let refused = made(target, Topology::Route, fixture, &cloud, &[]).unwrap_err();
        assert_eq!(refused, ["route-swallows-gateway"], "{target}");
        let given = [("next_hop", "203.0.113.1")];
        let text = made(target, Topology::Route, fixture, &cloud, &given).unwrap();
        let (pin, routed) = (text.find(route), text.find(routed));
        assert!(pin.is_some() && pin < routed, "{target}: {text}");
    }
}

#[test]
fn a_network_inside_the_clouds_never_enters_a_tunnel_in_silence() {
    let fixture = "device-within-cloud";
    for target in ["openbsd/iked", "opnsense/swanctl"] {
        let refused = made(target, Topology::Policy, fixture, &[], &[]).unwrap_err();
        assert!(
            refused.contains(&"flows-take-the-lan".to_owned()),
            "{refused:?}"
        );
    }
    let text = made("mikrotik/routeros", Topology::Policy, fixture, &[], &[]).unwrap();
    let (pass, takes) = (text.find("action=none"), text.find("action=encrypt"));
    assert!(pass.is_some() && pass < takes, "{text}");
}

#[test]
fn the_lans_router_is_named() {
    for target in ["cisco/asa", "strongswan/swanctl", "hillstone/stoneos"] {
        let topology = if target.starts_with("hill") {
            Topology::Route
        } else {
            Topology::Policy
        };
        let inputs = [("lan_router", "other")];
        let fixture = if target.starts_with("hill") {
            "destination-routing"
        } else {
            "single-ikev2"
        };
        let text = made(target, topology, fixture, &["172.16.0.0/12"], &inputs).unwrap();
        assert!(text.contains("lan-needs-routes"), "{target}");
        assert!(text.contains("The way back: another router"), "{target}");
        let text = made(target, topology, fixture, &["172.16.0.0/12"], &[]).unwrap();
        assert!(!text.contains("lan-needs-routes"), "{target}");
        assert!(text.contains("The way back: the hosts"), "{target}");
    }
}

#[test]
fn a_tunnel_stands_in_the_vrf_of_its_networks() {
    let inputs = [("front_vrf", "INTERNET"), ("inside_vrf", "OFFICE")];
    let cloud = ["172.16.0.0/12"];
    let text = made(
        "cisco/ios-xe",
        Topology::Route,
        "destination-routing",
        &cloud,
        &inputs,
    )
    .unwrap();
    for line in [
        " match fvrf INTERNET\n",
        " vrf forwarding OFFICE\n ip unnumbered",
        " tunnel vrf INTERNET\n",
        "ip route vrf OFFICE 172.16.0.0 255.240.0.0 Tunnel101",
        "no ip route vrf OFFICE 172.16.0.0 255.240.0.0 Tunnel101",
        "show ip route vrf OFFICE 172.16.0.0",
    ] {
        assert!(text.contains(line), "{line:?}");
    }
    let policy = Topology::Policy;
    let text = made("cisco/ios-xe", policy, "single-ikev2", &[], &inputs).unwrap();
    assert!(text.contains("vrf-needs-tunnel-interfaces") && !text.contains("fvrf INTERNET"));
    let inputs = [("routing_instance", "OFFICE")];
    let text = made(
        "juniper/srx",
        Topology::Route,
        "destination-routing",
        &cloud,
        &inputs,
    )
    .unwrap();
    for line in [
        "set routing-instances OFFICE interface st0.101",
        "set routing-instances OFFICE routing-options static route 172.16.0.0/12",
        "delete routing-instances OFFICE interface st0.101",
        "show route table OFFICE.inet.0 172.16.0.0/12",
    ] {
        assert!(text.contains(line), "{line}");
    }
}

#[test]
fn a_daemon_without_ikev1_is_not_given_it() {
    for target in ["strongswan/swanctl", "strongswan/ipsec-conf"] {
        let fixture = "single-ikev1";
        let refused = made(target, Topology::Policy, fixture, &[], &[]).unwrap_err();
        assert_eq!(refused, ["ikev1-not-built"], "{target}");
        let built = [("ikev1_built", "true")];
        assert!(
            made(target, Topology::Policy, fixture, &[], &built).is_ok(),
            "{target}"
        );
        let older = format!("{target}@6.0");
        assert!(
            made(&older, Topology::Policy, fixture, &[], &[]).is_ok(),
            "{target}"
        );
    }
}

#[test]
fn unsure_statements_are_those_of_this_output() {
    let text = made("cisco/ios", Topology::Policy, "single-ikev2", &[], &[]).unwrap();
    let header: String = text
        .lines()
        .take_while(|line| line.starts_with('!'))
        .collect();
    assert!(
        header.contains("not proven on a device, in this file: encryption aes-cbc-256;"),
        "{header}"
    );
    for foreign in [
        "esp-3des",
        "aggressive",
        "peer_names_in_aggressive_mode",
        "backup-peer-only",
    ] {
        assert!(!header.contains(foreign), "{foreign}: {header}");
    }
}
