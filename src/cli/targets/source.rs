//! `peerconf targets source TARGET`: its manifest and templates as they are written, to read or to start from.

use std::fmt::Write as _;

use clap::Args;

use super::super::args::VendorArgs;
use super::super::exit::{Exit, Failure};
use super::super::output;
use crate::suggest::{hint, nearest};
use crate::targets::SourceFile;

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  peerconf targets source cisco/asa
  peerconf targets source cisco/asa config.j2
To start a target from one:
  peerconf targets new acme/router --from cisco/asa")]
pub(super) struct SourceArgs {
    /// The target: an id or an alias
    target: String,

    /// One of its files only, by its path or the end of it
    file: Option<String>,

    #[command(flatten)]
    vendors: VendorArgs,
}

pub(super) fn run(args: &SourceArgs) -> Result<Exit, Failure> {
    let registry = args.vendors.registry()?;
    let files = registry.source_files(&args.target)?;
    let all = files.manifests.iter().chain(&files.templates);
    let Some(wanted) = &args.file else {
        let mut text = String::new();
        for SourceFile {
            path, text: own, ..
        } in all
        {
            let _ = writeln!(text, "==> {path} <==");
            text.push_str(own);
            text.push_str(if own.ends_with('\n') { "\n" } else { "\n\n" });
        }
        output::stdout(&text)?;
        return Ok(Exit::Fine);
    };
    let is_wanted = |file: &&SourceFile| {
        let rest = file.path.strip_suffix(wanted.as_str());
        rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('/'))
    };
    let Some(file) = all.clone().find(is_wanted) else {
        let last = |file: &'_ SourceFile| file.path.rsplit('/').next().map(str::to_owned);
        let names: Vec<String> = all.filter_map(last).collect();
        let near = nearest(wanted, names.iter().map(String::as_str));
        let hint = hint(near.as_deref());
        return Err(Failure::Usage(format!(
            "{} has no file {wanted:?}{hint}; `peerconf targets source {}` prints them all",
            args.target, args.target
        )));
    };
    output::stdout(&file.text)?;
    Ok(Exit::Fine)
}
