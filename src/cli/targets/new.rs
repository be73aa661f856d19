//! `peerconf targets new VENDOR/PLATFORM`: the files of a target to start from.

use std::path::{Path, PathBuf};

use clap::Args;

use super::super::args::VendorArgs;
use super::super::exit::{Exit, Failure};
use super::super::output::{self, NewFile};
use crate::showable::showable;
use crate::targets::new_target;

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  peerconf targets new acme/router --dir my-targets
  peerconf targets new acme/firewall --from cisco/asa --dir my-targets")]
pub(super) struct NewArgs {
    /// Its id: the vendor and the platform, in lower case
    #[arg(value_name = "VENDOR/PLATFORM")]
    id: String,

    /// Start from a copy of this target, not from an invented device
    #[arg(long, value_name = "TARGET")]
    from: Option<String>,

    /// The folder of your own targets that it is written to
    #[arg(long, value_name = "DIR", default_value = ".")]
    dir: PathBuf,

    /// Replace files that exist
    #[arg(long)]
    force: bool,

    #[command(flatten)]
    vendors: VendorArgs,
}

pub(super) fn run(args: &NewArgs) -> Result<Exit, Failure> {
    let registry = args.vendors.registry()?;
    let id = args.id.as_str();
    let replaces = registry.list().iter().any(|entry| entry.id == id);
    let from = args.from.as_deref();
    let same = from.and_then(|from| registry.find(from).ok()).as_deref() == Some(id);
    if replaces && !same {
        return Err(Failure::Usage(format!(
            "there is a target {id}, and yours would take its place; choose another id, or --from {id} to change a copy of it"
        )));
    }
    let files = match from {
        Some(from) => new_target::copied(&registry, from, id)?,
        None => new_target::invented(&registry, id)?,
    };
    let new: Vec<NewFile<'_>> = files
        .iter()
        .map(|file| NewFile::open(args.dir.join(&file.path), &file.text))
        .collect();
    output::told(&new, args.force)?;
    let dir = word(&args.dir);
    output::stderr_styled(&format!(
        "next: peerconf targets check {dir}\n      peerconf targets test {dir} --accept   # writes what comes out: read it\n"
    ));
    Ok(Exit::Fine)
}

/// A path as a word of a command.
fn word(path: &Path) -> String {
    let path = path.display().to_string();
    if path.contains(' ') {
        return format!("'{}'", showable(&path));
    }
    showable(&path).into_owned()
}
