//! Reads operations that answer by pages.

use super::{Client, CloudError, Operation};
use crate::document::{Document, Node, decode};

/// The largest page that the API gives.
const PAGE_SIZE: usize = 50;

/// The most pages that are asked for: enough for 50,000 entries, and an end where a server has none.
const MOST_PAGES: usize = 1000;

/// A list as an operation gives it: the name around its entries, and the name of an entry within, which
/// some operations leave out.
pub(super) type List = (&'static str, &'static str);

/// Asks for page after page until all entries were seen, or an empty page comes where the service does not
/// count them. `visit` gets each page's body, as received, and the document in it. Returns how many pages
/// there were.
///
/// Pages are no snapshot: what comes and goes between two of them moves entries from one to the other.
pub(super) fn each(
    client: &Client<'_>,
    operation: Operation,
    id: &str,
    parameters: &[(&'static str, &str)],
    list: List,
    visit: &mut dyn FnMut(&Page<'_>),
) -> Result<usize, CloudError> {
    let size = PAGE_SIZE.to_string();
    let mut seen = 0;
    for count in 1..=MOST_PAGES {
        let number = count.to_string();
        let mut parameters = parameters.to_vec();
        parameters.extend([("PageNumber", number.as_str()), ("PageSize", size.as_str())]);
        let body = client.call_with(operation, id, &parameters)?;
        let document = read(&body, operation)?;
        let page =
            Page::of(&body, document.root(), list).ok_or_else(|| CloudError::Incomplete {
                action: operation.name().to_owned(),
                field: list.0,
            })?;
        seen += page.entries.len();
        visit(&page);
        if page.entries.is_empty() || page.total.is_some_and(|total| seen >= total) {
            return Ok(count);
        }
    }
    Err(CloudError::Incomplete {
        action: operation.name().to_owned(),
        field: "end",
    })
}

/// One page.
pub(super) struct Page<'d> {
    /// The answer, as received.
    pub(super) body: &'d [u8],
    /// The entries.
    pub(super) entries: Vec<Node<'d>>,
    /// How many entries there are on all pages, as the server says.
    pub(super) total: Option<usize>,
}

impl<'d> Page<'d> {
    /// `None` where the list itself is missing, which is not the same as an empty one.
    fn of(body: &'d [u8], answer: Node<'d>, (wrapper, item): List) -> Option<Self> {
        answer.get(wrapper)?;
        let entries: Vec<_> = answer.list(wrapper, item).collect();
        let total = answer
            .get("TotalCount")
            .and_then(|total| total.text()?.trim().parse().ok());
        Some(Self {
            body,
            entries,
            total,
        })
    }
}

/// An answer as a document.
pub(super) fn read(body: &[u8], operation: Operation) -> Result<Document<'_>, CloudError> {
    let document = decode(body).and_then(Document::parse);
    document.map_err(|_| CloudError::Incomplete {
        action: operation.name().to_owned(),
        field: "readable content",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(body: &str) -> Option<(usize, Option<usize>)> {
        let document = read(body.as_bytes(), Operation::DescribeVpnConnections).unwrap();
        let page = Page::of(&[], document.root(), ("VpnConnections", "VpnConnection"))?;
        Some((page.entries.len(), page.total))
    }

    #[test]
    fn entries_and_total_in_every_shape() {
        for (body, expected) in [
            (
                r#"{"VpnConnections":{"VpnConnection":[{"a":1},{"a":2}]},"TotalCount":9}"#,
                (2, Some(9)),
            ),
            (
                r#"{"VpnConnections":[{"a":1},{"a":2}],"TotalCount":"9"}"#,
                (2, Some(9)),
            ),
            (r#"{"VpnConnections":{"VpnConnection":{"a":1}}}"#, (1, None)),
            (
                r#"{"VpnConnections":{"VpnConnection":[]},"TotalCount":0}"#,
                (0, Some(0)),
            ),
            (r#"{"VpnConnections":{},"TotalCount":"x"}"#, (0, None)),
        ] {
            assert_eq!(counted(body), Some(expected), "{body}");
        }
    }

    #[test]
    fn a_page_without_its_list_is_none() {
        assert_eq!(counted(r#"{"TotalCount":9}"#), None);
    }
}
