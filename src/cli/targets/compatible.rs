//! `peerconf targets --compatible-with RESPONSE`: a line for each target.

use std::fmt::Write as _;

use serde::Serialize;

use super::super::args::ReadArgs;
use super::super::exit::{Exit, Failure};
use super::super::form::versioned;
use super::super::form::{ListForm, json};
use super::super::input;
use crate::findings::Judged;
use crate::pipeline::{Kit, Redaction};
use crate::redact::Redactor;
use crate::targets::{Registry, Target};

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Answer {
    target: String,
    connection: usize,
    /// What it is called, where there are several.
    #[serde(skip_serializing_if = "Option::is_none")]
    response: Option<String>,
    verdict: &'static str,
    reasons: Vec<String>,
    /// The rules of the reasons, each once.
    #[serde(skip)]
    rules: Vec<String>,
}

/// The answers, in the order of the responses and targets.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in crate::cli) struct Answers {
    answers: Vec<Answer>,
}

/// Every target at every release: yes, no with the reasons, or yes with warnings. What is wrong with the
/// response counts for each, since nothing is rendered against it.
pub(super) fn run(
    registry: Registry,
    read: &ReadArgs,
    specs: &[String],
    form: ListForm,
    verbose: bool,
) -> Result<(String, Exit), Failure> {
    let targets = releases(&registry, specs)?;
    let mut kit = Kit::new(registry);
    kit.redaction = Redaction::of_keys();
    let mut verdicts = Vec::new();
    let mut number = 0;
    let unreadable = input::each(read, &Redactor::default(), &mut |batch| {
        for (label, reading) in &batch.readings {
            number += 1;
            let case = kit.case(reading, &targets);
            for device in &case.devices {
                let (fit, reasons) = case.fit(device);
                let slug = |judged: &&Judged| judged.finding.slug().to_owned();
                let mut rules: Vec<String> = reasons.iter().map(slug).collect();
                rules.dedup();
                verdicts.push(Answer {
                    rules,
                    target: device.target.label().to_string(),
                    connection: number,
                    response: label.clone(),
                    verdict: fit.words(),
                    reasons: reasons.into_iter().map(told).collect(),
                });
            }
        }
        Ok(())
    })?;
    let exit = unreadable.exit(Exit::Fine);
    if form == ListForm::Json {
        let answers = versioned(Answers { answers: verdicts });
        return Ok((json(&answers)?, exit));
    }
    let text = if verbose {
        in_full(&verdicts)
    } else {
        in_short(&verdicts)
    };
    Ok((text, exit))
}

/// A line for each target: its releases, those with one answer together, and the rules that speak against it.
fn in_short(answers: &[Answer]) -> String {
    let id = |answer: &Answer| {
        answer
            .target
            .split('@')
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    let width = answers.iter().map(|answer| id(answer).len()).max();
    let width = width.unwrap_or(0);
    let mut text = String::new();
    for of_connection in answers.chunk_by(|a, b| a.connection == b.connection) {
        if let Some(label) = of_connection
            .first()
            .and_then(|first| first.response.as_ref())
        {
            let _ = writeln!(text, "{label}");
        }
        for of_target in of_connection.chunk_by(|a, b| id(a) == id(b)) {
            let same = |a: &Answer, b: &Answer| a.verdict == b.verdict && a.rules == b.rules;
            let groups: Vec<&[Answer]> = of_target.chunk_by(same).collect();
            let parts: Vec<String> = groups
                .iter()
                .map(|group| part(group, groups.len()))
                .collect();
            let id = id(&of_target[0]);
            let _ = writeln!(text, "{id:width$}  {}", parts.join("; "));
        }
    }
    text
}

/// What some releases of a target answer.
fn part(group: &[Answer], groups: usize) -> String {
    let Some(first) = group.first() else {
        return String::new();
    };
    let release = first.target.split('@').nth(1).unwrap_or_default();
    let mut part = first.verdict.to_owned();
    if groups > 1 {
        part = format!("from {release}: {part}");
    }
    if !first.rules.is_empty() {
        let _ = write!(part, " ({})", first.rules.join(", "));
    }
    part
}

/// Every release of every target, with the reasons.
fn in_full(verdicts: &[Answer]) -> String {
    let width = verdicts
        .iter()
        .map(|verdict| verdict.target.len())
        .max()
        .unwrap_or(0);
    let mut text = String::new();
    let mut known = 1;
    for verdict in verdicts {
        if let Some(label) = &verdict.response
            && (text.is_empty() || verdict.connection != known)
        {
            let _ = writeln!(text, "{label}");
        }
        known = verdict.connection;
        let _ = writeln!(text, "{:width$}  {}", verdict.target, verdict.verdict);
        for reason in &verdict.reasons {
            let _ = writeln!(text, "    {reason}");
        }
    }
    text
}

/// The targets, each at the first release of each range; one that names a release at that one.
fn releases(registry: &Registry, specs: &[String]) -> Result<Vec<Target>, Failure> {
    let mut targets = Vec::new();
    for spec in specs {
        if spec.contains('@') {
            targets.push(registry.load(spec)?);
        } else {
            targets.extend(registry.load_every_release(spec)?);
        }
    }
    Ok(targets)
}

/// A reason as it is shown.
fn told(judged: &Judged) -> String {
    [judged.finding.slug(), ": ", &judged.message].concat()
}
