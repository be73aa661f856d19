//! The command line: arguments in, library calls, text out. One file a subcommand; nothing else uses
//! this module.
//!
//! Data goes to standard output, everything else to standard error. A closed pipe ends the program
//! quietly.

// What stands above an argument is its help text and not Markdown.
#![allow(clippy::doc_markdown)]

#[cfg(feature = "fetch")]
mod access;
mod args;
mod check;
mod command;
mod completions;
mod core_dumps;
mod diagnostics;
mod example;
mod exit;
#[cfg(feature = "fetch")]
mod fetch;
mod fleet;
#[cfg(feature = "fetch")]
mod folder;
mod input;
#[cfg(feature = "fetch")]
mod notices;
mod output;
#[cfg(feature = "page")]
mod page;
mod policy;
mod redaction;
mod render;
mod rules;
mod setup;
mod show;
mod targets;
mod ticket;
mod verbosity;

use std::ffi::OsString;

use clap::Parser;

pub use command::command;
pub use exit::Exit;

use command::{Cli, Command};

/// Runs the program with its arguments, the program's name first.
pub fn run(args: impl IntoIterator<Item = OsString>) -> Exit {
    core_dumps::forbid();
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => {
            let wanted = !error.use_stderr();
            // Nothing sensible is left to do when the terminal is gone.
            let _ = error.print();
            return if wanted { Exit::Fine } else { Exit::Usage };
        }
    };
    cli.color.write_global();
    cli.verbosity.write_global();
    let result = match &cli.command {
        Command::Render(args) => render::run(args),
        Command::Check(args) => check::run(args),
        Command::Show(args) => show::run(args),
        #[cfg(feature = "fetch")]
        Command::Fetch(args) => fetch::run(args),
        Command::Policy(args) => policy::run(args),
        Command::Targets(args) => targets::run(args),
        Command::Ticket(args) => ticket::run(args),
        Command::Rules(args) => rules::run(args),
        #[cfg(feature = "page")]
        Command::Page(args) => page::run(args),
        Command::Example(args) => example::run(args),
        Command::Completions(args) => completions::completions(args, command()),
        Command::Man(args) => completions::man(args, &command()),
    };
    match result {
        Ok(exit) => exit,
        Err(failure) => failure.report(),
    }
}
