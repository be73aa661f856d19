//! `peerconf targets`: the list, one target, or which targets fit a response.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::args::{ReadArgs, VendorArgs};
use super::exit::{Exit, Failure};
use super::rules::{ListForm, json};
use super::{input, output, targets_check};
use crate::findings::catalogue::INPUT_MISSING;
use crate::findings::{Judged, Level};
use crate::pipeline::{Kit, Redaction};
use crate::targets::description::Description;
use crate::targets::{Registry, Target};

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  peerconf targets
  peerconf targets cisco/asa@9.16
  peerconf targets --compatible-with response.json
  peerconf targets --check my-vendors/")]
pub(super) struct TargetsArgs {
    /// One target: its releases, limits and inputs
    target: Option<String>,

    /// Say of every target and release whether it can do this response, or those of a folder
    #[arg(long, value_name = "RESPONSE", conflicts_with = "target")]
    compatible_with: Option<PathBuf>,

    /// Read one response per line
    #[arg(long, requires = "compatible_with")]
    ndjson: bool,

    /// Check a folder of your own targets: manifests, templates, and fields that no template reads
    #[arg(long, value_name = "DIR", conflicts_with_all = ["target", "compatible_with", "output"])]
    check: Option<PathBuf>,

    /// Form of the output
    #[arg(short, long, value_enum, default_value_t = ListForm::Text, value_name = "FORM")]
    output: ListForm,

    #[command(flatten)]
    vendors: VendorArgs,
}

pub(super) fn run(args: &TargetsArgs) -> Result<Exit, Failure> {
    let registry = args.vendors.registry()?;
    if let Some(folder) = &args.check {
        return targets_check::run(registry, folder);
    }
    let (text, exit) = match (&args.target, &args.compatible_with) {
        (Some(spec), _) => (one(&registry.load(spec)?, args.output)?, Exit::Fine),
        (None, Some(path)) => {
            let read = ReadArgs::of(path, args.ndjson);
            compatible(registry, &read, args.output)?
        }
        (None, None) => (list(&registry, args.output)?, Exit::Fine),
    };
    output::stdout(&text)?;
    Ok(exit)
}

fn one(target: &Target, form: ListForm) -> Result<String, Failure> {
    let description = Description::new(target);
    match form {
        ListForm::Json => json(&description),
        ListForm::Text => Ok(description.text()),
    }
}

#[derive(Debug, Serialize)]
struct Line {
    id: String,
    name: String,
    aliases: Vec<String>,
    releases: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<PathBuf>,
}

fn list(registry: &Registry, form: ListForm) -> Result<String, Failure> {
    let mut lines = Vec::new();
    for entry in registry.list() {
        let target = registry.load(&entry.id)?;
        lines.push(Line {
            id: entry.id,
            name: target.name,
            aliases: target.aliases,
            releases: target.versions.iter().map(ToString::to_string).collect(),
            file: entry.file,
        });
    }
    if form == ListForm::Json {
        return json(&lines);
    }
    let width = lines.iter().map(|line| line.id.len()).max().unwrap_or(0);
    let name = lines.iter().map(|line| line.name.len()).max().unwrap_or(0);
    let mut text = String::new();
    for line in &lines {
        let own = line
            .file
            .as_ref()
            .map(|file| format!("  [{}]", file.display()))
            .unwrap_or_default();
        let _ = writeln!(
            text,
            "{:width$}  {:name$}  from {}  ({}){own}",
            line.id,
            line.name,
            line.releases.join(", "),
            line.aliases.join(", ")
        );
    }
    Ok(text)
}

#[derive(Debug, Serialize)]
struct Answer {
    target: String,
    connection: usize,
    /// What it is called, where there are several.
    #[serde(skip_serializing_if = "Option::is_none")]
    response: Option<String>,
    verdict: &'static str,
    reasons: Vec<String>,
}

/// Every target at every release: yes, no with the reasons, or yes with warnings. What is wrong with the
/// response counts for each, since nothing is rendered against it.
fn compatible(
    registry: Registry,
    read: &ReadArgs,
    form: ListForm,
) -> Result<(String, Exit), Failure> {
    let targets = every_release(&registry)?;
    let mut kit = Kit::new(registry);
    kit.redaction = Redaction::of_keys();
    let mut verdicts = Vec::new();
    let mut number = 0;
    let unreadable = input::each(read, &mut |batch| {
        for (label, reading) in &batch.readings {
            number += 1;
            let case = kit.case(reading, &targets);
            for device in &case.devices {
                let found = || case.findings.iter().chain(&device.findings);
                let (verdict, reasons) = answer(found, device.ready().is_some());
                verdicts.push(Answer {
                    target: device.target.label().to_string(),
                    connection: number,
                    response: label.clone(),
                    verdict,
                    reasons,
                });
            }
        }
        Ok(())
    })?;
    let exit = unreadable.exit(Exit::Fine);
    if form == ListForm::Json {
        return Ok((json(&verdicts)?, exit));
    }
    let width = verdicts
        .iter()
        .map(|verdict| verdict.target.len())
        .max()
        .unwrap_or(0);
    let mut text = String::new();
    let mut known = 1;
    for verdict in &verdicts {
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
    Ok((text, exit))
}

/// All targets, each at the first release of each range.
fn every_release(registry: &Registry) -> Result<Vec<Target>, Failure> {
    let mut targets = Vec::new();
    for entry in registry.list() {
        for release in registry.load(&entry.id)?.versions {
            targets.push(registry.load(&format!("{}@{release}", entry.id))?);
        }
    }
    Ok(targets)
}

/// Whether it fits, with the findings that say so.
fn answer<'j, F: Iterator<Item = &'j Judged>>(
    found: impl Fn() -> F,
    is_ready: bool,
) -> (&'static str, Vec<String>) {
    let reasons = |level: Level| -> Vec<String> {
        found()
            // What is left to fill in says nothing of the fit.
            .filter(|judged| judged.level == level && judged.finding.slug() != INPUT_MISSING.slug)
            .map(|judged| [judged.finding.slug(), ": ", &judged.message].concat())
            .collect()
    };
    if !is_ready {
        return ("no", reasons(Level::Error));
    }
    let warnings = reasons(Level::Warning);
    if warnings.is_empty() {
        ("yes", warnings)
    } else {
        ("yes, with warnings", warnings)
    }
}
