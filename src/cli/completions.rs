//! `peerconf completions` and `peerconf man`, for the program and for each command.

use std::io::{self, Write as _};
use std::path::PathBuf;

use clap::Args;
use clap_complete::Shell;
use clap_complete::env::Shells;

use super::exit::{Exit, Failure};

/// The variable by which a shell asks for completions.
pub(super) const VARIABLE: &str = "COMPLETE";

#[derive(Debug, Args)]
#[command(after_help = "\
The script asks the program itself, which knows targets, their releases and inputs, rules and examples.

Examples:
  source <(peerconf completions bash)
  peerconf completions zsh > ~/.zfunc/_peerconf
  peerconf completions fish > ~/.config/fish/completions/peerconf.fish
  peerconf completions powershell >> $PROFILE")]
pub(super) struct CompletionArgs {
    /// The shell
    shell: Shell,
}

pub(super) fn completions(args: &CompletionArgs) -> Result<Exit, Failure> {
    let shells = Shells::builtins();
    let name = args.shell.to_string();
    let completer = shells
        .completer(&name)
        .ok_or_else(|| Failure::Usage(format!("there are no completions for {name}")))?;
    let mut script = Vec::new();
    completer
        .write_registration(VARIABLE, "peerconf", "peerconf", "peerconf", &mut script)
        .map_err(|error| Failure::stdout(&error))?;
    io::stdout()
        .write_all(&script)
        .map_err(|error| Failure::stdout(&error))?;
    Ok(Exit::Fine)
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  peerconf man render | man -l -
  peerconf man --dir ~/.local/share/man/man1")]
pub(super) struct ManArgs {
    /// The command: `render`, or `targets new`; without one the page of the whole program
    #[arg(value_name = "COMMAND")]
    command: Vec<String>,

    /// Write the page of every command into this folder
    #[arg(long, value_name = "DIR", conflicts_with = "command")]
    dir: Option<PathBuf>,
}

pub(super) fn man(args: &ManArgs, mut command: clap::Command) -> Result<Exit, Failure> {
    if let Some(dir) = &args.dir {
        std::fs::create_dir_all(dir).map_err(|error| Failure::file(dir, &error))?;
        clap_mangen::generate_to(command, dir).map_err(|error| Failure::file(dir, &error))?;
        return Ok(Exit::Fine);
    }
    command.build();
    let mut wanted = &command;
    for name in &args.command {
        wanted = wanted
            .find_subcommand(name)
            .ok_or_else(|| Failure::Usage(format!("there is no command {name:?} here")))?;
    }
    let mut page = Vec::new();
    clap_mangen::Man::new(wanted.clone())
        .render(&mut page)
        .map_err(|error| Failure::stdout(&error))?;
    io::stdout()
        .write_all(&page)
        .map_err(|error| Failure::stdout(&error))?;
    Ok(Exit::Fine)
}
