//! How the help of every command looks: examples first, then the few options that matter; `--help` has the rest, what
//! reaches the cloud's API last.

use clap::{Arg, Command};

use super::candidates::with_candidates;
use super::settings::with_default;

/// Examples stand before the options.
const TEMPLATE: &str = "{about-with-newline}\n{usage-heading} {usage}{after-help}\n\n{all-args}";

/// What `-h` leaves to `--help`, wherever it stands.
const PLUMBING: [&str; 2] = ["Fetching the response", "Reaching the cloud's API"];

/// What `-h` shows of a command that has more than a screen of options.
const FEW: [&str; 12] = [
    "target", "sites", "output", "file", "force", "section", "topology", "ask", "set", "values",
    "format", "help",
];

/// More options than a screen takes.
const MANY: usize = 20;

/// A command below the program, and those below it, with the shape of its help, the defaults of its options and what a shell may
/// complete: all in one go over the options.
pub(super) fn shaped(command: Command) -> Command {
    let own = command.get_arguments().filter(|arg| !arg.is_global_set());
    let has_many = own.count() > MANY;
    let name = command.get_name().to_owned();
    command
        .help_template(TEMPLATE)
        .mut_args(|arg| {
            let is_own = !arg.is_global_set();
            let hidden = is_own && (is_plumbing(&arg) || has_many && !is_of_few(&arg));
            let arg = if hidden {
                arg.hide_short_help(true)
            } else {
                arg
            };
            with_candidates(&name, with_default(&name, arg))
        })
        .mut_subcommands(shaped)
}

fn is_plumbing(arg: &Arg) -> bool {
    arg.get_help_heading()
        .is_some_and(|heading| PLUMBING.contains(&heading))
}

fn is_of_few(arg: &Arg) -> bool {
    match arg.get_long() {
        Some(long) => FEW.contains(&long),
        None => true,
    }
}
