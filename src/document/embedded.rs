//! Documents inside strings: a `body` that is text, or `IkeConfig` as "a JSON string", as old parameter
//! tables of the API have it.

use std::borrow::Cow;
use std::ops::Range;

use zeroize::Zeroizing;

use super::content::Content;
use super::entry::Kind;
use super::fault::Fault;
use super::offsets::Offsets;
use super::tree::Builder;
use super::{Format, Operation};

/// Fields whose text may be a document. The root, or an element of a list that is the root, has no name.
const OPENED: &[&str] = &[
    "",
    "body",
    "response",
    "IkeConfig",
    "IpsecConfig",
    "VpnConnectionConfig",
];

/// Adds a scalar, or, where its text is a document that belongs there, that document.
pub(super) fn add<'t>(
    tree: &mut Builder<'t>,
    name: Cow<'t, str>,
    text: Cow<'t, str>,
    span: Range<u32>,
    offsets: impl FnOnce() -> Offsets,
) -> Result<(), Fault> {
    let Some(format) = format(&text).filter(|_| is_opened(tree.called(&name))) else {
        return tree.leaf(name, Kind::Scalar, text, span);
    };
    let offsets = offsets();
    // Keys are copied out of this text, so it does not stay behind.
    let text = Zeroizing::new(text.into_owned());
    let mut inner = tree.inside(span.start)?;
    format
        .read(&text, &mut inner)
        .map_err(|fault| fault.embedded(&tree.next_path(&name), format, &offsets))?;
    tree.graft(name, inner, &offsets);
    Ok(())
}

fn format(text: &str) -> Option<Format> {
    match Content::of(text) {
        Content::Json => Some(Format::Json),
        Content::Xml => Some(Format::Xml),
        _ => None,
    }
}

fn is_opened(name: &str) -> bool {
    OPENED.iter().any(|field| field.eq_ignore_ascii_case(name))
        || Operation::from_name(name).is_some()
}
