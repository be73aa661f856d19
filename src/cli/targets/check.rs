//! `peerconf targets check DIR`: a folder of the user's own targets, held against the responses of the project's tests.

use std::path::{Path, PathBuf};

use clap::Args;

use super::super::args::VendorArgs;
use super::super::exit::{Exit, Failure};
use super::super::form::versioned;
use super::super::form::{FormArgs, ListForm, json};
use super::super::output;
use super::verdict::{Broken, Verdict, Verdicts};
use crate::inspect::inspect;
use crate::pipeline::Kit;
use crate::targets::{CatalogueEntry, Registry};
use crate::trial::{Response, responses};

#[derive(Debug, Args)]
#[command(after_help = "\
Tells every fault of the manifests with file, line and key, renders the responses of the project's
tests with the templates, and shows how nasty keys, identities and names come out.

Example:
  peerconf targets check my-targets")]
pub(super) struct CheckArgs {
    /// The folder: <vendor>/<platform>.toml and <vendor>/<platform>/*.j2
    folder: PathBuf,

    /// Notes too: every field that no template reads
    #[arg(short, long)]
    verbose: bool,

    #[command(flatten)]
    form: FormArgs,

    #[command(flatten)]
    vendors: VendorArgs,
}

pub(super) fn run(args: &CheckArgs) -> Result<Exit, Failure> {
    let registry = args.vendors.registry()?;
    of_folder(registry, &args.folder, args.form.form(), args.verbose)
}

/// Exit code 2 where a manifest or a template is broken, or leaves out what a device needs.
pub(super) fn of_folder(
    registry: Registry,
    folder: &Path,
    form: ListForm,
    verbose: bool,
) -> Result<Exit, Failure> {
    let responses = responses();
    let (kit, own, mut verdicts) = opened(registry, folder)?;
    for entry in &own {
        verdicts.targets.push(checked(&kit, &entry.id, &responses)?);
    }
    output::stdout(&match form {
        ListForm::Json => json(&versioned(&verdicts))?,
        ListForm::Text => verdicts.text(verbose),
    })?;
    Ok(exit(&verdicts))
}

pub(super) fn exit(verdicts: &Verdicts) -> Exit {
    if verdicts.is_fine() {
        Exit::Fine
    } else {
        Exit::Usage
    }
}

/// The targets of a folder, and what of it is broken.
pub(super) fn opened(
    mut registry: Registry,
    folder: &Path,
) -> Result<(Kit, Vec<CatalogueEntry>, Verdicts), Failure> {
    registry.add_folder(folder)?;
    let kit = Kit::new(registry);
    let mut own = kit.registry().list();
    own.retain(|entry| {
        let file = entry.file.as_ref();
        file.is_some_and(|file| file.starts_with(folder))
    });
    let verdicts = Verdicts {
        broken: kit
            .registry()
            .broken()
            .map(|error| Broken::of(&error))
            .collect(),
        targets: Vec::new(),
    };
    if own.is_empty() && verdicts.broken.is_empty() {
        return Err(Failure::Usage(format!(
            "{}: no target in it; a manifest is <vendor>/<platform>.toml",
            folder.display()
        )));
    }
    Ok((kit, own, verdicts))
}

/// One target, checked.
pub(super) fn checked(kit: &Kit, id: &str, responses: &[Response]) -> Result<Verdict, Failure> {
    let seen = inspect(kit, id, responses)?;
    Ok(Verdict::of(seen, &kit.registry().load(id)?))
}
