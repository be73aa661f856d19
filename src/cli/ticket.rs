//! `peerconf ticket`: a response in, one document to attach to a change out.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, ValueEnum};

use super::args::{JudgeArgs, ReadArgs, TopologyArg, ValueArgs, VendorArgs};
use super::diagnostics::{Shown, summary};
use super::exit::{Exit, Failure};
use super::input;
use super::output::{self, NewFile};
use super::redaction::RedactArgs;
use super::render::device_rules;
use crate::connection::Reading;
use crate::findings::{Finding, Judge, Judged, Lang, Level};
use crate::plan::{Plan, Request};
use crate::redact::{self, Redactor};
use crate::render::{self, Renderer};
use crate::report::{Case, Device, Ticket};
use crate::target::{InputValues, Registry, Section, Target};

#[derive(Debug, Args)]
#[command(after_help = "\
Keys are never in a ticket. Without -o it goes to standard output as Markdown. A response that is
refused still gives a ticket: with the findings, without a configuration; the exit code is then 1.

Examples:
  peerconf ticket -t ios-xe -o ticket.html response.json
  peerconf ticket -t srx --redact=all --lang zh -o ticket.md response.json
  peerconf ticket -t asa -t strongswan -o tickets/ response.json")]
pub(super) struct TicketArgs {
    /// The device: an id, an alias, with @RELEASE for an older or newer one (repeat);
    /// `peerconf targets` lists them
    #[arg(short, long, required = true, value_name = "TARGET[@RELEASE]")]
    target: Vec<String>,

    /// A file whose name ends in .md or .html, or a folder for both forms of each connection
    #[arg(short, long, value_name = "FILE|DIR")]
    output: Option<PathBuf>,

    /// Replace files that exist
    #[arg(long, requires = "output")]
    force: bool,

    /// The language of the ticket
    #[arg(long, value_enum, value_name = "LANG", default_value_t = LangArg::En)]
    lang: LangArg,

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

#[derive(Debug, Clone, Copy, ValueEnum)]
enum LangArg {
    /// English
    En,
    /// Chinese
    Zh,
}

impl LangArg {
    const fn lang(self) -> Lang {
        match self {
            Self::En => Lang::En,
            Self::Zh => Lang::Zh,
        }
    }
}

/// What a ticket can be written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Markdown,
    Html,
}

/// Where the ticket goes.
enum Place<'p> {
    Stdout,
    File(&'p Path, Form),
    Folder(&'p Path),
}

pub(super) fn run(args: &TicketArgs) -> Result<Exit, Failure> {
    let place = place(args.output.as_deref())?;
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
    let mut redactor = args.redaction.redactor()?;
    let sources = input::load(&args.read)?;
    let documents = input::documents(&sources)?;
    let mut readings = input::readings(&sources, &documents, &args.read)?;
    let mut job = Job {
        args,
        renderer: Renderer::new(Arc::clone(&registry)),
        registry,
        judge,
        redactor: &mut redactor,
        values: &values,
    };
    let mut cases = Vec::with_capacity(readings.len());
    for reading in &mut readings {
        cases.push(job.case(reading, &targets)?);
    }
    let judged = everything(&cases);
    let shown = Shown::new(&sources, &documents).for_sharing(!redactor.is_idle());
    shown.write(&judged, args.judge.format, false)?;
    write(args, &place, &cases, &redactor)?;
    let refused = judged.iter().any(|judged| judged.level == Level::Error);
    if refused && let Some(summary) = summary(&judged) {
        output::stderr_styled(&format!(
            "refused: {summary}; the ticket has no configuration\n"
        ));
    }
    Ok(if refused { Exit::Refused } else { Exit::Fine })
}

struct Job<'a> {
    args: &'a TicketArgs,
    registry: Arc<Registry>,
    renderer: Renderer,
    judge: Judge,
    redactor: &'a mut Redactor,
    values: &'a InputValues,
}

impl Job<'_> {
    /// Plans and renders a connection for every target, with nothing secret in it.
    fn case<'c>(
        &mut self,
        reading: &'c mut Reading,
        targets: &'c [Target],
    ) -> Result<Case<'c>, Failure> {
        let request = Request {
            topology: self.args.topology.topology(),
            inputs: Some(self.values),
            redact: true,
        };
        let planned = match &mut reading.connection {
            Some(connection) => redact::plan(self.redactor, connection, targets, &request)?,
            None => Vec::new(),
        };
        for finding in &mut reading.findings {
            self.redactor.finding(finding);
        }
        if let Some(id) = &mut reading.id {
            *id = self.redactor.text(id);
        }
        let mut planned = planned.into_iter();
        let mut devices = Vec::with_capacity(targets.len());
        for target in targets {
            let (plan, findings) = planned.next().map_or((None, Vec::new()), |checked| {
                (checked.value, checked.findings)
            });
            devices.push(self.device(target, plan, findings, &reading.findings)?);
        }
        let connection = reading.connection.as_ref();
        Ok(Case {
            id: connection
                .and_then(|connection| connection.id.as_ref())
                .map(|id| id.value.as_str())
                // Where no document carries an id, it is the connection's number.
                .or(reading.id.as_deref().filter(|id| id.contains('-'))),
            connection,
            findings: self.judge.judge(reading.findings.clone()),
            devices,
        })
    }

    fn device<'c>(
        &self,
        target: &'c Target,
        plan: Option<Plan<'c>>,
        findings: Vec<Finding>,
        of_connection: &[Finding],
    ) -> Result<Device<'c>, Failure> {
        let findings = self.judge.judge(findings);
        let mut all = self.judge.judge(of_connection.to_vec());
        all.extend(findings.iter().cloned());
        let refused = all.iter().any(|judged| judged.level == Level::Error);
        let files = match &plan {
            Some(plan) if !refused => {
                render::render(&self.renderer, &self.registry, plan, &all, &Section::ALL)?
            }
            _ => Vec::new(),
        };
        Ok(Device {
            target,
            plan,
            findings,
            files,
        })
    }
}

/// Every finding of all connections, errors first.
fn everything(cases: &[Case<'_>]) -> Vec<Judged> {
    let mut judged: Vec<Judged> = cases
        .iter()
        .flat_map(|case| {
            let of_devices = case.devices.iter().flat_map(|device| &device.findings);
            case.findings.iter().chain(of_devices).cloned()
        })
        .collect();
    judged.sort_by_key(|judged| std::cmp::Reverse(judged.level));
    judged
}

fn place(output: Option<&Path>) -> Result<Place<'_>, Failure> {
    let Some(path) = output else {
        return Ok(Place::Stdout);
    };
    if path.is_dir() || path.as_os_str().to_string_lossy().ends_with('/') {
        return Ok(Place::Folder(path));
    }
    let extension = path
        .extension()
        .map(|extension| extension.to_string_lossy().to_ascii_lowercase());
    match extension.as_deref() {
        Some("md" | "markdown") => Ok(Place::File(path, Form::Markdown)),
        Some("html" | "htm") => Ok(Place::File(path, Form::Html)),
        _ => Err(Failure::Usage(format!(
            "{}: the name of a ticket ends in .md or .html; that of a folder in /",
            path.display()
        ))),
    }
}

fn write(
    args: &TicketArgs,
    place: &Place<'_>,
    cases: &[Case<'_>],
    redactor: &Redactor,
) -> Result<(), Failure> {
    let ticket = |cases: &[Case<'_>]| Ticket::new(cases, redactor.what(), args.lang.lang());
    let texts: Vec<(PathBuf, String)> = match place {
        Place::Stdout => return output::stdout(&ticket(cases).markdown()),
        Place::File(path, form) => {
            vec![(path.to_path_buf(), text(&ticket(cases), *form)?)]
        }
        Place::Folder(folder) => {
            let mut texts = Vec::with_capacity(cases.len() * 2);
            for (case, name) in cases.iter().zip(names(cases)) {
                let ticket = ticket(std::slice::from_ref(case));
                for (form, extension) in [(Form::Markdown, "md"), (Form::Html, "html")] {
                    let path = folder.join(format!("{name}.{extension}"));
                    texts.push((path, text(&ticket, form)?));
                }
            }
            texts
        }
    };
    let new: Vec<NewFile<'_>> = texts
        .iter()
        .map(|(path, text)| NewFile {
            path: path.clone(),
            text,
            secret: false,
            executable: false,
        })
        .collect();
    output::files(&new, args.force)?;
    let wrote: Vec<String> = new
        .iter()
        .map(|file| format!("wrote {}\n", file.path.display()))
        .collect();
    output::stderr_styled(&wrote.concat());
    Ok(())
}

fn text(ticket: &Ticket, form: Form) -> Result<String, Failure> {
    Ok(match form {
        Form::Markdown => ticket.markdown(),
        Form::Html => ticket.html()?,
    })
}

/// A file's name for each connection: its id where it has one that is fit for a name and not taken.
fn names(cases: &[Case<'_>]) -> Vec<String> {
    let mut names: Vec<String> = Vec::with_capacity(cases.len());
    for (index, case) in cases.iter().enumerate() {
        let id = case.id.filter(|id| {
            (1..=64).contains(&id.len())
                && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        });
        let name = match id {
            Some(id) if !names.iter().any(|name| name == id) => id.to_owned(),
            _ if cases.len() == 1 => "ticket".to_owned(),
            _ => format!("ticket-{}", index + 1),
        };
        names.push(name);
    }
    names
}
