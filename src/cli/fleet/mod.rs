//! `peerconf render` for many responses: a line of results each, or a folder with an index.

mod bar;
mod batch;
mod index;
mod output_folder;
mod sink;
mod source;

use std::num::NonZero;
use std::path::Path;

use super::exit::{Exit, Failure};
use crate::fleet::{self, Fleet};
use sink::Sink;
pub(super) use source::{Item, Source, files};

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
    let done = fleet::in_order(
        jobs,
        source.items(),
        |item| batch::make(fleet, item, to_text),
        |made| sink.take(made),
    );
    sink.close_bar();
    done?;
    sink.finish()
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, NonZero::get)
}
