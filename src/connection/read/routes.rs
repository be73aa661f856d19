//! Route entries, by the connection that they lead to.
//!
//! A route of a VPN gateway whose next hop is the connection leads to the premises, so `RouteDest` is the
//! device's. The VPC's side stands in the `RouteSource` of policy routes and, for a connection
//! on a transit router, in routes whose `Source` is `CLOUD`.

use std::collections::HashMap;

use crate::document::Operation;

use super::Side;
use super::scope::Scope;

/// One entry that leads to a connection.
#[derive(Clone, Copy)]
pub(super) struct Route<'d> {
    pub(super) scope: Scope<'d>,
    /// The side of `RouteDest`.
    pub(super) side: Side,
    pub(super) published: bool,
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
