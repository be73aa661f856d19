//! What an author expects of a target, as files beside its templates: for each response its outcomes, and every text to
//! the byte. They are made to be read: one file for a response, releases with the same text together.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use super::case::{Case, Outcome, Text};
use super::inputs::InputTried;

/// The end of the first line of every such file.
const MARK: &str =
    "Written by `peerconf targets test --accept`: read it as if you had to paste it.";

/// Files of expectations by their names: `single-ikev2.txt`, `input-mss.txt`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Expected(pub BTreeMap<String, String>);

/// How an expectation and what came out compare.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// To the byte.
    Same,
    /// Nobody has accepted anything yet.
    New,
    /// Another text, or another outcome.
    Changed,
    /// The response or the input is no more.
    Gone,
}

/// An expectation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Expectation {
    /// The file's name.
    pub file: String,
    /// How it compares.
    pub state: State,
}

impl Expected {
    /// What came out.
    pub fn of(
        id: &str,
        ranges: &BTreeMap<String, String>,
        cases: &[Case],
        inputs: &[InputTried],
    ) -> Self {
        let mut files = BTreeMap::new();
        for of_response in cases.chunk_by(|a, b| a.response == b.response) {
            let name = &of_response[0].response;
            files.insert(format!("{name}.txt"), response(id, ranges, of_response));
        }
        for input in inputs {
            files.insert(format!("input-{}.txt", input.name), of_input(id, input));
        }
        Self(files)
    }

    /// Whether a file is one of these, by its text.
    pub fn is_one(text: &str) -> bool {
        text.lines().next().is_some_and(|line| line.ends_with(MARK))
    }

    /// How what came out compares with what was accepted.
    pub fn compare(&self, accepted: &Self) -> Vec<Expectation> {
        let mut all = Vec::new();
        for (file, text) in &self.0 {
            let state = match accepted.0.get(file) {
                Some(known) if known == text => State::Same,
                Some(_) => State::Changed,
                None => State::New,
            };
            all.push(Expectation {
                file: file.clone(),
                state,
            });
        }
        let gone = accepted.0.keys().filter(|file| !self.0.contains_key(*file));
        all.extend(gone.map(|file| Expectation {
            file: file.clone(),
            state: State::Gone,
        }));
        all
    }
}

/// The file of a response.
fn response(id: &str, ranges: &BTreeMap<String, String>, cases: &[Case]) -> String {
    let mut text = format!("{} on {id}. {MARK}\n", cases[0].response);
    for of_topology in cases.chunk_by(|a, b| a.topology == b.topology) {
        let same = |a: &Case, b: &Case| is_same(a, b, ranges);
        for group in of_topology.chunk_by(same) {
            // The newest shows what its releases have in common.
            let Some(case) = group.last() else { continue };
            let releases: Vec<&str> = group.iter().map(|case| case.release.as_str()).collect();
            let word = if releases.len() == 1 {
                "release"
            } else {
                "releases"
            };
            let _ = write!(
                text,
                "\n##### {}-based, {word} {}: ",
                case.topology.word(),
                releases.join(", ")
            );
            match &case.outcome {
                Outcome::Rendered { texts } => {
                    text.push_str("rendered\n");
                    for file in texts {
                        body(&mut text, file);
                    }
                }
                Outcome::Refused { rules } => {
                    let _ = writeln!(text, "refused by {}", rules.join(", "));
                }
                Outcome::Declined { reason } => {
                    let _ = writeln!(text, "the template says no: {reason}");
                }
                Outcome::Stopped { reason } => {
                    let _ = writeln!(text, "stopped: {reason}");
                }
            }
        }
    }
    text
}

fn body(text: &mut String, file: &Text) {
    let _ = writeln!(text, "===== {}: {}", file.section.word(), file.path);
    text.push_str(&file.text);
    if !file.text.ends_with('\n') {
        text.push_str("\n===== no line break at the end\n");
    }
}

/// Whether two releases do the same, but for their own names.
fn is_same(a: &Case, b: &Case, ranges: &BTreeMap<String, String>) -> bool {
    let (Outcome::Rendered { texts: of_a }, Outcome::Rendered { texts: of_b }) =
        (&a.outcome, &b.outcome)
    else {
        return a.outcome == b.outcome;
    };
    let plain = |case: &Case, text: &Text| {
        let text = text.text.replace(&format!("@{}", case.release), "");
        match ranges.get(&case.release) {
            Some(range) => text.replace(range.as_str(), ""),
            None => text,
        }
    };
    of_a.len() == of_b.len()
        && of_a
            .iter()
            .zip(of_b)
            .all(|(x, y)| x.path == y.path && plain(a, x) == plain(b, y))
}

fn of_input(id: &str, input: &InputTried) -> String {
    let InputTried { name, value, .. } = input;
    let mut text = format!("input {name} on {id}. {MARK}\n");
    let (Some(response), Some(topology)) = (&input.response, input.topology) else {
        text.push_str("\n##### no response shows it\n");
        return text;
    };
    let place = format!("{response}, {}-based", topology.word());
    let _ = writeln!(text, "\n##### {name}={value} ({place})");
    for (filled, _) in &input.texts {
        body(&mut text, filled);
    }
    let _ = writeln!(text, "\n##### {name} left out ({place})");
    for (_, left_out) in &input.texts {
        match left_out {
            Some(left_out) => body(&mut text, left_out),
            None => text.push_str("===== no such file\n"),
        }
    }
    text
}
