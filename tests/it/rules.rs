//! Every rule on a connection is met by some document and not by others; what each fixture does stands
//! in `tests/fixtures/README.md`, which is read here.

use std::collections::{BTreeMap, BTreeSet};

use peerconf::connection::{self, BgpEvidence, Maskable, ReadOptions, Reading, Role, Side, Source};
use peerconf::document::Document;
use peerconf::findings::{Judge, Lang, Level, catalogue};

use crate::fixtures::{all, text};

/// The rule of which every download has some, and which no table repeats.
const ASSUMED: &str = "assumed-value";

/// What is read from several texts together.
fn read(texts: &[String], options: &ReadOptions) -> Vec<Reading> {
    let texts: Vec<&str> = texts
        .iter()
        .map(|text| text.trim_start_matches('\u{feff}'))
        .collect();
    let documents: Vec<Document<'_>> = texts
        .iter()
        .map(|text| Document::parse(text).unwrap())
        .collect();
    connection::read(&documents, options).unwrap()
}

fn slugs(readings: &[Reading]) -> BTreeSet<String> {
    readings
        .iter()
        .flat_map(|reading| &reading.findings)
        .map(|finding| finding.slug().to_owned())
        .filter(|slug| slug != ASSUMED)
        .collect()
}

fn is_refused(readings: &[Reading]) -> bool {
    let judge = Judge::default();
    readings.iter().any(|reading| {
        reading.connection.is_none()
            || reading
                .findings
                .iter()
                .any(|finding| judge.level(finding) == Some(Level::Error))
    })
}

fn fingerprints(readings: &[Reading]) -> Vec<String> {
    readings
        .iter()
        .filter_map(|reading| Some(reading.connection.as_ref()?.fingerprint()))
        .collect()
}

/// `NAME` and the last column of every row.
fn rows() -> BTreeMap<String, String> {
    let rows: BTreeMap<String, String> = text("README.md")
        .lines()
        .filter_map(|line| {
            let mut cells = line.strip_prefix("| `")?.split(" | ");
            let name = cells.next()?.split('`').next()?.to_owned();
            let must = cells.nth(1)?.strip_suffix(" |")?.to_owned();
            Some((name, must))
        })
        .collect();
    assert!(rows.len() > 90, "{} rows", rows.len());
    rows
}

/// What a row promises, in the words of the table.
fn happens(text: &str) -> String {
    let Ok(document) = Document::parse(text.trim_start_matches('\u{feff}')) else {
        return "unreadable".to_owned();
    };
    let readings = match connection::read(&[document], &ReadOptions::default()) {
        Ok(readings) => readings,
        Err(error) => return error.to_string(),
    };
    let slugs: Vec<String> = slugs(&readings).into_iter().collect();
    match (is_refused(&readings), slugs.is_empty()) {
        (true, _) => format!("refused: {}", slugs.join(", ")),
        (false, true) => "renders".to_owned(),
        (false, false) => format!("renders, with {}", slugs.join(", ")),
    }
}

/// The promise before the semicolon, its rules in the order of the alphabet.
fn promised(must: &str) -> String {
    let head = must.split(';').next().unwrap_or_default().trim();
    for start in ["refused: ", "renders, with "] {
        if let Some(list) = head.strip_prefix(start) {
            let slugs: BTreeSet<&str> = list.split(", ").collect();
            let slugs: Vec<&str> = slugs.into_iter().collect();
            return format!("{start}{}", slugs.join(", "));
        }
    }
    head.to_owned()
}

#[test]
fn every_fixture_does_what_its_row_says() {
    let rows = rows();
    for extension in ["json", "xml"] {
        let fixtures: BTreeMap<String, String> = all(extension).into_iter().collect();
        for (name, content) in &fixtures {
            let must = rows
                .get(name)
                .unwrap_or_else(|| panic!("{name} has no row in the README"));
            let file = format!("{name}.{extension}");
            let others: Vec<&str> = must.split('`').skip(1).step_by(2).collect();
            if must.starts_with("the same connection") || must.starts_with("the connections of") {
                let [own, other] = [
                    vec![content.clone()],
                    others
                        .iter()
                        .map(|other| fixtures[*other].clone())
                        .collect(),
                ]
                .map(|texts: Vec<String>| {
                    let readings: Vec<Reading> = texts
                        .iter()
                        .flat_map(|text| read(std::slice::from_ref(text), &ReadOptions::default()))
                        .collect();
                    let mut slugs = slugs(&readings);
                    // Only documents that hold several connections can have it.
                    slugs.remove("split-connections-differ");
                    slugs.remove("connections-of-one-device");
                    (fingerprints(&readings), slugs)
                });
                assert_eq!(own, other, "{file}: {must}");
                assert!(!own.0.is_empty(), "{file}");
            } else if name.starts_with("error-") {
                let happened = happens(content);
                assert!(
                    happened.starts_with("the API answered "),
                    "{file}: {happened}"
                );
            } else {
                assert_eq!(happens(content), promised(must), "{file}");
            }
        }
    }
    for (name, must) in &rows {
        let is_json_only = text("README.md").contains(&format!("| `{name}` (json) |"));
        for extension in ["json", "xml"] {
            let exists = crate::fixtures::folder()
                .join(format!("{name}.{extension}"))
                .exists();
            assert_eq!(
                exists,
                extension == "json" || !is_json_only,
                "{name}: {must}"
            );
        }
    }
}

/// Documents that are given together, and what comes of it.
const TOGETHER: &[(&[&str], &str)] = &[
    (&["single-ikev2-multi-subnet", "describe-single"], "renders"),
    (&["dual-tunnel-bgp", "describe-dual"], "renders"),
    (&["dual-tunnel-bgp-cloud-view", "describe-dual"], "renders"),
    (
        &["describe-single", "describe-customer-gateway-single"],
        "renders",
    ),
    (
        &["describe-connections", "describe-customer-gateways"],
        "renders, with connections-of-one-device, split-connections-differ",
    ),
    (
        &[
            "dual-tunnel-bgp",
            "describe-dual",
            "describe-customer-gateways",
            "describe-vpn-gateway-dual",
            "describe-route-entries-dual",
        ],
        "renders",
    ),
    (
        &[
            "describe-single",
            "describe-customer-gateway-single",
            "describe-vpn-gateway-single",
            "describe-route-entries-single",
        ],
        "renders, with route-unpublished",
    ),
    (
        &["dual-tunnel-bgp", "describe-connections"],
        "renders, with address-from-identity, connections-of-one-device, split-connections-differ",
    ),
    (
        &["single-ikev2", "describe-single"],
        "refused: documents-contradict",
    ),
    (
        &["dual-tunnel-bgp", "describe-single"],
        "refused: documents-contradict",
    ),
    (
        &["dual-tunnel-bgp", "describe-vpn-gateway-single"],
        "refused: documents-contradict",
    ),
    (
        &[
            "single-ikev2-multi-subnet",
            "describe-single",
            "describe-route-entries-dual",
        ],
        "renders, with companion-unused",
    ),
    (
        &["describe-single", "describe-customer-gateway-dual"],
        "renders, with address-from-identity, companion-unused",
    ),
    // An unknown direction, and two documents that know it.
    (
        &["bgp-unknown-direction", "describe-customer-gateway-dual"],
        "renders",
    ),
];

#[test]
fn documents_together() {
    for (names, must) in TOGETHER {
        for extension in ["json", "xml"] {
            let texts = files(names, extension);
            let readings = read(&texts, &ReadOptions::default());
            let found: Vec<String> = slugs(&readings).into_iter().collect();
            let happened = match (is_refused(&readings), found.is_empty()) {
                (true, _) => format!("refused: {}", found.join(", ")),
                (false, true) => "renders".to_owned(),
                (false, false) => format!("renders, with {}", found.join(", ")),
            };
            assert_eq!(&happened, must, "{names:?} {extension}");
        }
    }
}

fn files(names: &[&str], extension: &str) -> Vec<String> {
    names
        .iter()
        .map(|name| text(&format!("{name}.{extension}")))
        .collect()
}

/// A fixture with a text put in the place of another, and the rule that it then breaks.
const CHANGED: &[(&str, &str, &str, &str)] = &[
    (
        "single-ikev2",
        "\"Local\": \"203.0.113.10\"",
        "\"Local\": \"127.0.0.1\"",
        "unusable-address",
    ),
    (
        "single-ikev2",
        "\"Remote\": \"198.51.100.20\"",
        "\"Remote\": \"100.64.0.1\"",
        "unusable-address",
    ),
    (
        "single-ikev2",
        "\"Remote\": \"198.51.100.20\"",
        "\"Remote\": \"203.0.113.10\"",
        "unusable-address",
    ),
    (
        "single-ikev2",
        "\"Remote\": \"198.51.100.20\"",
        "\"Remote\": \"2001:db8::1\"",
        "unreadable-field",
    ),
    (
        "single-ikev2",
        "\"IkePfs\": \"group14\"",
        "\"IkePfs\": {\"Group\": 14}",
        "unreadable-field",
    ),
    (
        "single-ikev2",
        "\"IkePfs\": \"group14\"",
        "\"IkePfs\": \"****\"",
        "unreadable-field",
    ),
    (
        "dual-tunnel",
        "198.51.100.21",
        "198.51.100.20",
        "tunnels-share-address",
    ),
    (
        "dual-tunnel",
        "\"TunnelConfig\": [",
        "\"TunnelConfig\": [{\"TunnelId\": \"tun-0\"},",
        "too-many-tunnels",
    ),
    (
        "dual-tunnel-bgp",
        "\"PeerAsn\": \"45104\"",
        "\"PeerAsn\": \"4294967296\"",
        "bgp-invalid",
    ),
    (
        "dual-tunnel-bgp",
        "\"LocalAsn\": \"65010\"",
        "\"LocalAsn\": \"45104\"",
        "bgp-direction-unknown",
    ),
    (
        "dual-tunnel-bgp",
        "\"TunnelCidr\": \"169.254.10.0/30\",",
        "",
        "missing-field",
    ),
    (
        "dual-tunnel-bgp",
        "169.254.11.",
        "169.254.10.",
        "bgp-invalid",
    ),
];

#[test]
fn changed_values() {
    for (name, from, to, rule) in CHANGED {
        let changed = changed(name, from, to);
        let found = slugs(&read(&[changed], &ReadOptions::default()));
        assert!(found.contains(*rule), "{name} with {to}: {found:?}");
    }
}

fn changed(name: &str, from: &str, to: &str) -> String {
    let original = text(&format!("{name}.json"));
    assert!(original.contains(from), "{name} has no {from}");
    original.replace(from, to)
}

#[test]
fn the_gateway_itself_tells_that_it_is_a_national_standard_one() {
    let gateway = changed(
        "describe-vpn-gateway-single",
        "\"VpnType\": \"Normal\",",
        "\"VpnType\": \"NationalStandard\",",
    );
    let connection = text("single-ikev2.json");
    let found = slugs(&read(&[connection, gateway], &ReadOptions::default()));
    assert_eq!(found, BTreeSet::from(["sm-gateway".to_owned()]));
}

/// What a Describe response or a gateway says beside a download, changed in one place, and the rule and the value
/// that are then reported.
const SAID: &[(&[&str], &str, &str, &str, &str)] = &[
    (
        &["dual-tunnel-bgp", "describe-dual"],
        "\"EnableTunnelsBgp\": true",
        "\"EnableTunnelsBgp\": false",
        "documents-contradict",
        "EnableTunnelsBgp is false",
    ),
    (
        &[
            "dual-tunnel-bgp",
            "describe-dual",
            "describe-vpn-gateway-dual",
        ],
        "\"EnableBgp\": true",
        "\"EnableBgp\": false",
        "documents-contradict",
        "EnableBgp is false",
    ),
    (
        &["dual-tunnel-bgp", "describe-dual"],
        "tun-2zec5v8t3nzy6b0exmp02\",\n        \"TunnelIndex\": 2",
        "tun-other\",\n        \"TunnelIndex\": 2",
        "documents-contradict",
        "TunnelId is tun-other",
    ),
    (
        &["dual-tunnel-bgp", "describe-dual"],
        "\"State\": \"active\",\n        \"Status\"",
        "\"State\": \"inactive\",\n        \"Status\"",
        "cloud-not-in-service",
        "State of DescribeVpnConnection is inactive",
    ),
    (
        &["dual-tunnel-bgp", "describe-dual"],
        "ipsec_sa_established",
        "ipsec_sa_not_established",
        "cloud-reports-down",
        "ipsec_sa_not_established",
    ),
    (
        &["dual-tunnel-bgp", "describe-dual"],
        "\"BgpStatus\": \"success\"",
        "\"BgpStatus\": \"false\"",
        "cloud-reports-down",
        "BgpStatus of DescribeVpnConnection was false",
    ),
    (
        &[
            "dual-tunnel-bgp",
            "describe-dual",
            "describe-vpn-gateway-dual",
        ],
        "\"BusinessStatus\": \"Normal\"",
        "\"BusinessStatus\": \"FinancialLocked\"",
        "cloud-not-in-service",
        "BusinessStatus of DescribeVpnGateway is FinancialLocked",
    ),
    (
        &[
            "dual-tunnel-bgp",
            "describe-dual",
            "describe-vpn-gateway-dual",
        ],
        "\"IpsecVpn\": \"enable\"",
        "\"IpsecVpn\": \"disable\"",
        "cloud-not-in-service",
        "IpsecVpn of DescribeVpnGateway is disable",
    ),
    (
        &[
            "dual-tunnel-bgp",
            "describe-dual",
            "describe-customer-gateway-dual",
        ],
        "\"BgpStatus\": \"success\",",
        "\"BgpStatus\": \"success\", \"AuthKey\": \"NotTheSame-4\",",
        "documents-contradict",
        "AuthKey is one key",
    ),
];

#[test]
fn what_the_cloud_says_of_itself_is_reported() {
    for (names, from, to, rule, said) in SAID {
        let texts: Vec<String> = files(names, "json")
            .into_iter()
            .map(|text| text.replace(from, to))
            .collect();
        assert_ne!(texts, files(names, "json"), "{names:?} has no {from}");
        let readings = read(&texts, &ReadOptions::default());
        let messages: Vec<String> = readings[0]
            .findings
            .iter()
            .filter(|finding| finding.slug() == *rule)
            .map(|finding| finding.message(Lang::En))
            .collect();
        assert!(
            messages.iter().any(|message| message.contains(said)),
            "{to}: {messages:?}"
        );
        assert!(!messages.concat().contains("NotTheSame"), "{messages:?}");
        let plain = read(&files(names, "json"), &ReadOptions::default());
        assert!(!slugs(&plain).contains(*rule), "{names:?}");
    }
}

#[test]
fn a_session_whose_key_nobody_tells_is_an_assumption() {
    let assumed = |names: &[&str]| {
        read(&files(names, "json"), &ReadOptions::default())[0]
            .findings
            .iter()
            .any(|finding| finding.message(Lang::En).starts_with("AuthKey is assumed"))
    };
    assert!(assumed(&["dual-tunnel-bgp"]));
    assert!(assumed(&["dual-tunnel-bgp", "describe-dual"]));
    assert!(!assumed(&[
        "dual-tunnel-bgp",
        "describe-dual",
        "describe-customer-gateway-dual"
    ]));
    assert!(!assumed(&["dual-tunnel"]));
}

#[test]
fn a_route_into_a_tunnel_of_the_connection_counts() {
    let route = |id: &str| {
        format!(
            r#"{{"VpnRouteEntries": {{"VpnRouteEntry": [{{"NextHop": "{id}", "NextHopTunnelId": "tun-2ze7hqk4m1xw9r0exmp01",
                "RouteDest": "192.168.77.0/24", "State": "published"}}]}}}}"#
        )
    };
    for id in ["tun-2ze7hqk4m1xw9r0exmp01", "vco-2ze9t4wn6zb0exmpdual"] {
        let texts = [
            text("dual-tunnel-bgp.json"),
            text("describe-dual.json"),
            route(id),
        ];
        let readings = read(&texts, &ReadOptions::default());
        let connection = readings[0].connection.as_ref().unwrap();
        let prefixes: Vec<String> = connection
            .device
            .prefixes
            .iter()
            .map(|prefix| prefix.value.to_string())
            .collect();
        assert_eq!(prefixes, ["192.168.77.0/24"], "{id}");
    }
}

#[test]
fn a_long_list_of_subnets_is_not_read() {
    let many: Vec<String> = (0..100).map(|n| format!("10.{n}.0.0/16")).collect();
    let text = changed("single-ikev2", "172.16.0.0/16", &many.join(","));
    assert!(slugs(&read(&[text], &ReadOptions::default())).contains("too-many-subnets"));
}

#[test]
fn an_option_against_the_evidence_is_not_followed() {
    let options = |side| ReadOptions {
        bgp_local: Some(side),
        ..ReadOptions::default()
    };
    let file = files(&["dual-tunnel-bgp"], "json");
    let agreeing = read(&file, &options(Side::Device));
    let contradicted = read(&file, &options(Side::Cloud));
    assert!(slugs(&agreeing).is_empty());
    assert!(slugs(&contradicted).contains("bgp-option-contradicted"));
    assert_eq!(fingerprints(&agreeing), fingerprints(&contradicted));

    let unknown = files(&["bgp-unknown-direction"], "json");
    let [device, cloud] = [Side::Device, Side::Cloud].map(|side| read(&unknown, &options(side)));
    assert!(slugs(&device).is_empty() && slugs(&cloud).is_empty());
    assert_ne!(fingerprints(&device), fingerprints(&cloud));
    let without = ReadOptions {
        no_bgp: true,
        ..ReadOptions::default()
    };
    assert!(slugs(&read(&unknown, &without)).is_empty());
}

/// What every table and test above has met.
fn met() -> BTreeSet<String> {
    let mut met = BTreeSet::from([
        ASSUMED.to_owned(),
        "too-many-subnets".to_owned(),
        "bgp-option-contradicted".to_owned(),
    ]);
    for must in rows().values() {
        let promised = promised(must);
        if let Some((_, list)) = promised.split_once(": ").or(promised.split_once(", with ")) {
            met.extend(list.split(", ").map(str::to_owned));
        }
    }
    for (_, must) in TOGETHER {
        if let Some((_, list)) = must.split_once(": ").or(must.split_once(", with ")) {
            met.extend(list.split(", ").map(str::to_owned));
        }
    }
    met.extend(CHANGED.iter().map(|(.., rule)| (*rule).to_owned()));
    met
}

#[test]
fn every_rule_on_a_connection_is_met_by_a_test() {
    let met = met();
    for rule in catalogue::ALL {
        let is_on_device = catalogue::ON_DEVICES
            .iter()
            .any(|other| other.slug == rule.slug);
        assert!(
            is_on_device || met.contains(rule.slug),
            "no fixture and no test meets {}",
            rule.slug
        );
    }
    // None of them is met by a sound document; assumptions end where a Describe response is given.
    let sound = read(
        &files(
            &[
                "dual-tunnel-bgp",
                "describe-dual",
                "describe-customer-gateway-dual",
            ],
            "json",
        ),
        &ReadOptions::default(),
    );
    assert!(sound[0].findings.is_empty(), "{:?}", sound[0].findings);
}

#[test]
fn no_place_stays_open_in_any_text() {
    let mut seen = 0;
    let changed = CHANGED
        .iter()
        .map(|(name, from, to, _)| vec![changed(name, from, to)]);
    let together = TOGETHER.iter().map(|(names, _)| files(names, "json"));
    let single = all("json")
        .into_iter()
        .filter(|(name, _)| !name.starts_with("error-"))
        .map(|(_, text)| vec![text]);
    for texts in single.chain(together).chain(changed) {
        for reading in read(&texts, &ReadOptions::default()) {
            for finding in &reading.findings {
                for lang in [Lang::En, Lang::Zh] {
                    for said in [
                        finding.message(lang),
                        finding.why(lang),
                        finding.remedy(lang),
                    ] {
                        let values = finding.args.iter().map(|(_, value)| &**value);
                        let own: String =
                            values.fold(said.clone(), |said, value| said.replace(value, ""));
                        assert!(!own.contains('{'), "{}: {said}", finding.slug());
                        seen += 1;
                    }
                }
            }
        }
    }
    assert!(seen > 1000, "{seen}");
}

#[test]
fn describe_brings_what_a_download_does_not_say() {
    let names = [
        "dual-tunnel-bgp",
        "describe-dual",
        "describe-customer-gateways",
        "describe-vpn-gateway-dual",
        "describe-route-entries-dual",
    ];
    let readings = read(&files(&names, "json"), &ReadOptions::default());
    let connection = readings[0].connection.as_ref().unwrap();
    assert_eq!(readings[0].id.as_deref(), Some("vco-2ze9t4wn6zb0exmpdual"));
    assert_eq!(connection.name.as_ref().unwrap().value, "branch-9");
    assert_eq!(
        connection.cloud_initiates.map(|flag| flag.value),
        Some(false)
    );
    let prefixes: Vec<String> = connection
        .device
        .prefixes
        .iter()
        .map(|prefix| prefix.value.to_string())
        .collect();
    assert_eq!(prefixes, ["192.168.30.0/24"]);
    assert_eq!(connection.device.prefixes[0].origin.source, Source::Routes);
    assert!(connection.cloud.prefixes.is_empty());
    let [first, second] = &connection.tunnels[..] else {
        panic!("two tunnels");
    };
    assert_eq!(
        (first.role.value, second.role.value),
        (Role::Active, Role::Standby)
    );
    for tunnel in [first, second] {
        assert_eq!(tunnel.psk.origin.source, Source::Download);
        assert_eq!(tunnel.dpd.origin.source, Source::Describe);
        assert_eq!(tunnel.nat_traversal.origin.source, Source::Describe);
        assert_eq!(tunnel.role.origin.source, Source::Describe);
        let session = tunnel.bgp.as_ref().unwrap();
        assert_eq!(
            (session.device_asn.value, session.cloud_asn.value),
            (65010, 45104)
        );
        assert!(session.auth_key.is_some());
    }
}

#[test]
fn a_policy_route_tells_the_networks_of_both_sides() {
    let describe = changed(
        "describe-single",
        "172.16.0.0/16,172.17.0.0/16,10.80.0.0/20",
        "0.0.0.0/0",
    )
    .replace("192.168.10.0/24,192.168.20.0/24", "0.0.0.0/0");
    let routes = text("describe-pbr-route-entries-single.json");
    let readings = read(&[describe, routes], &ReadOptions::default());
    let connection = readings[0].connection.as_ref().unwrap();
    assert_eq!(
        connection.cloud.prefixes[0].value.to_string(),
        "172.16.0.0/16"
    );
    assert_eq!(
        connection.device.prefixes[0].value.to_string(),
        "192.168.10.0/24"
    );
}

#[test]
fn routes_of_a_transit_router_tell_which_side_they_are_on() {
    let describe = changed(
        "describe-single",
        "172.16.0.0/16,172.17.0.0/16,10.80.0.0/20",
        "0.0.0.0/0",
    )
    .replace("192.168.10.0/24,192.168.20.0/24", "0.0.0.0/0");
    let routes = r#"{"VcoRouteEntries": [
        {"VpnConnectionId": "vco-2ze3m8xk1qv0exmpsingle", "NextHop": "tr-attach-1", "RouteDest": "172.20.0.0/16",
         "RouteEntryType": "bgp", "Source": "CLOUD", "State": "Active"},
        {"VpnConnectionId": "vco-2ze3m8xk1qv0exmpsingle", "NextHop": "vco-2ze3m8xk1qv0exmpsingle",
         "RouteDest": "192.168.40.0/24", "RouteEntryType": "bgp", "Source": "VPN_BGP", "State": "Active"}]}"#;
    let readings = read(&[describe, routes.to_owned()], &ReadOptions::default());
    let connection = readings[0].connection.as_ref().unwrap();
    assert_eq!(
        connection.cloud.prefixes[0].value.to_string(),
        "172.20.0.0/16"
    );
    assert_eq!(
        connection.device.prefixes[0].value.to_string(),
        "192.168.40.0/24"
    );
}

#[test]
fn a_swapped_download_is_named_and_read_with_an_option() {
    let swap = |text: String| {
        text.replace("\"Local", "\"@")
            .replace("\"Remote", "\"Local")
            .replace("\"@", "\"Remote")
    };
    let texts = vec![
        swap(text("single-ikev2-multi-subnet.json")),
        text("describe-single.json"),
        text("describe-customer-gateway-single.json"),
    ];
    let readings = read(&texts, &ReadOptions::default());
    let contradictions: Vec<String> = readings[0]
        .findings
        .iter()
        .filter(|finding| finding.slug() == "documents-contradict")
        .map(|finding| finding.message(Lang::En) + " " + &finding.remedy(Lang::En))
        .collect();
    assert!(contradictions.len() > 3, "{contradictions:#?}");
    for said in &contradictions {
        assert!(
            said.contains("DescribeVpnConnection") || said.contains("DescribeCustomerGateway"),
            "{said}"
        );
    }
    assert!(
        contradictions
            .iter()
            .any(|said| said.contains("--perspective cloud"))
    );
    let options = ReadOptions {
        perspective: Some(connection::Perspective::Cloud),
        ..ReadOptions::default()
    };
    assert!(slugs(&read(&texts, &options)).is_empty());
}

#[test]
fn what_a_download_hides_another_document_tells() {
    let mask = |text: String| {
        text.replace(
            "\"Remote\": \"198.51.100.20\"",
            "\"Remote\": \"198.51.XX.XX\"",
        )
        .replace("fT6yHn3KqX9wDz5LgB2s", "fT6yHn3K****")
        .replace("\"IkePfs\": \"group14\",", "")
    };
    let texts = vec![
        mask(text("single-ikev2-multi-subnet.json")),
        text("describe-single.json"),
    ];
    let alone = slugs(&read(&texts[..1], &ReadOptions::default()));
    assert!(alone.contains("masked-value") && alone.contains("missing-field"));
    let together = read(&texts, &ReadOptions::default());
    assert!(slugs(&together).is_empty(), "{:?}", slugs(&together));
    let tunnel = &together[0].connection.as_ref().unwrap().tunnels[0];
    assert_eq!(tunnel.psk.origin.source, Source::Describe);
    assert_eq!(tunnel.cloud_address.origin.source, Source::Describe);
    assert_eq!(tunnel.device_address.origin.source, Source::Download);
}

#[test]
fn a_draft_keeps_what_is_masked_as_masked() {
    let options = ReadOptions {
        draft: true,
        ..ReadOptions::default()
    };
    let readings = read(&files(&["masked"], "xml"), &options);
    let connection = readings[0].connection.as_ref().unwrap();
    assert!(connection.has_masked_values());
    assert!(matches!(connection.tunnels[0].psk.value, Maskable::Masked));
    assert!(slugs(&readings).contains("masked-value"));
}

#[test]
fn several_downloads_find_their_own_describe_response() {
    let texts = files(
        &[
            "single-ikev2-multi-subnet",
            "dual-tunnel-bgp",
            "describe-connections",
        ],
        "json",
    );
    let readings = read(&texts, &ReadOptions::default());
    let ids: Vec<Option<&str>> = readings
        .iter()
        .map(|reading| reading.id.as_deref())
        .collect();
    assert_eq!(
        ids,
        [
            Some("vco-2ze3m8xk1qv0exmpsingle"),
            Some("vco-2ze9t4wn6zb0exmpdual")
        ]
    );
    // Both fixtures run between the same two addresses, with other keys.
    assert_eq!(
        slugs(&readings),
        BTreeSet::from(
            ["connections-of-one-device", "split-connections-differ"].map(str::to_owned)
        )
    );
    assert_eq!(readings[1].document, 1);
}

#[test]
fn a_tunnel_that_the_other_document_lacks_is_named() {
    let download = changed("dual-tunnel-bgp", "198.51.100.20", "198.51.100.30")
        .replace("tun-2ze7hqk4m1xw9r0exmp01", "tun-other");
    let readings = read(
        &[download, text("describe-dual.json")],
        &ReadOptions::default(),
    );
    let said: Vec<String> = readings[0]
        .findings
        .iter()
        .filter(|finding| finding.slug() == "documents-contradict")
        .map(|finding| finding.message(Lang::En))
        .collect();
    assert!(
        said.iter()
            .any(|said| said.starts_with("TunnelId is tun-other in")),
        "{said:?}"
    );
}

#[test]
fn an_address_that_nothing_tells_is_asked_for() {
    let describe = changed(
        "describe-single",
        "\"RemoteId\": \"203.0.113.10\"",
        "\"RemoteId\": \"branch.example.com\"",
    );
    let readings = read(std::slice::from_ref(&describe), &ReadOptions::default());
    assert!(readings[0].connection.is_none());
    let finding = readings[0]
        .findings
        .iter()
        .find(|finding| finding.slug() == "missing-field")
        .unwrap();
    assert_eq!(
        finding.places[0].path(),
        "DescribeCustomerGateway.IpAddress"
    );
    assert!(finding.remedy(Lang::En).contains("--with FILE"));
    assert!(finding.remedy(Lang::Zh).contains("--with FILE"));
    let gateway = text("describe-customer-gateway-single.json");
    let together = read(&[describe, gateway], &ReadOptions::default());
    let tunnel = &together[0].connection.as_ref().unwrap().tunnels[0];
    assert_eq!(tunnel.device_address.origin.source, Source::CustomerGateway);
}

#[test]
fn a_gateway_of_the_private_network_type_has_a_private_address() {
    let gateway = changed(
        "describe-vpn-gateway-single",
        "\"NetworkType\": \"public\"",
        "\"NetworkType\": \"private\"",
    );
    let download = text("private-public-mismatch.json");
    let address = download
        .split("\"Remote\": \"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    let gateway = gateway.replace("198.51.100.20", address);
    assert!(slugs(&read(&[download.clone(), gateway], &ReadOptions::default())).is_empty());
}

#[test]
fn both_tunnels_of_a_transit_router_carry_traffic() {
    let describe = changed("describe-dual", "\"VPNGW\"", "\"CEN\"");
    let readings = read(&[describe], &ReadOptions::default());
    let roles: Vec<Role> = readings[0]
        .connection
        .as_ref()
        .unwrap()
        .tunnels
        .iter()
        .map(|tunnel| tunnel.role.value)
        .collect();
    assert_eq!(roles, [Role::Shared, Role::Shared]);
}

/// As the API answers today: a list names the connections, and that they hang on a transit router.
const ATTACHMENTS: &str = r#"{"TotalCount": 1, "PageNumber": 1, "PageSize": 10, "RequestId": "R", "VpnAttachments": [
    {"InstanceId": "vco-2ze3m8xk1qv0exmpattach", "Name": "branch-7", "AttachType": "CEN", "TransitRouterId": "tr-1",
     "Tag": "{\"BGPSupport\":\"true\"}"}]}"#;

#[test]
fn a_list_of_attachments_names_a_connection_and_its_transit_router() {
    let xml = "<DescribeVpnAttachmentsResponse><TotalCount>1</TotalCount><VpnAttachments>\
        <InstanceId>vco-2ze3m8xk1qv0exmpattach</InstanceId><Name>branch-7</Name><AttachType>CEN</AttachType>\
        <TransitRouterId>tr-1</TransitRouterId></VpnAttachments></DescribeVpnAttachmentsResponse>";
    for attachments in [ATTACHMENTS, xml] {
        let texts = [text("dual-tunnel.json"), attachments.to_owned()];
        let readings = read(&texts, &ReadOptions::default());
        assert_eq!(readings.len(), 1);
        let connection = readings[0].connection.as_ref().unwrap();
        assert_eq!(connection.name.as_ref().unwrap().value, "branch-7");
        let id = connection.id.as_ref().unwrap();
        assert_eq!(id.value, "vco-2ze3m8xk1qv0exmpattach");
        assert_eq!(id.origin.source, Source::Attachment);
        let roles = connection.tunnels.iter().map(|tunnel| tunnel.role.value);
        assert_eq!(roles.collect::<Vec<_>>(), [Role::Shared, Role::Shared]);
    }
}

#[test]
fn an_attachment_of_another_connection_is_of_no_use() {
    let other = ATTACHMENTS.replace("attach\"", "another\"");
    let readings = read(
        &[text("describe-dual.json"), other],
        &ReadOptions::default(),
    );
    assert!(slugs(&readings).contains(catalogue::COMPANION_UNUSED.slug));
}

/// Where an element describes the connection, it does so from the cloud's side, as every Describe response.
#[test]
fn a_described_attachment_is_read_from_the_clouds_side() {
    let described = text("describe-dual.json");
    let as_attachment = described.replace("\"VpnConnectionId\"", "\"InstanceId\"");
    let list = format!("{{\"VpnAttachments\": [{as_attachment}]}}");
    let options = ReadOptions::default();
    let (one, other) = (read(&[described], &options), read(&[list], &options));
    assert_eq!(fingerprints(&one), fingerprints(&other));
    assert_eq!(one[0].id, other[0].id);
}

#[test]
fn the_probe_of_the_cloud_is_read_when_it_is_on() {
    let describe = changed(
        "describe-single",
        "\"Enable\": \"false\"",
        "\"Enable\": \"true\"",
    )
    .replace("\"Dip\": \"\"", "\"Dip\": \"192.168.10.1\"")
    .replace("\"Sip\": \"\"", "\"Sip\": \"172.16.0.9\"");
    let readings = read(&[describe], &ReadOptions::default());
    let check = readings[0]
        .connection
        .as_ref()
        .unwrap()
        .health_check
        .unwrap();
    assert_eq!(check.device_address.to_string(), "192.168.10.1");
    assert_eq!(check.cloud_address.to_string(), "172.16.0.9");
    let off = read(&[text("describe-single.json")], &ReadOptions::default());
    assert!(off[0].connection.as_ref().unwrap().health_check.is_none());
}

#[test]
fn prefixes_of_the_user_are_options() {
    let options = ReadOptions {
        cloud_prefixes: vec!["172.16.0.0/12".parse().unwrap()],
        ..ReadOptions::default()
    };
    let readings = read(&files(&["destination-routing"], "json"), &options);
    let prefix = readings[0].connection.as_ref().unwrap().cloud.prefixes[0];
    assert_eq!(prefix.value.to_string(), "172.16.0.0/12");
    assert_eq!(prefix.origin.path(), "option.cloud-prefix");
}

#[test]
fn the_evidence_for_the_direction_is_kept() {
    let evidence = |names: &[&str], options: &ReadOptions| {
        let readings = read(&files(names, "json"), options);
        let connection = readings[0].connection.as_ref().unwrap();
        connection.tunnels[0].bgp.as_ref().unwrap().evidence
    };
    let plain = ReadOptions::default();
    let said = ReadOptions {
        bgp_local: Some(Side::Device),
        ..ReadOptions::default()
    };
    assert_eq!(
        evidence(&["dual-tunnel-bgp", "describe-dual"], &plain),
        BgpEvidence::Describe
    );
    assert_eq!(
        evidence(
            &["bgp-unknown-direction", "describe-customer-gateway-dual"],
            &plain
        ),
        BgpEvidence::CustomerGatewayAsn
    );
    assert_eq!(
        evidence(&["dual-tunnel-bgp"], &plain),
        BgpEvidence::CloudDefaultAsn
    );
    assert_eq!(
        evidence(&["bgp-unknown-direction"], &said),
        BgpEvidence::Option
    );
}

#[test]
fn many_documents_do_not_take_quadratic_time() {
    let array = |elements: Vec<String>| format!("[{}]", elements.join(","));
    let each = |write: fn(usize) -> String| array((0..8000).map(write).collect());
    let texts = [
        each(|n| format!(r#"{{"Local":"203.0.113.1","LocalSubnet":"10.0.0.0/{n}"}}"#)),
        each(|n| {
            format!(r#"{{"VpnConnectionId":"vco-{n}","Status":"","CustomerGatewayId":"cgw-{n}"}}"#)
        }),
        each(|n| format!(r#"{{"CustomerGatewayId":"cgw-x{n}","IpAddress":"203.0.113.1"}}"#)),
        format!(
            r#"{{"VpnRouteEntries":{{"VpnRouteEntry":{}}}}}"#,
            each(|n| format!(
                r#"{{"NextHop":"vco-{}","RouteDest":"10.0.0.0/8","State":"published"}}"#,
                n % 7
            ))
        ),
        single_with(
            "BgpConfig",
            &each(|n| format!(r#"{{"TunnelId":"tun-{n}","LocalBgpIp":"1"}}"#)),
        ),
    ];
    let start = std::time::Instant::now();
    let readings = read(&texts, &ReadOptions::default());
    assert_eq!(readings.len(), 16001);
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}

/// A download with a list of sessions.
fn single_with(item: &str, list: &str) -> String {
    let wrapper = format!("{item}s");
    changed(
        "single-ikev2",
        "\"Local\":",
        &format!("\"{wrapper}\": {{\"{item}\": {list}}}, \"Local\":"),
    )
}
