//! Inputs that nothing reads: a value that somebody gives and that changes nothing is worse than none.

use std::collections::BTreeSet;

use crate::targets::{Fault, Registry, Target, TargetError};

/// Inputs that the plan reads for every target.
const OF_THE_PLAN: [&str; 4] = [
    "name_prefix",
    "local_address",
    "local_address2",
    "lan_router",
];

/// Inputs that templates have by another name.
const BY_ANOTHER_NAME: [(&str, [&str; 2]); 2] = [
    ("dpd_interval", ["dpd.interval", "dpd.timeout"]),
    ("dpd_retries", ["dpd.retries", "dpd.timeout"]),
];

/// A fault for each input that no template reads, no condition asks for and `[unused]` does not explain. That of tunnel 2 is read where that of
/// tunnel 1 is.
pub(super) fn unread(target: &Target, registry: &Registry) -> Result<Vec<Fault>, TargetError> {
    let templates = registry.reached_templates(target)?;
    let text: String = templates.into_iter().map(|file| file.text).collect();
    let asked = asked(target);
    let reads = |name: &str| {
        let by_name = ["inputs.", "take(\"", "inputs[\""]
            .iter()
            .any(|before| has_name(&text, before, name));
        let otherwise = BY_ANOTHER_NAME
            .iter()
            .any(|(input, names)| *input == name && names.iter().any(|n| text.contains(n)));
        by_name || otherwise || asked.contains(name) || OF_THE_PLAN.contains(&name)
    };
    let mut faults = Vec::new();
    for spec in &target.inputs {
        let base = spec.of_tunnel.as_ref().map(|of| of.input.as_str());
        let explained = target.unused.contains_key(&format!("inputs.{}", spec.name));
        if explained || reads(&spec.name) || base.is_some_and(&reads) {
            continue;
        }
        let what = format!(
            "no template reads it and no condition asks for it: take it away, what a parent says by drop = [\"input.{}\"]",
            base.unwrap_or(&spec.name)
        );
        faults.push(Fault::at(["input", spec.name.as_str()], what));
    }
    Ok(faults)
}

/// Whether the name stands after those words, and ends there.
fn has_name(text: &str, before: &str, name: &str) -> bool {
    let sought = format!("{before}{name}");
    text.match_indices(&sought).any(|(start, found)| {
        let next = text[start + found.len()..].chars().next();
        !next.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_')
    })
}

/// The names in conditions.
fn asked(target: &Target) -> BTreeSet<String> {
    let names = target.conditions().flat_map(|(_, when)| when.inputs());
    names.map(str::to_owned).collect()
}
