//! Which responses speak of the same connection.
//!
//! A download does not carry its connection's id, so a Describe response is matched by what it
//! says: the only two in one document or in all, the tunnels' ids, or identities and subnets. Never by
//! a guess between several.

use std::collections::HashMap;

use crate::document::{Dialect, Document, DocumentError, Envelope, Item, Node, Operation};

use super::Unread;

use crate::connection::looks_masked_key;

/// An item and the document that it is in.
#[derive(Clone, Copy)]
pub(super) struct Given<'d> {
    pub(super) operation: Operation,
    pub(super) body: Node<'d>,
    pub(super) document: u32,
    pub(super) index: usize,
    pub(super) dialect: Dialect,
    /// What the tool that wrote the document calls it.
    pub(super) label: Option<&'d str>,
    pub(super) envelope: Envelope<'d>,
}

/// One connection: its base, and the Describe response of the same connection.
#[derive(Clone, Copy)]
pub(super) struct Case<'d> {
    pub(super) base: Given<'d>,
    pub(super) described: Option<Given<'d>>,
}

/// All items of all documents.
pub(super) fn items<'d>(documents: &'d [Document<'_>]) -> Result<Vec<Given<'d>>, DocumentError> {
    let mut all = Vec::with_capacity(documents.len());
    for (number, document) in (0..).zip(documents) {
        all.extend(given(number, document.items()?));
    }
    Ok(all)
}

/// All items of all documents, and those that hold no response.
pub(super) fn items_each<'d>(documents: &'d [Document<'_>]) -> (Vec<Given<'d>>, Vec<Unread>) {
    let mut all = Vec::with_capacity(documents.len());
    let mut unread = Vec::new();
    for (number, document) in (0..).zip(documents) {
        let (items, faults) = document.items_each();
        all.extend(given(number, items));
        unread.extend(faults.into_iter().map(|(index, error)| Unread {
            document: number,
            index,
            error,
        }));
    }
    (all, unread)
}

fn given(document: u32, items: Vec<Item<'_>>) -> impl Iterator<Item = Given<'_>> {
    items.into_iter().map(move |item| Given {
        operation: item.operation,
        body: item.body,
        document,
        index: item.index,
        dialect: item.dialect,
        label: item.label(),
        envelope: item.envelope,
    })
}

/// One case for each download, and for each Describe response that belongs to none.
pub(super) fn cases<'d>(given: &[Given<'d>]) -> Vec<Case<'d>> {
    let of = |operation| move |given: &&Given<'d>| given.operation == operation;
    let mut cases: Vec<Case<'d>> = given
        .iter()
        .filter(of(Operation::DownloadVpnConnectionConfig))
        .map(|&base| Case {
            base,
            described: None,
        })
        .collect();
    let mut described: Vec<Given<'d>> = given
        .iter()
        .filter(of(Operation::DescribeVpnConnection))
        .copied()
        .collect();
    if !cases.is_empty() && !described.is_empty() {
        pair(&mut cases, &mut described);
    }
    cases.extend(described.into_iter().map(|base| Case {
        base,
        described: None,
    }));
    cases.sort_by_key(|case| (case.base.document, case.base.index));
    cases
}

/// Moves every Describe response to the download of the same connection.
fn pair<'d>(cases: &mut [Case<'d>], described: &mut Vec<Given<'d>>) {
    if let ([case], [_]) = (&mut *cases, &described[..]) {
        case.described = described.pop();
        return;
    }
    pair_within_documents(cases, described);
    pair_by(cases, described, |given| tunnel_ids(given));
    pair_by(cases, described, |given| vec![ends(given)]);
}

/// A document with one of each holds one connection: a bundle.
fn pair_within_documents<'d>(cases: &mut [Case<'d>], described: &mut Vec<Given<'d>>) {
    let mut counts: HashMap<u32, (usize, usize)> = HashMap::new();
    for case in cases.iter() {
        counts.entry(case.base.document).or_default().0 += 1;
    }
    for given in described.iter() {
        counts.entry(given.document).or_default().1 += 1;
    }
    let mut bundled: HashMap<u32, Given<'d>> = HashMap::new();
    described.retain(|given| {
        let is_bundled = counts.get(&given.document) == Some(&(1, 1));
        if is_bundled {
            bundled.insert(given.document, *given);
        }
        !is_bundled
    });
    for case in cases {
        case.described = bundled.remove(&case.base.document).or(case.described);
    }
}

/// Stands for a key that several have.
const SEVERAL: usize = usize::MAX;

/// Pairs those that share a key that no other has.
fn pair_by<'d>(
    cases: &mut [Case<'d>],
    described: &mut Vec<Given<'d>>,
    keys: impl Fn(Given<'d>) -> Vec<String>,
) {
    if described.is_empty() {
        return;
    }
    let mut owners: HashMap<String, usize> = HashMap::new();
    for (place, given) in described.iter().enumerate() {
        for key in keys(*given) {
            owners
                .entry(key)
                .and_modify(|owner| *owner = SEVERAL)
                .or_insert(place);
        }
    }
    let mut taken = vec![false; described.len()];
    for case in cases.iter_mut().filter(|case| case.described.is_none()) {
        let place = keys(case.base)
            .iter()
            .find_map(|key| owners.get(key).copied());
        if let Some(place) = place.filter(|&place| place != SEVERAL && !taken[place]) {
            taken[place] = true;
            case.described = Some(described[place]);
        }
    }
    let mut taken = taken.into_iter();
    described.retain(|_| !taken.next().unwrap_or(false));
}

/// The ids of the tunnels, of either kind of response.
fn tunnel_ids(given: Given<'_>) -> Vec<String> {
    let (wrapper, item) = match given.operation {
        Operation::DownloadVpnConnectionConfig => ("TunnelsConfig", "TunnelConfig"),
        _ => ("TunnelOptionsSpecification", "TunnelOptions"),
    };
    given
        .body
        .list(wrapper, item)
        .take(2)
        .filter_map(|tunnel| tunnel.get("TunnelId")?.text())
        .filter(|id| !id.is_empty() && !looks_masked_key(id))
        .map(str::to_owned)
        .collect()
}

/// Identities and subnets of a connection without tunnels, in the device's view.
fn ends(given: Given<'_>) -> String {
    let (device, cloud) = match given.operation {
        Operation::DownloadVpnConnectionConfig => ("Local", "Remote"),
        _ => ("Remote", "Local"),
    };
    let text = |node: Option<Node<'_>>| {
        node.and_then(Node::text)
            .unwrap_or_default()
            .trim()
            .to_owned()
    };
    let identity = |side: &str| {
        let section = given.body.get("IkeConfig");
        text(section.and_then(|section| section.get(&format!("{side}Id"))))
    };
    let subnets = |side: &str| {
        let list = text(given.body.get(&format!("{side}Subnet")));
        let mut blocks: Vec<&str> = list.split(',').map(str::trim).collect();
        blocks.sort_unstable();
        blocks.join(",")
    };
    [
        identity(device),
        identity(cloud),
        subnets(device),
        subnets(cloud),
    ]
    .join("|")
}
