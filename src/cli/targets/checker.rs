//! A checker of the author's own, run over each file that a target writes.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use super::super::exit::Failure;
use crate::showable::showable_lines;
use crate::trial::{Case, Outcome, Settings};

/// How many failures are told in full.
const MOST_TOLD: usize = 10;

/// What the checker said.
pub(super) struct Checked {
    /// Files that it took.
    pub(super) taken: usize,
    pub(super) failures: Vec<String>,
}

/// Runs the settings' commands over each text of the cases, the same text once. No shell reads the command.
pub(super) fn run(settings: &Settings, cases: &[Case]) -> Result<Checked, Failure> {
    let fault = |error: &std::io::Error| Failure::file(Path::new("a temporary folder"), error);
    let folder = tempfile::tempdir().map_err(|error| fault(&error))?;
    let mut known = BTreeSet::new();
    let mut checked = Checked {
        taken: 0,
        failures: Vec::new(),
    };
    let mut refused = 0;
    for case in cases {
        let Outcome::Rendered { texts } = &case.outcome else {
            continue;
        };
        for text in texts {
            let Some(command) = settings.command(text.section) else {
                continue;
            };
            if !known.insert((text.section, text.text.as_str())) {
                continue;
            }
            let path = folder.path().join(known.len().to_string()).join(&text.path);
            // The folder is its owner's alone, and goes with the run.
            let parent = path.parent().unwrap_or(folder.path());
            fs::create_dir_all(parent)
                .and_then(|()| fs::write(&path, &text.text))
                .map_err(|error| Failure::file(&path, &error))?;
            match refusal(command, &path) {
                None => checked.taken += 1,
                Some(said) => {
                    refused += 1;
                    if refused <= MOST_TOLD {
                        checked.failures.push(format!(
                            "the checker refuses {} of {}, {}-based, release {}: {said}",
                            text.path,
                            case.response,
                            case.topology.word(),
                            case.release
                        ));
                    }
                }
            }
        }
    }
    if refused > MOST_TOLD {
        let more = refused - MOST_TOLD;
        checked
            .failures
            .push(format!("the checker refuses {more} more files"));
    }
    Ok(checked)
}

/// What the checker says against a file; none where it takes it.
fn refusal(command: &str, file: &Path) -> Option<String> {
    let path = file.to_string_lossy();
    let mut words = command
        .split_whitespace()
        .map(|word| word.replace("{file}", &path));
    let program = words.next()?;
    let output = Command::new(&program)
        .args(words)
        .stdin(Stdio::null())
        .output();
    let output = match output {
        Ok(output) => output,
        Err(error) => return Some(format!("{program} cannot be run: {error}")),
    };
    if output.status.success() {
        return None;
    }
    let said = [output.stderr, output.stdout].concat();
    let said = String::from_utf8_lossy(&said);
    let first: Vec<&str> = said
        .lines()
        .filter(|line| !line.trim().is_empty())
        .take(5)
        .collect();
    Some(showable_lines(&format!("{}\n{}", output.status, first.join("\n"))).into_owned())
}
