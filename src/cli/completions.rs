//! `peerconf completions` and `peerconf man`, for the program and for each command.

use std::io::{self, Write as _};

use clap::Args;
use clap_complete::Shell;

use super::exit::{Exit, Failure};
use super::output;
use crate::suggest::nearest;

#[derive(Debug, Args)]
pub(super) struct CompletionArgs {
    /// The shell
    shell: Shell,
}

pub(super) fn completions(
    args: &CompletionArgs,
    mut command: clap::Command,
) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "peerconf", &mut script);
    io::stdout()
        .write_all(&script)
        .map_err(|error| Failure::stdout(&error))?;
    Ok(Exit::Fine)
}

#[derive(Debug, Args)]
pub(super) struct ManArgs {
    /// The page of this command [default: the one of peerconf itself]
    command: Option<String>,

    /// List the commands that have a page of their own
    #[arg(long, conflicts_with = "command")]
    list: bool,
}

pub(super) fn man(args: &ManArgs, command: &clap::Command) -> Result<Exit, Failure> {
    let mut command = command.clone().disable_help_subcommand(true);
    // Each command then knows its whole name and the options of all.
    command.build();
    let names = || command.get_subcommands().map(clap::Command::get_name);
    if args.list {
        let list: String = names().flat_map(|name| [name, "\n"]).collect();
        output::stdout(&list)?;
        return Ok(Exit::Fine);
    }
    let shown = match &args.command {
        None => &command,
        Some(name) => command.find_subcommand(name).ok_or_else(|| {
            let hint = nearest(name, names())
                .map(|name| format!(" (did you mean {name:?}?)"))
                .unwrap_or_default();
            Failure::Usage(format!(
                "no command is called {name:?}{hint}; `peerconf man --list` lists them"
            ))
        })?,
    };
    let mut page = Vec::new();
    clap_mangen::Man::new(shown.clone())
        .render(&mut page)
        .map_err(|error| Failure::stdout(&error))?;
    io::stdout()
        .write_all(&page)
        .map_err(|error| Failure::stdout(&error))?;
    Ok(Exit::Fine)
}
