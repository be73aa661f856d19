//! Terraform and `OpenTofu`: `terraform show -json` of a state or a plan, and a state file of version 4.
//!
//! What is read: the resources and data sources of the provider `aliyun/alicloud` that hold a connection or one
//! of its gateways, wherever in the modules they stand. Deposed instances and resources that a plan only destroys
//! are left out.

mod attributes;
mod containers;
mod references;
mod resource;

use std::collections::HashSet;

use super::super::dialect::Dialect;
use super::super::entry::Entry;
use super::super::fault::Fault;
use super::super::operation::Operation;
use super::writer::Writer;
use super::{Rewritten, foreign};
use resource::Kind;

/// Rewrites a document of Terraform's; leaves any other alone.
pub(super) fn rewrite<'s>(
    entries: &[Entry<'s>],
    root: u32,
    writer: &mut Writer<'s>,
    rewritten: &mut Vec<Rewritten>,
) -> Result<(), Fault> {
    let Some(container) =
        containers::of(entries, root).map_err(|text| foreign(entries, root, text))?
    else {
        return Ok(());
    };
    let resources = resource::all(entries, root, container);
    if resources.is_empty() {
        return Err(foreign(
            entries,
            root,
            format!(
                "this is {}, and none of its resources is an alicloud_vpn_connection or \
             alicloud_vpn_gateway_vpn_attachment: look for the state or workspace that holds the connection \
             (`terraform state list` names the resources)",
                container.name()
            ),
        ));
    }
    let mut seen = HashSet::new();
    for resource in &resources {
        // A data source may show again what a resource made.
        let id = resource.values.field("id").text().unwrap_or_default();
        if !id.is_empty() && !seen.insert((resource.kind.operation(), id)) {
            continue;
        }
        rewritten.push(Rewritten {
            of: root,
            at: attributes::write(resource, writer),
            operation: resource.kind.operation(),
            dialect: match resource.kind {
                Kind::Attachment => Dialect::TerraformAttachment,
                _ => Dialect::Terraform,
            },
        });
    }
    Ok(())
}

impl Kind {
    const fn operation(self) -> Operation {
        match self {
            Self::Connection | Self::Attachment => Operation::DescribeVpnConnection,
            Self::CustomerGateway => Operation::DescribeCustomerGateway,
            Self::VpnGateway => Operation::DescribeVpnGateway,
        }
    }
}
