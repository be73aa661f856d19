//! Limits: their names, what they must say, and the fields that a remedy may name.

use std::collections::BTreeSet;

use super::super::fault::Fault;
use super::super::manifest::Manifest;
use crate::findings::catalogue;

/// API fields that a remedy may name.
const REMEDY_FIELDS: [&str; 14] = [
    "IkeVersion",
    "IkeMode",
    "IkeEncAlg",
    "IkeAuthAlg",
    "IkePfs",
    "IkeLifetime",
    "IpsecEncAlg",
    "IpsecAuthAlg",
    "IpsecPfs",
    "IpsecLifetime",
    "LocalSubnet",
    "RemoteSubnet",
    "LocalId",
    "RemoteId",
];

pub(super) fn limit_faults(manifest: &Manifest, faults: &mut Vec<Fault>) {
    let mut rules = BTreeSet::new();
    for limit in &manifest.limit {
        let slug = limit.rule.as_str();
        let mut fault =
            |key: &str, what: String| faults.push(Fault::at(["limit", slug, key], what));
        let kebab = !slug.is_empty()
            && slug
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if !kebab {
            fault("rule", "the rule's name must be in kebab case".to_owned());
        }
        if catalogue::ALL.iter().any(|rule| rule.slug == slug) {
            fault("rule", "the catalogue has a rule of this name".to_owned());
        }
        if !rules.insert(slug) {
            fault("rule", "stands twice".to_owned());
        }
        for (key, text) in [("reason", &limit.reason), ("source", &limit.source)] {
            if text.is_empty() {
                fault(key, "must say something".to_owned());
            }
        }
        let unknown = |field: &&String| !REMEDY_FIELDS.contains(&field.as_str());
        for field in limit.remedy.keys().filter(unknown) {
            fault("remedy", format!("{field:?} is no field of the API"));
        }
    }
    for (name, capability) in [
        ("policy", &manifest.topology.policy),
        ("route", &manifest.topology.route),
    ] {
        let fields = capability
            .iter()
            .flat_map(|capability| capability.remedy.keys());
        for field in fields.filter(|field| !REMEDY_FIELDS.contains(&field.as_str())) {
            let what = format!("{field:?} is no field of the API");
            faults.push(Fault::at(["topology", name, "remedy"], what));
        }
    }
}
