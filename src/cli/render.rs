//! `peerconf render`: a response in, a device's configuration out.

use std::fmt::Write as _;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, ValueEnum};

use super::args::{FormatArg, JudgeArgs, ReadArgs, TopologyArg, ValueArgs, VendorArgs};
use super::diagnostics::{Shown, summary};
use super::exit::{Exit, Failure};
use super::fleet;
use super::input;
use super::output::{self, NewFile};
use super::redaction::RedactArgs;
use crate::connection::Reading;
use crate::findings::{Finding, Judge, Judged, Level};
use crate::fleet::Press;
use crate::plan::{Plan, Request};
use crate::redact::{self, Redactor};
use crate::render::{self, File, Renderer};
use crate::target::{InputValues, Registry, Section, Target, TargetError};

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

    /// A file, or a folder for several files [default: standard output]
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
    read: ReadArgs,
    #[command(flatten)]
    values: ValueArgs,
    #[command(flatten)]
    judge: JudgeArgs,
    #[command(flatten)]
    vendors: VendorArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum SectionArg {
    /// The configuration itself
    Config,
    /// Commands that check and debug
    Verify,
    /// Commands that remove what the configuration made
    Cleanup,
    /// All three
    All,
}

pub(super) fn run(args: &RenderArgs) -> Result<Exit, Failure> {
    let registry = Arc::new(args.vendors.registry()?);
    let targets = load(&registry, args)?;
    let judge = args.judge.judge(&args.read);
    judge.check_names(&device_rules(&targets))?;
    let values = args.values.values()?;
    for target in &targets {
        values.check_names(&target.id, &target.inputs)?;
    }
    let fleet = |source: fleet::Source| {
        let press = Press {
            renderer: Renderer::new(Arc::clone(&registry)),
            registry: Arc::clone(&registry),
            targets: load(&registry, args)?,
            judge: judge.clone(),
            options: args.read.options(),
            inputs: values.clone(),
            topology: args.topology.topology(),
            redact: args.redaction.wanted(),
            replace: args.redaction.what(),
            salt: args.redaction.salt()?,
            sections: match (args.section, &args.output) {
                // Whatever it is called, it is a folder.
                (None, Some(_)) => Section::ALL.to_vec(),
                _ => sections(args),
            },
        };
        let folder = args.output.as_deref();
        fleet::run(&press, source, folder, args.force, args.jobs)
    };
    if let Some(source) = streamed(args)? {
        return fleet(source);
    }
    let sources = input::load(&args.read)?;
    let documents = input::documents(&sources)?;
    let readings = input::readings(&sources, &documents, &args.read)?;
    if readings.len() > 1 {
        check_fleet(args)?;
        return fleet(fleet::Source::Readings(readings));
    }
    let mut job = Job {
        args,
        renderer: Renderer::new(Arc::clone(&registry)),
        registry,
        judge,
        redactor: args.redaction.redactor()?,
        values: &values,
        judged: Vec::new(),
        files: Vec::new(),
    };
    for reading in readings {
        job.reading(reading, &targets)?;
    }
    let Job {
        mut judged,
        files,
        redactor,
        ..
    } = job;
    judged.sort_by_key(|judged| std::cmp::Reverse(judged.level));
    let shown = Shown::new(&sources, &documents).for_sharing(!redactor.is_idle());
    shown.write(&judged, args.judge.format, false)?;
    let refused = judged.iter().any(|judged| judged.level == Level::Error);
    if refused {
        if let Some(summary) = summary(&judged) {
            output::stderr_styled(&format!("refused: {summary}; nothing was written\n"));
        }
        return Ok(Exit::Refused);
    }
    write(args, &files)?;
    Ok(Exit::Fine)
}

fn load(registry: &Registry, args: &RenderArgs) -> Result<Vec<Target>, TargetError> {
    args.target.iter().map(|spec| registry.load(spec)).collect()
}

/// What is read item by item: lines, or folders and the files beside them. Files alone are read together,
/// for one may complete the other.
fn streamed(args: &RenderArgs) -> Result<Option<fleet::Source>, Failure> {
    let inputs = &args.read.inputs;
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
        if !args.read.with.is_empty() {
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
    let format = args.judge.format;
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

/// The names of the rules that manifests add.
pub(super) fn device_rules(targets: &[Target]) -> impl Iterator<Item = &str> + Clone {
    targets
        .iter()
        .flat_map(|target| target.limits.iter().map(|limit| limit.rule.slug.as_str()))
}

struct Job<'a> {
    args: &'a RenderArgs,
    registry: Arc<Registry>,
    renderer: Renderer,
    judge: Judge,
    redactor: Redactor,
    values: &'a InputValues,
    judged: Vec<Judged>,
    files: Vec<File>,
}

impl Job<'_> {
    fn reading(&mut self, mut reading: Reading, targets: &[Target]) -> Result<(), Failure> {
        let Some(connection) = &mut reading.connection else {
            for finding in &mut reading.findings {
                self.redactor.finding(finding);
            }
            self.judged.extend(self.judge.judge(reading.findings));
            return Ok(());
        };
        let request = Request {
            topology: self.args.topology.topology(),
            inputs: Some(self.values),
            redact: self.args.redaction.wanted(),
        };
        let planned = redact::plan(&mut self.redactor, connection, targets, &request)?;
        for finding in &mut reading.findings {
            self.redactor.finding(finding);
        }
        self.judged
            .extend(self.judge.judge(reading.findings.clone()));
        for planned in planned {
            self.planned(planned.value, &reading.findings, planned.findings)?;
        }
        Ok(())
    }

    fn planned(
        &mut self,
        plan: Option<Plan<'_>>,
        of_connection: &[Finding],
        of_target: Vec<Finding>,
    ) -> Result<(), Failure> {
        let own = self.judge.judge(of_target);
        let mut all = self.judge.judge(of_connection.to_vec());
        all.extend(own.iter().cloned());
        self.judged.extend(own);
        let refused = all.iter().any(|judged| judged.level == Level::Error);
        if let (Some(plan), false) = (plan, refused) {
            let sections = sections(self.args);
            self.files.extend(render::render(
                &self.renderer,
                &self.registry,
                &plan,
                &all,
                &sections,
            )?);
        }
        Ok(())
    }
}

fn sections(args: &RenderArgs) -> Vec<Section> {
    match args.section {
        Some(SectionArg::Verify) => vec![Section::Verify],
        Some(SectionArg::Cleanup) => vec![Section::Cleanup],
        Some(SectionArg::All) => Section::ALL.to_vec(),
        None if args.output.as_deref().is_some_and(is_folder) => Section::ALL.to_vec(),
        Some(SectionArg::Config) | None => vec![Section::Config],
    }
}

fn is_folder(path: &Path) -> bool {
    path.is_dir() || path.as_os_str().to_string_lossy().ends_with('/')
}

fn write(args: &RenderArgs, files: &[File]) -> Result<(), Failure> {
    let Some(output) = &args.output else {
        return output::stdout(&joined(files));
    };
    let new = match files {
        [file] if !is_folder(output) => vec![new_file(output.clone(), file)],
        files if output.is_file() => {
            return Err(Failure::Usage(format!(
                "{} is a file, and there are {} to write; name a folder",
                output.display(),
                files.len()
            )));
        }
        files => files
            .iter()
            .map(|file| new_file(output.join(&file.path), file))
            .collect(),
    };
    output::files(&new, args.force)?;
    let names: Vec<String> = new
        .iter()
        .map(|file| format!("wrote {}\n", file.path.display()))
        .collect();
    output::stderr_styled(&names.concat());
    Ok(())
}

fn new_file(path: PathBuf, file: &File) -> NewFile<'_> {
    NewFile {
        path,
        text: &file.text,
        secret: file.holds_secret,
        executable: file.executable,
    }
}

/// Several files in one stream, each behind a comment line that names it.
fn joined(files: &[File]) -> zeroize::Zeroizing<String> {
    let mut text = zeroize::Zeroizing::new(String::new());
    for file in files {
        if files.len() > 1 {
            if !text.is_empty() {
                text.push('\n');
            }
            let name = file.install.as_ref().unwrap_or(&file.path);
            let _ = writeln!(*text, "{} ======== {name} ========", file.comment);
        }
        text.push_str(&file.text);
    }
    text
}
