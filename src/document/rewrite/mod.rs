//! Documents of other tools that hold a connection, in the API's own words.
//!
//! Terraform, its like and inventories write the same things as `DescribeVpnConnection` and the gateways' operations, under
//! names and in shapes of their own. Here they become objects as the API would write them, after the tree of
//! the document; every value keeps its place in the text. So there is one reader of connections, and it knows no
//! tool.

mod block;
mod ros;
mod rows;
mod terraform;
mod writer;

use std::borrow::Cow;

use super::dialect::Dialect;
use super::entry::{Entry, Kind};
use super::fault::{Fault, Reason};
use super::operation::Operation;
use writer::Writer;

/// The field of an envelope in which a document may stand.
const RESPONSE: &str = "response";

/// An object that was built, in the place of one that the document has.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rewritten {
    /// The entry that it stands for.
    pub(super) of: u32,
    /// Its own entry.
    pub(super) at: u32,
    pub(super) operation: Operation,
    pub(super) dialect: Dialect,
}

/// The field that holds what the tool calls a resource, in the objects that are built.
pub(super) const LABEL: &str = "ResourceAddress";

/// Adds what the document of another tool says in the API's words to its entries.
///
/// # Errors
///
/// A document that is such a tool's, and says nothing that can be read.
pub(super) fn rewrite(entries: &mut Vec<Entry<'_>>) -> Result<Vec<Rewritten>, Fault> {
    let mut writer = Writer::after(entries);
    let mut rewritten = Vec::new();
    if let Some(root) = inside(entries) {
        terraform::rewrite(entries, root, &mut writer, &mut rewritten)?;
        ros::rewrite(entries, root, &mut writer, &mut rewritten)?;
    }
    rows::rewrite(entries, &mut writer, &mut rewritten)?;
    entries.extend(writer.into_entries());
    Ok(rewritten)
}

/// A document of another tool that says nothing that can be read: why, at one of its entries.
fn foreign(entries: &[Entry<'_>], at: u32, text: impl Into<Cow<'static, str>>) -> Fault {
    let start = entries[at as usize].span.start;
    Fault::new(start, Reason::Foreign(text.into()))
}

/// The outermost object, out of an envelope that gives it an id.
fn inside(entries: &[Entry<'_>]) -> Option<u32> {
    let is_object = |&index: &u32| entries[index as usize].kind == Kind::Object;
    let root = Some(0).filter(is_object)?;
    match block::field(entries, root, RESPONSE) {
        Some(response) => Some(response).filter(is_object),
        None => Some(root),
    }
}
