//! `peerconf targets`: the list, one target, or which targets fit a response.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::args::{ReadArgs, VendorArgs};
use super::exit::{Exit, Failure};
use super::rules::{Form, json};
use super::{input, output, targets_check};
use crate::findings::{Judge, Lang, Level};
use crate::plan::{self, Request};
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

    /// Say of every target and release whether it can do this response
    #[arg(long, value_name = "RESPONSE", conflicts_with = "target")]
    compatible_with: Option<PathBuf>,

    /// Check a folder of your own targets: manifests, templates, and fields that no template reads
    #[arg(long, value_name = "DIR", conflicts_with_all = ["target", "compatible_with", "output"])]
    check: Option<PathBuf>,

    /// Form of the output
    #[arg(short, long, value_enum, default_value_t = Form::Text, value_name = "FORM")]
    output: Form,

    #[command(flatten)]
    vendors: VendorArgs,
}

pub(super) fn run(args: &TargetsArgs) -> Result<Exit, Failure> {
    let registry = args.vendors.registry()?;
    if let Some(folder) = &args.check {
        return targets_check::run(registry, folder);
    }
    let text = match (&args.target, &args.compatible_with) {
        (Some(spec), _) => one(&registry.load(spec)?, args.output)?,
        (None, Some(path)) => compatible(&registry, path, args.output)?,
        (None, None) => list(&registry, args.output)?,
    };
    output::stdout(&text)?;
    Ok(Exit::Fine)
}

fn one(target: &Target, form: Form) -> Result<String, Failure> {
    let description = Description::new(target);
    match form {
        Form::Json => json(&description),
        Form::Text => Ok(description.text()),
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

fn list(registry: &Registry, form: Form) -> Result<String, Failure> {
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
    if form == Form::Json {
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
struct Verdict {
    target: String,
    connection: usize,
    #[serde(rename = "verdict")]
    answer: &'static str,
    reasons: Vec<String>,
}

/// Every target at every release: yes, no with the reasons, or yes with warnings.
fn compatible(registry: &Registry, path: &std::path::Path, form: Form) -> Result<String, Failure> {
    let (read, judge) = (ReadArgs::of(path), Judge::default());
    let sources = input::load(&read)?;
    let documents = input::documents(&sources)?;
    let readings = input::readings(&sources, &documents, &read)?;
    let mut verdicts = Vec::new();
    for (index, reading) in readings.iter().enumerate() {
        let Some(connection) = &reading.connection else {
            let reasons = reading
                .findings
                .iter()
                .map(|finding| finding.message(Lang::En))
                .collect();
            verdicts.push(Verdict {
                target: "every target".into(),
                connection: index + 1,
                answer: "no",
                reasons,
            });
            continue;
        };
        for entry in registry.list() {
            for release in registry.load(&entry.id)?.versions {
                let target = registry.load(&format!("{}@{release}", entry.id))?;
                let planned = plan::plan(
                    connection,
                    &target,
                    &Request {
                        redact: true,
                        ..Request::default()
                    },
                )?;
                // What is left to fill in, and what nobody proved, says nothing of the fit.
                let judged = judge.judge(planned.findings);
                let at = |level| {
                    judged
                        .iter()
                        .filter(move |j| j.level == level && j.finding.slug() != "input-missing")
                };
                let reasons = |level| {
                    at(level)
                        .map(|j| format!("{}: {}", j.finding.slug(), j.finding.message(Lang::En)))
                        .collect()
                };
                let (answer, reasons) =
                    if at(Level::Error).next().is_some() || planned.value.is_none() {
                        ("no", reasons(Level::Error))
                    } else if at(Level::Warning).next().is_some() {
                        ("yes, with warnings", reasons(Level::Warning))
                    } else {
                        ("yes", Vec::new())
                    };
                verdicts.push(Verdict {
                    target: target.label().to_string(),
                    connection: index + 1,
                    answer,
                    reasons,
                });
            }
        }
    }
    if form == Form::Json {
        return json(&verdicts);
    }
    let width = verdicts
        .iter()
        .map(|verdict| verdict.target.len())
        .max()
        .unwrap_or(0);
    let mut text = String::new();
    for verdict in &verdicts {
        let _ = writeln!(text, "{:width$}  {}", verdict.target, verdict.answer);
        for reason in &verdict.reasons {
            let _ = writeln!(text, "    {reason}");
        }
    }
    Ok(text)
}
