//! Names that occur twice in one object: a list in XML, a fault everywhere else.
//!
//! Readers differ in which of two equal keys they take, so taking either could configure the device
//! with a value that its owner does not see. Names that differ in case only are one field, as the reader takes
//! either.

use std::collections::HashMap;

use super::entry::{Entry, children};
use super::lists;

/// Whether a name may occur twice in one object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Repeats {
    /// Never: JSON writes a list as a list.
    Refused,
    /// Where it makes a list: XML repeats the element. That is a name that the API is known to
    /// repeat, or the only name of its parent (which then is a wrapper).
    Lists,
}

/// Up to this many children, comparing all pairs is cheaper than a map.
const FEW: usize = 16;

/// The first child that repeats the name of an earlier one against the rule, after that one.
pub(super) fn find(entries: &[Entry<'_>], object: u32, repeats: Repeats) -> Option<(u32, u32)> {
    let name = |index: u32| entries[index as usize].name.as_ref();
    let indexes = || children(entries, object);
    if repeats == Repeats::Lists {
        let first = indexes().next()?;
        if indexes().all(|index| name(index) == name(first)) {
            return None;
        }
    }
    let is_fault = |index: u32| repeats == Repeats::Refused || !lists::is_list(name(index));

    let mut seen = [("", 0); FEW];
    for (count, again) in indexes().enumerate() {
        if count == FEW {
            return find_among_many(indexes(), name, is_fault);
        }
        let own = name(again);
        let first = seen[..count].iter().find(|(name, _)| same(name, own));
        if let Some(&(_, first)) = first.filter(|_| is_fault(again)) {
            return Some((first, again));
        }
        seen[count] = (own, again);
    }
    None
}

fn same(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
}

fn find_among_many<'e>(
    mut indexes: impl Iterator<Item = u32>,
    name: impl Fn(u32) -> &'e str,
    is_fault: impl Fn(u32) -> bool,
) -> Option<(u32, u32)> {
    let mut seen = HashMap::new();
    indexes.find_map(|again| {
        seen.insert(name(again).to_ascii_lowercase(), again)
            .filter(|_| is_fault(again))
            .map(|first| (first, again))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Document, DocumentError};

    #[test]
    fn a_repeated_name_is_found_in_objects_of_every_size() {
        for size in [2, FEW - 1, FEW, FEW + 1, 40] {
            for repeated in [0, size - 1] {
                let mut fields: Vec<String> = (0..size).map(|n| format!("\"k{n}\":1")).collect();
                let sound = format!("{{{}}}", fields.join(","));
                assert!(Document::parse(&sound).is_ok(), "{sound}");
                fields.push(format!("\"k{repeated}\":2"));
                let text = format!("{{{}}}", fields.join(","));
                let path = match Document::parse(&text) {
                    Err(DocumentError::Repeated { path, .. }) => path,
                    other => panic!("{text}: {other:?}"),
                };
                assert_eq!(path, format!("k{repeated}"));
                let text =
                    text.replace(&format!("\"k{repeated}\":2"), &format!("\"K{repeated}\":2"));
                assert!(
                    matches!(Document::parse(&text), Err(DocumentError::Repeated { .. })),
                    "{text}"
                );
            }
        }
    }

    #[test]
    fn a_field_in_two_cases_is_there_twice() {
        for text in [
            r#"{"psk":"A","Psk":"B"}"#,
            r#"{"IkeConfig":{"Psk":null,"PSK":"B"}}"#,
            "<a><psk>A</psk><Psk>B</Psk><Local>1</Local></a>",
        ] {
            let error = Document::parse(text).unwrap_err();
            assert!(matches!(error, DocumentError::Repeated { .. }), "{text}");
            assert!(error.to_string().contains("case"), "{error}");
        }
    }
}
