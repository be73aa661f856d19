//! `peerconf show`: a response in words.

use clap::Args;
use serde::Serialize;

use super::args::{FormatArg, JudgeArgs, ReadArgs};
use super::diagnostics::{Shown, Stream, Told};
use super::exit::{Exit, Failure};
use super::form::versioned;
use super::form::{FormArgs, ListForm, json};
use super::redaction::RedactArgs;
use super::{input, language, output};
use crate::connection::summary::Summary;
use crate::findings::Level;

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  peerconf show response.json\n  peerconf show --format json --with describe.json response.json\n  peerconf show --redact=all response.json"
)]
pub(super) struct ShowArgs {
    #[command(flatten)]
    form: FormArgs,
    #[command(flatten)]
    redaction: RedactArgs,
    #[command(flatten)]
    judge: JudgeArgs,
    #[command(flatten)]
    read: ReadArgs,
}

/// The connections of the responses, in their order.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Connections {
    connections: Vec<Summary>,
}

pub(super) fn run(args: &ShowArgs) -> Result<Exit, Failure> {
    let judge = args.judge.judge(&args.read);
    judge.check_names(&std::iter::empty())?;
    let mut redactor = args.redaction.redaction()?.redactor();
    let mut told = Told::new(FormatArg::Text, Stream::Error);
    let mut summaries = Vec::new();
    // Errors replace nothing that has to agree with the rest.
    let errors = redactor.clone();
    let unreadable = input::each(&args.read, &errors, &mut |batch| {
        let shown = Shown::new(batch.sources, batch.documents).for_sharing(!redactor.is_idle());
        for (label, mut reading) in batch.readings {
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
            let mut judged = judge.judge(reading.findings);
            // The table says of every value where it came from; what was assumed needs no second word.
            judged.retain(|judged| judged.level > Level::Note);
            // A file is often named after its connection.
            let label = label.filter(|_| redactor.is_idle());
            told.add(&shown, &judged, label.as_deref())?;
        }
        Ok(())
    })?;
    let count = told.count();
    told.finish(&unreadable)?;
    let text = match args.form.form() {
        ListForm::Json => json(&versioned(Connections {
            connections: summaries,
        }))?,
        ListForm::Text => summaries
            .iter()
            .map(|summary| summary.text_in(language::lang()))
            .collect::<Vec<_>>()
            .join("\n"),
    };
    output::stdout(&text)?;
    Ok(unreadable.exit(Exit::of(count)))
}
