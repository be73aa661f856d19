//! `peerconf render`: a response in, a device's configuration out.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, ValueEnum};

use super::args::{JudgeArgs, ReadArgs, TopologyArg, ValueArgs, VendorArgs};
use super::diagnostics::{Shown, summary};
use super::exit::{Exit, Failure};
use super::input;
use super::output::{self, NewFile};
use super::redaction::RedactArgs;
use crate::connection::Reading;
use crate::findings::{Finding, Judge, Judged, Level};
use crate::plan::{Plan, Request};
use crate::redact::{self, Redactor};
use crate::render::{self, File, Renderer};
use crate::target::{InputValues, Registry, Section, Target};

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  peerconf render -t strongswan response.json
  peerconf render -t strongswan -o out/ --set wan_interface=eth0 response.json
  aliyun vpc DownloadVpnConnectionConfig --RegionId … --VpnConnectionId … | peerconf render -t asa
  peerconf render -t ios-xe@17.11 --section verify response.xml
  peerconf render -t srx --with describe.json download.json")]
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
    let targets = args
        .target
        .iter()
        .map(|spec| registry.load(spec))
        .collect::<Result<Vec<_>, _>>()?;
    let judge = args.judge.judge(&args.read);
    judge.check_names(&device_rules(&targets))?;
    let values = args.values.values()?;
    for target in &targets {
        values.check_names(&target.id, &target.inputs)?;
    }
    let sources = input::load(&args.read)?;
    let documents = input::documents(&sources)?;
    let readings = input::readings(&sources, &documents, &args.read)?;
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
