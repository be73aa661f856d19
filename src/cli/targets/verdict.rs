//! What the check and the test say of a target, for people and as JSON.

use std::fmt::Write as _;

use serde::Serialize;

use super::matrix::matrix;
use crate::inspect::Inspection;
use crate::targets::samples::Sample;
use crate::targets::{Target, TargetError};
use crate::trial::{Case, Expectation, InputTried};

/// A folder of targets.
#[derive(Debug, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in crate::cli) struct Verdicts {
    /// Manifests that nobody can use.
    pub(super) broken: Vec<Broken>,
    pub(super) targets: Vec<Verdict>,
}

/// A manifest with faults.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Broken {
    file: String,
    faults: Vec<BrokenFault>,
    #[serde(skip)]
    told: String,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct BrokenFault {
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    key: String,
    what: String,
}

/// A target.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Verdict {
    pub(super) target: String,
    /// True when the manifest and the templates can be used.
    pub(super) sound: bool,
    pub(super) errors: Vec<String>,
    pub(super) notes: Vec<String>,
    pub(super) rendered: usize,
    pub(super) refused: usize,
    pub(super) cases: Vec<Case>,
    pub(super) samples: Vec<Sample>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) test: Option<Tested>,
}

/// What a test found beyond that.
#[derive(Debug, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Tested {
    pub(super) passed: bool,
    /// Each a line, with more lines below it.
    pub(super) failures: Vec<String>,
    pub(super) inputs: Vec<InputTried>,
    pub(super) expectations: Vec<Expectation>,
    /// Texts that the checker took.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) checked: Option<usize>,
    /// Files that were written.
    pub(super) accepted: usize,
}

impl Broken {
    pub(super) fn of(error: &TargetError) -> Self {
        let told = error.to_string();
        let TargetError::Invalid { file, faults } = error else {
            return Self {
                file: String::new(),
                faults: Vec::new(),
                told,
            };
        };
        let faults = faults.iter().map(|fault| BrokenFault {
            line: fault.line,
            key: fault.key.join("."),
            what: fault.what.clone(),
        });
        Self {
            file: file.clone(),
            faults: faults.collect(),
            told,
        }
    }
}

impl Verdict {
    pub(super) fn of(seen: Inspection, target: &Target) -> Self {
        let mut errors = seen.faults.clone();
        let mut notes = Vec::new();
        // A template that stops half-way has read half of its fields.
        if errors.is_empty() {
            let left_out = |field: &String| {
                format!(
                    "no template of the configuration reads {field}; if that is right, say why under [unused]"
                )
            };
            errors = seen.missing().iter().map(left_out).collect();
            let unread = seen.unread().into_iter();
            notes = unread
                .map(|field| format!("no template reads {field}"))
                .collect();
        }
        if seen.rendered == 0 && errors.is_empty() {
            errors.push("no response was rendered: the target refuses them all".to_owned());
        }
        Self {
            sound: errors.is_empty(),
            errors,
            notes,
            rendered: seen.rendered,
            refused: seen.refused,
            samples: target.samples(),
            target: seen.target,
            cases: seen.cases,
            test: None,
        }
    }

    /// Whether nothing is wrong.
    pub(super) fn is_fine(&self) -> bool {
        self.sound && self.test.as_ref().is_none_or(|test| test.passed)
    }

    fn text(&self, verbose: bool) -> String {
        let mut text = format!("{}\n{}", self.target, matrix(&self.cases));
        if self.test.is_none() || verbose {
            self.samples(&mut text);
        }
        for input in self.test.iter().flat_map(|test| &test.inputs) {
            let (name, value) = (&input.name, &input.value);
            let _ = match &input.response {
                Some(response) if verbose => {
                    writeln!(text, "  input {name}={value}: {response} shows it")
                }
                Some(_) => Ok(()),
                None => writeln!(
                    text,
                    "  not shown: no response has another text with {name}={value} than without it"
                ),
            };
        }
        for error in &self.errors {
            let _ = writeln!(text, "  error: {error}");
        }
        for failure in self.test.iter().flat_map(|test| &test.failures) {
            let _ = writeln!(
                text,
                "  failed: {}",
                failure.trim_end().replace('\n', "\n    ")
            );
        }
        if verbose {
            for note in &self.notes {
                let _ = writeln!(text, "  note: {note}");
            }
        }
        text + &self.last_line(verbose)
    }

    /// The verdict: the last thing that is read.
    fn last_line(&self, verbose: bool) -> String {
        let Self {
            target,
            rendered,
            refused,
            ..
        } = self;
        let sound = if self.sound { "sound" } else { "not sound" };
        let mut line = format!("{target}: {sound}; {rendered} rendered, {refused} refused");
        if !self.notes.is_empty() && !verbose {
            let _ = write!(line, "; {} notes (--verbose)", self.notes.len());
        }
        line.push('\n');
        let Some(test) = &self.test else {
            return line;
        };
        let passed = if test.passed { "passed" } else { "FAILED" };
        let _ = write!(
            line,
            "{target}: {passed}; {} texts as accepted",
            test.same()
        );
        if test.accepted > 0 {
            let _ = write!(line, ", {} written: read them", test.accepted);
        }
        if let Some(checked) = test.checked {
            let _ = write!(line, "; the checker took {checked} files");
        }
        line.push('\n');
        line
    }

    /// How nasty keys, identities and names come out.
    fn samples(&self, text: &mut String) {
        let mut what = "";
        for sample in &self.samples {
            if what != sample.what {
                what = &sample.what;
                let _ = writeln!(text, "  {what}:");
            }
            let _ = match (&sample.written, &sample.refused) {
                (Some(written), _) => writeln!(text, "    {} -> {written}", sample.text),
                (None, refused) => {
                    let why = refused.as_deref().unwrap_or_default();
                    writeln!(text, "    {} refused: {why}", sample.text)
                }
            };
        }
    }
}

impl Tested {
    fn same(&self) -> usize {
        let same = |expectation: &&Expectation| expectation.state == crate::trial::State::Same;
        self.expectations.iter().filter(same).count()
    }
}

impl Verdicts {
    pub(super) fn is_fine(&self) -> bool {
        self.broken.is_empty() && self.targets.iter().all(Verdict::is_fine)
    }

    pub(super) fn text(&self, verbose: bool) -> String {
        let broken = self
            .broken
            .iter()
            .map(|broken| format!("{}\n", broken.told));
        let targets = self.targets.iter().map(|verdict| verdict.text(verbose));
        broken.chain(targets).collect::<Vec<_>>().join("\n")
    }
}
