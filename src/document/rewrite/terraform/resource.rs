//! The resources of a document that say something of a connection, wherever they stand.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::super::super::entry::{Entry, children};
use super::super::block::Block;
use super::containers::Container;
use super::references::References;

/// What a resource or an element of a data source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `alicloud_vpn_connection`, on a VPN gateway.
    Connection,
    /// `alicloud_vpn_gateway_vpn_attachment`, for a transit router.
    Attachment,
    CustomerGateway,
    VpnGateway,
}

/// Type of a resource, type of the data source that lists the same, and the list's name in it.
const TYPES: [(&str, &str, &str, Kind); 4] = [
    (
        "alicloud_vpn_connection",
        "alicloud_vpn_connections",
        "connections",
        Kind::Connection,
    ),
    (
        "alicloud_vpn_gateway_vpn_attachment",
        "alicloud_vpn_gateway_vpn_attachments",
        "attachments",
        Kind::Attachment,
    ),
    (
        "alicloud_vpn_customer_gateway",
        "alicloud_vpn_customer_gateways",
        "gateways",
        Kind::CustomerGateway,
    ),
    (
        "alicloud_vpn_gateway",
        "alicloud_vpn_gateways",
        "gateways",
        Kind::VpnGateway,
    ),
];

/// One resource.
pub(super) struct Resource<'e, 's> {
    pub(super) kind: Kind,
    /// What Terraform calls it, for instance `module.sites.alicloud_vpn_connection.site["paris"]`.
    pub(super) address: String,
    pub(super) values: Block<'e, 's>,
    /// The gateways that it names before they have an id.
    pub(super) references: References,
}

/// All of them: the resources first, then what data sources show.
pub(super) fn all<'e, 's>(
    entries: &'e [Entry<'s>],
    root: u32,
    container: Container,
) -> Vec<Resource<'e, 's>> {
    let document = Block::new(entries, root);
    let mut found = Found {
        resources: Vec::new(),
        data: Vec::new(),
        unknown: HashMap::new(),
    };
    match container {
        Container::State => found.module(document.field("values").field("root_module")),
        Container::Plan => {
            found.note_unknown(document.field("resource_changes"));
            found.module(document.field("planned_values").field("root_module"));
            // A plan holds a data source that was read already only in the state before it.
            let managed = found.resources.len();
            let prior = document.field("prior_state").field("values");
            found.module(prior.field("root_module"));
            found.resources.truncate(managed);
        }
        Container::File => found.instances(document.field("resources")),
    }
    let Found {
        mut resources,
        data,
        ..
    } = found;
    if container == Container::Plan {
        let configuration = document.field("configuration").field("root_module");
        let known: Vec<String> = resources
            .iter()
            .map(|resource| resource.address.clone())
            .collect();
        for resource in &mut resources {
            resource.references = References::of(&resource.address, configuration, &known);
        }
    }
    resources.extend(data);
    resources
}

struct Found<'e, 's> {
    resources: Vec<Resource<'e, 's>>,
    data: Vec<Resource<'e, 's>>,
    /// `after_unknown` of a planned resource, by its address.
    unknown: HashMap<&'e str, u32>,
}

impl<'e, 's> Found<'e, 's> {
    /// A module and those inside it.
    fn module(&mut self, module: Block<'e, 's>) {
        for resource in module.field("resources").elements() {
            let (Some(kind), Some(address)) = (
                resource.field("type").text(),
                resource.field("address").text(),
            ) else {
                continue;
            };
            if resource.field("deposed_key").text().is_some() {
                continue;
            }
            let unknown = self.unknown.get(address).copied();
            let values = resource.field("values").with_unknown(unknown);
            self.add(kind, address.to_owned(), values);
        }
        for child in module.field("child_modules").elements() {
            self.module(child);
        }
    }

    /// The resources of a state file, each with its instances.
    fn instances(&mut self, resources: Block<'e, 's>) {
        for resource in resources.elements() {
            let text = |name: &str| resource.field(name).text();
            let (Some(kind), Some(name)) = (text("type"), text("name")) else {
                continue;
            };
            for instance in resource.field("instances").elements() {
                if instance.field("deposed").text().is_some() {
                    continue;
                }
                let mut address = String::new();
                if let Some(module) = text("module") {
                    address = format!("{module}.");
                }
                if text("mode") == Some("data") {
                    address.push_str("data.");
                }
                // Writing to a string does not fail.
                let _ = write!(address, "{kind}.{name}");
                let key = instance.field("index_key");
                match key.text() {
                    Some(number) if number.bytes().all(|b| b.is_ascii_digit()) => {
                        let _ = write!(address, "[{number}]");
                    }
                    Some(key) => {
                        let _ = write!(address, "[{key:?}]");
                    }
                    None => {}
                }
                self.add(kind, address, instance.field("attributes"));
            }
        }
    }

    fn add(&mut self, kind: &str, address: String, values: Block<'e, 's>) {
        for &(resource, data_source, list, own) in &TYPES {
            if kind == resource {
                self.resources.push(Resource {
                    kind: own,
                    address,
                    values,
                    references: References::default(),
                });
                return;
            }
            if kind == data_source {
                let elements = values.field(list).elements().into_iter();
                self.data
                    .extend(elements.enumerate().map(|(place, values)| Resource {
                        kind: own,
                        address: format!("{address}.{list}[{place}]"),
                        values,
                        references: References::default(),
                    }));
                return;
            }
        }
    }

    /// What is not known of each resource until the plan is applied.
    fn note_unknown(&mut self, changes: Block<'e, 's>) {
        let Some(list) = changes.index() else { return };
        for change in children(changes.entries(), list) {
            let change = Block::new(changes.entries(), change);
            let unknown = change.field("change").field("after_unknown").index();
            let is_deposed = change.field("deposed").text().is_some();
            if let (Some(address), Some(unknown), false) =
                (change.field("address").text(), unknown, is_deposed)
            {
                self.unknown.insert(address, unknown);
            }
        }
    }
}
