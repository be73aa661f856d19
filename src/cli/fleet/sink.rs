//! Where the results of a fleet go, in their order: standard output or a folder, and what standard error
//! is told.

use std::io::{self, Write as _};
use std::path::Path;

use super::bar::Bar;
use super::batch::{Made, told};
use super::output_folder::OutputFolder;
use crate::cli::exit::{Exit, Failure};
use crate::cli::output;
use crate::fleet::Count;
use crate::targets::Target;

/// How many refusals are told one by one; the results have them all.
const TOLD: u64 = 20;

/// Takes results as they come and counts them.
pub(super) struct Sink {
    folder_out: Option<OutputFolder>,
    bar: Bar,
    count: Count,
    told: u64,
    broken: Option<String>,
}

impl Sink {
    /// For a folder or standard output; `length` is how many there will be.
    pub(super) fn new(
        folder: Option<&Path>,
        targets: &[Target],
        force: bool,
        length: Option<usize>,
    ) -> Result<Self, Failure> {
        Ok(Self {
            folder_out: match folder {
                Some(folder) => Some(OutputFolder::new(folder, targets, force)?),
                None => None,
            },
            bar: Bar::new(length, folder.is_some()),
            count: Count::default(),
            told: 0,
            broken: None,
        })
    }

    pub(super) fn take(&mut self, made: Made<'_>) -> Result<(), Failure> {
        match made {
            Made::Text { text, count, told } => {
                self.count.merge(count);
                self.tell(told);
                let mut out = io::stdout().lock();
                out.write_all(&text)
                    .and_then(|()| out.flush())
                    .map_err(|error| Failure::stdout(&error))?;
                self.bar.add(count.total());
            }
            Made::Outcome(place, outcome) => {
                for row in &outcome.rows {
                    self.count.add(row);
                }
                self.tell(told(&place, &outcome));
                if let Some(folder_out) = &mut self.folder_out {
                    folder_out.put(&place, outcome)?;
                }
                self.bar.add(1);
            }
            Made::Broken(error) => {
                self.tell(vec![error.clone()]);
                self.broken = Some(error);
            }
        }
        Ok(())
    }

    fn tell(&mut self, lines: Vec<String>) {
        for line in lines {
            self.told += 1;
            if self.told <= TOLD {
                self.bar.line(|| output::error(&line));
            }
        }
    }

    pub(super) fn close_bar(&self) {
        self.bar.finish();
    }

    /// Ends before its time: nothing stays.
    pub(super) fn abandon(self, failure: Failure) -> Failure {
        match self.folder_out {
            Some(folder_out) => folder_out.abandon(failure),
            None => failure,
        }
    }

    /// Closes the index, says how many there were, and how it ends.
    pub(super) fn finish(self) -> Result<Exit, Failure> {
        let count = self.count;
        let mut summary = String::new();
        if self.told > TOLD {
            summary = format!(
                "{} more are not listed here; the results have them\n",
                self.told - TOLD
            );
        }
        let parts = [
            (count.rendered, "rendered"),
            (count.refused, "refused"),
            (count.failed, "failed"),
            (count.unreadable, "unreadable"),
        ];
        let parts: Vec<String> = parts
            .iter()
            .enumerate()
            .filter(|(place, (number, _))| *place == 0 || *number > 0)
            .map(|(_, (number, word))| format!("{number} {word}"))
            .collect();
        summary.push_str(&parts.join(", "));
        if count.rendered > 0 {
            let ready = match count.rendered - count.ready {
                0 => "; all that was rendered is ready".to_owned(),
                left => format!("; {} ready, {left} with values to fill in", count.ready),
            };
            summary.push_str(&ready);
        }
        if let Some(folder_out) = self.folder_out {
            let index = folder_out.finish(&count)?;
            summary.push_str("; see ");
            summary.push_str(&index.to_string_lossy());
        }
        summary.push('\n');
        output::stderr_styled(&summary);
        Ok(if count.unreadable > 0 || self.broken.is_some() {
            Exit::Input
        } else if count.refused > 0 || count.failed > 0 {
            Exit::Refused
        } else {
            Exit::Fine
        })
    }
}
