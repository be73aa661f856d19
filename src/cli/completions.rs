//! `peerconf completions` and `peerconf man`.

use std::io::{self, Write as _};

use clap::Args;
use clap_complete::Shell;

use super::exit::{Exit, Failure};

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

pub(super) fn man(command: clap::Command) -> Result<Exit, Failure> {
    let mut page = Vec::new();
    clap_mangen::Man::new(command)
        .render(&mut page)
        .map_err(|error| Failure::stdout(&error))?;
    io::stdout()
        .write_all(&page)
        .map_err(|error| Failure::stdout(&error))?;
    Ok(Exit::Fine)
}
