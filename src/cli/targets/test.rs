//! `peerconf targets test DIR`: the check, every response of the project's tests rendered, every input filled once and left
//! out once, and all texts compared with those that the author has accepted.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;

use super::super::args::VendorArgs;
use super::super::exit::{Exit, Failure};
use super::super::form::versioned;
use super::super::form::{FormArgs, ListForm, json};
use super::super::output;
use super::accepted::Accepted;
use super::check::{checked, exit, opened};
use super::checker;
use super::verdict::{Tested, Verdicts};
use super::watch::Seen;
use crate::pipeline::Kit;
use crate::targets::CatalogueEntry;
use crate::trial::{
    Case, Expectation, Expected, InputTried, Outcome, Response, Settings, State, Trial, responses,
};

/// How many lines of a difference are shown without --verbose.
const MOST_LINES: usize = 24;

#[derive(Debug, Args)]
#[command(after_help = "\
What is expected stands in <vendor>/<platform>/tests: a file for each response with its outcomes and
texts, and one for each input. `--accept` writes them; read them as if you had to paste them.

Examples:
  peerconf targets test my-targets
  peerconf targets test my-targets --accept
  peerconf targets test my-targets --watch --show single-ikev2")]
pub(super) struct TestArgs {
    /// The folder: <vendor>/<platform>.toml and <vendor>/<platform>/*.j2
    folder: PathBuf,

    /// Take what comes out for what is expected
    #[arg(long)]
    accept: bool,

    #[command(flatten)]
    checker: CheckerArgs,

    /// Print the outcomes and texts of a response
    #[arg(long, value_name = "RESPONSE")]
    show: Option<String>,

    /// Do it again whenever a manifest or a template is saved
    #[arg(long, conflicts_with = "accept")]
    watch: bool,

    /// Notes, samples of keys and names, and differences in full
    #[arg(short, long)]
    verbose: bool,

    #[command(flatten)]
    form: FormArgs,

    #[command(flatten)]
    vendors: VendorArgs,
}

/// What becomes of the author's checker.
#[derive(Debug, Args)]
struct CheckerArgs {
    /// Run the checker that the settings of a target's tests name
    #[arg(long, conflicts_with = "no_checker")]
    run_checker: bool,

    /// Leave it out
    #[arg(long)]
    no_checker: bool,
}

pub(super) fn run(args: &TestArgs) -> Result<Exit, Failure> {
    let responses = responses();
    if let Some(name) = &args.show
        && !responses.iter().any(|response| response.name == *name)
    {
        let names: Vec<&str> = responses.iter().map(|r| r.name.as_str()).collect();
        let names = names.join(", ");
        return Err(Failure::Usage(format!(
            "no response is called {name:?}: {names}"
        )));
    }
    if !args.watch {
        return once(args, &responses);
    }
    let mut seen = Seen::of(&args.folder);
    loop {
        // What cannot be read now may be right after the next save.
        if let Err(failure) = once(args, &responses) {
            if matches!(failure, Failure::ClosedPipe) {
                return Ok(Exit::Fine);
            }
            failure.report();
        }
        output::stdout("-- waiting for the next save\n")?;
        seen = seen.wait(&args.folder);
    }
}

fn once(args: &TestArgs, responses: &[Response]) -> Result<Exit, Failure> {
    let registry = args.vendors.registry()?;
    let (kit, own, mut verdicts) = opened(registry, &args.folder)?;
    let mut shown = String::new();
    for entry in &own {
        let mut verdict = checked(&kit, &entry.id, responses)?;
        let (tested, text) = tested(args, &kit, entry, responses, verdict.sound)?;
        verdict.cases.clone_from(&tested.1);
        verdict.test = Some(tested.0);
        shown.push_str(&text);
        verdicts.targets.push(verdict);
    }
    report(args, &verdicts, &shown)?;
    Ok(exit(&verdicts))
}

fn report(args: &TestArgs, verdicts: &Verdicts, shown: &str) -> Result<(), Failure> {
    output::stdout(&match args.form.form() {
        ListForm::Json => json(&versioned(verdicts))?,
        ListForm::Text => format!("{}{shown}", verdicts.text(args.verbose)),
    })
}

/// What the test found, with its cases; and what is to be shown of it.
fn tested(
    args: &TestArgs,
    kit: &Kit,
    entry: &CatalogueEntry,
    responses: &[Response],
    is_sound: bool,
) -> Result<((Tested, Vec<Case>), String), Failure> {
    let trial = Trial::new(kit, &entry.id, responses)?;
    let accepted = Accepted::read(args.folder.join(&entry.id).join("tests"))?;
    let mut tested = Tested::default();
    let settings = accepted.settings()?.unwrap_or_default();
    let settings = match Settings::read(&settings, trial.newest()) {
        Ok(settings) => settings,
        Err(error) => {
            tested
                .failures
                .push(format!("tests/settings.toml: {error}"));
            Settings::default()
        }
    };
    let cases = trial.cases(&settings.needed(trial.newest()));
    tested.inputs = trial.inputs(&settings);
    tested.failures.extend(stops(&cases));
    tested.failures.extend(of_inputs(&tested.inputs));
    let found = Expected::of(&entry.id, &ranges(&trial), &cases, &tested.inputs);
    tested.expectations = found.compare(&accepted.files);
    if args.accept {
        if is_sound && tested.failures.is_empty() {
            tested.accepted = accepted.accept(&found, &tested.expectations)?;
        } else {
            let what = "nothing was accepted: what is wrong would be expected from now on";
            tested.failures.push(what.to_owned());
        }
    } else {
        let differ = differences(&found, &accepted.files, &tested.expectations, args.verbose);
        tested.failures.extend(differ);
    }
    check(args, &settings, &cases, &mut tested)?;
    tested.passed = is_sound && tested.failures.is_empty();
    let shown = args
        .show
        .as_ref()
        .and_then(|name| found.0.get(&format!("{name}.txt")));
    let shown = shown.map(|text| format!("\n{text}")).unwrap_or_default();
    Ok(((tested, cases), shown))
}

/// The title's words on each release, which are no difference.
fn ranges(trial: &Trial<'_>) -> BTreeMap<String, String> {
    let each = trial.targets.iter();
    each.map(|target| (target.version.to_string(), target.range()))
        .collect()
}

/// Cases that a template stopped, each reason once.
fn stops(cases: &[Case]) -> Vec<String> {
    let mut stops: Vec<String> = Vec::new();
    for case in cases {
        let Outcome::Stopped { reason } = &case.outcome else {
            continue;
        };
        if !stops.iter().any(|known| known.starts_with(reason.as_str())) {
            stops.push(format!(
                "{reason} ({}, {}-based, release {})",
                case.response,
                case.topology.word(),
                case.release
            ));
        }
    }
    stops
}

/// What stops a template where an input is left out.
fn of_inputs(inputs: &[InputTried]) -> Vec<String> {
    let of = |input: &InputTried| {
        let faults = input.faults.iter();
        let told = faults.map(|fault| format!("without {}: {fault}", input.name));
        told.collect::<Vec<_>>()
    };
    inputs.iter().flat_map(of).collect()
}

/// What differs from what was accepted.
fn differences(
    found: &Expected,
    accepted: &Expected,
    compared: &[Expectation],
    verbose: bool,
) -> Vec<String> {
    let mut failures = Vec::new();
    let new = compared
        .iter()
        .filter(|one| one.state == State::New)
        .count();
    if new > 0 && new == compared.len() {
        failures.push(
            "nothing is accepted yet: --accept writes what comes out, and then read it".to_owned(),
        );
        return failures;
    }
    for Expectation { file, state } in compared {
        match state {
            State::Same => {}
            State::New => failures.push(format!("tests/{file}: nobody has accepted it yet")),
            State::Gone => failures.push(format!(
                "tests/{file}: nothing of that name comes out any more"
            )),
            State::Changed => {
                let before = accepted.0.get(file).map(String::as_str).unwrap_or_default();
                let now = found.0.get(file).map(String::as_str).unwrap_or_default();
                failures.push(format!(
                    "tests/{file}: other than accepted\n{}",
                    difference(before, now, verbose)
                ));
            }
        }
    }
    failures
}

fn difference(before: &str, now: &str, verbose: bool) -> String {
    let diff = similar::TextDiff::from_lines(before, now);
    let text = diff
        .unified_diff()
        .context_radius(2)
        .header("accepted", "now")
        .to_string();
    let lines: Vec<&str> = text.lines().collect();
    if verbose || lines.len() <= MOST_LINES {
        return lines.join("\n");
    }
    let more = lines.len() - MOST_LINES;
    format!(
        "{}\n… {more} more lines (--verbose)",
        lines[..MOST_LINES].join("\n")
    )
}

/// Runs the author's checker, where they say so.
fn check(
    args: &TestArgs,
    settings: &Settings,
    cases: &[Case],
    tested: &mut Tested,
) -> Result<(), Failure> {
    let first = settings
        .checker
        .iter()
        .chain(settings.checkers.values())
        .next();
    let Some(command) = first.filter(|_| !args.checker.no_checker) else {
        return Ok(());
    };
    if !args.checker.run_checker {
        // A folder from elsewhere must not run a program unasked.
        tested.failures.push(format!(
            "tests/settings.toml names a checker, `{command}`: --run-checker runs it, --no-checker leaves it out"
        ));
        return Ok(());
    }
    let said = checker::run(settings, cases)?;
    tested.checked = Some(said.taken);
    tested.failures.extend(said.failures);
    Ok(())
}
