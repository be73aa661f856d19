//! Whether a manifest says only what can be. Collects every fault, each with its key.

use std::collections::BTreeSet;

use super::error::TargetError;
use super::manifest::{InputKind, InputSpec, Keywords, Manifest, PhaseWords, SCHEMA, Section};
use super::registry::Registry;
use super::resolve::{Target, resolve};
use super::version::Version;
use super::words::WordTable;
use crate::connection::{DhGroup, Encryption, Integrity};
use crate::findings::catalogue;
use crate::suggest::nearest;

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

/// Checks a manifest (the first of the chain) with its parents.
pub(super) fn validate(
    chain: &[(String, Manifest)],
    registry: &Registry,
) -> Result<(), TargetError> {
    let Some((file, manifest)) = chain.first() else {
        return Ok(());
    };
    let mut faults = own_faults(file, manifest);
    if !manifest.family {
        match resolve(chain.to_vec(), None) {
            Ok(target) => faults.extend(target_faults(&target, registry)?),
            Err(TargetError::Invalid { faults: more, .. }) => faults.extend(more),
            Err(error) => return Err(error),
        }
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(TargetError::Invalid {
            file: file.clone(),
            faults,
        })
    }
}

/// What can be seen in the file alone.
fn own_faults(file: &str, manifest: &Manifest) -> Vec<String> {
    let mut faults = Vec::new();
    if manifest.schema != SCHEMA {
        faults.push(format!(
            "schema: {} is not known; this program reads {SCHEMA}",
            manifest.schema
        ));
    }
    let stem = file
        .strip_suffix(".toml")
        .unwrap_or(file)
        .replace('\\', "/");
    if stem != manifest.id && !stem.ends_with(&format!("/{}", manifest.id)) {
        faults.push(format!(
            "id: {:?} does not match the file's place; it must be <vendor>/<platform>",
            manifest.id
        ));
    }
    if manifest.versions.windows(2).any(|pair| pair[0] >= pair[1]) {
        faults.push("versions: must be ascending".to_owned());
    }
    word_faults(&manifest.keywords, &mut faults);
    let mut rules = BTreeSet::new();
    for limit in &manifest.limit {
        let slug = &limit.rule;
        let kebab = !slug.is_empty()
            && slug
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if !kebab {
            faults.push(format!(
                "limit {slug:?}: the rule's name must be in kebab case"
            ));
        }
        if catalogue::ALL.iter().any(|rule| rule.slug == slug) {
            faults.push(format!(
                "limit {slug:?}: the catalogue has a rule of this name"
            ));
        }
        if !rules.insert(slug) {
            faults.push(format!("limit {slug:?}: stands twice"));
        }
        if limit.reason.is_empty() || limit.source.is_empty() {
            faults.push(format!(
                "limit {slug:?}: reason and source must say something"
            ));
        }
        for field in limit
            .remedy
            .keys()
            .filter(|field| !REMEDY_FIELDS.contains(&field.as_str()))
        {
            faults.push(format!(
                "limit {slug:?}: remedy names {field:?}, which is no field of the API"
            ));
        }
    }
    for input in &manifest.input {
        input_faults(input, &mut faults);
    }
    faults
}

fn word_faults(keywords: &Keywords, faults: &mut Vec<String>) {
    let phases = [
        ("ike", &keywords.ike),
        ("ikev1", &keywords.ikev1),
        ("ikev2", &keywords.ikev2),
        ("esp", &keywords.esp),
        ("esp-ikev1", &keywords.esp_ikev1),
        ("esp-ikev2", &keywords.esp_ikev2),
    ];
    for (
        phase,
        PhaseWords {
            encryption,
            integrity,
            prf,
            dh,
        },
    ) in phases
    {
        let tables: [(&str, &WordTable, Vec<&str>); 4] = [
            (
                "encryption",
                encryption,
                Encryption::ALL.iter().map(|v| v.api_word()).collect(),
            ),
            (
                "integrity",
                integrity,
                Integrity::ALL.iter().map(|v| v.api_word()).collect(),
            ),
            (
                "prf",
                prf,
                Integrity::ALL.iter().map(|v| v.api_word()).collect(),
            ),
            (
                "dh",
                dh,
                DhGroup::ALL.iter().map(|v| v.api_word()).collect(),
            ),
        ];
        for (slot, table, known) in tables {
            for (word, specs) in &table.words {
                let key = format!("keywords.{phase}.{slot}.{word}");
                if !known.contains(&word.as_str()) {
                    let hint = nearest(word, known.iter().copied())
                        .map(|s| format!(" (did you mean {s:?}?)"));
                    faults.push(format!(
                        "{key}: the API has no such value{}",
                        hint.unwrap_or_default()
                    ));
                }
                for spec in specs {
                    if spec.word.is_some() == spec.never.is_some() {
                        faults.push(format!("{key}: needs either word or never"));
                    }
                    if spec.never_zh.is_some() && spec.never.is_none() {
                        faults.push(format!("{key}: has never_zh without never"));
                    }
                    if spec
                        .word
                        .as_deref()
                        .is_some_and(|w| w.is_empty() || w.chars().any(char::is_control))
                    {
                        faults.push(format!(
                            "{key}: the word is empty or holds a control character"
                        ));
                    }
                    if table.source.is_none() && spec.source.is_none() {
                        faults.push(format!("{key}: has no source, and neither has its table"));
                    }
                }
            }
        }
    }
}

fn input_faults(input: &InputSpec, faults: &mut Vec<String>) {
    let name = &input.name;
    if name.is_empty()
        || !name
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
    {
        faults.push(format!("input {name:?}: the name must be in snake case"));
    }
    if matches!(input.kind, InputKind::Number | InputKind::Flag) && input.default.is_none() {
        faults.push(format!("input {name:?}: a number or flag needs a default"));
    }
    if matches!(input.kind, InputKind::Interface | InputKind::Text) && input.pattern.is_none() {
        faults.push(format!("input {name:?}: needs a pattern"));
    }
    if matches!(input.kind, InputKind::Interface | InputKind::Text) && input.example.is_none() {
        faults.push(format!("input {name:?}: needs an example"));
    }
    if let Some(Err(error)) = input.example.as_deref().map(|example| input.check(example)) {
        faults.push(format!("input {name:?}: the example: {error}"));
    }
    if let Some(Err(error)) = input.default.as_deref().map(|default| input.check(default)) {
        faults.push(format!("input {name:?}: the default: {error}"));
    }
}

/// What can be seen with the parents.
fn target_faults(target: &Target, registry: &Registry) -> Result<Vec<String>, TargetError> {
    let mut faults = Vec::new();
    for section in Section::ALL {
        if target
            .outputs
            .iter()
            .all(|output| output.section != section)
        {
            faults.push(format!(
                "output: no file has the section {:?}",
                section.word()
            ));
        }
    }
    for output in &target.outputs {
        if output.path.is_empty()
            || output
                .path
                .split('/')
                .any(|part| part.is_empty() || part.starts_with('.'))
        {
            faults.push(format!(
                "output {:?}: the path must be a plain one below the output folder",
                output.path
            ));
        }
        if template_name(target, &output.template, registry)?.is_none() {
            faults.push(format!(
                "output {:?}: no template {:?} in {}",
                output.path,
                output.template,
                target.template_dirs.join(", ")
            ));
        }
    }
    if target.topologies.policy.is_none() && target.topologies.route.is_none() {
        faults.push("topology: needs policy or route".to_owned());
    }
    if target.selectors.is_empty() {
        faults.push("selectors: at least one statement is needed".to_owned());
    }
    for version in &target.versions {
        if Version::parse(version.as_str()).is_err() {
            faults.push(format!("versions: {version} is no release"));
        }
    }
    Ok(faults)
}

/// The full name of a target's template: in its own folder, else in those of its parents.
pub(super) fn template_name(
    target: &Target,
    template: &str,
    registry: &Registry,
) -> Result<Option<String>, TargetError> {
    for folder in &target.template_dirs {
        let name = format!("{folder}/{template}");
        if registry.template(&name)?.is_some() {
            return Ok(Some(name));
        }
    }
    Ok(None)
}
