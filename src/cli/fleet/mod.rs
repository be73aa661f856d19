//! `peerconf render` for many responses: a line of results each, or a folder with an index.

mod bar;
mod batch;
mod index;
mod output_folder;
mod sink;
mod writers;

use std::num::NonZero;
use std::path::Path;

use super::exit::{Exit, Failure};
use crate::cli::input::{Element, Part, Stream};
use crate::fleet::{self, Fleet};
use sink::Sink;

/// Where the connections of a fleet come from.
pub(super) enum Source {
    /// They are read as they come.
    Stream(Stream),
    /// They are read already.
    Elements(Vec<Element>),
}

/// What goes through the queues.
enum Item {
    Part(Part),
    Element(Element),
}

impl Source {
    fn length(&self) -> Option<usize> {
        match self {
            Self::Stream(stream) => stream.length(),
            Self::Elements(elements) => Some(elements.len()),
        }
    }

    fn items(self) -> Box<dyn Iterator<Item = Item> + Send> {
        match self {
            Self::Stream(stream) => Box::new(stream.parts().map(Item::Part)),
            Self::Elements(elements) => Box::new(elements.into_iter().map(Item::Element)),
        }
    }
}

/// Renders everything that the source has, to lines or to a folder.
pub(super) fn run(
    fleet: &Fleet,
    source: Source,
    folder: Option<&Path>,
    force: bool,
    jobs: Option<NonZero<usize>>,
) -> Result<Exit, Failure> {
    let jobs = jobs.map_or_else(cores, NonZero::get);
    let mut sink = Sink::new(folder, &fleet.targets, force, source.length())?;
    let to_text = folder.is_none();
    let places = batch::places(fleet, &source);
    let done = fleet::in_order(
        jobs,
        (1..).zip(source.items()),
        |item, give| batch::make(fleet, item, &places, to_text, give),
        |made| sink.take(made),
    );
    sink.close_bar();
    match done {
        Ok(()) => sink.finish(),
        Err(failure) => Err(sink.abandon(failure)),
    }
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, NonZero::get)
}
