//! A bundle holds every neighbour's answer as it was received.

use peerconf::{
    cloud::{Client, CloudError, Credentials, Endpoint, HttpTransport, bundle},
    document::{Document, Operation, decode},
    secret::Secret,
};
use serde_json::{Value, value::RawValue};

use crate::support::{
    api::{self, Api, KEY_ID, REGION, SECRET},
    machine::FakeClock,
};

const ID: &str = "vco-bp1example";

fn fetch(api: &std::sync::Arc<Api>) -> Result<Vec<u8>, CloudError> {
    let server = api.serve();
    let transport = HttpTransport::new();
    let clock = FakeClock::right();
    let credentials = Credentials::new(KEY_ID, Secret::new(SECRET.to_owned()));
    let endpoint = Endpoint::parse(&server.url()).unwrap();
    let client = Client::new(&transport, &clock, &credentials, endpoint, REGION);
    bundle::fetch(&client, ID)
}

/// A dual-tunnel connection at a VPN gateway.
fn at_a_gateway() -> std::sync::Arc<Api> {
    let api = Api::new();
    let gateway = std::fs::read("tests/fixtures/describe-vpn-gateway-dual.json").unwrap();
    api.answer("DownloadVpnConnectionConfig", ID, api::download(ID));
    api.answer(
        "DescribeVpnConnection",
        ID,
        r#"{"VpnConnectionId":"vco-bp1example","VpnGatewayId":"vpn-1","CustomerGatewayId":"",
            "TunnelOptionsSpecification":{"TunnelOptions":[
              {"TunnelId":"tun-1","CustomerGatewayId":"cgw-1"},
              {"TunnelId":"tun-2","CustomerGatewayId":"cgw-2"}]}}"#,
    );
    api.answer(
        "DescribeCustomerGateway",
        "cgw-1",
        "{\"CustomerGatewayId\":\"cgw-1\", \"IpAddress\":\"192.0.2.1\"}",
    );
    api.answer(
        "DescribeCustomerGateway",
        "cgw-2",
        "{\"CustomerGatewayId\":\"cgw-2\", \"IpAddress\":\"192.0.2.2\"}\n",
    );
    api.answer("DescribeVpnGateway", "vpn-1", gateway);
    api.add_routes(
        "vpn-1",
        "custom",
        (0..120).map(|n| format!("10.{n}.0.0/16")),
    );
    api.add_routes("vpn-1", "bgp", ["172.16.0.0/12".to_owned()]);
    api.add_routes("vpn-1", "pbr", ["192.168.0.0/16".to_owned()]);
    api
}

#[test]
fn a_bundle_of_a_gateways_connection() {
    let api = at_a_gateway();
    let bytes = fetch(&api).unwrap();
    let bundle: Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(bundle["peerconf"], "bundle");
    assert_eq!(
        bundle["DescribeCustomerGateway"].as_array().unwrap().len(),
        2
    );
    assert_eq!(bundle["DescribeVcoRouteEntries"], Value::Array(Vec::new()));
    assert_eq!(
        bundle["DescribeVpnPbrRouteEntries"]
            .as_array()
            .unwrap()
            .len(),
        1
    );

    let pages = bundle["DescribeVpnRouteEntries"].as_array().unwrap();
    let entries: Vec<_> = pages
        .iter()
        .map(|page| {
            page["VpnRouteEntries"]["VpnRouteEntry"]
                .as_array()
                .unwrap()
                .len()
        })
        .collect();
    assert_eq!(
        entries,
        [50, 50, 20, 1],
        "three pages of destination routes, one of BGP"
    );
    assert_eq!(
        pages[3]["VpnRouteEntries"]["VpnRouteEntry"][0]["Kind"],
        "bgp"
    );
}

#[test]
fn every_answer_keeps_its_bytes() {
    let bytes = fetch(&at_a_gateway()).unwrap();
    let bundle: std::collections::BTreeMap<&str, &RawValue> =
        serde_json::from_slice(&bytes).unwrap();
    assert_eq!(
        bundle["DownloadVpnConnectionConfig"].get(),
        api::download(ID).trim()
    );
    assert_eq!(
        bundle["DescribeCustomerGateway"].get(),
        "[{\"CustomerGatewayId\":\"cgw-1\", \"IpAddress\":\"192.0.2.1\"},\
          {\"CustomerGatewayId\":\"cgw-2\", \"IpAddress\":\"192.0.2.2\"}]"
    );
    let gateway = std::fs::read_to_string("tests/fixtures/describe-vpn-gateway-dual.json").unwrap();
    assert_eq!(bundle["DescribeVpnGateway"].get(), gateway.trim());
}

#[test]
fn the_document_stage_reads_a_bundle() {
    let bytes = fetch(&at_a_gateway()).unwrap();
    let document = Document::parse(decode(&bytes).unwrap()).unwrap();
    let items = document.items().unwrap();
    let operations: Vec<_> = items.iter().map(|item| item.operation).collect();
    for operation in [
        Operation::DownloadVpnConnectionConfig,
        Operation::DescribeVpnConnection,
        Operation::DescribeCustomerGateway,
        Operation::DescribeVpnGateway,
        Operation::DescribeVpnRouteEntries,
        Operation::DescribeVpnPbrRouteEntries,
    ] {
        assert!(
            operations.contains(&operation),
            "{operation} not in {operations:?}"
        );
    }
}

#[test]
fn a_connection_at_a_transit_router_has_routes_of_its_own() {
    let api = Api::new();
    api.answer("DownloadVpnConnectionConfig", ID, api::download(ID));
    api.answer(
        "DescribeVpnConnection",
        ID,
        r#"{"VpnConnectionId":"vco-bp1example","AttachType":"CEN","CustomerGatewayId":"cgw-1"}"#,
    );
    api.answer(
        "DescribeCustomerGateway",
        "cgw-1",
        r#"{"IpAddress":"192.0.2.1"}"#,
    );
    api.add_routes(ID, "custom", ["10.0.0.0/8".to_owned()]);
    api.add_routes(ID, "bgp", ["172.16.0.0/12".to_owned()]);
    let bundle: Value = serde_json::from_slice(&fetch(&api).unwrap()).unwrap();
    assert!(bundle.get("DescribeVpnGateway").is_none());
    let destinations: Vec<_> = bundle["DescribeVcoRouteEntries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|page| &page["VcoRouteEntries"][0]["RouteDest"])
        .collect();
    assert_eq!(destinations, ["10.0.0.0/8", "172.16.0.0/12"]);
}

#[test]
fn one_refusal_fails_the_bundle_and_names_the_operation() {
    let api = at_a_gateway();
    api.fail(
        "DescribeVpnGateway",
        1,
        api::error(403, "Forbidden.RAM", "no"),
    );
    let error = fetch(&api).unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("DescribeVpnGateway was refused"),
        "{error}"
    );
    assert!(
        error.help()[0].contains("vpngateway/vpn-1"),
        "{:?}",
        error.help()
    );
}
