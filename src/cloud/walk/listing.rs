//! Which connections a region has.
//!
//! A list that comes in several pages is no snapshot: one connection is deleted, another one made, and a third
//! slips from the second page to the first after that was read. So the list is read again until two passes agree.

use std::collections::HashSet;

use crate::cloud::{Client, CloudError, Notice, Operation, page};

/// The most passes that are made for two that agree.
const MOST_PASSES: usize = 8;

/// What a region lists.
#[derive(Debug, Default)]
pub(super) struct Listing {
    /// Ids in the order of the last pass, each once.
    pub(super) connections: Vec<String>,
    /// Why there may be more, where that is so.
    pub(super) incomplete: Option<CloudError>,
}

impl Listing {
    /// Reads the list; fails only where not even its first page can be had.
    pub(super) fn read(client: &Client<'_>) -> Result<Self, CloudError> {
        let mut seen = Vec::new();
        let mut known = HashSet::new();
        let mut before: Option<HashSet<String>> = None;
        for _ in 0..MOST_PASSES {
            let mut pass = Pass::default();
            let pages = pass.read(client);
            for id in &pass.connections {
                if known.insert(id.clone()) {
                    seen.push(id.clone());
                }
            }
            match pages {
                Err(error) if seen.is_empty() => return Err(error),
                // What was listed until then is there.
                Err(error) => {
                    return Ok(Self {
                        connections: seen,
                        incomplete: Some(error),
                    });
                }
                Ok(pages) => {
                    let now: HashSet<String> = pass.connections.iter().cloned().collect();
                    // One page is a snapshot by itself.
                    let is_whole = pass.counted.is_none_or(|counted| now.len() >= counted);
                    if is_whole && (pages == 1 || before.as_ref() == Some(&now)) {
                        return Ok(Self {
                            connections: pass.connections,
                            incomplete: None,
                        });
                    }
                    before = Some(now);
                }
            }
        }
        Ok(Self {
            connections: seen,
            incomplete: Some(CloudError::Unsettled {
                passes: MOST_PASSES,
            }),
        })
    }
}

/// One pass over the pages.
#[derive(Default)]
struct Pass {
    connections: Vec<String>,
    /// How many there are, as the service says with the last page.
    counted: Option<usize>,
}

impl Pass {
    /// Returns the number of pages.
    fn read(&mut self, client: &Client<'_>) -> Result<usize, CloudError> {
        let mut known = HashSet::new();
        let operation = Operation::DescribeVpnConnections;
        let entries = ("VpnConnections", "VpnConnection");
        page::each(client, operation, "", &[], entries, &mut |page| {
            let ids = page.entries.iter();
            for id in ids.filter_map(|entry| entry.get("VpnConnectionId")?.text()) {
                if known.insert(id.to_owned()) {
                    self.connections.push(id.to_owned());
                }
            }
            self.counted = page.total;
            client.observer().notice(&Notice::Listed {
                known: known.len(),
                total: page.total,
            });
        })
    }
}
