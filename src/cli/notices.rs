//! What fetching has to say, on standard error: warnings always, a trace with `--verbose`, a progress bar
//! on a terminal.

use std::io::{self, IsTerminal as _};

use indicatif::{ProgressBar, ProgressStyle};

use super::output;
use crate::cloud::{Notice, Observer};
use crate::showable::showable;

/// Writes notices for a person.
pub(super) struct Notices {
    verbose: bool,
    bar: Option<ProgressBar>,
}

impl Notices {
    pub(super) fn new(verbose: bool) -> Self {
        Self { verbose, bar: None }
    }

    /// With a progress bar, where somebody can see it and no trace runs through it.
    pub(super) fn with_bar(verbose: bool) -> Self {
        let bar = (!verbose && io::stderr().is_terminal()).then(|| {
            let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {wide_msg}");
            let bar = ProgressBar::new(0);
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
            bar
        });
        Self { verbose, bar }
    }

    /// Takes the bar away.
    pub(super) fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }

    fn line(&self, line: impl FnOnce()) {
        match &self.bar {
            Some(bar) => bar.suspend(line),
            None => line(),
        }
    }
}

impl Observer for Notices {
    fn notice(&self, notice: &Notice<'_>) {
        // What the service names may hold anything.
        let text = showable(&notice.to_string()).into_owned();
        if let Some(bar) = &self.bar {
            match notice {
                Notice::Listed { .. } | Notice::Pacing { .. } | Notice::Waiting { .. } => {
                    bar.set_message(text.clone());
                }
                Notice::Walking { total } => bar.set_length(*total as u64),
                Notice::Settled { connection, .. } => {
                    bar.set_message(showable(connection).into_owned());
                    bar.inc(1);
                }
                _ => {}
            }
        }
        if notice.is_warning() {
            self.line(|| output::warning(&text));
        } else if self.verbose {
            let style = anstyle::Style::new().dimmed();
            self.line(|| anstream::eprintln!("{style}{text}{style:#}"));
        }
    }
}
