//! Rows of an inventory: what `steampipe query --output json` prints of the tables `alicloud_vpc_vpn_connection`,
//! `alicloud_vpc_vpn_customer_gateway` and `alicloud_vpc_vpn_gateway`: a list, or an object with `rows`.
//!
//! A column is a field of the API under a name of its own, and holds what the API says, objects with their fields. No
//! column tells of tunnels: a row is a connection of one.

use super::super::dialect::Dialect;
use super::super::entry::{Entry, Kind, children};
use super::super::fault::Fault;
use super::super::operation::Operation;
use super::block::field;
use super::writer::Writer;
use super::{Rewritten, foreign};

/// The columns that say something of a connection or a gateway, and the API's fields.
const COLUMNS: [(&str, &str); 17] = [
    ("name", "Name"),
    ("vpn_connection_id", "VpnConnectionId"),
    ("status", "Status"),
    ("customer_gateway_id", "CustomerGatewayId"),
    ("vpn_gateway_id", "VpnGatewayId"),
    ("effect_immediately", "EffectImmediately"),
    ("enable_dpd", "EnableDpd"),
    ("enable_nat_traversal", "EnableNatTraversal"),
    ("local_subnet", "LocalSubnet"),
    ("remote_subnet", "RemoteSubnet"),
    ("ike_config", "IkeConfig"),
    ("ipsec_config", "IpsecConfig"),
    ("vco_health_check", "VcoHealthCheck"),
    ("vpn_bgp_config", "VpnBgpConfig"),
    ("ip_address", "IpAddress"),
    ("internet_ip", "InternetIp"),
    ("asn", "Asn"),
];

/// Rewrites rows; leaves any other document alone.
pub(super) fn rewrite<'s>(
    entries: &[Entry<'s>],
    writer: &mut Writer<'s>,
    rewritten: &mut Vec<Rewritten>,
) -> Result<(), Fault> {
    let Some(root) = entries.first() else {
        return Ok(());
    };
    let rows = field(entries, 0, "rows").filter(|&rows| entries[rows as usize].kind == Kind::List);
    let list = rows.or((root.kind == Kind::List).then_some(0));
    let each: Vec<u32> = match list {
        Some(list) => children(entries, list).collect(),
        None => vec![0],
    };
    for row in each {
        let Some(operation) = operation(entries, row)? else {
            continue;
        };
        let span = entries[row as usize].span.clone();
        let at = writer.container("", Kind::Object, span, |writer| {
            for (column, name) in COLUMNS {
                if let Some(value) = field(entries, row, column) {
                    writer.copy(name.into(), entries, value);
                }
            }
        });
        rewritten.push(Rewritten {
            of: rows.map_or(row, |_| 0),
            at,
            operation,
            dialect: Dialect::Api,
        });
    }
    Ok(())
}

/// What a row is of. One of a connection without its proposals cannot be read.
fn operation(entries: &[Entry<'_>], row: u32) -> Result<Option<Operation>, Fault> {
    let has = |column| field(entries, row, column).is_some();
    Ok(if has("vpn_connection_id") {
        if let Some(lacking) = [
            "ike_config",
            "ipsec_config",
            "local_subnet",
            "remote_subnet",
        ]
        .into_iter()
        .find(|column| !has(column))
        {
            let text = format!(
                "this row of alicloud_vpc_vpn_connection has no column {lacking}: select all of them \
                 (select * from alicloud_vpc_vpn_connection)"
            );
            return Err(foreign(entries, row, text));
        }
        Some(Operation::DescribeVpnConnection)
    } else if has("customer_gateway_id") && has("ip_address") {
        Some(Operation::DescribeCustomerGateway)
    } else if has("vpn_gateway_id") && has("internet_ip") {
        Some(Operation::DescribeVpnGateway)
    } else {
        None
    })
}
