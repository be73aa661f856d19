//! `peerconf render` for many responses: a line of results each, or a folder with an index.

use std::fs;
use std::io::{self, Read, Write as _};
use std::num::NonZero;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::bar::Bar;
use super::exit::{Exit, Failure};
use super::output;
use super::shelf::Shelf;
use crate::connection::Reading;
use crate::document::limits;
use crate::fleet::{self, Chunk, Count, Lines, Outcome, Press, printable};

/// How many refusals are told one by one; the results have them all.
const TOLD: u64 = 20;

/// Where responses come from.
pub(super) enum Source {
    /// One a line.
    Lines(Vec<PathBuf>),
    /// One or more a file.
    Files(Vec<PathBuf>),
    /// They are read already.
    Readings(Vec<Reading>),
}

/// What goes through the queues.
enum Item {
    Chunk(Chunk),
    File(PathBuf),
    Reading(Box<Reading>, u64),
    /// A stream ended with an error.
    Broken(String),
}

/// What comes out of them.
enum Made<'t> {
    /// Rows as text, with what is to be told of them.
    Text {
        text: Zeroizing<Vec<u8>>,
        count: Count,
        told: Vec<String>,
    },
    /// Results for the folder, each with the place that it comes from.
    Outcomes(Vec<(String, Outcome<'t>)>),
    Broken(String),
}

/// The `*.json` and `*.xml` files of folders, and files as they are.
pub(super) fn files(inputs: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut all = Vec::new();
    for input in inputs {
        if !input.is_dir() {
            all.push(input.clone());
            continue;
        }
        let fault = |error: io::Error| Failure::Input(format!("{}: {error}", input.display()));
        let mut found = Vec::new();
        for entry in fs::read_dir(input).map_err(fault)? {
            let path = entry.map_err(fault)?.path();
            let known = path
                .extension()
                .is_some_and(|e| e.eq_ignore_ascii_case("json") || e.eq_ignore_ascii_case("xml"));
            if known && path.is_file() {
                found.push(path);
            }
        }
        if found.is_empty() {
            return Err(Failure::Input(format!(
                "{}: holds no *.json or *.xml file; for one response a line use --ndjson",
                input.display()
            )));
        }
        found.sort();
        all.extend(found);
    }
    Ok(all)
}

/// Renders everything that the source has, to lines or to a folder.
pub(super) fn run(
    press: &Press,
    source: Source,
    folder: Option<&Path>,
    force: bool,
    jobs: Option<NonZero<usize>>,
) -> Result<Exit, Failure> {
    let jobs = jobs.map_or_else(cores, NonZero::get);
    let length = match &source {
        Source::Lines(_) => None,
        Source::Files(files) => Some(files.len()),
        Source::Readings(readings) => Some(readings.len()),
    };
    let mut sink = Sink {
        shelf: match folder {
            Some(folder) => Some(Shelf::new(folder, force)?),
            None => None,
        },
        bar: Bar::new(length, folder.is_some()),
        count: Count::default(),
        told: 0,
        broken: None,
    };
    let to_text = folder.is_none();
    let done = fleet::in_order(
        jobs,
        items(source),
        |item| make(press, item, to_text),
        |made| sink.take(made),
    );
    sink.bar.finish();
    done?;
    sink.finish()
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, NonZero::get)
}

fn items(source: Source) -> Box<dyn Iterator<Item = Item> + Send> {
    match source {
        Source::Files(files) => Box::new(files.into_iter().map(Item::File)),
        Source::Readings(readings) => Box::new(
            (1..)
                .zip(readings)
                .map(|(number, reading)| Item::Reading(Box::new(reading), number)),
        ),
        Source::Lines(paths) => Box::new(paths.into_iter().flat_map(|path| lines(&path))),
    }
}

/// The chunks of one stream, or that it cannot be read.
fn lines(path: &Path) -> Box<dyn Iterator<Item = Item> + Send> {
    let (name, from): (_, io::Result<Box<dyn Read + Send>>) = if path.as_os_str() == "-" {
        // Its own buffer would only be copied from.
        ("standard input".to_owned(), Ok(Box::new(io::stdin())))
    } else {
        let file = fs::File::open(path).map(|file| Box::new(file) as Box<dyn Read + Send>);
        (path.display().to_string(), file)
    };
    match from {
        Err(error) => Box::new(std::iter::once(Item::Broken(format!("{name}: {error}")))),
        Ok(from) => Box::new(Lines::new(from).map(move |chunk| match chunk {
            Ok(chunk) => Item::Chunk(chunk),
            Err(error) => Item::Broken(format!("{name}: {error}")),
        })),
    }
}

/// The work on one item.
fn make(press: &Press, item: Item, to_text: bool) -> Made<'_> {
    let mut batch = Batch {
        to_text,
        text: Zeroizing::default(),
        count: Count::default(),
        told: Vec::new(),
        outcomes: Vec::new(),
    };
    match item {
        Item::Broken(error) => return Made::Broken(error),
        Item::Chunk(Chunk::TooLong { line }) => {
            batch.add(&format!("line {line}"), vec![press.too_long()]);
        }
        Item::Chunk(Chunk::Lines { first, bytes }) => {
            batch.text.reserve(bytes.len() * 3);
            for (number, line) in Chunk::lines(first, &bytes) {
                batch.add(&format!("line {number}"), press.line(line));
            }
        }
        Item::File(path) => {
            let place = path.display().to_string();
            let name = path.file_stem().map(|stem| stem.to_string_lossy());
            let outcomes = match content(&path) {
                Ok(bytes) => press.bytes(&bytes, name.as_deref()),
                Err(error) => vec![press.unread(name.as_deref(), error.to_string())],
            };
            batch.add(&place, outcomes);
        }
        Item::Reading(reading, number) => {
            let id = reading.id.clone();
            batch.add(
                &format!("connection {number}"),
                vec![press.reading(*reading, id)],
            );
        }
    }
    batch.made()
}

/// The bytes of a file, one more than the cap at most.
fn content(path: &Path) -> io::Result<Zeroizing<Vec<u8>>> {
    let mut bytes = Zeroizing::new(Vec::new());
    fs::File::open(path)?
        .take(limits::BYTES as u64 + 1)
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}

struct Batch<'t> {
    to_text: bool,
    text: Zeroizing<Vec<u8>>,
    count: Count,
    told: Vec<String>,
    outcomes: Vec<(String, Outcome<'t>)>,
}

impl<'t> Batch<'t> {
    fn add(&mut self, place: &str, outcomes: Vec<Outcome<'t>>) {
        for outcome in outcomes {
            if !self.to_text {
                self.outcomes.push((place.to_owned(), outcome));
                continue;
            }
            for row in &outcome.rows {
                self.count.add(row.status);
                row.write_line(&mut self.text);
            }
            self.told.extend(told(place, &outcome));
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
fn told(place: &str, outcome: &Outcome<'_>) -> Vec<String> {
    let id = outcome.id.as_deref().map(|id| format!(" ({id})"));
    let id = id.unwrap_or_default();
    let mut lines: Vec<String> = Vec::new();
    for row in &outcome.rows {
        if let Some(reason) = row.reason() {
            let line = printable(&format!("{place}{id}: {}: {reason}", row.status.word()));
            // What is wrong with the connection is wrong on every target.
            if lines.last() != Some(&line) {
                lines.push(line);
            }
        }
    }
    lines
}

struct Sink {
    shelf: Option<Shelf>,
    bar: Bar,
    count: Count,
    told: u64,
    broken: Option<String>,
}

impl Sink {
    fn take(&mut self, made: Made<'_>) -> Result<(), Failure> {
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
            Made::Outcomes(outcomes) => {
                for (place, outcome) in outcomes {
                    for row in &outcome.rows {
                        self.count.add(row.status);
                    }
                    self.tell(told(&place, &outcome));
                    if let Some(shelf) = &mut self.shelf {
                        shelf.put(&place, &outcome)?;
                    }
                    self.bar.add(1);
                }
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
                let style = anstyle::AnsiColor::Red.on_default().bold();
                self.bar
                    .line(|| anstream::eprintln!("{style}error{style:#}: {line}"));
            }
        }
    }

    /// Closes the index, says how many there were, and how it ends.
    fn finish(self) -> Result<Exit, Failure> {
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
        if let Some(shelf) = self.shelf {
            let index = shelf.finish(&count)?;
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
