//! Sources by name: a guide that many statements come from is described once, in `[sources]`, and named by them:
//! `source = "asa-guide"`, or `source = "asa-guide: crypto map set pfs"` for a page of it.

use std::collections::BTreeMap;

use super::manifest::{Capability, Manifest, PhaseWords};
use crate::prose::Prose;

/// Calls a function with every source of a manifest and its key.
pub(super) fn each_source(manifest: &mut Manifest, f: &mut dyn FnMut(&[&str], &mut Prose)) {
    for limit in &mut manifest.limit {
        f(&["limit", &limit.rule, "source"], &mut limit.source);
    }
    for fact in &mut manifest.fact {
        f(&["fact", &fact.name, "source"], &mut fact.source);
    }
    for selectors in &mut manifest.selectors {
        f(&["selectors"], &mut selectors.source);
    }
    let lifetimes = &mut manifest.lifetime;
    for (name, range) in [
        ("ikev1", &mut lifetimes.ikev1),
        ("ikev2", &mut lifetimes.ikev2),
        ("esp", &mut lifetimes.esp),
    ] {
        if let Some(range) = range {
            f(&["lifetime", name, "source"], &mut range.source);
        }
    }
    let topology = &mut manifest.topology;
    for (name, capability) in [
        ("policy", &mut topology.policy),
        ("route", &mut topology.route),
    ] {
        if let Some(Capability {
            source: Some(source),
            ..
        }) = capability
        {
            f(&["topology", name, "source"], source);
        }
    }
    for (name, table) in [
        ("psk", &mut manifest.psk),
        ("bgp_key", &mut manifest.bgp_key),
    ] {
        if let Some(source) = table.as_mut().and_then(|table| table.source.as_mut()) {
            f(&[name, "source"], source);
        }
    }
    if let Some(identity) = &mut manifest.identity {
        f(&["identity", "source"], &mut identity.source);
    }
    if let Some(names) = &mut manifest.names {
        f(&["names", "source"], &mut names.source);
        for (kind, limit) in &mut names.kinds {
            if let Some(source) = &mut limit.source {
                f(&["names", "kinds", kind, "source"], source);
            }
        }
    }
    let words = &mut manifest.keywords;
    for (phase, words) in [
        ("both", &mut words.both),
        ("ike", &mut words.ike),
        ("ikev1", &mut words.ikev1),
        ("ikev2", &mut words.ikev2),
        ("esp", &mut words.esp),
        ("esp-ikev1", &mut words.esp_ikev1),
        ("esp-ikev2", &mut words.esp_ikev2),
    ] {
        of_phase(phase, words, f);
    }
}

fn of_phase(phase: &str, words: &mut PhaseWords, f: &mut dyn FnMut(&[&str], &mut Prose)) {
    for (slot, table) in [
        ("encryption", &mut words.encryption),
        ("integrity", &mut words.integrity),
        ("prf", &mut words.prf),
        ("dh", &mut words.dh),
    ] {
        if let Some(source) = &mut table.source {
            f(&["keywords", phase, slot, "source"], source);
        }
        for (word, specs) in &mut table.words {
            for source in specs.iter_mut().filter_map(|spec| spec.source.as_mut()) {
                f(&["keywords", phase, slot, word], source);
            }
        }
    }
}

/// Puts the sentences in the place of the names.
pub(super) fn written_out(manifest: &mut Manifest) {
    let sources = manifest.sources.clone();
    if sources.is_empty() {
        return;
    }
    each_source(manifest, &mut |_, source| {
        let (name, page) = parts(source);
        if let Some(sentence) = sources.get(name) {
            *source = match page {
                Some(page) => format!("{sentence}: {page}").into(),
                None => sentence.clone(),
            };
        }
    });
}

/// A name that stands in no `[sources]`, where there are any, though it looks like one: small letters and dashes, no blank.
pub(super) fn unknown<'s>(source: &'s str, sources: &BTreeMap<String, Prose>) -> Option<&'s str> {
    let (name, _) = parts(source);
    let small = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '.';
    let looks = name.contains('-')
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(small);
    (looks && !sources.is_empty() && !sources.contains_key(name)).then_some(name)
}

/// The name, and what stands after a colon.
fn parts(source: &str) -> (&str, Option<&str>) {
    match source.split_once(": ") {
        Some((name, page)) => (name, Some(page)),
        None => (source, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_for_its_sentence_and_may_have_a_page() {
        let mut manifest: Manifest = toml::from_str(
            "schema = 1\nid = \"a/b\"\n[sources]\nguide-1 = \"Acme guide 1\"\n[lifetime]\n\
             esp = { min = 1, max = 2, source = \"guide-1\" }\nikev1 = { min = 1, max = 2, source = \"guide-1: page 3\" }\n\
             ikev2 = { min = 1, max = 2, source = \"another book: page 3\" }",
        )
        .unwrap();
        written_out(&mut manifest);
        let source =
            |range: &Option<super::super::manifest::Range>| range.as_ref().unwrap().source.clone();
        assert_eq!(source(&manifest.lifetime.esp), "Acme guide 1");
        assert_eq!(source(&manifest.lifetime.ikev1), "Acme guide 1: page 3");
        assert_eq!(source(&manifest.lifetime.ikev2), "another book: page 3");
    }

    #[test]
    fn a_name_that_is_not_there_is_seen() {
        let sources = BTreeMap::from([("guide-1".to_owned(), Prose::default())]);
        assert_eq!(unknown("guide-2: page", &sources), Some("guide-2"));
        for known in ["guide-1", "Acme manual", "measured", "a guide-2"] {
            assert_eq!(unknown(known, &sources), None, "{known}");
        }
        assert_eq!(unknown("guide-2", &BTreeMap::new()), None);
    }
}
