//! The list of targets: one line each, by vendor.

use std::fmt::Write as _;
use std::path::PathBuf;

use serde::Serialize;

use super::super::exit::Failure;
use super::super::form::versioned;
use super::super::form::{ListForm, json};
use crate::targets::{Proof, Registry, TargetError};

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Line {
    id: String,
    name: String,
    aliases: Vec<String>,
    releases: Vec<String>,
    kind: &'static str,
    proof: Proof,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<PathBuf>,
}

/// The targets as they are listed.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in crate::cli) struct List {
    targets: Vec<Line>,
}

/// These targets.
pub(super) fn list(registry: &Registry, ids: &[String], form: ListForm) -> Result<String, Failure> {
    let mut lines = Vec::new();
    for entry in registry
        .list()
        .into_iter()
        .filter(|entry| ids.contains(&entry.id))
    {
        let target = registry.load(&entry.id)?;
        lines.push(Line {
            kind: target.kind(),
            proof: if entry.file.is_some() {
                Proof::Unknown
            } else {
                Proof::of(&entry.id)
            },
            id: entry.id,
            name: target.name,
            aliases: target.aliases,
            releases: target.versions.iter().map(ToString::to_string).collect(),
            file: entry.file,
        });
    }
    if form == ListForm::Json {
        return json(&versioned(List { targets: lines }));
    }
    Ok(text(&lines) + &broken(registry))
}

/// Columns as wide as what stands in them; the vendor stands once. Narrow, so that a line stays a line.
fn text(lines: &[Line]) -> String {
    let heads = ["VENDOR", "TARGET", "ALIAS", "KIND", "PROVEN BY", "FROM"];
    let mut rows = vec![heads.map(ToOwned::to_owned)];
    let mut known = "";
    for line in lines {
        let vendor = line.id.split('/').next().unwrap_or_default();
        let shown = if vendor == known { "" } else { vendor };
        known = vendor;
        let mut first = line.releases.first().cloned().unwrap_or_default();
        if let Some(file) = &line.file {
            let _ = write!(first, "  [{}]", file.display());
        }
        rows.push([
            shown.to_owned(),
            line.id.clone(),
            line.aliases.join(", "),
            line.kind.to_owned(),
            line.proof.words().to_owned(),
            first,
        ]);
    }
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max();
    let widths: Vec<usize> = (0..heads.len())
        .map(|column| width(column).unwrap_or(0))
        .collect();
    let mut text = String::new();
    for row in &rows {
        let cells: Vec<String> = row
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{cell:width$}"))
            .collect();
        let _ = writeln!(text, "{}", cells.join("  ").trim_end());
    }
    text
}

/// Manifests of the user that nobody can use.
fn broken(registry: &Registry) -> String {
    let mut text = String::new();
    for error in registry.broken() {
        if let TargetError::Invalid { file, faults } = &error {
            let count = faults.len();
            let word = if count == 1 { "fault" } else { "faults" };
            let _ = writeln!(
                text,
                "broken: {file}, {count} {word}; `peerconf targets check` of its folder tells them"
            );
        }
    }
    text
}
