//! The work on one item, on any thread: what becomes of its responses, as text or for a folder.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::{self, Display};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::{Item, Source};
use crate::cli::input::{self, Element, Part, Stream};
use crate::connection::{Beside, Neighbours};
use crate::fleet::{Chunk, Count, Fleet, Outcome, numbered};
use crate::secret::Wiped;
use crate::showable::showable;

/// What comes out of them, in pieces.
pub(super) enum Made<'t> {
    /// Rows as text, with what is to be told of them.
    Text {
        text: Wiped<Vec<u8>>,
        count: Count,
        told: Vec<String>,
    },
    /// A result for the folder, with the place that it comes from.
    Outcome(String, Outcome<'t>),
    Broken(String),
}

/// What stands before the connections of each file on their devices, by the file's number; taken when it is rendered.
pub(super) type Places = Mutex<HashMap<usize, Vec<Beside>>>;

/// Looks into the files before they are rendered, so that names and numbers of connections on one device go on one after
/// the other. What cannot be read is told when it is rendered.
pub(super) fn places(fleet: &Fleet, source: &Source) -> Places {
    let Source::Stream(Stream::Files(paths)) = source else {
        return Places::default();
    };
    let mut neighbours = Neighbours::default();
    let look = |(number, path): (usize, &PathBuf)| {
        let bytes = content(path).ok()?;
        let (name, called) = (stem(path), format!("file {number}"));
        let places = fleet.places(&bytes, (name.as_deref(), &called), &mut neighbours);
        let beside = places.iter().any(|beside| !beside.is_alone());
        beside.then_some((number, places))
    };
    let files = (1..).zip(paths);
    let files = files.filter(|(_, path)| path.as_os_str() != "-");
    Mutex::new(files.filter_map(look).collect())
}

fn stem(path: &Path) -> Option<Cow<'_, str>> {
    path.file_stem().map(|stem| stem.to_string_lossy())
}

/// A piece of text goes on when it is as long as this, in bytes.
const PIECE: usize = 1 << 18;

/// The work on one item, the number of which is given from 1. `give` says whether more is wanted.
pub(super) fn make<'t>(
    fleet: &'t Fleet,
    (number, item): (usize, Item),
    places: &Places,
    to_text: bool,
    give: &mut dyn FnMut(Made<'t>) -> bool,
) {
    let mut batch = Batch {
        is_numbered: fleet.is_numbered(),
        to_text,
        text: Wiped::default(),
        room: PIECE,
        count: Count::default(),
        told: Vec::new(),
        give,
        goes_on: true,
    };
    match item {
        Item::Part(Part::Broken(error)) => {
            (batch.give)(Made::Broken(error));
            return;
        }
        Item::Part(Part::Chunk(Chunk::TooLong { line })) => {
            batch.begin(Name::Line(line)).add(fleet.too_long());
        }
        Item::Part(Part::Chunk(Chunk::Lines { first, bytes })) => {
            batch.room = (bytes.len() * 8).min(PIECE + PIECE / 4);
            for (line, text) in Chunk::lines(first, &bytes) {
                let mut place = batch.begin(Name::Line(line));
                fleet.line(text, &mut |outcome| place.add(outcome));
                if !batch.goes_on {
                    break;
                }
            }
        }
        Item::Part(Part::File(path)) => {
            let name = stem(&path);
            let place = batch.shown(&path.display().to_string(), "file", number);
            let mut place = batch.begin(Name::Told(place));
            match content(&path) {
                Ok(bytes) => {
                    let mut places = places.lock().unwrap_or_else(PoisonError::into_inner);
                    let beside = places.remove(&number).unwrap_or_default();
                    drop(places);
                    fleet.bytes_among(&bytes, name.as_deref(), beside, &mut |outcome| {
                        place.add(outcome)
                    });
                }
                Err(error) => {
                    place.add(fleet.unread(name.as_deref(), error.to_string()));
                }
            }
        }
        Item::Element(Element { place, id, reading }) => {
            let outcome = match reading {
                Ok(reading) => fleet.reading(*reading, id),
                Err(error) => fleet.unread(id.as_deref(), error),
            };
            let place = batch.shown(&place, "item", number);
            batch.begin(Name::Told(place)).add(outcome);
        }
    }
    batch.flush();
}

fn content(path: &Path) -> io::Result<zeroize::Zeroizing<Vec<u8>>> {
    if path.as_os_str() == "-" {
        input::bytes(io::stdin().lock())
    } else {
        input::bytes(fs::File::open(path)?)
    }
}

struct Batch<'g, 't> {
    /// Results are known by their numbers alone.
    is_numbered: bool,
    to_text: bool,
    text: Wiped<Vec<u8>>,
    /// How long the text will be about, so that it seldom grows: what a buffer leaves behind is not wiped.
    room: usize,
    count: Count,
    told: Vec<String>,
    give: &'g mut dyn FnMut(Made<'t>) -> bool,
    /// Whether more is wanted.
    goes_on: bool,
}

/// What a place of the input is called. Hardly a line is told of, so its name is made when it is.
enum Name {
    Line(u64),
    Told(String),
}

impl Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(number) => write!(f, "line {number}"),
            Self::Told(name) => f.write_str(name),
        }
    }
}

/// One place of the input, and what comes from there.
struct Place<'b, 'g, 't> {
    batch: &'b mut Batch<'g, 't>,
    name: Name,
    /// How many came so far.
    count: usize,
}

impl<'g, 't> Batch<'g, 't> {
    fn begin(&mut self, name: Name) -> Place<'_, 'g, 't> {
        Place {
            batch: self,
            name,
            count: 0,
        }
    }

    /// The place as it may be shown: a file is often named after its connection.
    fn shown(&self, place: &str, what: &str, number: usize) -> String {
        if self.is_numbered {
            format!("{what} {number}")
        } else {
            place.to_owned()
        }
    }

    fn flush(&mut self) {
        if self.count.total() == 0 {
            return;
        }
        let made = Made::Text {
            text: std::mem::take(&mut self.text),
            count: std::mem::take(&mut self.count),
            told: std::mem::take(&mut self.told),
        };
        self.goes_on &= (self.give)(made);
    }
}

impl<'t> Place<'_, '_, 't> {
    /// Adds a result; says whether more is wanted.
    fn add(&mut self, mut outcome: Outcome<'t>) -> bool {
        let batch = &mut *self.batch;
        self.count += 1;
        if batch.is_numbered {
            outcome.set_id(&numbered(&self.name.to_string(), self.count));
        }
        if !batch.to_text {
            batch.goes_on &= (batch.give)(Made::Outcome(self.name.to_string(), outcome));
            return batch.goes_on;
        }
        if batch.text.capacity() == 0 {
            batch.text = Wiped::new(Vec::with_capacity(batch.room));
        }
        for row in &outcome.rows {
            batch.count.add(row);
            batch.text.make_room(row.about_bytes());
            row.write_line(&mut batch.text);
        }
        batch.told.extend(told(&self.name, &outcome));
        if batch.text.len() >= PIECE {
            batch.flush();
        }
        batch.goes_on
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
