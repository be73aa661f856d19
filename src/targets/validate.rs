//! Whether a manifest says only what can be. Collects every fault, each with its key.

use std::collections::BTreeSet;

use super::comment::Comment;
use super::condition::Condition;
use super::error::TargetError;
use super::fault::Fault;
use super::form::Form;
use super::input_spec::{InputKind, InputSpec, Second};
use super::layer::{self, merge};
use super::manifest::{Keywords, Manifest, PhaseWords, SCHEMA};
use super::output::{Output, Section};
use super::registry::Registry;
use super::resolve::{Target, resolve};
use super::sources::each_source;
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

/// Inputs that the plan reads itself, and that `common` declares.
const OF_THE_PLAN: [&str; 1] = ["name_prefix"];

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

/// What stands in a line of a file, or is its name, is no line itself.
fn line_faults(manifest: &Manifest, faults: &mut Vec<Fault>) {
    let odd = |text: &str| text.chars().any(char::is_control);
    let what = "a line break or another control character cannot stand here";
    if let Some(what) = manifest.comment.as_ref().and_then(Comment::fault) {
        faults.push(Fault::at(["comment"], what));
    }
    for output in &manifest.output {
        let texts = [
            ("path", Some(&output.path)),
            ("install", output.install.as_ref()),
            ("template", Some(&output.template)),
        ];
        for (key, _) in texts
            .into_iter()
            .filter(|(_, text)| text.is_some_and(|text| odd(text)))
        {
            faults.push(Fault::at(["output", output.path.as_str(), key], what));
        }
        form_faults(output, faults);
    }
    if let Some(names) = &manifest.names
        && (odd(&names.separator) || names.chars.chars().any(|c| !c.is_ascii_graphic()))
    {
        faults.push(Fault::at(
            ["names"],
            "separator and chars must be printable",
        ));
    }
}

/// What a form has, the manifest cannot say otherwise.
fn form_faults(output: &Output, faults: &mut Vec<Fault>) {
    let mut fault = |key: &str, what: String| {
        faults.push(Fault::at(["output", output.path.as_str(), key], what));
    };
    if let Some(what) = output.comment.as_ref().and_then(Comment::fault) {
        fault("comment", what.to_owned());
    }
    if output.load_zh.is_some() && output.load.is_none() {
        fault("load_zh", "stands without load".to_owned());
    }
    let form = output.form;
    if output.section == Section::Worksheet && form != Form::Markdown {
        fault(
            "form",
            "a worksheet is Markdown: form = \"markdown\"".to_owned(),
        );
    }
    if form == Form::Lines {
        return;
    }
    let said = [
        ("comment", output.comment.is_some()),
        ("psk_style", output.psk_style.is_some()),
        ("bgp_key_style", output.bgp_key_style.is_some()),
    ];
    for (key, _) in said.into_iter().filter(|(_, is_said)| *is_said) {
        fault(key, format!("form = {:?} has its own", form.word()));
    }
}

fn limit_faults(manifest: &Manifest, faults: &mut Vec<Fault>) {
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

fn word_faults(keywords: &Keywords, faults: &mut Vec<Fault>) {
    let phases = [
        ("both", &keywords.both),
        ("ike", &keywords.ike),
        ("ikev1", &keywords.ikev1),
        ("ikev2", &keywords.ikev2),
        ("esp", &keywords.esp),
        ("esp-ikev1", &keywords.esp_ikev1),
        ("esp-ikev2", &keywords.esp_ikev2),
    ];
    for (phase, words) in phases {
        let PhaseWords {
            encryption,
            integrity,
            prf,
            dh,
        } = words;
        let hashes: Vec<&str> = Integrity::ALL.iter().map(|v| v.api_word()).collect();
        let ciphers: Vec<&str> = Encryption::ALL.iter().map(|v| v.api_word()).collect();
        let groups: Vec<&str> = DhGroup::ALL.iter().map(|v| v.api_word()).collect();
        table_faults([phase, "encryption"], encryption, &ciphers, faults);
        table_faults([phase, "integrity"], integrity, &hashes, faults);
        table_faults([phase, "prf"], prf, &hashes, faults);
        table_faults([phase, "dh"], dh, &groups, faults);
    }
}

fn table_faults(
    [phase, slot]: [&str; 2],
    table: &WordTable,
    known: &[&str],
    faults: &mut Vec<Fault>,
) {
    for (word, specs) in &table.words {
        let mut fault =
            |what: String| faults.push(Fault::at(["keywords", phase, slot, word.as_str()], what));
        if !known.contains(&word.as_str()) {
            let hint = nearest(word, known.iter().copied());
            let hint = hint.map(|hint| format!(" (did you mean {hint:?}?)"));
            fault(format!(
                "the API has no such value{}",
                hint.unwrap_or_default()
            ));
        }
        for spec in specs {
            if spec.word.is_some() == spec.never.is_some() {
                fault("needs either word or never".to_owned());
            }
            if spec.never_zh.is_some() && spec.never.is_none() {
                fault("has never_zh without never".to_owned());
            }
            let odd = |word: &str| word.is_empty() || word.chars().any(char::is_control);
            if spec.word.as_deref().is_some_and(odd) {
                fault("the word is empty or holds a control character".to_owned());
            }
            if table.source.is_none() && spec.source.is_none() {
                fault("has no source, and neither has its table".to_owned());
            }
        }
    }
}

fn input_faults(input: &InputSpec, faults: &mut Vec<Fault>) {
    let name = input.name.as_str();
    let mut fault = |key: &str, what: String| faults.push(Fault::at(["input", name, key], what));
    let snake = |name: &str| {
        !name.is_empty()
            && name
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
    };
    if !snake(name) {
        fault("name", "must be in snake case".to_owned());
    }
    for other in input.names.iter().flatten().filter(|name| !snake(name)) {
        fault("names", format!("{other:?} must be in snake case"));
    }
    if matches!(input.kind, InputKind::Number | InputKind::Flag) && input.default.is_none() {
        fault("default", "a number or flag needs one".to_owned());
    }
    let is_pattern = matches!(input.kind, InputKind::Interface | InputKind::Text);
    if is_pattern && input.pattern.is_none() {
        fault("pattern", "is missing".to_owned());
    }
    if is_pattern && input.example.is_none() {
        fault(
            "example",
            "is missing: a value as people type it".to_owned(),
        );
    }
    if let Some(Err(error)) = input.pattern.as_deref().map(InputSpec::compiles) {
        fault("pattern", error);
        return;
    }
    if input.kind == InputKind::Choice && input.choices.is_empty() {
        fault("choices", "is missing".to_owned());
    }
    let values = [
        ("example", &input.example),
        ("default", &input.default),
        ("second", &input.second.example),
        ("second", &input.second.default),
    ];
    for (key, value) in values {
        let value = value
            .as_deref()
            .filter(|value| key != "second" || !value.is_empty());
        if let Some(Err(error)) = value.map(|value| input.check(value)) {
            fault(key, error.to_string());
        }
    }
    if !input.per_tunnel && (input.names.is_some() || input.second != Second::default()) {
        fault(
            "second",
            "and names are for inputs that are per_tunnel".to_owned(),
        );
    }
}

/// What a child says of its parents' statements.
fn of_inheritance(chain: &[(String, Manifest)]) -> Vec<Fault> {
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
        if let Some(name) = super::sources::unknown(source, &sources) {
            let what = format!("{name:?} is none of [sources]");
            faults.push(Fault::at(key.iter().map(String::as_str), what));
        }
    });
    faults
}

/// What can be seen with the parents.
fn target_faults(target: &Target, registry: &Registry) -> Result<Vec<Fault>, TargetError> {
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
        if template_name(target, &output.template, registry)?.is_none() {
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

/// Inputs that the target lacks, has twice, or asks for by a wrong name.
fn of_inputs(target: &Target) -> Vec<Fault> {
    let mut faults = Vec::new();
    let names: Vec<&str> = target
        .inputs
        .iter()
        .map(|input| input.name.as_str())
        .collect();
    for needed in OF_THE_PLAN.iter().filter(|name| !names.contains(name)) {
        let what =
            format!("{needed:?} is missing: the plan reads it; `parent = \"common\"` has it");
        faults.push(Fault::at(["input"], what));
    }
    let mut seen = BTreeSet::new();
    for name in names.iter().filter(|name| !seen.insert(**name)) {
        let what = "another input gives this name to tunnel 2";
        faults.push(Fault::at(["input", name], what));
    }
    if let Some(numbers) = &target.names.numbers {
        let per_tunnel = target.inputs.iter().any(|input| {
            let of = input.of_tunnel.as_ref();
            input.kind == InputKind::Number && of.is_some_and(|of| of.input == *numbers)
        });
        if !per_tunnel {
            let what = format!("{numbers:?} is no number that each tunnel has (per_tunnel)");
            faults.push(Fault::at(["names", "numbers"], what));
        }
    }
    let mut conditions: Vec<(Vec<&str>, &Condition)> = Vec::new();
    conditions.extend(
        target
            .limits
            .iter()
            .map(|l| (vec!["limit", l.rule.slug.as_str()], &l.when)),
    );
    conditions.extend(
        target
            .facts
            .iter()
            .map(|f| (vec!["fact", f.name.as_str()], &f.when)),
    );
    conditions.extend(
        target
            .inputs
            .iter()
            .map(|i| (vec!["input", i.name.as_str()], &i.when)),
    );
    conditions.extend(
        target
            .outputs
            .iter()
            .map(|o| (vec!["output", o.path.as_str()], &o.when)),
    );
    conditions.extend(
        target
            .selectors
            .iter()
            .map(|s| (vec!["selectors"], &s.when)),
    );
    for (key, condition) in conditions {
        let asked = condition
            .each()
            .into_iter()
            .flat_map(|c| c.input.iter().flatten());
        for (name, _) in asked.filter(|(name, _)| !names.contains(&name.as_str())) {
            let hint = nearest(name, names.iter().copied());
            let hint = hint.map(|hint| format!(" (did you mean {hint:?}?)"));
            let what = format!("{name:?} is no input{}", hint.unwrap_or_default());
            faults.push(Fault::at(key.iter().copied().chain(["when"]), what));
        }
    }
    faults
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
