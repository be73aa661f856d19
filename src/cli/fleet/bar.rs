//! How far a fleet is, on a terminal.

use std::io::{self, IsTerminal as _};

use indicatif::{ProgressBar, ProgressStyle};

/// A progress bar, or nothing where nobody would see it or results run through it.
pub(super) struct Bar(Option<ProgressBar>);

impl Bar {
    /// For so many items; `None` where nobody knows.
    pub(super) fn new(length: Option<usize>, to_files: bool) -> Self {
        let seen = io::stderr().is_terminal() && (to_files || !io::stdout().is_terminal());
        Self(seen.then(|| {
            let (bar, template) = match length {
                Some(length) => (
                    ProgressBar::new(length as u64),
                    "{bar:30} {pos}/{len} {eta}",
                ),
                None => (
                    ProgressBar::no_length(),
                    "{spinner} {human_pos} results, {per_sec}",
                ),
            };
            let style = ProgressStyle::with_template(template);
            bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
        }))
    }

    pub(super) fn add(&self, items: u64) {
        if let Some(bar) = &self.0 {
            bar.inc(items);
        }
    }

    /// Writes something else to the terminal.
    pub(super) fn line(&self, line: impl FnOnce()) {
        match &self.0 {
            Some(bar) => bar.suspend(line),
            None => line(),
        }
    }

    pub(super) fn finish(&self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}
