//! Route entries: the networks behind a `0.0.0.0/0`.
//!
//! A route of a VPN gateway whose next hop is the connection leads to the premises, so `RouteDest` is the
//! device's. The VPC's side stands in the `RouteSource` of policy routes and, for a connection
//! on a transit router, in routes whose `Source` is `CLOUD`.

use std::collections::HashMap;

use ipnet::Ipv4Net;

use crate::connection::subnet::{self, ANY};
use crate::connection::{Field, Maskable, Sourced};
use crate::document::Operation;
use crate::findings::{Finding, catalogue};

use super::Side;
use super::companions::Companions;
use super::parts::{Parts, SiteParts};
use super::scope::Scope;
use super::subnets;

/// One entry that leads to a connection.
#[derive(Clone, Copy)]
pub(super) struct Route<'d> {
    scope: Scope<'d>,
    /// The side of `RouteDest`.
    side: Side,
    published: bool,
    /// The page that it is on.
    pub(super) companion: usize,
}

impl Route<'_> {
    /// Where the entry stands: its page, and its place there.
    pub(super) fn place(&self) -> (usize, u32) {
        (self.companion, self.scope.node.offset())
    }
}

/// Files the entries of one page by connection and by tunnel.
pub(super) fn index<'d>(
    page: Scope<'d>,
    operation: Operation,
    companion: usize,
    routes: &mut HashMap<&'d str, Vec<Route<'d>>>,
) {
    let (wrapper, item) = match operation {
        Operation::DescribeVpnPbrRouteEntries => ("VpnPbrRouteEntries", "VpnPbrRouteEntry"),
        Operation::DescribeVcoRouteEntries => ("VcoRouteEntries", "VcoRouteEntry"),
        _ => ("VpnRouteEntries", "VpnRouteEntry"),
    };
    let on_transit_router = operation == Operation::DescribeVcoRouteEntries;
    for node in page.node.list(wrapper, item) {
        let scope = Scope { node, ..page };
        let text = |name| Some(node.get(name)?.text()?.trim()).filter(|text| !text.is_empty());
        let from_cloud = text("Source").is_some_and(|from| from.eq_ignore_ascii_case("CLOUD"));
        if from_cloud && !on_transit_router {
            // What a gateway learnt from its VPC; its next hop is not this connection.
            continue;
        }
        let route = Route {
            scope,
            side: if from_cloud {
                Side::Cloud
            } else {
                Side::Device
            },
            published: text("State").is_some_and(|state| {
                state.eq_ignore_ascii_case("published") || state.eq_ignore_ascii_case("active")
            }),
            companion,
        };
        let next_hop = if on_transit_router && from_cloud {
            text("VpnConnectionId").or_else(|| text("NextHop"))
        } else {
            text("NextHop")
        };
        let lists = node
            .list("NextHopTunnelIdList", "NextHopTunnelId")
            .filter_map(|id| Some(id.text()?.trim()));
        let single = [next_hop, text("NextHopTunnelId")].into_iter().flatten();
        for key in single.chain(lists).filter(|key| !key.is_empty()) {
            routes.entry(key).or_default().push(route);
        }
    }
}

/// Adds what the routes of a connection tell.
pub(super) fn add(parts: &mut Parts, companions: &mut Companions<'_>, findings: &mut Vec<Finding>) {
    let tunnels: Vec<String> = parts
        .tunnels
        .iter()
        .filter_map(|t| Some(t.id.as_ref()?.value.clone()))
        .collect();
    let tunnels: Vec<&str> = tunnels.iter().map(String::as_str).collect();
    let id = parts.id.as_ref().map(|id| id.value.clone());
    let routes = companions.routes(id.as_deref(), &tunnels);
    let mut unpublished: Option<Finding> = None;
    for route in routes {
        let dest = net(route.scope, Field::RouteDest, findings);
        let Some(dest) = dest else {
            continue;
        };
        if !route.published {
            let finding = unpublished
                .take()
                .unwrap_or_else(|| Finding::new(&catalogue::ROUTE_UNPUBLISHED));
            unpublished = Some(list(finding, dest));
            continue;
        }
        match route.side {
            Side::Device => {
                add_to(&mut parts.device, dest);
                if let Some(source) = net(route.scope, Field::RouteSource, findings) {
                    add_to(&mut parts.cloud, source);
                }
            }
            Side::Cloud => add_to(&mut parts.cloud, dest),
        }
    }
    for site in [&mut parts.device, &mut parts.cloud] {
        site.prefixes.sort_by_key(|prefix| prefix.value);
        site.prefixes.dedup_by_key(|prefix| prefix.value);
    }
    findings.extend(unpublished);
}

/// Adds a network to the one finding on routes that are not published.
fn list(mut finding: Finding, dest: Sourced<Ipv4Net>) -> Finding {
    match finding.args.first_mut() {
        Some((_, names)) => {
            names.push_str(", ");
            names.push_str(&dest.value.to_string());
        }
        None => finding = finding.with("value", dest.value.to_string()),
    }
    finding.at(dest.origin)
}

/// Only a side that is `0.0.0.0/0` has networks behind it.
fn add_to(site: &mut SiteParts, net: Sourced<Ipv4Net>) {
    if site.has_any() && net.value != ANY {
        site.prefixes.push(net);
    }
}

fn net(scope: Scope<'_>, field: Field, findings: &mut Vec<Finding>) -> Option<Sourced<Ipv4Net>> {
    let text = scope.hint(field)?;
    match subnet::parse(text.value) {
        Ok(Maskable::Known(net)) => Some(Sourced::new(net, text.origin)),
        Ok(Maskable::Masked) => None,
        Err(error) => {
            findings.push(subnets::unusable(text.value, &error, text.origin));
            None
        }
    }
}
