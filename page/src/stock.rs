//! What stays between questions: the engine, and every target at every release, each made when it is first needed. No
//! response and no key is in it.

use std::sync::LazyLock;

use peerconf::pipeline::Kit;
use peerconf::targets::{Registry, Target};

static KIT: LazyLock<Kit> = LazyLock::new(|| Kit::new(Registry::builtin()));

static TARGETS: LazyLock<Vec<Target>> = LazyLock::new(|| {
    let registry = KIT.registry();
    let releases = registry
        .list()
        .into_iter()
        // The built-in manifests are held sound by the project's tests.
        .filter_map(|entry| registry.load_every_release(&entry.id).ok());
    releases.flatten().collect()
});

/// A kit without a choice. A copy shares the engine.
pub(crate) fn kit() -> Kit {
    KIT.clone()
}

/// Every target, at the newest of its releases.
pub(crate) fn newest() -> Vec<Target> {
    let registry = KIT.registry();
    let entries = registry.list().into_iter();
    entries
        .filter_map(|entry| registry.load(&entry.id).ok())
        .collect()
}

/// Every target, at the first release of each of its ranges.
pub(crate) fn targets() -> &'static [Target] {
    &TARGETS
}
