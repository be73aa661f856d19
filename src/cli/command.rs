//! The whole command line as types: help, completions and the man page are made from it.

use clap::{Args, CommandFactory, Parser, Subcommand};

use super::check::CheckArgs;
use super::completions::{CompletionArgs, ManArgs};
use super::deferred::Deferred;
use super::example::ExampleArgs;
#[cfg(feature = "fetch")]
use super::fetch::FetchArgs;
use super::language::Language;
#[cfg(feature = "page")]
use super::page::PageArgs;
use super::policy::PolicyArgs;
use super::render::RenderArgs;
use super::rules::RulesArgs;
use super::schema::SchemaArgs;
use super::settings::with_default;
use super::show::ShowArgs;
use super::targets::TargetsArgs;
use super::ticket::TicketArgs;
use super::values::ValuesArgs;
use super::verbosity::Verbosity;

const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  refused by findings
  2  the command line, a values file or a manifest is wrong
  3  the input cannot be read
  4  the cloud's API answered with an error, or could not be reached
  5  the output cannot be written: no space, no permission
Of many connections: 3 if one could not be read, else 1 if one was refused; the others are rendered.

Examples:
  peerconf example dual-tunnel | peerconf render -t strongswan
  peerconf render -t cisco/ios-xe@17.11 --set wan_interface=GigabitEthernet1 response.json
  peerconf check response.xml
  peerconf targets --compatible-with response.json";

/// Writes the customer gateway's half of an Alibaba Cloud IPsec-VPN connection.
///
/// Takes the response of DownloadVpnConnectionConfig, JSON or XML, and prints the configuration of
/// the device at the other end of the tunnel. What cannot work is refused, with the reason and the
/// remedy.
#[derive(Debug, Parser)]
#[command(name = "peerconf", version, about, long_about, after_help = EXIT_CODES, max_term_width = 100)]
pub(super) struct Cli {
    #[command(subcommand)]
    pub(super) command: Command,

    #[command(flatten)]
    pub(super) manner: Manner,
}

/// How every command speaks.
#[derive(Debug, Args)]
pub(super) struct Manner {
    /// When to use colour
    #[arg(long, value_name = "WHEN", value_enum, default_value_t = Color::Auto, global = true, hide_short_help = true)]
    color: Color,

    #[command(flatten)]
    language: Language,

    #[command(flatten)]
    verbosity: Verbosity,
}

/// When to use colour; `NO_COLOR` is honoured under `auto`.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub(super) enum Color {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl Manner {
    pub(super) fn write_global(&self) {
        self.color.write_global();
        self.language.write_global();
        self.verbosity.write_global();
    }
}

impl Color {
    fn write_global(self) {
        match self {
            Self::Auto => anstream::ColorChoice::Auto,
            Self::Always => anstream::ColorChoice::AlwaysAnsi,
            Self::Never => anstream::ColorChoice::Never,
        }
        .write_global();
    }
}

#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub(super) enum Command {
    /// Write a device's configuration from a response
    Render(Deferred<RenderArgs>),
    /// Report what is wrong with a response, for a target or by itself
    Check(Deferred<CheckArgs>),
    /// Say in words what a response means: which side is which, every value and its source
    Show(Deferred<ShowArgs>),
    /// Write one document to attach to a change: drawing, parameters, findings, configuration without
    /// keys, checklist, rollback
    Ticket(Deferred<TicketArgs>),
    /// Write a commented values file for a target: what a response needs, what has a default
    Values(Deferred<ValuesArgs>),
    /// Fetch a response from the cloud, or those of a whole region
    #[cfg(feature = "fetch")]
    Fetch(Deferred<FetchArgs>),
    /// Print the RAM policy that fetching needs
    Policy(Deferred<PolicyArgs>),
    /// List targets, or show one: releases, limits, inputs
    Targets(Deferred<TargetsArgs>),
    /// List the rules, or explain one
    Rules(Deferred<RulesArgs>),
    /// Print the JSON Schema of what a command prints as JSON
    Schema(Deferred<SchemaArgs>),
    /// Print a bundled response, to try the other commands
    Example(Deferred<ExampleArgs>),
    /// Write the page that does all this in a browser, without sending anything
    #[cfg(feature = "page")]
    Page(Deferred<PageArgs>),
    /// Print a shell's completion script
    Completions(Deferred<CompletionArgs>),
    /// Print a man page: of the program, or of a command
    Man(Deferred<ManArgs>),
}

/// Each command's name, and what adds its arguments.
type Arguments = (&'static str, fn(clap::Command) -> clap::Command);

const COMMANDS: &[Arguments] = &[
    ("render", Deferred::<RenderArgs>::augment_args),
    ("check", Deferred::<CheckArgs>::augment_args),
    ("show", Deferred::<ShowArgs>::augment_args),
    ("ticket", Deferred::<TicketArgs>::augment_args),
    ("values", Deferred::<ValuesArgs>::augment_args),
    #[cfg(feature = "fetch")]
    ("fetch", Deferred::<FetchArgs>::augment_args),
    ("policy", Deferred::<PolicyArgs>::augment_args),
    ("targets", Deferred::<TargetsArgs>::augment_args),
    ("rules", Deferred::<RulesArgs>::augment_args),
    ("schema", Deferred::<SchemaArgs>::augment_args),
    ("example", Deferred::<ExampleArgs>::augment_args),
    #[cfg(feature = "page")]
    ("page", Deferred::<PageArgs>::augment_args),
    ("completions", Deferred::<CompletionArgs>::augment_args),
    ("man", Deferred::<ManArgs>::augment_args),
];

/// The program with one command alone, by its name: enough to parse a line that names it, not to tell of it. Making
/// fourteen, and copying the global options into each, is a good part of what a short run does before it begins.
pub(super) fn only(name: &str) -> Option<clap::Command> {
    let (name, augment) = COMMANDS.iter().find(|(known, _)| *known == name)?;
    let program = with_defaults(Manner::augment_args(clap::Command::new("peerconf")));
    Some(program.subcommand(clap::Command::new(*name).defer(*augment)))
}

/// The program's own options with their defaults.
fn with_defaults(program: clap::Command) -> clap::Command {
    program.mut_args(|arg| with_default("peerconf", arg))
}

/// The command, for completions, the man page and tests. The commands below it have their arguments once it is built.
pub fn command() -> clap::Command {
    with_defaults(Cli::command())
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_command_is_sound() {
        super::command().debug_assert();
    }

    #[test]
    fn a_command_by_itself_takes_what_it_takes_among_all() {
        let mut whole = super::command();
        whole.build();
        let known = whole
            .get_subcommands()
            .filter(|command| command.get_name() != "help");
        let known: Vec<_> = known.map(told).collect();
        let alone = super::COMMANDS.iter().filter_map(|(name, _)| {
            let mut program = super::only(name)?;
            program.build();
            program.find_subcommand(name).map(told)
        });
        assert_eq!(alone.collect::<Vec<_>>(), known);
        assert!(super::only("rendr").is_none());
    }

    /// A command's name, and its arguments with what they take.
    fn told(command: &clap::Command) -> (String, Vec<String>) {
        let told = |arg: &clap::Arg| {
            let (id, default) = (arg.get_id(), arg.get_default_values());
            format!("{id} {arg} {:?} {default:?}", arg.get_action())
        };
        let args = command.get_arguments().map(told).collect();
        (command.get_name().to_owned(), args)
    }
}
