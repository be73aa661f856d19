//! One manifest over its parent: what a family shares is written once, a child says what differs.
//!
//! - `schema`, `id`, `aliases`, `family`, `drop`, `append` are the child's own; they are not inherited.
//! - `name`, `about`, `versions`, `[releases]`, `comment`, `comment_utf8`, `load` (with `load_zh`), `identity`, `names`, `[psk]`, `[bgp_key]`, each
//!   topology and each lifetime: the child's as a whole, else the parent's.
//! - `[[output]]` by `path`, `[[limit]]` by `rule`, `[[fact]]` and `[[input]]` by `name`: a child's entry takes the place of the
//!   parent's; others follow.
//! - `[[selectors]]`: the child's alone, as soon as it has one; with `append = ["selectors"]` its own stand first and the
//!   parent's follow.
//! - `[keywords]`: word by word. A word keeps the source of the table that it was written in.
//! - `[unused]` and `[sources]`: added up.
//! - `drop` takes out what the parent says: `drop = ["limit.named-peer", "input.mtu", "keywords.ike.dh.group24"]`.
//! - Templates: a file of the target's own folder, else that of the parent's.
//!
//! Nothing is supplied to a manifest without a parent.

use std::collections::BTreeMap;

use super::manifest::{Keywords, Lifetimes, Manifest, PhaseWords, Topologies};
use super::sources::written_out;
use super::words::{Word, WordTable};
use crate::prose::Prose;

/// The child's statements over its parents'.
pub(super) fn merge(chain: Vec<(String, Manifest)>) -> Manifest {
    let mut layers = chain.into_iter().rev().map(|(_, manifest)| manifest);
    let first = layers
        .next()
        .unwrap_or_else(|| unreachable!("a chain holds at least the manifest itself"));
    let mut merged = layers.fold(first, over);
    written_out(&mut merged);
    merged
}

/// Takes out what a child does not inherit; false where there is no such thing.
pub(super) fn drop(parent: &mut Manifest, path: &str) -> bool {
    let (kind, name) = path.split_once('.').unwrap_or((path, ""));
    let left = |before: usize, after: usize| before != after;
    match kind {
        "limit" => left(
            parent.limit.len(),
            retain(&mut parent.limit, |l| l.rule != name),
        ),
        "input" => left(
            parent.input.len(),
            retain(&mut parent.input, |i| i.name != name),
        ),
        "fact" => left(
            parent.fact.len(),
            retain(&mut parent.fact, |f| f.name != name),
        ),
        "output" => left(
            parent.output.len(),
            retain(&mut parent.output, |o| o.path != name),
        ),
        "selectors" => !std::mem::take(&mut parent.selectors).is_empty(),
        "unused" => parent.unused.remove(name).is_some(),
        "identity" => parent.identity.take().is_some(),
        "bgp_key" => parent.bgp_key.take().is_some(),
        "topology" => match name {
            "policy" => parent.topology.policy.take().is_some(),
            "route" => parent.topology.route.take().is_some(),
            _ => false,
        },
        "lifetime" => match name {
            "ikev1" => parent.lifetime.ikev1.take().is_some(),
            "ikev2" => parent.lifetime.ikev2.take().is_some(),
            "esp" => parent.lifetime.esp.take().is_some(),
            _ => false,
        },
        "keywords" => drop_word(&mut parent.keywords, name),
        _ => false,
    }
}

fn retain<T>(list: &mut Vec<T>, keep: impl Fn(&T) -> bool) -> usize {
    list.retain(keep);
    list.len()
}

/// `ike.dh.group24`, `ike.dh`, `ike`.
fn drop_word(keywords: &mut Keywords, path: &str) -> bool {
    let mut parts = path.split('.');
    let phase = match parts.next() {
        Some("both") => &mut keywords.both,
        Some("ike") => &mut keywords.ike,
        Some("ikev1") => &mut keywords.ikev1,
        Some("ikev2") => &mut keywords.ikev2,
        Some("esp") => &mut keywords.esp,
        Some("esp-ikev1") => &mut keywords.esp_ikev1,
        Some("esp-ikev2") => &mut keywords.esp_ikev2,
        _ => return false,
    };
    let table = match parts.next() {
        Some("encryption") => &mut phase.encryption,
        Some("integrity") => &mut phase.integrity,
        Some("prf") => &mut phase.prf,
        Some("dh") => &mut phase.dh,
        _ => return false,
    };
    match parts.next() {
        Some(word) => table.words.remove(word).is_some(),
        None => !std::mem::take(table).words.is_empty(),
    }
}

/// One child over the parent that was merged so far.
fn over(mut parent: Manifest, mut child: Manifest) -> Manifest {
    for path in &child.drop {
        drop(&mut parent, path);
    }
    let mut selectors = std::mem::take(&mut child.selectors);
    if selectors.is_empty() || child.append.iter().any(|list| list == "selectors") {
        selectors.append(&mut parent.selectors);
    }
    let mut sources = std::mem::take(&mut parent.sources);
    sources.append(&mut child.sources);
    Manifest {
        schema: child.schema,
        id: child.id,
        name: child.name.or(parent.name),
        aliases: child.aliases,
        parent: child.parent,
        family: child.family,
        about: child.about.or(parent.about),
        versions: if child.versions.is_empty() {
            parent.versions
        } else {
            child.versions
        },
        releases: child.releases.or(parent.releases),
        comment: child.comment.or(parent.comment),
        comment_utf8: child.comment_utf8.or(parent.comment_utf8),
        // A sentence and its translation stay together.
        load_zh: if child.load.is_some() {
            child.load_zh
        } else {
            parent.load_zh
        },
        load: child.load.or(parent.load),
        output: by_key(parent.output, child.output, |output| &output.path),
        topology: Topologies {
            flows: child.topology.flows.or(parent.topology.flows),
            flows_dual: child.topology.flows_dual.or(parent.topology.flows_dual),
            policy: child.topology.policy.or(parent.topology.policy),
            route: child.topology.route.or(parent.topology.route),
        },
        selectors,
        keywords: keywords(parent.keywords, child.keywords),
        limit: by_key(parent.limit, child.limit, |limit| &limit.rule),
        lifetime: Lifetimes {
            ikev1: child.lifetime.ikev1.or(parent.lifetime.ikev1),
            ikev2: child.lifetime.ikev2.or(parent.lifetime.ikev2),
            esp: child.lifetime.esp.or(parent.lifetime.esp),
        },
        psk: child.psk.or(parent.psk),
        bgp_key: child.bgp_key.or(parent.bgp_key),
        identity: child.identity.or(parent.identity),
        names: child.names.or(parent.names),
        input: by_key(parent.input, child.input, |input| &input.name),
        fact: by_key(parent.fact, child.fact, |fact| &fact.name),
        unused: parent.unused.into_iter().chain(child.unused).collect(),
        sources,
        drop: child.drop,
        append: child.append,
    }
}

/// The child's entry replaces the parent's of the same key; new ones follow.
fn by_key<T>(mut parent: Vec<T>, child: Vec<T>, key: impl Fn(&T) -> &str) -> Vec<T> {
    parent.retain(|entry| !child.iter().any(|own| key(own) == key(entry)));
    parent.extend(child);
    parent
}

fn keywords(parent: Keywords, child: Keywords) -> Keywords {
    Keywords {
        both: phase(parent.both, child.both),
        ike: phase(parent.ike, child.ike),
        ikev1: phase(parent.ikev1, child.ikev1),
        ikev2: phase(parent.ikev2, child.ikev2),
        esp: phase(parent.esp, child.esp),
        esp_ikev1: phase(parent.esp_ikev1, child.esp_ikev1),
        esp_ikev2: phase(parent.esp_ikev2, child.esp_ikev2),
    }
}

fn phase(parent: PhaseWords, child: PhaseWords) -> PhaseWords {
    PhaseWords {
        encryption: table(parent.encryption, child.encryption),
        integrity: table(parent.integrity, child.integrity),
        prf: table(parent.prf, child.prf),
        dh: table(parent.dh, child.dh),
    }
}

/// Word by word. The parent's words keep the parent's source.
fn table(parent: WordTable, child: WordTable) -> WordTable {
    let mut words = own_source(parent.words, parent.source.as_ref(), parent.verified);
    words.extend(own_source(
        child.words,
        child.source.as_ref(),
        child.verified,
    ));
    WordTable {
        source: child.source.or(parent.source),
        verified: child.verified.or(parent.verified),
        words,
    }
}

fn own_source(
    mut words: BTreeMap<String, Vec<Word>>,
    source: Option<&Prose>,
    verified: Option<bool>,
) -> BTreeMap<String, Vec<Word>> {
    for word in words.values_mut().flatten() {
        word.source = word.source.take().or_else(|| source.cloned());
        word.verified = word.verified.or(verified);
    }
    words
}
