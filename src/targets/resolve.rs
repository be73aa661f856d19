//! Joins a manifest and its parents at one release.

use std::sync::{Arc, OnceLock};

use super::condition::Condition;
use super::error::TargetError;
use super::fault::Fault;
use super::form::Form;
use super::input_spec::InputSpec;
use super::key_table::KeyTable;
use super::keys::{KeyRules, Keys};
use super::layer::merge;
use super::manifest::{Fact, Limit, Manifest, Topologies};
use super::output::{Output, StylePlaces};
use super::quoting::Style;
use super::target::{ActiveLimit, Target};
use super::version::Version;
use super::vocabulary::Vocabulary;
use super::why::Why;
use crate::findings::DeviceRule;

/// Joins a manifest and its parents (the child first) at a release.
pub(super) fn resolve(
    chain: Vec<(String, Manifest)>,
    version: Option<Version>,
) -> Result<Target, TargetError> {
    let template_dirs = chain.iter().map(|(_, own)| own.id.clone()).collect();
    let file = chain
        .first()
        .map(|(file, _)| file.clone())
        .unwrap_or_default();
    let merged = merge(chain);
    let (version, doubt) = chosen(version, &merged, &file)?;
    let incomplete = |key: &str| TargetError::Invalid {
        file: file.clone(),
        faults: vec![Fault::at(
            [key],
            "is missing in the manifest and its parents",
        )],
    };
    let holds = |since: &Option<Version>, until: &Option<Version>| {
        since.as_ref().is_none_or(|since| *since <= version)
            && until.as_ref().is_none_or(|until| version < *until)
    };
    let words = Vocabulary::new(merged.keywords, version.clone());
    let mut outputs = merged.output;
    for output in &mut outputs {
        output.with_form(merged.comment.as_ref(), merged.comment_utf8);
    }
    if outputs.iter().any(|output| output.comment.is_none()) {
        return Err(incomplete("comment"));
    }
    let psk = psk(merged.psk, &mut outputs);
    let bgp_key = bgp_key(merged.bgp_key, &merged.topology, &mut outputs);
    let ((psk, psk_styles), (bgp_key, bgp_key_styles)) = match (psk, bgp_key) {
        (Ok(psk), Ok(bgp_key)) => (psk, bgp_key),
        (psk, bgp_key) => {
            let of_both = psk.err().into_iter().chain(bgp_key.err());
            let faults = of_both.flatten().collect();
            return Err(TargetError::Invalid { file, faults });
        }
    };
    Ok(Target {
        template_dirs,
        name: merged.name.ok_or_else(|| incomplete("name"))?,
        about: merged.about.unwrap_or_default(),
        aliases: merged.aliases,
        comment: merged.comment.unwrap_or_default(),
        load: merged.load.unwrap_or_default(),
        load_zh: merged.load_zh,
        outputs,
        topologies: merged.topology,
        selectors: merged
            .selectors
            .into_iter()
            .filter(|s| holds(&s.since, &s.until))
            .collect(),
        limits: merged
            .limit
            .into_iter()
            .filter(|l| holds(&l.since, &l.until))
            .map(active)
            .collect(),
        lifetimes: merged.lifetime,
        psk,
        bgp_key,
        psk_styles,
        bgp_key_styles,
        identity: merged.identity.map(|rules| rules.at(&version)),
        names: merged.names.ok_or_else(|| incomplete("names"))?,
        inputs: InputSpec::for_each_tunnel(merged.input),
        facts: merged
            .fact
            .into_iter()
            .map(|fact| in_release(fact, &version))
            .collect(),
        unused: merged.unused,
        versions: merged.versions,
        doubt,
        id: merged.id,
        words,
        version,
        file,
        label: OnceLock::new(),
        title: OnceLock::new(),
        names_for_templates: OnceLock::new(),
    })
}

/// The release that was asked for, or the first of the newest range; and what is odd about it.
fn chosen(
    asked: Option<Version>,
    merged: &Manifest,
    file: &str,
) -> Result<(Version, Option<String>), TargetError> {
    let (Some(first), Some(newest)) = (merged.versions.first(), merged.versions.last()) else {
        let faults = vec![Fault::at(["versions"], "name at least one release")];
        return Err(TargetError::Invalid {
            file: file.to_owned(),
            faults,
        });
    };
    let Some(asked) = asked else {
        return Ok((newest.clone(), None));
    };
    if !asked.looks_like(first) {
        return Err(TargetError::OddRelease {
            id: merged.id.clone(),
            like: first.to_string(),
            asked: asked.to_string(),
        });
    }
    if asked < *first {
        return Err(TargetError::TooOld {
            id: merged.id.clone(),
            first: first.to_string(),
            asked: asked.to_string(),
        });
    }
    let name = merged.name.as_deref().unwrap_or(&merged.id);
    let releases = merged.releases.as_ref();
    let doubt = releases.and_then(|releases| releases.doubt(name, &asked));
    Ok((asked, doubt))
}

/// The rules for PSKs and every style in which a file writes them.
fn psk(
    table: Option<KeyTable>,
    outputs: &mut [Output],
) -> Result<(KeyRules, Vec<Style>), Vec<Fault>> {
    let keys = of_table(&table.unwrap_or_default(), "psk", outputs, |output| {
        output.psk_style.as_ref()
    })?;
    let Keys::Written(rules) = keys else {
        let fault = "a device without a pre-shared key has no target here";
        return Err(vec![Fault::at(["psk", "never"], fault)]);
    };
    let styles = styles(
        &rules,
        outputs,
        |output| output.psk_style.as_ref(),
        |places, place| places.psk = place,
    );
    Ok((*rules, styles))
}

/// The same for keys of BGP sessions. A device that cannot be route-based has none.
fn bgp_key(
    table: Option<KeyTable>,
    topologies: &Topologies,
    outputs: &mut [Output],
) -> Result<(Keys, Vec<Style>), Vec<Fault>> {
    let has_sessions = topologies
        .route
        .as_ref()
        .is_some_and(|route| route.never.is_none());
    let table = match table {
        Some(table) => table,
        None if !has_sessions => return Ok((Keys::Never(Why::no_sessions()), Vec::new())),
        None => {
            let fault = "is missing: a route-based device may have BGP, and a session may have a key; say how it is written, as in [psk], or `never = \"…\"`";
            return Err(vec![Fault::at(["bgp_key"], fault)]);
        }
    };
    match of_table(&table, "bgp_key", outputs, |output| {
        output.bgp_key_style.as_ref()
    })? {
        Keys::Never(why) => Ok((Keys::Never(why), Vec::new())),
        Keys::Written(rules) => {
            let styles = styles(
                &rules,
                outputs,
                |output| output.bgp_key_style.as_ref(),
                |places, place| places.bgp_key = place,
            );
            Ok((Keys::Written(rules), styles))
        }
    }
}

fn of_table(
    table: &KeyTable,
    name: &str,
    outputs: &[Output],
    style: impl Fn(&Output) -> Option<&Style>,
) -> Result<Keys, Vec<Fault>> {
    // A form has a style whether or not a key stands in the file.
    let others: Vec<&Style> = outputs
        .iter()
        .filter(|output| output.form == Form::Lines || output.holds_secret)
        .filter_map(style)
        .collect();
    table.check(&others).map_err(|faults| {
        let with_key = |(key, what): (&str, String)| Fault::at([name, key], what);
        faults.into_iter().map(with_key).collect()
    })
}

/// The rules' style and those of the files, each once; every file learns the place of its own.
fn styles(
    rules: &KeyRules,
    outputs: &mut [Output],
    style: impl Fn(&Output) -> Option<&Style>,
    set: impl Fn(&mut StylePlaces, usize),
) -> Vec<Style> {
    let mut styles = vec![rules.style.clone()];
    for output in outputs {
        let Some(own) = style(output).cloned() else {
            continue;
        };
        let place = styles
            .iter()
            .position(|known| *known == own)
            .unwrap_or_else(|| {
                styles.push(own);
                styles.len() - 1
            });
        set(&mut output.style_places, place);
    }
    styles
}

/// A fact outside its releases stays in the tree, as one that never holds: templates may ask for it.
fn in_release(mut fact: Fact, version: &Version) -> Fact {
    let early = fact.since.as_ref().is_some_and(|since| version < since);
    let late = fact.until.as_ref().is_some_and(|until| version >= until);
    if early || late {
        fact.when = Condition::never().into();
    }
    fact
}

fn active(limit: Limit) -> ActiveLimit {
    let rule = DeviceRule {
        slug: limit.rule,
        level: limit.level,
        fixed: false,
        reason: limit.reason,
        reason_zh: limit.reason_zh,
        remedy: limit.advice.unwrap_or_default(),
        remedy_zh: limit.advice_zh,
        source: limit.source,
        verified: limit.verified,
    };
    ActiveLimit {
        when: limit.when,
        rule: Arc::new(rule),
        remedy: limit.remedy,
    }
}
