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
mod candidates;
mod check;
mod command;
mod completions;
mod core_dumps;
mod crypto;
mod deferred;
mod diagnostics;
mod ending;
mod example;
mod exit;
#[cfg(feature = "fetch")]
mod fetch;
mod fleet;
#[cfg(feature = "fetch")]
mod folder;
mod form;
mod help_zh;
mod input;
mod language;
#[cfg(not(feature = "page"))]
mod no_page;
#[cfg(feature = "fetch")]
mod notices;
mod output;
#[cfg(feature = "page")]
mod page;
mod policy;
mod redaction;
mod render;
mod rules;
mod schema;
mod settings;
mod setup;
mod shape;
mod show;
mod sites;
mod small_file;
mod targets;
mod ticket;
mod usage_zh;
mod values;
mod verbosity;
mod version;

use std::ffi::OsString;

use clap::FromArgMatches as _;
use clap_complete::CompleteEnv;

pub use command::command;
pub use exit::Exit;

use crate::findings::Lang;
use command::{Cli, Command};

/// Runs the program with its arguments, the program's name first.
pub fn run(args: impl IntoIterator<Item = OsString>) -> Exit {
    core_dumps::forbid();
    CompleteEnv::with_factory(command).complete();
    let args: Vec<OsString> = args.into_iter().collect();
    if version::is_asked_for(&args) {
        return match output::stdout(&version::text()) {
            Ok(()) => Exit::Fine,
            Err(failure) => failure.report(),
        };
    }
    if let Err(failure) = settings::load() {
        return failure.report();
    }
    let cli = deferred::lean(|| parsed(named(&args), &args))
        .or_else(|_| parsed(command(), &args))
        .or_else(|error| in_language(error, &args));
    let cli = match cli {
        Ok(cli) => cli,
        Err(error) => {
            let lang = language::before_parsing(&args);
            #[cfg(not(feature = "page"))]
            if let Some(why) = no_page::told(&error, lang) {
                output::error_in(lang, why);
                return Exit::Usage;
            }
            let wanted = !error.use_stderr();
            match usage_zh::text(&error).filter(|_| lang == Lang::Zh && !wanted) {
                Some(text) => output::error_in(lang, &text),
                // Nothing sensible is left to do when the terminal is gone.
                None => {
                    let _ = error.print();
                }
            }
            return if wanted { Exit::Fine } else { Exit::Usage };
        }
    };
    cli.manner.write_global();
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
        Command::Schema(args) => schema::run(args),
        #[cfg(feature = "page")]
        Command::Page(args) => page::run(args),
        Command::Example(args) => example::run(args),
        Command::Values(args) => values::run(args),
        Command::Completions(args) => completions::completions(args),
        Command::Man(args) => completions::man(args, command()),
    };
    match result {
        Ok(exit) => exit,
        Err(failure) => failure.report(),
    }
}

/// The program with the command that the arguments begin with, or else with all.
fn named(args: &[OsString]) -> clap::Command {
    let name = args.get(1).and_then(|name| name.to_str());
    name.and_then(command::only).unwrap_or_else(command)
}

fn parsed(mut command: clap::Command, args: &[OsString]) -> Result<Cli, clap::Error> {
    command
        .try_get_matches_from_mut(args)
        .and_then(|mut matches| Cli::from_arg_matches_mut(&mut matches))
        .map_err(|error| error.format(&mut command))
}

/// What is told instead of running, help among it, once more in Chinese where that is asked for. A run that needs none
/// of it does without.
fn in_language(error: clap::Error, args: &[OsString]) -> Result<Cli, clap::Error> {
    match language::before_parsing(args) {
        Lang::En => Err(error),
        Lang::Zh => parsed(help_zh::in_chinese(command()), args),
    }
}
