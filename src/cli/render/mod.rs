//! `peerconf render`: a response in, a device's configuration out.

mod together;
mod written;

use std::num::NonZero;
use std::path::PathBuf;

use clap::Args;

use super::args::{FormatArg, TopologyArg};
use super::diagnostics::{Shown, everything, refuses, summary};
use super::exit::{Exit, Failure};
use super::redaction::RedactArgs;
use super::setup::{Setup, SetupArgs};
use super::{fleet, input, output};
use crate::fleet::Fleet;
use crate::targets::Section;
use together::Found;
use written::SectionArg;

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  peerconf render -t strongswan response.json
  peerconf render -t strongswan -o out/ --set wan_interface=eth0 response.json
  aliyun vpc DownloadVpnConnectionConfig --RegionId … --VpnConnectionId … | peerconf render -t asa
  peerconf render -t ios-xe@17.11 --section verify response.xml
  peerconf render -t srx --with describe.json download.json

Many connections, each rendered or refused by itself (a folder of responses, a list, a response a line):
  peerconf render -t asa -o out/ responses/
  peerconf render -t asa --ndjson < responses.ndjson > results.ndjson")]
pub(super) struct RenderArgs {
    /// The device: an id, an alias, with @RELEASE for an older or newer one (repeat);
    /// `peerconf targets` lists them
    #[arg(short, long, required = true, value_name = "TARGET[@RELEASE]")]
    target: Vec<String>,

    /// A file, or a folder for several files; in it a folder for each of several targets [default:
    /// standard output]
    #[arg(short, long, value_name = "FILE|DIR")]
    output: Option<PathBuf>,

    /// Replace files that exist
    #[arg(long, requires = "output")]
    force: bool,

    /// Which part to write [default: config to standard output, all to a folder]
    #[arg(long, value_enum, value_name = "PART")]
    section: Option<SectionArg>,

    /// How the device is configured
    #[arg(long, value_enum, value_name = "HOW", default_value_t = TopologyArg::Auto)]
    topology: TopologyArg,

    /// Read one response a line: the response itself, or {"id": …, "response": …}; write one result a
    /// line, or a folder with an index
    #[arg(long, conflicts_with = "with")]
    ndjson: bool,

    /// How many threads render many connections [default: one a core]
    #[arg(long, value_name = "N")]
    jobs: Option<NonZero<usize>>,

    #[command(flatten)]
    redaction: RedactArgs,
    #[command(flatten)]
    setup: SetupArgs,
}

pub(super) fn run(args: &RenderArgs) -> Result<Exit, Failure> {
    let mut setup = Setup::load(&args.target, &args.setup)?;
    setup.kit.topology = args.topology.topology();
    setup.kit.redaction = args.redaction.redaction()?;
    if let Some(source) = streamed(args)? {
        return many(args, setup, source);
    }
    let (sources, mut failures) = input::each(&args.setup.read)?;
    let (places, documents) = together::documents(&sources, &mut failures);
    let given = (&places[..], &documents[..]);
    let readings = match together::found(&sources, failures, given, &args.setup.read.options())? {
        Found::One(readings) => readings,
        Found::Many(items) => {
            check_fleet(args)?;
            return many(args, setup, fleet::Source::Items(items));
        }
    };
    let mut redactor = setup.kit.redaction.redactor();
    let output = args.output.as_deref();
    let cases = setup.cases(readings, &mut redactor)?;
    let judged = everything(&cases);
    let shown = Shown::new(&sources, &documents)
        .for_sharing(!redactor.is_idle())
        .on(&setup.targets);
    shown.write(&judged, args.setup.judge.format, false)?;
    if refuses(&judged) {
        if let Some(summary) = summary(&judged) {
            output::stderr_styled(&format!("refused: {summary}; nothing was written\n"));
        }
        return Ok(Exit::Refused);
    }
    let sections = written::sections(args.section, output);
    let pieces = written::pieces(&cases, &setup.targets, &sections)?;
    written::write(output, &pieces, args.force)?;
    Ok(Exit::Fine)
}

/// Each connection is rendered or refused by itself.
fn many(args: &RenderArgs, setup: Setup, source: fleet::Source) -> Result<Exit, Failure> {
    let folder = args.output.as_deref();
    let fleet = Fleet {
        kit: setup.kit.for_many(),
        targets: setup.targets,
        options: args.setup.read.options(),
        sections: match (args.section, folder) {
            // Whatever it is called, it is a folder.
            (None, Some(_)) => Section::ALL.to_vec(),
            _ => written::sections(args.section, folder),
        },
    };
    fleet::run(&fleet, source, folder, args.force, args.jobs)
}

/// What is read item by item: lines, or folders and the files beside them. Files alone are read together,
/// for one may complete the other.
fn streamed(args: &RenderArgs) -> Result<Option<fleet::Source>, Failure> {
    let inputs = &args.setup.read.inputs;
    if args.ndjson {
        check_fleet(args)?;
        let standard_input = || vec![PathBuf::from("-")];
        let paths = Some(inputs.clone()).filter(|paths| !paths.is_empty());
        return Ok(Some(fleet::Source::Lines(
            paths.unwrap_or_else(standard_input),
        )));
    }
    if inputs.iter().any(|path| path.is_dir()) {
        check_fleet(args)?;
        if !args.setup.read.with.is_empty() {
            return Err(Failure::Usage(
                "--with completes one connection; what completes those of a folder must be in the same \
                 file (`peerconf fetch --bundle` makes such files)"
                    .to_owned(),
            ));
        }
        return fleet::files(inputs).map(fleet::Source::Files).map(Some);
    }
    Ok(None)
}

/// Options that only make sense for one connection.
fn check_fleet(args: &RenderArgs) -> Result<(), Failure> {
    let format = args.setup.judge.format;
    if format != FormatArg::Text {
        return Err(Failure::Usage(
            "--format is for one connection; the results of many hold their findings".to_owned(),
        ));
    }
    match &args.output {
        Some(path) if path.is_file() => Err(Failure::Usage(format!(
            "{} is a file; many connections are written to a folder",
            path.display()
        ))),
        _ => Ok(()),
    }
}
