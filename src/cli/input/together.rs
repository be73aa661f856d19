//! Inputs that are read together, since one may complete the other: they hold one connection, or several
//! of which each is rendered by itself.
//!
//! Where there are several, one that cannot be read is reported and the others are rendered. Beside a
//! single connection it might have been meant to complete that, and ends the run.

use super::{Failures, Source, document, not_read};
use crate::cli::exit::Failure;
use crate::connection::{self, ReadOptions, Reading};
use crate::document::Document;
use crate::fleet::Naming;
use crate::redact::Redactor;

/// What the inputs hold.
pub(in crate::cli) enum Found {
    /// One connection, or one finding why there is none.
    One(Vec<Reading>),
    /// Several, in the order of the inputs.
    Many(Vec<Element>),
}

/// One of several: a connection, or why there is none in its place.
pub(in crate::cli) struct Element {
    /// The file.
    pub(in crate::cli) place: String,
    /// What the connection is called.
    pub(in crate::cli) id: Option<String>,
    pub(in crate::cli) reading: Result<Box<Reading>, String>,
}

/// The documents of the sources, each with its source's place; what is none joins the failures.
pub(in crate::cli) fn documents<'s>(
    sources: &'s [Source],
    failures: &mut Failures,
) -> (Vec<usize>, Vec<Document<'s>>) {
    let mut documents = Vec::with_capacity(sources.len());
    // One that could not be read has no text.
    let readable = sources.iter().enumerate();
    for (place, source) in readable.filter(|(_, source)| !source.text.is_empty()) {
        match document(source) {
            Ok(document) => documents.push((place, document)),
            Err(failure) => failures.push((place, failure)),
        }
    }
    documents.into_iter().unzip()
}

/// Reads the documents. Fails where something cannot be read that may belong to the only connection,
/// or that was named as a companion. What a document says in an error is replaced as the redactor would.
pub(in crate::cli) fn found(
    sources: &[Source],
    mut failures: Failures,
    (places, documents): (&[usize], &[Document<'_>]),
    options: &ReadOptions,
    redactor: &Redactor,
) -> Result<Found, Failure> {
    let (readings, mut unread) = connection::read_each(documents, options);
    for unread in &mut unread {
        redactor.document_error(&mut unread.error);
    }
    let mut items = vec![0_usize; documents.len()];
    for document in readings.iter().map(|reading| reading.document) {
        items[document as usize] += 1;
    }
    for unread in &unread {
        items[unread.document as usize] += 1;
    }
    let mut unread_elements = Vec::new();
    for unread in unread {
        let document = unread.document as usize;
        if items[document] == 1 {
            let place = places[document];
            failures.push((place, not_read(&sources[place], unread.error)));
        } else {
            unread_elements.push(unread);
        }
    }
    failures.sort_by_key(|(place, _)| *place);
    let several = readings.len() > 1 || !unread_elements.is_empty();
    if let Some(fatal) = failures
        .iter()
        .position(|(place, _)| !several || sources[*place].is_companion)
    {
        return Err(failures.swap_remove(fatal).1);
    }
    if !several {
        return Ok(Found::One(readings));
    }
    let of = |document: u32| {
        let document = document as usize;
        let source = &sources[places[document]];
        let name = source.stem.as_deref();
        let called = Naming::new(&documents[document], name, items[document]);
        (places[document], source, called)
    };
    let mut all: Vec<((usize, usize), Element)> = Vec::new();
    for (place, failure) in failures {
        let source = &sources[place];
        let text = failure.to_string();
        let error = text.strip_prefix(&format!("{}: ", source.name));
        let element = Element {
            place: source.name.clone(),
            id: source.stem.clone(),
            reading: Err(error.unwrap_or(&text).to_owned()),
        };
        all.push(((place, 0), element));
    }
    for unread in unread_elements {
        let (place, source, called) = of(unread.document);
        let element = Element {
            place: source.name.clone(),
            id: called.item(unread.index),
            reading: Err(unread.error.to_string()),
        };
        all.push(((place, unread.index), element));
    }
    for reading in readings {
        let (place, source, called) = of(reading.document);
        let index = reading.index;
        let element = Element {
            place: source.name.clone(),
            id: called.reading(&reading),
            reading: Ok(Box::new(reading)),
        };
        all.push(((place, index), element));
    }
    all.sort_by_key(|(place, _)| *place);
    let elements = all.into_iter().map(|(_, element)| element);
    Ok(Found::Many(elements.collect()))
}
