//! Connections as other tools keep or plan them: read like the cloud's own description, with places in the tool's
//! document.

use peerconf::connection::{self, Connection, Maskable, ReadOptions, Reading, Role};
use peerconf::document::{Document, DocumentError};

use crate::fixtures;

fn readings(name: &str, options: &ReadOptions) -> Vec<Reading> {
    fixtures::readings(&fixtures::text(&format!("{name}.json")), options)
}

/// The one connection of a fixture.
fn connection(name: &str) -> Connection {
    let mut readings = readings(name, &ReadOptions::default());
    assert_eq!(readings.len(), 1, "{name}");
    readings.remove(0).connection.expect("a connection")
}

fn refusal(text: &str) -> String {
    let error = match Document::parse(text) {
        Err(error) => error,
        Ok(document) => document.items().expect_err("this is refused"),
    };
    assert!(matches!(error, DocumentError::Foreign { .. }), "{error}");
    error.to_string()
}

#[test]
fn terraform_says_what_the_cloud_says() {
    let with = [
        "describe-single",
        "describe-customer-gateway-single",
        "describe-vpn-gateway-single",
    ]
    .map(|name| fixtures::text(&format!("{name}.json")));
    let documents = with.each_ref().map(|text| Document::parse(text).unwrap());
    let described = connection::read(&documents, &ReadOptions::default()).unwrap();
    let described = described[0].connection.as_ref().unwrap().fingerprint();
    assert_eq!(connection("terraform-single").fingerprint(), described);
    assert_eq!(connection("terraform-data").fingerprint(), described);
}

#[test]
fn the_order_of_a_set_means_nothing() {
    let text = fixtures::text("terraform-single.json");
    let turned = text.replacen("\"172.17.0.0/16\"", "\"192.0.2.0/24\"", 1);
    let turned = turned.replacen("\"172.16.0.0/16\"", "\"172.17.0.0/16\"", 1);
    let turned = turned.replacen("\"192.0.2.0/24\"", "\"172.16.0.0/16\"", 1);
    assert_ne!(text, turned);
    let [one, other] = [text, turned].map(|text| {
        let readings = fixtures::readings(&text, &ReadOptions::default());
        let connection = readings[0].connection.as_ref().unwrap();
        let nets = connection.cloud.subnets.iter();
        nets.map(|net| net.value.known().unwrap().to_string())
            .collect::<Vec<String>>()
    });
    assert_eq!(one, other);
    assert_eq!(one, ["10.80.0.0/20", "172.16.0.0/16", "172.17.0.0/16"]);
}

#[test]
fn every_value_has_its_place_in_terraforms_document() {
    let text = fixtures::text("terraform-dual-bgp.json");
    let connection = connection("terraform-dual-bgp");
    assert_eq!(connection.tunnels[0].role.value, Role::Active);
    let psk = connection.tunnels[0].psk.origin;
    let place = psk.offset.unwrap().bytes() as usize;
    assert!(text[place..].starts_with("\"Qc7xV2mLz9Kt4WnR6yHb\""));
    assert_eq!(
        psk.path(),
        "alicloud_vpn_connection.tunnel_options_specification[1].tunnel_ike_config[0].psk"
    );
    let address = connection.tunnels[0].device_address.origin;
    assert_eq!(address.path(), "alicloud_vpn_customer_gateway.ip_address");
    let place = address.offset.unwrap().bytes() as usize;
    assert!(text[place..].starts_with("\"203.0.113.10\""));
}

#[test]
fn a_session_that_is_down_gets_its_peer_from_the_gateway_and_the_network() {
    let connection = connection("terraform-dual-bgp");
    let session = connection.tunnels[1].bgp.as_ref().unwrap();
    assert_eq!(session.device_asn.value, 65010);
    let address = session.device_address.value.known().unwrap();
    assert_eq!(address.to_string(), "169.254.11.2");
    assert!(session.device_address.is_assumed());
}

#[test]
fn the_tunnels_of_an_attachment_follow_their_index() {
    let connection = connection("terraform-attachment");
    let addresses: Vec<String> = connection
        .tunnels
        .iter()
        .map(|tunnel| tunnel.cloud_address.value.known().unwrap().to_string())
        .collect();
    assert_eq!(addresses, ["198.51.100.20", "198.51.100.21"]);
    assert!(
        connection
            .tunnels
            .iter()
            .all(|tunnel| tunnel.role.value == Role::Shared)
    );
}

#[test]
fn a_plan_is_a_draft_with_its_gateways_joined() {
    let draft = ReadOptions {
        draft: true,
        ..ReadOptions::default()
    };
    let readings = readings("terraform-plan", &draft);
    let of = |reading: &Reading| {
        let connection = reading.connection.as_ref().unwrap();
        let tunnel = &connection.tunnels[0];
        assert!(tunnel.psk.is_masked() && tunnel.psk.origin.pending);
        let Maskable::Known(address) = tunnel.device_address.value else {
            panic!("the plan has the address");
        };
        (reading.label.clone().unwrap(), address.to_string())
    };
    let sites: Vec<(String, String)> = readings.iter().map(of).collect();
    let site = |name: &str, address: &str| {
        (
            format!("alicloud_vpn_connection.site[\"{name}\"]"),
            address.to_owned(),
        )
    };
    assert_eq!(
        sites,
        [site("lyon", "203.0.113.10"), site("nice", "203.0.113.11")]
    );
}

#[test]
fn gateways_may_stand_in_another_state() {
    let text = fixtures::text("terraform-single.json");
    let mut state: serde_json::Value = serde_json::from_str(&text).unwrap();
    let root = &mut state["values"]["root_module"];
    let gateways = root["child_modules"].take();
    let without = state.to_string();
    let other = serde_json::json!({
        "format_version": "1.0",
        "values": { "root_module": { "child_modules": gateways } },
    })
    .to_string();
    let documents = [&without, &other].map(|text| Document::parse(text).unwrap());
    let readings = connection::read(&documents, &ReadOptions::default()).unwrap();
    let own = readings[0].connection.as_ref().unwrap().fingerprint();
    assert_eq!(own, connection("terraform-single").fingerprint());
}

#[test]
fn what_holds_no_connection_says_what_to_give_instead() {
    for (text, advice) in [
        (
            r#"{"psk": {"sensitive": true, "type": "string", "value": "Zk4vN8qT2x"}}"#,
            "`terraform output -json` prints",
        ),
        (
            r#"{"format_version": "2.0", "values": {}}"#,
            "versions 0 and 1 are read",
        ),
        (
            r#"{"format_version": "1.0", "terraform_version": "1.9.5"}"#,
            "an empty state",
        ),
        (
            r#"{"version": 3, "serial": 1, "lineage": "x", "modules": []}"#,
            "version 4 is read",
        ),
        (
            r#"{"serial": 1, "lineage": "x", "encrypted_data": "…", "encryption_version": "v0"}"#,
            "`tofu show -json`",
        ),
        (
            r#"{"format_version": "1.0", "values": {"root_module": {"resources": [
                {"address": "aws_vpn_connection.x", "type": "aws_vpn_connection", "name": "x",
                 "values": {"id": "vpn-1", "tunnel_options_specification": []}}]}}}"#,
            "`terraform state list`",
        ),
    ] {
        let shown = refusal(text);
        assert!(shown.contains(advice), "{shown}");
        assert!(!shown.contains("Zk4vN8qT2x"), "{shown}");
    }
}
