//! One manifest over its parent: what a family shares is written once, a child says what differs.

use std::collections::BTreeMap;

use super::manifest::{Keywords, Lifetimes, Manifest, PhaseWords, Topologies};
use super::words::{Word, WordTable};

/// The child's statements over its parents'.
pub(super) fn merge(chain: Vec<(String, Manifest)>) -> Manifest {
    let mut layers = chain.into_iter().rev().map(|(_, manifest)| manifest);
    let first = layers
        .next()
        .unwrap_or_else(|| unreachable!("a chain holds at least the manifest itself"));
    layers.fold(first, over)
}

/// One child over the parent that was merged so far.
fn over(parent: Manifest, child: Manifest) -> Manifest {
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
        comment: child.comment.or(parent.comment),
        // A sentence and its translation stay together.
        load_zh: if child.load.is_some() {
            child.load_zh
        } else {
            parent.load_zh
        },
        load: child.load.or(parent.load),
        output: by_key(parent.output, child.output, |output| output.path.clone()),
        topology: Topologies {
            flows: child.topology.flows.or(parent.topology.flows),
            flows_dual: child.topology.flows_dual.or(parent.topology.flows_dual),
            policy: child.topology.policy.or(parent.topology.policy),
            route: child.topology.route.or(parent.topology.route),
        },
        selectors: if child.selectors.is_empty() {
            parent.selectors
        } else {
            child.selectors
        },
        keywords: keywords(parent.keywords, child.keywords),
        limit: by_key(parent.limit, child.limit, |limit| limit.rule.clone()),
        lifetime: Lifetimes {
            ikev1: child.lifetime.ikev1.or(parent.lifetime.ikev1),
            ikev2: child.lifetime.ikev2.or(parent.lifetime.ikev2),
            esp: child.lifetime.esp.or(parent.lifetime.esp),
        },
        psk: child.psk.or(parent.psk),
        bgp_key: child.bgp_key.or(parent.bgp_key),
        identity: child.identity.or(parent.identity),
        names: child.names.or(parent.names),
        input: by_key(parent.input, child.input, |input| input.name.clone()),
        fact: by_key(parent.fact, child.fact, |fact| fact.name.clone()),
        unused: parent.unused.into_iter().chain(child.unused).collect(),
    }
}

/// The child's entry replaces the parent's of the same key; new ones follow.
fn by_key<T>(parent: Vec<T>, child: Vec<T>, key: impl Fn(&T) -> String) -> Vec<T> {
    let replaced: Vec<String> = child.iter().map(&key).collect();
    let mut merged: Vec<T> = parent
        .into_iter()
        .filter(|entry| !replaced.contains(&key(entry)))
        .collect();
    merged.extend(child);
    merged
}

fn keywords(parent: Keywords, child: Keywords) -> Keywords {
    Keywords {
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
    source: Option<&String>,
    verified: Option<bool>,
) -> BTreeMap<String, Vec<Word>> {
    for word in words.values_mut().flatten() {
        word.source = word.source.take().or_else(|| source.cloned());
        word.verified = word.verified.or(verified);
    }
    words
}
