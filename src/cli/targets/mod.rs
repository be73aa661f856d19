//! `peerconf targets`: the list, one target, which targets fit a response; and the bench for authors of targets.

mod accepted;
mod check;
mod checker;
mod compatible;
mod list;
mod matrix;
mod new;
mod schema;
mod source;
mod test;
mod verdict;
mod watch;

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::args::{ReadArgs, VendorArgs};
use super::exit::{Exit, Failure};
use super::form::versioned;
use super::form::{FormArgs, ListForm, json};
use super::language;
use super::output;
use super::verbosity::is_verbose;
use crate::targets::description::Description;
use crate::targets::{Registry, Target};

#[cfg(test)]
pub(super) use compatible::Answers;
#[cfg(test)]
pub(super) use list::List;
#[cfg(test)]
pub(super) use verdict::Verdicts;

#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    mut_arg("verbose", |arg| arg.help("Every reason in full, and notes").display_order(4).global(false)),
    after_help = "\
Examples:
  peerconf targets
  peerconf targets cisco/asa@9.16
  peerconf targets cisco
  peerconf targets --compatible-with response.json
A target of your own:
  peerconf targets new acme/router --dir my-targets
  peerconf targets check my-targets
  peerconf targets test my-targets --accept"
)]
pub(super) struct TargetsArgs {
    #[command(subcommand)]
    command: Option<TargetsCommand>,

    /// One target: its releases, limits and inputs; or a word that ids, aliases or names hold, to list these
    target: Option<String>,

    /// Say of every target and release whether it can do this response, or those of a folder
    #[arg(long, value_name = "RESPONSE")]
    compatible_with: Option<PathBuf>,

    /// Read one response per line
    #[arg(long, requires = "compatible_with")]
    ndjson: bool,

    /// The same as `targets check DIR`
    #[arg(long, value_name = "DIR", conflicts_with_all = ["target", "compatible_with"])]
    check: Option<PathBuf>,

    #[command(flatten)]
    form: FormArgs,

    #[command(flatten)]
    vendors: VendorArgs,
}

#[derive(Debug, Subcommand)]
enum TargetsCommand {
    /// Start a target of your own: a commented manifest, templates and a folder for its tests
    New(new::NewArgs),
    /// Print the manifest and the templates of a target
    Source(source::SourceArgs),
    /// Print the JSON Schema of a manifest, or of a target's values file
    Schema(schema::SchemaArgs),
    /// Check a folder of your own targets: manifests, templates, and fields that no template reads
    Check(check::CheckArgs),
    /// Check them, render every response of the project's tests with them, and compare with what you have accepted
    Test(test::TestArgs),
}

pub(super) fn run(args: &TargetsArgs) -> Result<Exit, Failure> {
    match &args.command {
        Some(TargetsCommand::New(args)) => return new::run(args),
        Some(TargetsCommand::Source(args)) => return source::run(args),
        Some(TargetsCommand::Schema(args)) => return schema::run(args),
        Some(TargetsCommand::Check(args)) => return check::run(args),
        Some(TargetsCommand::Test(args)) => return test::run(args),
        None => {}
    }
    let registry = args.vendors.registry()?;
    if let Some(folder) = &args.check {
        return check::of_folder(registry, folder, args.form.form(), is_verbose());
    }
    let chosen = Chosen::of(&registry, args.target.as_deref())?;
    let form = args.form.form();
    let (text, exit) = match (&args.compatible_with, chosen) {
        (Some(path), chosen) => {
            let read = ReadArgs::of(path, args.ndjson);
            compatible::run(registry, &read, &chosen.specs(), form, is_verbose())?
        }
        (None, Chosen::One(spec)) => {
            let target = registry.load(&spec)?;
            super::setup::tell_doubts(std::slice::from_ref(&target));
            (one(&target, form)?, Exit::Fine)
        }
        (None, Chosen::Some(ids)) => (list::list(&registry, &ids, form)?, Exit::Fine),
    };
    output::stdout(&text)?;
    Ok(exit)
}

/// The targets that are meant.
enum Chosen {
    /// One, perhaps with a release.
    One(String),
    /// Ids.
    Some(Vec<String>),
}

impl Chosen {
    /// A target by its id or alias; else all whose id, alias or name holds the word; all where there is no word.
    fn of(registry: &Registry, word: Option<&str>) -> Result<Self, Failure> {
        let entries = registry.list();
        let Some(word) = word else {
            return Ok(Self::Some(
                entries.into_iter().map(|entry| entry.id).collect(),
            ));
        };
        let unknown = match registry.load(word) {
            Ok(_) => return Ok(Self::One(word.to_owned())),
            Err(error @ crate::targets::TargetError::Unknown { .. }) => error,
            Err(error) => return Err(error.into()),
        };
        let sought = word.to_lowercase();
        let mut ids = Vec::new();
        for entry in entries {
            let name = registry.load(&entry.id)?.name.to_lowercase();
            let holds = |text: &String| text.to_lowercase().contains(&sought);
            if name.contains(&sought) || holds(&entry.id) || entry.aliases.iter().any(holds) {
                ids.push(entry.id);
            }
        }
        if ids.is_empty() {
            return Err(unknown.into());
        }
        Ok(Self::Some(ids))
    }

    fn specs(self) -> Vec<String> {
        match self {
            Self::One(spec) => vec![spec],
            Self::Some(ids) => ids,
        }
    }
}

fn one(target: &Target, form: ListForm) -> Result<String, Failure> {
    let description = Description::in_lang(target, language::lang());
    match form {
        ListForm::Json => json(&versioned(&description)),
        ListForm::Text => Ok(description.text()),
    }
}
