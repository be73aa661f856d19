//! Which connections of a run go to which targets, where a list of sites says so.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::targets::Target;

/// The sites of a list, by the name of their connection.
#[derive(Debug, Default)]
pub struct Sites {
    sites: BTreeMap<String, Site>,
    /// Targets of connections that the list does not name, or names without a target.
    others: Vec<String>,
}

#[derive(Debug, Default)]
struct Site {
    targets: Vec<String>,
    seen: AtomicBool,
}

impl Sites {
    /// No site yet; `others` are the labels of the targets for what the list says nothing of.
    pub fn new(others: Vec<String>) -> Self {
        Self {
            sites: BTreeMap::new(),
            others,
        }
    }

    /// A line of the list: the connection's id or name, and a target's label where it has one.
    pub fn add(&mut self, connection: &str, targets: Vec<String>) {
        let site = self.sites.entry(connection.to_owned()).or_default();
        site.targets.extend(targets);
    }

    /// The labels of the targets of a connection, which may be called in several ways; none where the list leaves it out.
    pub(super) fn of<'s>(&'s self, names: &[String]) -> &'s [String] {
        match names.iter().find_map(|name| self.sites.get(name)) {
            Some(site) => {
                site.seen.store(true, Ordering::Relaxed);
                if site.targets.is_empty() {
                    &self.others
                } else {
                    &site.targets
                }
            }
            None => &self.others,
        }
    }

    /// Sites that no connection was for.
    pub fn unseen(&self) -> Vec<&str> {
        let unseen = |(_, site): &(&String, &Site)| !site.seen.load(Ordering::Relaxed);
        let sites = self.sites.iter().filter(unseen);
        sites.map(|(name, _)| name.as_str()).collect()
    }
}

/// Whether a target is among those of a connection.
pub(super) fn has(labels: &[String], target: &Target) -> bool {
    labels.iter().any(|label| **label == **target.label())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_connection_goes_to_the_targets_of_its_line() {
        let mut sites = Sites::new(vec!["x/y@1".to_owned()]);
        sites.add("vco-1", vec!["a/b@2".to_owned()]);
        sites.add("vco-1", vec!["a/c@2".to_owned()]);
        sites.add("vco-2", Vec::new());
        let of = |name: &str| sites.of(&[name.to_owned()]).join(" ");
        assert_eq!(of("vco-1"), "a/b@2 a/c@2");
        assert_eq!(of("vco-3"), "x/y@1");
        assert_eq!(sites.unseen(), ["vco-2"]);
        assert_eq!(of("vco-2"), "x/y@1");
        assert!(sites.unseen().is_empty());
    }
}
