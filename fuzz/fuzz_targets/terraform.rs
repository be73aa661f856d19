//! Any bytes as the attributes of a connection in a state of Terraform, beside a gateway that is sound: a
//! configuration, a refusal, or an error.
#![no_main]

use libfuzzer_sys::fuzz_target;
use peerconf_fuzz::whole;

const BEFORE: &str = r#"{"version": 4, "terraform_version": "1.9.8", "resources": [
{"mode": "managed", "type": "alicloud_vpn_gateway", "name": "g", "instances": [{"attributes":
{"id": "vpn-bp1", "internet_ip": "198.51.100.20", "disaster_recovery_internet_ip": "198.51.100.21"}}]},
{"mode": "managed", "type": "alicloud_vpn_customer_gateway", "name": "c", "instances": [{"attributes":
{"id": "cgw-bp1", "ip_address": "203.0.113.10", "asn": "64512"}}]},
{"mode": "managed", "type": "alicloud_vpn_connection", "name": "v", "instances": [{"attributes": "#;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(attributes) = std::str::from_utf8(bytes) {
        whole(&format!("{BEFORE}{attributes}}}]}}]}}"));
    }
});
