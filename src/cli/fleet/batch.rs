//! The work on one item, on any thread: what becomes of its responses, as text or for a folder.

use std::fmt::Display;
use std::fs;
use std::io;
use std::path::Path;

use super::Item;
use crate::cli::input::{self, Element, Part};
use crate::fleet::{Chunk, Count, Fleet, Outcome};
use crate::secret::Wiped;
use crate::showable::showable;

/// What comes out of them.
pub(super) enum Made<'t> {
    /// Rows as text, with what is to be told of them.
    Text {
        text: Wiped<Vec<u8>>,
        count: Count,
        told: Vec<String>,
    },
    /// Results for the folder, each with the place that it comes from.
    Outcomes(Vec<(String, Outcome<'t>)>),
    Broken(String),
}

/// The work on one item.
pub(super) fn make(fleet: &Fleet, item: Item, to_text: bool) -> Made<'_> {
    let mut batch = Batch {
        to_text,
        text: Wiped::default(),
        count: Count::default(),
        told: Vec::new(),
        outcomes: Vec::new(),
    };
    match item {
        Item::Part(Part::Broken(error)) => return Made::Broken(error),
        Item::Part(Part::Chunk(Chunk::TooLong { line })) => {
            batch.add(format_args!("line {line}"), vec![fleet.too_long()]);
        }
        Item::Part(Part::Chunk(Chunk::Lines { first, bytes })) => {
            batch.text.reserve(bytes.len() * 8);
            for (number, line) in Chunk::lines(first, &bytes) {
                batch.add(format_args!("line {number}"), fleet.line(line));
            }
        }
        Item::Part(Part::File(path)) => {
            let place = path.display().to_string();
            let name = path.file_stem().map(|stem| stem.to_string_lossy());
            let outcomes = match content(&path) {
                Ok(bytes) => fleet.bytes(&bytes, name.as_deref()),
                Err(error) => vec![fleet.unread(name.as_deref(), error.to_string())],
            };
            batch.add(&place, outcomes);
        }
        Item::Element(Element { place, id, reading }) => {
            let outcome = match reading {
                Ok(reading) => fleet.reading(*reading, id),
                Err(error) => fleet.unread(id.as_deref(), error),
            };
            batch.add(&place, vec![outcome]);
        }
    }
    batch.made()
}

fn content(path: &Path) -> io::Result<zeroize::Zeroizing<Vec<u8>>> {
    if path.as_os_str() == "-" {
        input::bytes(io::stdin().lock())
    } else {
        input::bytes(fs::File::open(path)?)
    }
}

struct Batch<'t> {
    to_text: bool,
    text: Wiped<Vec<u8>>,
    count: Count,
    told: Vec<String>,
    outcomes: Vec<(String, Outcome<'t>)>,
}

impl<'t> Batch<'t> {
    fn add(&mut self, place: impl Display, outcomes: Vec<Outcome<'t>>) {
        for outcome in outcomes {
            if !self.to_text {
                self.outcomes.push((place.to_string(), outcome));
                continue;
            }
            for row in &outcome.rows {
                self.count.add(row.status);
                row.write_line(&mut self.text);
            }
            self.told.extend(told(&place, &outcome));
        }
    }

    fn made(self) -> Made<'t> {
        if self.to_text {
            Made::Text {
                text: self.text,
                count: self.count,
                told: self.told,
            }
        } else {
            Made::Outcomes(self.outcomes)
        }
    }
}

/// A line for each row that has no file.
pub(super) fn told(place: impl Display, outcome: &Outcome<'_>) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for row in &outcome.rows {
        if let Some(reason) = row.reason() {
            let mut line = place.to_string();
            if let Some(id) = &outcome.id {
                line.extend([" (", id, ")"]);
            }
            line.extend([": ", row.status.word(), ": ", &reason]);
            let line = showable(&line).into_owned();
            // What is wrong with the connection is wrong on every target.
            if lines.last() != Some(&line) {
                lines.push(line);
            }
        }
    }
    lines
}
