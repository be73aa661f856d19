//! `peerconf check`: what is wrong with a response, by itself and for targets.

use clap::Args;

use super::args::{FormatArg, TopologyArg};
use super::cases::refuses;
use super::diagnostics::{Shown, summary};
use super::exit::{Exit, Failure};
use super::setup::{Setup, SetupArgs};
use super::{input, output};
use crate::plan::{self, Request};

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
    let setup = Setup::load(&args.target, &args.setup)?;
    let sources = input::load(&args.setup.read)?;
    let documents = input::documents(&sources)?;
    let mut findings = Vec::new();
    for reading in input::readings(&sources, &documents, &args.setup.read)? {
        findings.extend(reading.findings);
        let Some(connection) = reading.connection else {
            continue;
        };
        for target in &setup.targets {
            let request = Request {
                topology: args.topology.topology(),
                inputs: Some(&setup.values),
                redact: true,
            };
            findings.extend(plan::plan(&connection, target, &request)?.findings);
        }
    }
    let judged = setup.judge.judge(findings);
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
