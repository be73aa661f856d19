//! Every connection of the inputs, one after the other. What cannot be read is reported and counted, and the
//! others go on.

use std::fs::File;
use std::io;
use std::path::Path;

use zeroize::Zeroizing;

use super::{Element, Failures, Found, Part, Source, Stream, bytes, documents, found, load, text};
use crate::cli::args::ReadArgs;
use crate::cli::exit::{Exit, Failure};
use crate::cli::output;
use crate::connection::{Neighbours, ReadOptions, Reading};
use crate::document::Document;
use crate::fleet::{Chunk, LINE_BYTES, Naming, too_long};
use crate::redact::Redactor;
use crate::showable::showable;

/// Texts that were read together, and the connections in them.
pub(in crate::cli) struct Batch<'s> {
    /// The sources of the documents.
    pub(in crate::cli) sources: &'s [&'s Source],
    pub(in crate::cli) documents: &'s [Document<'s>],
    /// The connections, each with what it is called where there are several in the run.
    pub(in crate::cli) readings: Vec<(Option<String>, Reading)>,
}

/// What could not be read.
#[derive(Debug, Default)]
pub(in crate::cli) struct Unreadable {
    /// A line for each.
    pub(in crate::cli) lines: Vec<String>,
}

impl Unreadable {
    /// How a run ends that went on.
    pub(in crate::cli) fn exit(&self, otherwise: Exit) -> Exit {
        if self.lines.is_empty() {
            otherwise
        } else {
            Exit::Input
        }
    }

    /// What a summary says of them.
    pub(in crate::cli) fn summary(&self) -> String {
        match self.lines.len() {
            0 => String::new(),
            count => format!(", {count} unreadable"),
        }
    }

    fn tell(&mut self, place: &str, id: Option<&str>, error: &str) {
        let line = format!("{}: unreadable: {error}", label(place, id));
        let line = showable(&line).into_owned();
        output::error(&line);
        self.lines.push(line);
    }
}

/// What a connection of several is called, for a person.
fn label(place: &str, id: Option<&str>) -> String {
    let label = match id {
        Some(id) => format!("{place} ({id})"),
        None => place.to_owned(),
    };
    showable(&label).into_owned()
}

/// Visits the connections of every input: of files that are read together, of each file of a folder, of each
/// line.
///
/// # Errors
///
/// What `visit` says; and what cannot be read, where it may belong to the only connection.
pub(in crate::cli) fn each(
    args: &ReadArgs,
    redactor: &Redactor,
    visit: &mut dyn FnMut(Batch<'_>) -> Result<(), Failure>,
) -> Result<Unreadable, Failure> {
    let mut all = Each {
        options: args.options(),
        redactor,
        visit,
        unreadable: Unreadable::default(),
        neighbours: Neighbours::default(),
    };
    let Some(stream) = Stream::of(args)? else {
        let (sources, failures) = load(args)?;
        all.together(&sources, failures)?;
        return Ok(all.unreadable);
    };
    for part in stream.parts() {
        match part {
            Part::Broken(error) => all.unreadable.tell(&error, None, "the input ended here"),
            Part::File(path) => all.file(&path)?,
            Part::Chunk(Chunk::TooLong { line }) => all.too_long(line),
            Part::Chunk(Chunk::Lines { first, bytes }) => {
                for (number, line) in Chunk::lines(first, &bytes) {
                    if line.len() > LINE_BYTES {
                        all.too_long(number);
                    } else {
                        let bytes = Zeroizing::new(line.to_vec());
                        all.alone(format!("line {number}"), None, Ok(bytes))?;
                    }
                }
            }
        }
    }
    Ok(all.unreadable)
}

struct Each<'v> {
    options: ReadOptions,
    /// For what a document says of itself in an error.
    redactor: &'v Redactor,
    visit: &'v mut dyn FnMut(Batch<'_>) -> Result<(), Failure>,
    unreadable: Unreadable,
    /// The connections of the files so far.
    neighbours: Neighbours,
}

impl Each<'_> {
    fn too_long(&mut self, line: u64) {
        self.unreadable
            .tell(&format!("line {line}"), None, &too_long());
    }

    fn file(&mut self, path: &Path) -> Result<(), Failure> {
        let content = if path.as_os_str() == "-" {
            bytes(io::stdin().lock())
        } else {
            File::open(path).and_then(bytes)
        };
        self.alone(path.display().to_string(), Some(path), content)
    }

    /// One text by itself: nothing in it stops the others.
    fn alone(
        &mut self,
        name: String,
        path: Option<&Path>,
        content: io::Result<Zeroizing<Vec<u8>>>,
    ) -> Result<(), Failure> {
        let text = match text(content, &name) {
            Ok(text) => text,
            Err(failure) => {
                self.failed(&name, &failure);
                return Ok(());
            }
        };
        let sources = [Source::alone(name, path, text)];
        let mut failures = Vec::new();
        let (places, documents) = documents(&sources, &mut failures);
        let given = (&places[..], &documents[..]);
        match found(&sources, failures, given, &self.options, self.redactor) {
            Err(failure) => {
                self.failed(&sources[0].name, &failure);
                Ok(())
            }
            Ok(Found::One(mut readings)) => {
                if path.is_some() {
                    let stem = sources[0].stem.as_deref();
                    let called = |reading: &Reading| {
                        let naming = documents.first().map(|text| Naming::new(text, stem, 1));
                        naming?.reading(reading)
                    };
                    let names: Vec<_> = readings.iter().map(called).collect();
                    self.among(readings.iter_mut().zip(names).collect());
                }
                let name = &sources[0].name;
                let named = |reading: Reading| (Some(label(name, reading.id.as_deref())), reading);
                let readings = readings.into_iter().map(named).collect();
                self.visit(&sources, &places, &documents, readings)
            }
            Ok(Found::Many(mut elements)) => {
                if path.is_some() {
                    let mut readings = Vec::with_capacity(elements.len());
                    for Element { id, reading, .. } in &mut elements {
                        if let Ok(reading) = reading {
                            readings.push((reading.as_mut(), id.clone()));
                        }
                    }
                    self.among(readings);
                }
                self.several(&sources, &places, &documents, elements)
            }
        }
    }

    /// Tells the connections of a file, each with what it is called, what stands before them in earlier files.
    fn among(&mut self, readings: Vec<(&mut Reading, Option<String>)>) {
        let mut redactor = self.redactor.clone();
        let named = readings.iter().map(|(reading, name)| {
            let name = name.clone().map(|name| redactor.id(name));
            (&**reading, name)
        });
        let beside = self.neighbours.place_file(named);
        for ((reading, _), beside) in readings.into_iter().zip(beside) {
            reading.stands_behind(beside);
        }
    }

    /// A failure, which names its source already.
    fn failed(&mut self, name: &str, failure: &Failure) {
        let text = failure.to_string();
        let error = text.strip_prefix(&format!("{name}: ")).unwrap_or(&text);
        self.unreadable.tell(name, None, error);
    }

    /// Inputs of which one may complete the other.
    fn together(&mut self, sources: &[Source], mut failures: Failures) -> Result<(), Failure> {
        let (places, documents) = documents(sources, &mut failures);
        let given = (&places[..], &documents[..]);
        match found(sources, failures, given, &self.options, self.redactor)? {
            Found::One(readings) => {
                let readings = readings
                    .into_iter()
                    .map(|reading| (None, reading))
                    .collect();
                self.visit(sources, &places, &documents, readings)
            }
            Found::Many(elements) => self.several(sources, &places, &documents, elements),
        }
    }

    fn several(
        &mut self,
        sources: &[Source],
        places: &[usize],
        documents: &[Document<'_>],
        elements: Vec<Element>,
    ) -> Result<(), Failure> {
        let mut readings = Vec::with_capacity(elements.len());
        for Element { place, id, reading } in elements {
            match reading {
                Ok(reading) => readings.push((Some(label(&place, id.as_deref())), *reading)),
                Err(error) => self.unreadable.tell(&place, id.as_deref(), &error),
            }
        }
        self.visit(sources, places, documents, readings)
    }

    fn visit(
        &mut self,
        sources: &[Source],
        places: &[usize],
        documents: &[Document<'_>],
        readings: Vec<(Option<String>, Reading)>,
    ) -> Result<(), Failure> {
        let sources: Vec<&Source> = places.iter().map(|place| &sources[*place]).collect();
        (self.visit)(Batch {
            sources: &sources,
            documents,
            readings,
        })
    }
}
