//! A download with what the neighbouring operations say about the same connection, as one JSON object.
//!
//! The download does not know of dead peer detection, NAT traversal, tunnel roles, BGP secrets, names or
//! routes. Each answer goes in byte for byte as it was received; putting them together is not done here.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use serde::Serialize;
use serde_json::value::RawValue;

use super::{
    Client, CloudError, Operation,
    page::{self, List},
};
use crate::document::Node;

/// The file format: the answers under their operations' names, after a mark that tells what it is.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Bundle {
    #[serde(rename = "peerconf")]
    mark: &'static str,
    pub(super) download_vpn_connection_config: Option<Box<RawValue>>,
    pub(super) describe_vpn_connection: Option<Box<RawValue>>,
    pub(super) describe_customer_gateway: Vec<Box<RawValue>>,
    /// A connection that is attached to a transit router has no VPN gateway.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) describe_vpn_gateway: Option<Box<RawValue>>,
    pub(super) describe_vpn_route_entries: Vec<Box<RawValue>>,
    pub(super) describe_vpn_pbr_route_entries: Vec<Box<RawValue>>,
    pub(super) describe_vco_route_entries: Vec<Box<RawValue>>,
}

/// The value of the member `peerconf` in a bundle.
pub const MARK: &str = "bundle";

/// Asks for everything about one connection. One refusal fails it all: a bundle with gaps would look like
/// a connection without routes.
pub fn fetch(client: &Client<'_>, connection: &str) -> Result<Vec<u8>, CloudError> {
    Bundles::new(client).fetch(connection)
}

/// Bundles of one run: what several connections share is asked for once.
pub(super) struct Bundles<'a> {
    client: &'a Client<'a>,
    shared: Mutex<HashMap<(Operation, String), Arc<Answers>>>,
}

/// The answers of an operation about one resource, as soon as one thread has them.
type Answers = Mutex<Option<Vec<Box<RawValue>>>>;

impl<'a> Bundles<'a> {
    pub(super) fn new(client: &'a Client<'a>) -> Self {
        let shared = Mutex::default();
        Self { client, shared }
    }

    /// Everything about one connection.
    pub(super) fn fetch(&self, connection: &str) -> Result<Vec<u8>, CloudError> {
        let client = self.client;
        let download = super::download(client, connection)?;
        let describe = client.call(Operation::DescribeVpnConnection, connection)?;
        let described = page::read(&describe, Operation::DescribeVpnConnection)?;
        let neighbours = Neighbours::of(described.root());
        let mut bundle = Bundle {
            download_vpn_connection_config: Some(raw(
                &download,
                Operation::DownloadVpnConnectionConfig,
            )?),
            describe_vpn_connection: Some(raw(&describe, Operation::DescribeVpnConnection)?),
            ..Bundle::default()
        };
        for id in &neighbours.customer_gateways {
            let gateway = self.once(Operation::DescribeCustomerGateway, id)?;
            bundle.describe_customer_gateway.extend(gateway);
        }
        if let Some(gateway) = &neighbours.vpn_gateway {
            let ask = |operation| self.once(operation, gateway);
            bundle.describe_vpn_gateway = ask(Operation::DescribeVpnGateway)?.pop();
            bundle.describe_vpn_route_entries = ask(Operation::DescribeVpnRouteEntries)?;
            bundle.describe_vpn_pbr_route_entries = ask(Operation::DescribeVpnPbrRouteEntries)?;
        } else {
            // These are the connection's own.
            let operation = Operation::DescribeVcoRouteEntries;
            bundle.describe_vco_route_entries = answers(client, operation, connection)?;
        }
        Ok(bundle.into_bytes())
    }

    /// What an operation says about a resource that other connections may have too. Where another thread is
    /// asking, its answer is waited for; a failure is not kept.
    fn once(&self, operation: Operation, id: &str) -> Result<Vec<Box<RawValue>>, CloudError> {
        let cell = {
            let mut shared = self.shared.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(shared.entry((operation, id.to_owned())).or_default())
        };
        let mut known = cell.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(answers) = &*known {
            return Ok(answers.clone());
        }
        Ok(known.insert(answers(self.client, operation, id)?).clone())
    }
}

impl Default for Bundle {
    /// A bundle of nothing.
    fn default() -> Self {
        Self {
            mark: MARK,
            download_vpn_connection_config: None,
            describe_vpn_connection: None,
            describe_customer_gateway: Vec::new(),
            describe_vpn_gateway: None,
            describe_vpn_route_entries: Vec::new(),
            describe_vpn_pbr_route_entries: Vec::new(),
            describe_vco_route_entries: Vec::new(),
        }
    }
}

impl Bundle {
    pub(super) fn into_bytes(self) -> Vec<u8> {
        // Texts that are JSON already always serialise.
        serde_json::to_vec(&self).unwrap_or_default()
    }
}

/// All that an operation says about a resource: one answer, or its pages.
fn answers(
    client: &Client<'_>,
    operation: Operation,
    id: &str,
) -> Result<Vec<Box<RawValue>>, CloudError> {
    match operation {
        Operation::DescribeVpnRouteEntries => routes(client, operation, id, VPN_ROUTES),
        Operation::DescribeVpnPbrRouteEntries => pages(client, operation, id, &[], PBR_ROUTES),
        Operation::DescribeVcoRouteEntries => routes(client, operation, id, VCO_ROUTES),
        _ => Ok(vec![one(client, operation, id)?]),
    }
}

const VPN_ROUTES: List = ("VpnRouteEntries", "VpnRouteEntry");
const PBR_ROUTES: List = ("VpnPbrRouteEntries", "VpnPbrRouteEntry");
const VCO_ROUTES: List = ("VcoRouteEntries", "VcoRouteEntry");

/// The gateways that a described connection names.
#[derive(Debug, Eq, PartialEq)]
pub(super) struct Neighbours {
    pub(super) vpn_gateway: Option<String>,
    /// The connection's and its tunnels', each once, in order.
    pub(super) customer_gateways: Vec<String>,
}

impl Neighbours {
    pub(super) fn of(described: Node<'_>) -> Self {
        let mut customer_gateways = Vec::new();
        let tunnels = described.list("TunnelOptionsSpecification", "TunnelOptions");
        for holder in std::iter::once(described).chain(tunnels) {
            if let Some(id) = id(holder, "CustomerGatewayId")
                && !customer_gateways.contains(&id)
            {
                customer_gateways.push(id);
            }
        }
        Self {
            vpn_gateway: id(described, "VpnGatewayId"),
            customer_gateways,
        }
    }
}

fn id(holder: Node<'_>, name: &str) -> Option<String> {
    let id = holder.get(name)?.text()?.trim();
    (!id.is_empty()).then(|| id.to_owned())
}

/// Destination-based and BGP routes: the operation gives one kind at a time, the former by default.
fn routes(
    client: &Client<'_>,
    operation: Operation,
    id: &str,
    list: List,
) -> Result<Vec<Box<RawValue>>, CloudError> {
    let mut all = pages(client, operation, id, &[("RouteEntryType", "custom")], list)?;
    all.extend(pages(
        client,
        operation,
        id,
        &[("RouteEntryType", "bgp")],
        list,
    )?);
    Ok(all)
}

fn pages(
    client: &Client<'_>,
    operation: Operation,
    id: &str,
    parameters: &[(&'static str, &str)],
    list: List,
) -> Result<Vec<Box<RawValue>>, CloudError> {
    let mut bodies = Vec::new();
    let (mut seen, mut total) = (0, None);
    page::each(client, operation, id, parameters, list, &mut |page| {
        bodies.push(raw(page.body, operation));
        seen += page.entries.len();
        total = page.total;
    })?;
    if total.is_some_and(|total| seen < total) {
        return Err(CloudError::Incomplete {
            action: operation.name().to_owned(),
            field: "entry for every route it counts",
        });
    }
    bodies.into_iter().collect()
}

fn one(client: &Client<'_>, operation: Operation, id: &str) -> Result<Box<RawValue>, CloudError> {
    raw(&client.call(operation, id)?, operation)
}

/// An answer as it is, but for a byte order mark and blanks around it.
fn raw(body: &[u8], operation: Operation) -> Result<Box<RawValue>, CloudError> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    serde_json::from_slice(body).map_err(|_| CloudError::Incomplete {
        action: operation.name().to_owned(),
        field: "readable content",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn neighbours(body: &str) -> (Option<String>, Vec<String>) {
        let operation = Operation::DescribeVpnConnection;
        let neighbours = Neighbours::of(page::read(body.as_bytes(), operation).unwrap().root());
        (neighbours.vpn_gateway, neighbours.customer_gateways)
    }

    #[test]
    fn customer_gateways_of_connection_and_tunnels_once_each() {
        let (vpn_gateway, customer_gateways) = neighbours(
            r#"{"CustomerGatewayId": "", "VpnGatewayId": "vpn-1",
                "TunnelOptionsSpecification": {"TunnelOptions": [
                    {"CustomerGatewayId": "cgw-1"},
                    {"CustomerGatewayId": "cgw-2"},
                    {"CustomerGatewayId": "cgw-1"}]}}"#,
        );
        assert_eq!(vpn_gateway.as_deref(), Some("vpn-1"));
        assert_eq!(customer_gateways, ["cgw-1", "cgw-2"]);
    }

    #[test]
    fn a_single_tunnel_and_none() {
        let (vpn_gateway, customer_gateways) =
            neighbours(r#"{"CustomerGatewayId": "cgw-4", "VpnGatewayId": null}"#);
        assert_eq!(
            (vpn_gateway, customer_gateways),
            (None, vec!["cgw-4".to_owned()])
        );
        assert_eq!(neighbours("{}"), (None, Vec::new()));
    }

    #[test]
    fn answers_keep_their_bytes() {
        let body = b"\xef\xbb\xbf{ \"b\" : 1,\n\t\"a\":\"\\u0041\" }\n";
        let kept = raw(body, Operation::DescribeVpnGateway).unwrap();
        assert_eq!(kept.get(), "{ \"b\" : 1,\n\t\"a\":\"\\u0041\" }");
    }
}
