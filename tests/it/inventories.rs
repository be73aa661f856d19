//! Rows of an inventory (steampipe) and templates of ROS, read as the cloud's view.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::program::peerconf;

fn proposals() -> (Value, Value) {
    let ike = json!({
        "Psk": "Example-Key-0000001", "IkeVersion": "ikev2", "IkeMode": "main", "IkeEncAlg": "aes",
        "IkeAuthAlg": "sha256", "IkePfs": "group14", "IkeLifetime": 86400,
        "LocalId": "198.51.100.20", "RemoteId": "203.0.113.10",
    });
    let esp = json!({
        "IpsecEncAlg": "aes", "IpsecAuthAlg": "sha256", "IpsecPfs": "group14", "IpsecLifetime": 86400,
    });
    (ike, esp)
}

fn row() -> Value {
    let (ike, esp) = proposals();
    json!({
        "name": "branch", "vpn_connection_id": "vco-0example", "status": "ipsec_sa_established",
        "create_time": "2026-01-01T00:00:00Z", "customer_gateway_id": "cgw-0example",
        "vpn_gateway_id": "vpn-0example", "effect_immediately": false, "enable_dpd": true,
        "enable_nat_traversal": true, "local_subnet": "172.16.0.0/16", "remote_subnet": "192.168.10.0/24",
        "ike_config": ike, "ipsec_config": esp, "vco_health_check": {}, "vpn_bgp_config": {},
        "akas": [], "title": "branch", "region": "cn-hangzhou", "account_id": "1",
    })
}

fn template(psk: Value) -> Value {
    let (mut ike, esp) = proposals();
    ike["Psk"] = psk;
    json!({
        "ROSTemplateFormatVersion": "2015-09-01",
        "Resources": {
            "Vpc": { "Type": "ALIYUN::ECS::VPC", "Properties": {} },
            "Branch": { "Type": "ALIYUN::VPC::VpnConnection", "Properties": {
                "VpnGatewayId": { "Ref": "Gateway" }, "CustomerGatewayId": "cgw-0example",
                "LocalSubnet": "172.16.0.0/16", "RemoteSubnet": "192.168.10.0/24",
                "IkeConfig": ike, "IpsecConfig": esp,
            } },
        },
    })
}

fn file(folder: &Path, name: &str, document: &Value) -> String {
    let path = folder.join(name);
    fs::write(&path, document.to_string()).unwrap();
    path.to_str().unwrap().to_owned()
}

/// What `show` says of a document, as JSON.
fn shown(args: &[&str]) -> Value {
    let done = peerconf()
        .args(["show", "--format", "json"])
        .args(args)
        .assert()
        .success();
    serde_json::from_slice(&done.get_output().stdout).unwrap()
}

/// What is said against one.
fn refused(path: &str, code: i32) -> String {
    let done = peerconf().args(["check", path]).assert().code(code);
    let output = done.get_output();
    String::from_utf8([&*output.stdout, &*output.stderr].concat()).unwrap()
}

#[test]
fn a_row_of_steampipe_is_a_connection_from_the_clouds_side() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name, document: &Value| file(folder.path(), name, document);
    let device = json!([{ "customer_gateway_id": "cgw-0example", "ip_address": "203.0.113.77" }]);
    let cloud = json!({ "columns": [], "rows": [{ "vpn_gateway_id": "vpn-0example", "internet_ip": "198.51.100.88" }] });
    let (device, cloud) = (at("cgw.json", &device), at("vpn.json", &cloud));
    for (name, document) in [
        ("list.json", json!([row()])),
        ("rows.json", json!({ "columns": [], "rows": [row()] })),
        ("row.json", row()),
    ] {
        let document = at(name, &document);
        let shown = shown(&["--with", &device, "--with", &cloud, &document]);
        let connection = &shown["connections"][0];
        assert_eq!(connection["id"]["value"], "vco-0example", "{name}");
        assert_eq!(
            connection["device"]["subnets"][0]["value"], "192.168.10.0/24",
            "{name}"
        );
        assert_eq!(
            connection["cloud"]["subnets"][0]["value"], "172.16.0.0/16",
            "{name}"
        );
        let text = connection.to_string();
        assert!(
            text.contains("203.0.113.77") && text.contains("198.51.100.88"),
            "{text}"
        );
    }
}

#[test]
fn a_row_without_its_proposals_says_what_to_select() {
    let folder = tempfile::tempdir().unwrap();
    let mut row = row();
    row.as_object_mut().unwrap().remove("ike_config");
    let said = refused(&file(folder.path(), "row.json", &json!([row])), 3);
    assert!(
        said.contains("no column ike_config") && said.contains("select *"),
        "{said}"
    );
}

#[test]
fn a_template_of_ros_is_a_request() {
    let folder = tempfile::tempdir().unwrap();
    let whole = template(json!("Example-Key-0000001"));
    let shown = shown(&[&file(folder.path(), "whole.json", &whole)]);
    let connection = &shown["connections"][0];
    assert_eq!(
        connection["device"]["subnets"][0]["value"],
        "192.168.10.0/24"
    );
    let text = connection.to_string();
    assert!(text.contains("CreateVpnConnection.IkeConfig.Psk"), "{text}");

    let open = template(json!({ "Ref": "Psk" }));
    let said = refused(&file(folder.path(), "open.json", &open), 1);
    assert!(
        said.contains("unknown-until-apply") && said.contains("Psk"),
        "{said}"
    );

    let other = json!({ "ROSTemplateFormatVersion": "2015-09-01", "Resources": {} });
    let said = refused(&file(folder.path(), "other.json", &other), 3);
    assert!(said.contains("ALIYUN::VPC::VpnConnection"), "{said}");
}
