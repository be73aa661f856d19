//! `peerconf check`: what is wrong with a response, by itself and for targets.

use clap::Args;

use super::args::{FormatArg, TopologyArg};
use super::diagnostics::{Shown, Stream, Told, everything, summary};
use super::exit::{Exit, Failure};
use super::setup::{Setup, SetupArgs};
use super::{input, language, output};
use crate::pipeline::Redaction;
use crate::redact::Redactor;

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  peerconf check response.json
  peerconf check -t cisco/asa@9.16 --format sarif response.json
  peerconf check --crypto strict --deny aggressive-mode response.xml")]
pub(super) struct CheckArgs {
    /// Also check what this target can do (repeat)
    #[arg(short, long, value_name = "TARGET[@RELEASE]")]
    target: Vec<String>,

    /// How the device is configured
    #[arg(long, value_enum, value_name = "HOW", default_value_t = TopologyArg::Auto)]
    topology: TopologyArg,

    #[command(flatten)]
    setup: SetupArgs,
}

pub(super) fn run(args: &CheckArgs) -> Result<Exit, Failure> {
    let mut setup = Setup::load(&args.target, &args.setup)?;
    setup.choose(args.topology);
    setup.kit.redaction = Redaction::of_keys();
    let format = args.setup.report.format;
    let mut told = Told::new(format, Stream::Output);
    let unreadable = input::each(&args.setup.read, &Redactor::default(), &mut |batch| {
        let shown = Shown::new(batch.sources, batch.documents).on(&setup.targets);
        for (label, reading) in &batch.readings {
            let case = setup.case(reading)?;
            let judged = everything(std::slice::from_ref(&case));
            told.add(&shown, &judged, label.as_deref())?;
        }
        Ok(())
    })?;
    let count = told.count();
    told.finish(&unreadable)?;
    if format == FormatArg::Text {
        let summary =
            summary(count).unwrap_or_else(|| language::say("no findings", "未发现问题").to_owned());
        output::stdout(&[&summary, &unreadable.summary(), "\n"].concat())?;
    }
    Ok(unreadable.exit(Exit::of(count)))
}
