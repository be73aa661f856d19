//! Whether a manifest says only what can be. Collects every fault, each with its key.

mod inputs;
mod limits;
mod lines;
mod whole;
mod words;

use std::collections::BTreeSet;

use super::embedded::MANIFESTS;
use super::error::TargetError;
use super::fault::Fault;
use super::manifest::{Manifest, SCHEMA};
use super::registry::Registry;
use super::resolve::resolve;
use inputs::input_faults;
use limits::limit_faults;
use lines::line_faults;
use whole::{of_inheritance, target_faults};
use words::word_faults;

/// Every fault of a manifest (the first of the chain) with its parents.
///
/// # Errors
///
/// [`TargetError`] where a template folder cannot be read.
pub(super) fn faults(
    chain: &[(String, Manifest)],
    registry: &Registry,
) -> Result<Vec<Fault>, TargetError> {
    let Some((file, manifest)) = chain.first() else {
        return Ok(Vec::new());
    };
    let mut faults = own_faults(file, manifest);
    faults.extend(of_inheritance(chain));
    if !manifest.family {
        match resolve(chain.to_vec(), None) {
            Ok(target) => faults.extend(target_faults(&target, registry)?),
            Err(TargetError::Invalid { faults: more, .. }) => faults.extend(more),
            Err(error) => return Err(error),
        }
    }
    Ok(faults)
}

/// What can be seen in the file alone.
pub(super) fn own_faults(file: &str, manifest: &Manifest) -> Vec<Fault> {
    let mut faults = Vec::new();
    if manifest.schema != SCHEMA {
        let what = format!(
            "{} is not known; this program reads {SCHEMA}",
            manifest.schema
        );
        faults.push(Fault::at(["schema"], what));
    }
    let stem = file
        .strip_suffix(".toml")
        .unwrap_or(file)
        .replace('\\', "/");
    if stem != manifest.id && !stem.ends_with(&format!("/{}", manifest.id)) {
        let what = format!(
            "{:?} does not match the file's place; it must be <vendor>/<platform>",
            manifest.id
        );
        faults.push(Fault::at(["id"], what));
    }
    if manifest.versions.windows(2).any(|pair| pair[0] >= pair[1]) {
        faults.push(Fault::at(["versions"], "must be ascending"));
    }
    if let Some(releases) = &manifest.releases {
        let pairs = releases.trains.windows(2);
        if releases.trains.is_empty() || pairs.into_iter().any(|pair| pair[0] >= pair[1]) {
            faults.push(Fault::at(["releases", "trains"], "must be ascending"));
        }
    }
    line_faults(manifest, &mut faults);
    word_faults(&manifest.keywords, &mut faults);
    limit_faults(manifest, &mut faults);
    let mut facts = BTreeSet::new();
    for fact in &manifest.fact {
        if !facts.insert(&fact.name) {
            faults.push(Fault::at(["fact", &fact.name], "stands twice"));
        }
    }
    let mut paths = BTreeSet::new();
    for output in &manifest.output {
        if !paths.insert(&output.path) {
            faults.push(Fault::at(["output", &output.path], "stands twice"));
        }
    }
    let mut inputs = BTreeSet::new();
    for input in &manifest.input {
        input_faults(input, &mut faults);
        if !inputs.insert(&input.name) {
            faults.push(Fault::at(["input", &input.name], "stands twice"));
        }
    }
    faults
}

impl Registry {
    /// Checks every manifest, the built-in ones too.
    pub fn check_all(&self) -> Vec<TargetError> {
        let ids = MANIFESTS
            .iter()
            .map(|embedded| embedded.id)
            .chain(self.own.keys().map(String::as_str));
        let check = |id: &str| {
            let chain = self.chain(id)?;
            let faults = faults(&chain, self)?;
            if faults.is_empty() {
                return Ok(());
            }
            let file = chain
                .into_iter()
                .next()
                .map(|(file, _)| file)
                .unwrap_or_default();
            let text = self.manifest_text(id).unwrap_or_default();
            let faults = faults.into_iter().map(|fault| fault.placed(text)).collect();
            Err(TargetError::Invalid { file, faults })
        };
        ids.filter_map(|id| check(id).err()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_manifest_is_sound() {
        let faults: Vec<String> = Registry::builtin()
            .check_all()
            .iter()
            .map(ToString::to_string)
            .collect();
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }
}
