//! `peerconf ticket`: a response in, one document to attach to a change out.

mod destination;

use std::path::PathBuf;

use clap::Args;

use super::args::TopologyArg;
use super::diagnostics::{Shown, Stream, Told, everything, summary};
use super::exit::{Exit, Failure};
use super::input;
use super::language;
use super::output::{self, NewFile};
use super::redaction::RedactArgs;
use super::setup::{Setup, SetupArgs};
use crate::pipeline::Case;
use crate::report::{Details, Ticket};
use destination::{Destination, TicketForm, folder_of};

#[derive(Debug, Args)]
#[command(after_help = "\
Keys are never in a ticket. Without -o it goes to standard output as Markdown. A response that is
refused still gives a ticket: with the findings, without a configuration; the exit code is then 1.

Examples:
  peerconf ticket -t ios-xe -o ticket.html response.json
  peerconf ticket -t srx --redact=all --lang zh -o ticket.md response.json
  peerconf ticket -t asa -t strongswan -o tickets/ response.json
  peerconf ticket -t srx --form jira --change CHG0012 --owner 'Li Wei' response.json")]
pub(super) struct TicketArgs {
    /// The device: an id, an alias, with @RELEASE for an older or newer one (repeat);
    /// `peerconf targets` lists them
    #[arg(short, long, required = true, value_name = "TARGET[@RELEASE]")]
    target: Vec<String>,

    /// A file whose name ends in .md or .html, or a folder for both forms of each connection
    #[arg(short, long, value_name = "FILE|DIR")]
    output: Option<PathBuf>,

    /// What the ticket is written as [default: by the file's name; Markdown to standard output]
    #[arg(long, value_enum, value_name = "FORM")]
    form: Option<TicketForm>,

    /// Replace files that exist
    #[arg(long, requires = "output")]
    force: bool,

    /// How the device is configured
    #[arg(long, value_enum, value_name = "HOW", default_value_t = TopologyArg::Auto)]
    topology: TopologyArg,

    #[command(flatten)]
    change: ChangeArgs,
    #[command(flatten)]
    redaction: RedactArgs,
    #[command(flatten)]
    setup: SetupArgs,
}

/// What the change is called where it is planned.
#[derive(Debug, Args)]
#[command(next_help_heading = "The change")]
struct ChangeArgs {
    /// The heading of the ticket
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,

    /// The number of the change
    #[arg(long, value_name = "NUMBER")]
    change: Option<String>,

    /// Who makes it
    #[arg(long, value_name = "NAME")]
    owner: Option<String>,

    /// When: any text, for instance 2026-12-01 22:00-23:00
    #[arg(long, value_name = "TEXT")]
    date: Option<String>,

    /// Where: the site of the device
    #[arg(long, value_name = "NAME")]
    site: Option<String>,
}

impl TicketArgs {
    fn details(&self) -> Details {
        let mut details = Details::default();
        details.title.clone_from(&self.change.title);
        details.change.clone_from(&self.change.change);
        details.owner.clone_from(&self.change.owner);
        details.date.clone_from(&self.change.date);
        details.site.clone_from(&self.change.site);
        details
    }
}

pub(super) fn run(args: &TicketArgs) -> Result<Exit, Failure> {
    let place = Destination::of(args.output.as_deref(), args.form)?;
    let mut setup = Setup::load(&args.target, &args.setup)?;
    setup.choose(args.topology);
    setup.kit.lang = language::lang();
    setup.kit.redaction = args.redaction.redaction()?;
    // A ticket is to be shared: keys are never in it.
    setup.kit.redaction.keys = true;
    // Networks that were typed are those of a real site.
    if args.redaction.replaces_values() {
        setup.kit.options.clear();
    }
    let mut redactor = setup.kit.redaction.redactor();
    let mut told = Told::new(args.setup.report.format, Stream::Error);
    let mut cases = Vec::new();
    // Errors replace nothing that has to agree with the rest.
    let errors = redactor.clone();
    let unreadable = input::each(&args.setup.read, &errors, &mut |batch| {
        let shown = Shown::new(batch.sources, batch.documents)
            .for_sharing(!redactor.is_idle())
            .on(&setup.targets);
        for (label, reading) in batch.readings {
            let mut case = setup.case_with(reading, &mut redactor)?;
            case.hear_templates();
            // A file is often named after its connection.
            let label = label.filter(|_| redactor.is_idle());
            let judged = everything(std::slice::from_ref(&case));
            told.add(&shown, &judged, label.as_deref())?;
            cases.push(case);
        }
        Ok(())
    })?;
    let count = told.count();
    told.finish(&unreadable)?;
    if cases.is_empty() {
        return Ok(unreadable.exit(Exit::of(count)));
    }
    let details = args.details();
    let ticket = |cases: &[Case<'_>]| {
        let written = Ticket::with(cases, redactor.what(), language::lang(), &details);
        written.map_err(|unwritten| unwritten.error)
    };
    match place {
        Destination::Stdout(form) => {
            let text = form.text(&ticket(&cases)?)?;
            tell_length(form, &text);
            output::stdout(&text)?;
        }
        Destination::File(path, form) => {
            let text = form.text(&ticket(&cases)?)?;
            tell_length(form, &text);
            output::told(&[NewFile::open(path.to_owned(), &text)], args.force)?;
        }
        Destination::Folder(folder) => folder_of(folder, &cases, ticket, args.force)?,
    }
    if count.error > 0
        && let Some(summary) = summary(count)
    {
        output::stderr_styled(&format!(
            "{}{summary}{}\n",
            language::say("refused: ", "已拒绝："),
            language::say("; the ticket has no configuration", "；工单中没有配置")
        ));
    }
    Ok(unreadable.exit(Exit::of(count)))
}

/// Says on standard error that a text is longer than where it is likely to go.
fn tell_length(form: TicketForm, text: &str) {
    if let Some(sentence) = form.too_long(text) {
        output::warning(&sentence);
    }
}
