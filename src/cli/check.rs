//! `peerconf check`: what is wrong with a response, by itself and for targets.

use clap::Args;

use super::args::{FormatArg, TopologyArg};
use super::diagnostics::{Shown, refuses, sort, summary};
use super::exit::{Exit, Failure};
use super::setup::{Setup, SetupArgs};
use super::{input, output};
use crate::pipeline::Redaction;

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  peerconf check response.json
  peerconf check -t cisco/asa@9.16 --format sarif response.json
  peerconf check --profile strict --deny aggressive-mode response.xml")]
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
    setup.kit.topology = args.topology.topology();
    setup.kit.redaction = Redaction::of_keys();
    let sources = input::load(&args.setup.read)?;
    let documents = input::documents(&sources)?;
    let mut judged = Vec::new();
    for reading in input::readings(&sources, &documents, &args.setup.read)? {
        let case = setup.kit.case(&reading, &setup.targets);
        if let Some(error) = case.failure() {
            return Err(error.clone().into());
        }
        judged.extend(case.all_findings().cloned());
    }
    sort(&mut judged);
    Shown::new(&sources, &documents).on(&setup.targets).write(
        &judged,
        args.setup.judge.format,
        true,
    )?;
    if args.setup.judge.format == FormatArg::Text {
        output::stdout(&(summary(&judged).unwrap_or_else(|| "no findings".to_owned()) + "\n"))?;
    }
    Ok(if refuses(&judged) {
        Exit::Refused
    } else {
        Exit::Fine
    })
}
