//! What can be seen of a manifest with its parents.

use super::super::error::TargetError;
use super::super::fault::Fault;
use super::super::layer::{self, merge};
use super::super::manifest::Manifest;
use super::super::output::{Output, Section};
use super::super::registry::Registry;
use super::super::sources::{self, each_source};
use super::super::target::Target;
use super::super::version::Version;
use super::inputs::of_inputs;

/// What a child says of its parents' statements.
pub(super) fn of_inheritance(chain: &[(String, Manifest)]) -> Vec<Fault> {
    let Some((_, manifest)) = chain.first() else {
        return Vec::new();
    };
    let mut faults = Vec::new();
    let parents = chain[1..].to_vec();
    let mut parent = (!parents.is_empty()).then(|| merge(parents));
    for path in &manifest.drop {
        let dropped = parent
            .as_mut()
            .is_some_and(|parent| layer::drop(parent, path));
        if !dropped {
            let what = format!("{path:?} is nothing that a parent says");
            faults.push(Fault::at(["drop"], what));
        }
    }
    for path in manifest.append.iter().filter(|path| *path != "selectors") {
        let what = format!("{path:?} cannot be appended; there is \"selectors\"");
        faults.push(Fault::at(["append"], what));
    }
    let mut sources = merge(chain.to_vec()).sources;
    sources.extend(manifest.sources.clone());
    let mut own = manifest.clone();
    each_source(&mut own, &mut |key, source| {
        if let Some(name) = sources::unknown(source, &sources) {
            let what = format!("{name:?} is none of [sources]");
            faults.push(Fault::at(key.iter().copied(), what));
        }
    });
    faults
}

/// What can be seen with the parents.
pub(super) fn target_faults(
    target: &Target,
    registry: &Registry,
) -> Result<Vec<Fault>, TargetError> {
    let mut faults = Vec::new();
    let has = |section| {
        target
            .outputs
            .iter()
            .any(|output| output.section == section)
    };
    // A worksheet says itself what to check and how to undo.
    if !has(Section::Config) && !has(Section::Worksheet) {
        let what = "no file has the section \"config\" or \"worksheet\"";
        faults.push(Fault::at(["output"], what));
    }
    for section in [Section::Verify, Section::Cleanup] {
        if has(Section::Config) && !has(section) {
            let what = format!("no file has the section {:?}", section.word());
            faults.push(Fault::at(["output"], what));
        }
    }
    for output in &target.outputs {
        let beside = Output::beside(&output.path);
        if target.outputs.iter().any(|other| other.path == beside) {
            let what = format!("{beside:?} is the name of the notes beside it");
            faults.push(Fault::at(["output", &output.path, "path"], what));
        }
    }
    for output in &target.outputs {
        let odd = |part: &str| part.is_empty() || part.starts_with('.');
        if output.path.split('/').any(odd) {
            let what = "must be a plain one below the output folder";
            faults.push(Fault::at(["output", &output.path, "path"], what));
        }
        if registry.template_name(target, &output.template)?.is_none() {
            let what = format!(
                "no template {:?} in {}",
                output.template,
                target.template_dirs.join(", ")
            );
            faults.push(Fault::at(["output", &output.path, "template"], what));
        }
    }
    if target.topologies.policy.is_none() && target.topologies.route.is_none() {
        faults.push(Fault::at(["topology"], "needs policy or route"));
    }
    if target.selectors.is_empty() {
        faults.push(Fault::at(["selectors"], "at least one statement is needed"));
    }
    for version in &target.versions {
        if Version::parse(version.as_str()).is_err() {
            faults.push(Fault::at(["versions"], format!("{version} is no release")));
        }
    }
    faults.extend(of_inputs(target));
    Ok(faults)
}
