//! The responses that accompany connections: gateways and routes, found by id or by address.

use std::collections::{HashMap, HashSet};

use crate::connection::{Field, Origin, Source, looks_masked};
use crate::document::{Node, Operation};
use crate::findings::{Finding, catalogue};

use super::gather::{Case, Given};
use super::routes::{self, Route};
use super::scope::Scope;
use super::shown::shown;

/// All of them, with a note of which were of use.
pub(super) struct Companions<'d> {
    all: Vec<Companion<'d>>,
    /// By the connection's id.
    attachments: HashMap<&'d str, usize>,
    /// The only one, where there is one connection alone.
    sole_attachment: Option<usize>,
    customer_gateways: Gateways<'d>,
    vpn_gateways: Gateways<'d>,
    /// By the connection's id, and by the tunnel's.
    routes: HashMap<&'d str, Vec<Route<'d>>>,
}

struct Companion<'d> {
    scope: Scope<'d>,
    operation: Operation,
    used: bool,
}

/// Gateways of one kind, by id and by address.
#[derive(Default)]
struct Gateways<'d> {
    index: HashMap<&'d str, Places>,
    any: Option<Places>,
}

/// Where something is that should be there once.
#[derive(Clone, Copy)]
struct Places {
    first: usize,
    several: bool,
}

impl Gateways<'_> {
    /// By id. Where no document tells the id, by address, if one alone has it; else the only one there
    /// is: it is compared, so that what does not fit is reported instead of being passed over.
    fn find(&self, id: Option<&str>, address: Option<&str>) -> Option<usize> {
        let alone = |places: &Places| (!places.several).then_some(places.first);
        match id {
            Some(id) => self.index.get(id).map(|places| places.first),
            None => match address.and_then(|address| self.index.get(address)) {
                Some(places) => alone(places),
                None => self.any.as_ref().and_then(alone),
            },
        }
    }
}

impl<'d> Companions<'d> {
    /// Sorts the items that are no connections. Where there is one connection alone, the only gateway
    /// of its kind is taken to be its own.
    pub(super) fn of(given: &[Given<'d>], is_alone: bool) -> Self {
        let mut companions = Self {
            all: Vec::new(),
            attachments: HashMap::new(),
            sole_attachment: None,
            customer_gateways: Gateways::default(),
            vpn_gateways: Gateways::default(),
            routes: HashMap::new(),
        };
        for given in given {
            companions.add(given);
        }
        if is_alone && companions.attachments.len() == 1 {
            companions.sole_attachment = companions.attachments.values().next().copied();
        }
        if !is_alone {
            companions.customer_gateways.any = None;
            companions.vpn_gateways.any = None;
        }
        companions
    }

    pub(super) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    fn add(&mut self, given: &Given<'d>) {
        let source = match given.operation {
            Operation::DownloadVpnConnectionConfig | Operation::DescribeVpnConnection => return,
            Operation::DescribeVpnAttachment => Source::Attachment,
            Operation::DescribeCustomerGateway => Source::CustomerGateway,
            Operation::DescribeVpnGateway => Source::VpnGateway,
            Operation::DescribeVpnRouteEntries
            | Operation::DescribeVpnPbrRouteEntries
            | Operation::DescribeVcoRouteEntries => Source::Routes,
        };
        let scope = Scope {
            node: given.body,
            source,
            document: given.document,
            dialect: given.dialect,
            tunnel: None,
        };
        let place = self.all.len();
        self.all.push(Companion {
            scope,
            operation: given.operation,
            used: false,
        });
        if source == Source::Attachment {
            if let Some(id) = given.body.get("InstanceId").and_then(Node::text) {
                self.attachments.entry(id.trim()).or_insert(place);
            }
            return;
        }
        let (names, gateways) = match source {
            Source::CustomerGateway => (
                &[Field::CustomerGatewayId, Field::CustomerGatewayIp][..],
                &mut self.customer_gateways,
            ),
            Source::VpnGateway => (
                &[
                    Field::VpnGatewayId,
                    Field::InternetIp,
                    Field::DisasterRecoveryInternetIp,
                ][..],
                &mut self.vpn_gateways,
            ),
            _ => {
                routes::index(scope, given.operation, place, &mut self.routes);
                return;
            }
        };
        let own = Places {
            first: place,
            several: false,
        };
        gateways.any = Some(Places {
            several: gateways.any.is_some(),
            ..own
        });
        let keys = names.iter().filter_map(|&name| scope.hint(name));
        for key in keys.filter(|key| !looks_masked(key.value)) {
            gateways
                .index
                .entry(key.value)
                .and_modify(|places| places.several |= places.first != place)
                .or_insert(own);
        }
    }

    /// A customer gateway, by its id or its address.
    pub(super) fn customer_gateway(
        &mut self,
        id: Option<&str>,
        address: Option<&str>,
    ) -> Option<Scope<'d>> {
        let place = self.customer_gateways.find(id, address)?;
        Some(self.take(place))
    }

    /// How a connection is attached to a transit router: by its id or, where no document tells it, the only one
    /// that there is.
    pub(super) fn attachment(&mut self, id: Option<&str>) -> Option<Scope<'d>> {
        let place = match id {
            Some(id) => self.attachments.get(id).copied(),
            None => self.sole_attachment,
        };
        Some(self.take(place?))
    }

    /// A VPN gateway, by its id or one of its addresses.
    pub(super) fn vpn_gateway(
        &mut self,
        id: Option<&str>,
        address: Option<&str>,
    ) -> Option<Scope<'d>> {
        let place = self.vpn_gateways.find(id, address)?;
        Some(self.take(place))
    }

    /// The routes of a connection: those that lead to its id and those that lead to a tunnel of it.
    pub(super) fn routes(&mut self, id: Option<&str>, tunnels: &[&str]) -> Vec<Route<'d>> {
        let mut found: Vec<Route<'d>> = Vec::new();
        let mut seen = HashSet::new();
        for key in id.into_iter().chain(tunnels.iter().copied()) {
            for route in self.routes.get(key).into_iter().flatten() {
                // One entry may name both.
                if seen.insert(route.place()) {
                    found.push(*route);
                }
            }
        }
        for route in &found {
            self.all[route.companion].used = true;
        }
        found
    }

    fn take(&mut self, place: usize) -> Scope<'d> {
        self.all[place].used = true;
        self.all[place].scope
    }

    /// A finding for each document of which nothing was of use.
    pub(super) fn report_unused(&self, cases: &[Case<'d>], findings: &mut Vec<Finding>) {
        if self.is_empty() {
            return;
        }
        let mut settled = HashSet::new();
        let mut settle = |document: u32| !settled.insert(document);
        for case in cases {
            settle(case.base.document);
        }
        for companion in self.all.iter().filter(|companion| companion.used) {
            settle(companion.scope.document);
        }
        let unused = self
            .all
            .iter()
            .filter(|companion| !settle(companion.scope.document));
        for companion in unused {
            let scope = companion.scope;
            let id = [Field::CustomerGatewayId, Field::VpnGatewayId]
                .into_iter()
                .find_map(|field| scope.hint(field));
            let place: Origin = scope.origin(Field::Whole, scope.node);
            findings.push(
                Finding::new(&catalogue::COMPANION_UNUSED)
                    .with("document", companion.operation.as_str())
                    .with(
                        "value",
                        id.map_or_else(|| "routes".to_owned(), |id| shown(id.value)),
                    )
                    .at(place),
            );
        }
    }
}
