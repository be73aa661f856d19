//! A template of the Resource Orchestration Service, as JSON: its resources `ALIYUN::VPC::VpnConnection` and
//! `ALIYUN::VPC::VpnAttachment`, whose properties are the parameters of the request that makes the connection.
//!
//! What the stack fills in (`Ref`, `Fn::…`) is not known here.

use super::super::dialect::Dialect;
use super::super::entry::{Entry, Kind, children};
use super::super::fault::Fault;
use super::super::operation::Operation;
use super::block::{Block, field};
use super::writer::Writer;
use super::{LABEL, Rewritten, foreign};

const TYPES: [&str; 2] = ["ALIYUN::VPC::VpnConnection", "ALIYUN::VPC::VpnAttachment"];

/// Rewrites a template; leaves any other document alone.
pub(super) fn rewrite<'s>(
    entries: &[Entry<'s>],
    root: u32,
    writer: &mut Writer<'s>,
    rewritten: &mut Vec<Rewritten>,
) -> Result<(), Fault> {
    if field(entries, root, "ROSTemplateFormatVersion").is_none() {
        return Ok(());
    }
    let resources = field(entries, root, "Resources");
    let before = rewritten.len();
    for resource in resources.into_iter().flat_map(|at| children(entries, at)) {
        let block = Block::new(entries, resource);
        let is_ours = |kind: &str| TYPES.contains(&kind);
        let properties = block.field("Properties");
        if !block.field("Type").text().is_some_and(is_ours) {
            continue;
        }
        let Some(at) = properties
            .index()
            .filter(|_| properties.kind() == Some(Kind::Object))
        else {
            continue;
        };
        let label = entries[resource as usize].name.clone().into_owned();
        let object = writer.container("", Kind::Object, properties.span(), |writer| {
            writer.text(LABEL, label, entries[resource as usize].span.clone());
            for property in children(entries, at) {
                let name = entries[property as usize].name.clone();
                writer.copy(name, entries, property);
            }
        });
        rewritten.push(Rewritten {
            of: root,
            at: object,
            operation: Operation::DescribeVpnConnection,
            dialect: Dialect::Request,
        });
    }
    if rewritten.len() > before {
        return Ok(());
    }
    let text = "this is a template of ROS, and none of its resources is an ALIYUN::VPC::VpnConnection or \
                ALIYUN::VPC::VpnAttachment: look for the stack that holds the connection";
    Err(foreign(entries, root, text))
}
