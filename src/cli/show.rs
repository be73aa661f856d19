//! `peerconf show`: a response in words.

use clap::Args;

use super::args::{JudgeArgs, ReadArgs};
use super::diagnostics::{Shown, refuses};
use super::exit::{Exit, Failure};
use super::redaction::RedactArgs;
use super::rules::{Form, json};
use super::{input, output};
use crate::connection::summary::Summary;
use crate::findings::Level;

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  peerconf show response.json\n  peerconf show -o json --with describe.json response.json\n  peerconf show --redact=all response.json"
)]
pub(super) struct ShowArgs {
    /// Form of the output
    #[arg(short, long, value_enum, default_value_t = Form::Text, value_name = "FORM")]
    output: Form,

    #[command(flatten)]
    redaction: RedactArgs,
    #[command(flatten)]
    read: ReadArgs,
    #[command(flatten)]
    judge: JudgeArgs,
}

pub(super) fn run(args: &ShowArgs) -> Result<Exit, Failure> {
    let judge = args.judge.judge(&args.read);
    judge.check_names(&std::iter::empty())?;
    let sources = input::load(&args.read)?;
    let documents = input::documents(&sources)?;
    let mut summaries = Vec::new();
    let mut findings = Vec::new();
    let mut redactor = args.redaction.redaction()?.redactor();
    for mut reading in input::readings(&sources, &documents, &args.read)? {
        if let Some(connection) = &mut reading.connection {
            redactor.connection(connection);
            let mut summary = Summary::new(connection);
            if args.redaction.wanted() {
                summary.hide_key_lengths();
            }
            summaries.push(summary);
        }
        for finding in &mut reading.findings {
            redactor.finding(finding);
        }
        findings.extend(reading.findings);
    }
    let mut judged = judge.judge(findings);
    // The table says of every value where it came from; what was assumed needs no second word.
    judged.retain(|judged| judged.level > Level::Note);
    let shown = Shown::new(&sources, &documents).for_sharing(!redactor.is_idle());
    shown.write(&judged, args.judge.format, false)?;
    let text = match args.output {
        Form::Json => json(&summaries)?,
        Form::Text => summaries
            .iter()
            .map(Summary::text)
            .collect::<Vec<_>>()
            .join("\n"),
    };
    output::stdout(&text)?;
    Ok(if refuses(&judged) {
        Exit::Refused
    } else {
        Exit::Fine
    })
}
