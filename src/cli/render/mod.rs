//! `peerconf render`: a response in, a device's configuration out.

mod ask;
mod unused;
mod verdict;
mod written;

use std::mem::ManuallyDrop;
use std::num::NonZero;
use std::path::{Path, PathBuf};

use clap::Args;

use super::args::{FormatArg, TopologyArg};
use super::diagnostics::{self, Shown, Told, everything, summary};
use super::exit::{Exit, Failure};
use super::input::{self, Element, Found, Source, Stream, Unreadable};
use super::redaction::RedactArgs;
use super::setup::{Setup, SetupArgs};
use super::verbosity::{is_quiet, is_verbose};
use super::{fleet, language, output, sites};
use crate::connection::Reading;
use crate::findings::Level;
use crate::fleet::{Fleet, Sites, for_many};
use crate::showable::showable;
use crate::targets::Section;
use written::SectionArg;

#[derive(Debug, Args)]
#[command(
    override_usage = "peerconf render [OPTIONS] --target <TARGET[@RELEASE]> [RESPONSE]...",
    after_help = "\
Examples:
  peerconf render -t strongswan response.json
  peerconf render -t strongswan -o out/ --set wan_interface=eth0 response.json
  aliyun vpc DownloadVpnConnectionConfig --RegionId … --VpnConnectionId … | peerconf render -t asa
  peerconf render -t ios-xe@17.11 --section verify response.xml
  peerconf render -t srx --with describe.json download.json

Many connections, each rendered or refused by itself (a folder of responses, a list, one response per line):
  peerconf render -t asa -o out/ responses/
  peerconf render --sites sites.csv -o out/ responses/
  peerconf render -t asa --ndjson < responses.ndjson > results.ndjson"
)]
pub(super) struct RenderArgs {
    /// The device: an id or alias, with @RELEASE as it prints it (repeat); `peerconf targets` lists them
    #[arg(short, long, value_name = "TARGET[@RELEASE]")]
    target: Vec<String>,

    /// A list of sites: CSV or TOML with columns id, target, inputs
    #[arg(long, value_name = "FILE")]
    sites: Option<PathBuf>,

    /// A file, or a folder, in it one for each of several targets; `-` is standard output [default: -]
    #[arg(short, long, value_name = "FILE|DIR")]
    output: Option<PathBuf>,

    /// Only this one of several files, by its name or path
    #[arg(long, value_name = "NAME")]
    file: Option<String>,

    /// Replace files that exist
    #[arg(long, requires = "output")]
    force: bool,

    /// Ask for what is missing, and say which line does the same
    #[arg(long)]
    ask: bool,

    /// Which part to write [default: config to standard output, all to a folder]
    #[arg(long, value_enum, value_name = "PART")]
    section: Option<SectionArg>,

    /// How the device is configured
    #[arg(long, value_enum, value_name = "HOW", default_value_t = TopologyArg::Auto)]
    topology: TopologyArg,

    /// How many threads render many connections [default: one a core]
    #[arg(long, value_name = "N")]
    jobs: Option<NonZero<usize>>,

    #[command(flatten)]
    redaction: RedactArgs,
    #[command(flatten)]
    setup: SetupArgs,
}

impl RenderArgs {
    /// Where to; `None` is standard output.
    fn output(&self) -> Option<&Path> {
        self.output
            .as_deref()
            .filter(|path| *path != Path::new("-"))
    }
}

pub(super) fn run(args: &RenderArgs) -> Result<Exit, Failure> {
    not_a_form(args.output.as_deref())?;
    let sites = args.sites.as_deref().map(sites::read).transpose()?;
    if args.target.is_empty() && sites.is_none() {
        return Err(Failure::Usage(
            "no device is named: -t TARGET (`peerconf targets` lists them), or `target` in the configuration file"
                .to_owned(),
        ));
    }
    let mut setup = Setup::with_sites(
        &args.target,
        sites.as_deref().unwrap_or_default(),
        &args.setup,
    )?;
    setup.choose(args.topology);
    setup.kit.lang = language::lang();
    setup.kit.redaction = args.redaction.redaction()?;
    if let Some(stream) = Stream::of(&args.setup.read)? {
        return many(args, setup, fleet::Source::Stream(stream));
    }
    let mut redactor = setup.kit.redaction.redactor();
    let (sources, mut failures) = input::load(&args.setup.read)?;
    let (places, documents) = input::documents(&sources, &mut failures);
    let given = (&places[..], &documents[..]);
    let options = args.setup.read.options();
    let readings = match input::found(&sources, failures, given, &options, &redactor)? {
        Found::One(readings) if setup.sites.is_some() => {
            return many(args, setup, elements(readings, &sources, &places));
        }
        Found::One(readings) => readings,
        Found::Many(elements) => return many(args, setup, fleet::Source::Elements(elements)),
    };
    if args.ask {
        ask::for_missing(&mut setup, &readings)?;
    }
    let sources: Vec<&Source> = places.iter().map(|place| &sources[*place]).collect();
    let output = args.output();
    let cases = readings
        .into_iter()
        .map(|reading| setup.case_with(reading, &mut redactor))
        .collect::<Result<Vec<_>, _>>()?;
    let mut judged = everything(&cases);
    let sections = written::sections(args.section, output);
    // Templates may have warnings of their own, which are told with the rest.
    let pieces = if judged.iter().any(|judged| judged.level == Level::Error) {
        Ok(Vec::new())
    } else {
        written::pieces(&cases, &setup.targets, &sections)
    };
    if let Ok(pieces) = &pieces {
        judged.extend(setup.kit.judge.judge(written::warnings(pieces)));
        judged.sort_by_key(|judged| std::cmp::Reverse(judged.level));
    }
    let shown = Shown::new(&sources, &documents)
        .for_sharing(!redactor.is_idle())
        .on(&setup.targets);
    let mut told = Told::new(args.setup.report.format, diagnostics::Stream::Error);
    told.add(&shown, &judged, None)?;
    let count = told.count();
    told.finish(&Unreadable::default())?;
    if count.error > 0 {
        if let Some(summary) = summary(count) {
            output::stderr_styled(&format!(
                "{}{summary}{}\n",
                language::say("REFUSED: ", "已拒绝："),
                language::say("; nothing was written", "；未写出任何内容")
            ));
        }
        return Ok(Exit::Refused);
    }
    let pieces = written::picked(pieces?, args.file.as_deref())?;
    written::write(output, &pieces, args.force)?;
    if is_verbose() {
        output::stderr_styled(&written::fingerprints(&pieces));
    }
    if !is_quiet() {
        output::stderr_styled(&unused::notes(&cases, &setup.kit.inputs));
        output::stderr_styled(&verdict::of(&cases, count));
    }
    Ok(Exit::Fine)
}

/// Readings as members of a list; one without a name is called after its file.
fn elements(readings: Vec<Reading>, sources: &[Source], places: &[usize]) -> fleet::Source {
    let element = |reading: Reading| {
        let place = places.get(reading.document as usize);
        let source = place.and_then(|place| sources.get(*place));
        let stem = source.and_then(|source| source.stem.clone());
        Element {
            place: source.map_or_else(String::new, |source| source.name.clone()),
            id: reading.names().into_iter().next().or(stem),
            reading: Ok(Box::new(reading)),
        }
    };
    fleet::Source::Elements(readings.into_iter().map(element).collect())
}

/// Refuses what is the word for a form elsewhere.
fn not_a_form(output: Option<&Path>) -> Result<(), Failure> {
    const FORMS: [&str; 7] = ["json", "yaml", "text", "wide", "name", "sarif", "table"];
    let word = output.and_then(Path::to_str).unwrap_or_default();
    if !FORMS.contains(&word) || Path::new(word).exists() {
        return Ok(());
    }
    Err(Failure::Usage(format!(
        "-o says where to write, a file or a folder; findings as JSON are --format json, results of many connections \
         are --ndjson, the values of a connection are `peerconf show --format json`; for a file of this name write -o ./{word}"
    )))
}

/// Each connection is rendered or refused by itself.
fn many(args: &RenderArgs, setup: Setup, source: fleet::Source) -> Result<Exit, Failure> {
    check_fleet(args)?;
    let folder = args.output();
    let fleet = Fleet {
        kit: for_many(setup.kit),
        targets: ManuallyDrop::into_inner(setup.targets),
        options: args.setup.read.options(),
        sites: setup.sites,
        sections: match (args.section, folder) {
            // Whatever it is called, it is a folder.
            (None, Some(_)) => Section::ALL.to_vec(),
            _ => written::sections(args.section, folder),
        },
    };
    let exit = fleet::run(&fleet, source, folder, args.force, args.jobs)?;
    let unseen = fleet.sites.as_ref().map(Sites::unseen).unwrap_or_default();
    if !unseen.is_empty() && !is_quiet() {
        output::warning(&showable(&format!(
            "sites without a response: {}",
            unseen.join(", ")
        )));
    }
    Ok(exit)
}

/// Options that only make sense for one connection.
fn check_fleet(args: &RenderArgs) -> Result<(), Failure> {
    let format = args.setup.report.format;
    if format != FormatArg::Text {
        return Err(Failure::Usage(
            "--format is for one connection; the results of many hold their findings".to_owned(),
        ));
    }
    if args.ask {
        return Err(Failure::Usage(
            "--ask is for one connection; give values for many in a file (`peerconf values`)"
                .to_owned(),
        ));
    }
    if args.file.is_some() {
        return Err(Failure::Usage(
            "--file is for one connection; of many, take the file out of the folder or the results"
                .to_owned(),
        ));
    }
    match args.output() {
        Some(path) if path.is_file() => Err(Failure::Usage(format!(
            "{} is a file; many connections are written to a folder",
            path.display()
        ))),
        _ => Ok(()),
    }
}
