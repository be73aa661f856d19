//! `peerconf values`: a commented values file for a target, and for a response what it needs.

mod text;

use std::path::PathBuf;

use clap::Args;

use super::args::{ReadArgs, TopologyArg, ValueArgs, VendorArgs};
use super::exit::{Exit, Failure};
use super::input::{self, Found};
use super::output::{self, NewFile};
use super::setup::tell_doubts;
use crate::pipeline::{Case, Kit};
use crate::plan::Plan;
use text::Sheet;

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  peerconf values cisco/asa response.json > asa.toml
  peerconf render -t cisco/asa -f asa.toml response.json
  peerconf values cisco/ios-xe
  peerconf values srx -f old.toml -o new.toml response.json")]
pub(super) struct ValuesArgs {
    /// The device: an id or an alias, with @RELEASE for an older or newer one
    #[arg(value_name = "TARGET[@RELEASE]")]
    target: String,

    /// Where to write [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Replace a file that exists
    #[arg(long, requires = "output")]
    force: bool,

    /// How the device is configured
    #[arg(long, value_enum, value_name = "HOW", default_value_t = TopologyArg::Auto)]
    topology: TopologyArg,

    #[command(flatten)]
    values: ValueArgs,
    #[command(flatten)]
    vendors: VendorArgs,
    #[command(flatten)]
    read: ReadArgs,
}

pub(super) fn run(args: &ValuesArgs) -> Result<Exit, Failure> {
    let registry = args.vendors.registry()?;
    let targets = [registry.load(&args.target)?];
    let target = &targets[0];
    tell_doubts(&targets);
    let inputs = args.values.values()?;
    inputs.check_names(&target.id, &target.inputs)?;
    let mut kit = Kit::new(registry);
    kit.topology = args.topology.topology();
    kit.inputs = inputs.clone();
    let readings = if args.read.is_given() {
        let (sources, mut failures) = input::load(&args.read)?;
        let (places, documents) = input::documents(&sources, &mut failures);
        let given = (&places[..], &documents[..]);
        let redactor = kit.redaction.redactor();
        match input::found(&sources, failures, given, &args.read.options(), &redactor)? {
            Found::One(readings) => readings,
            Found::Many(_) => {
                return Err(Failure::Usage(
                    "a values file is made for one response; name one of them".to_owned(),
                ));
            }
        }
    } else {
        Vec::new()
    };
    let cases: Vec<Case<'_>> = readings
        .iter()
        .map(|reading| kit.case(reading, &targets))
        .collect();
    if let Some(error) = cases.iter().find_map(Case::failure) {
        return Err(error.clone().into());
    }
    let plans: Vec<&Plan<'_>> = cases
        .iter()
        .flat_map(|case| &case.devices)
        .filter_map(|device| device.plan())
        .collect();
    if plans.is_empty() && !readings.is_empty() {
        output::warning(
            "the response cannot be planned for this target (`peerconf check -t` says why); every input is listed",
        );
    }
    let sheet = Sheet {
        target,
        spec: &args.target,
        given: &inputs,
        plans: &plans,
        responses: args.read.names(),
    };
    let text = sheet.text();
    match &args.output {
        Some(path) => output::told(&[NewFile::open(path.clone(), &text)], args.force)?,
        None => output::stdout(&text)?,
    }
    Ok(Exit::Fine)
}
