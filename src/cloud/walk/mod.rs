//! Fetches every connection of a region and puts each on a [`Shelf`].
//!
//! What is on the shelf already is not fetched again, so an interrupted walk goes on where it stopped. A walk can
//! take half an hour: at its end the region is listed again, and what was made meanwhile is fetched too.
//! One connection's failure does not lose the others; a failure that every other call would meet too
//! ends the walk instead of repeating it a thousand times.

mod listing;

pub use super::outcome::{Outcome, Summary, WalkError};

use std::{
    collections::HashSet,
    io,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering},
    },
    thread,
};

use super::{Class, Client, CloudError, Notice, bundle::Bundles, check_connection_id, download};
use listing::Listing;

/// This many connections in a row without an answer mean that there is no network.
const PATIENCE: u32 = 5;

/// The most that are fetched at once, whatever is asked for.
const MOST_WORKERS: usize = 16;

/// How often the region is listed again for what was made meanwhile.
const MOST_ROUNDS: usize = 5;

/// Where fetched connections go.
pub trait Shelf: Sync {
    /// What is there for a connection.
    fn look(&self, connection: &str) -> io::Result<Slot>;

    /// Puts a connection there, whole or not at all.
    fn put(&self, connection: &str, content: &[u8]) -> io::Result<()>;

    /// The connections that are there, by id.
    fn stored(&self) -> io::Result<Vec<String>>;

    /// Moves a connection aside, so that it is kept but not used.
    fn set_aside(&self, connection: &str) -> io::Result<()>;
}

/// A connection's place on the shelf.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Slot {
    /// Nothing is there.
    Free,
    /// What would be put there is there.
    Filled,
    /// Something else is there, which is not to be lost.
    Taken,
}

/// How to walk.
#[derive(Clone, Copy, Debug)]
pub struct WalkOptions {
    /// Fetch bundles and not only downloads.
    pub with_describe: bool,
    /// How many connections are fetched at once, 1 to 16.
    pub workers: usize,
    /// Fetch what is there already too, and write over it.
    pub force: bool,
    /// Move aside what is there of connections that the region does not have any more.
    pub prune: bool,
}

/// Fetches all connections of the client's region.
///
/// Fails as a whole only where not even the first page of the listing can be had.
pub fn walk(
    client: &Client<'_>,
    options: WalkOptions,
    shelf: &dyn Shelf,
) -> Result<Summary, CloudError> {
    let mut listing = Listing::read(client)?;
    let bundles = Bundles::new(client);
    let mut summary = Summary::default();
    let mut known = HashSet::new();
    for _ in 0..MOST_ROUNDS {
        let new: Vec<String> = listing
            .connections
            .iter()
            .filter(|id| known.insert((*id).clone()))
            .cloned()
            .collect();
        if new.is_empty() {
            break;
        }
        summary.listed += new.len();
        client.observer().notice(&Notice::Walking {
            total: summary.listed,
        });
        let (settled, is_stopped) = Round::new(client, options, shelf, &bundles, &new).run();
        summary.settled.extend(settled);
        if is_stopped || listing.incomplete.is_some() {
            break;
        }
        match Listing::read(client) {
            Ok(again) => listing = again,
            Err(error) => listing.incomplete = Some(error),
        }
    }
    let is_whole = listing.incomplete.is_none();
    summary.unlisted = listing.incomplete;
    if is_whole {
        let listed: HashSet<&str> = listing.connections.iter().map(String::as_str).collect();
        summary.pass_over_gone(&listed);
        tidy(&mut summary, &listed, options, shelf);
    }
    Ok(summary)
}

/// Names what is on the shelf of connections that are gone, and moves it aside where that is wanted.
fn tidy(summary: &mut Summary, listed: &HashSet<&str>, options: WalkOptions, shelf: &dyn Shelf) {
    let stored = match shelf.stored() {
        Ok(stored) => stored,
        Err(error) => {
            summary.untidy = Some(error);
            return;
        }
    };
    for id in stored {
        if listed.contains(id.as_str()) {
            continue;
        }
        if options.prune {
            if let Err(error) = shelf.set_aside(&id) {
                summary.untidy = Some(error);
                return;
            }
            summary.set_aside.push(id);
        } else {
            summary.gone.push(id);
        }
    }
}

/// One round over connections that were not come to before.
struct Round<'a> {
    client: &'a Client<'a>,
    options: WalkOptions,
    shelf: &'a dyn Shelf,
    bundles: &'a Bundles<'a>,
    connections: &'a [String],
    next: AtomicUsize,
    stop: AtomicBool,
    /// Connections in a row that no answer came for.
    unanswered: AtomicU32,
    settled: Mutex<Vec<(usize, Outcome)>>,
}

impl<'a> Round<'a> {
    fn new(
        client: &'a Client<'a>,
        options: WalkOptions,
        shelf: &'a dyn Shelf,
        bundles: &'a Bundles<'a>,
        connections: &'a [String],
    ) -> Self {
        Self {
            client,
            options,
            shelf,
            bundles,
            connections,
            next: AtomicUsize::new(0),
            stop: AtomicBool::new(false),
            unanswered: AtomicU32::new(0),
            settled: Mutex::new(Vec::new()),
        }
    }

    /// How it went with each, in their order, and whether the round ended early.
    fn run(self) -> (Vec<(String, Outcome)>, bool) {
        let workers = self.options.workers.clamp(1, MOST_WORKERS);
        thread::scope(|scope| {
            for _ in 0..workers.min(self.connections.len()) {
                scope.spawn(|| self.work());
            }
        });
        let settled = self.settled.into_inner();
        let mut settled = settled.unwrap_or_else(PoisonError::into_inner);
        settled.sort_by_key(|(index, _)| *index);
        let settled = settled
            .into_iter()
            .map(|(index, outcome)| (self.connections[index].clone(), outcome));
        (settled.collect(), self.stop.into_inner())
    }

    fn work(&self) {
        while !self.stop.load(Ordering::Relaxed) {
            let index = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(connection) = self.connections.get(index) else {
                return;
            };
            let outcome = match self.fetch(connection) {
                Ok(outcome) => outcome,
                Err(error) => Outcome::Failed(error),
            };
            self.judge(&outcome);
            self.client.observer().notice(&Notice::Settled {
                connection,
                outcome: &outcome,
            });
            let mut settled = self.settled.lock().unwrap_or_else(PoisonError::into_inner);
            settled.push((index, outcome));
        }
    }

    fn fetch(&self, connection: &str) -> Result<Outcome, WalkError> {
        check_connection_id(connection)?;
        if !self.options.force {
            match self.shelf.look(connection)? {
                Slot::Free => {}
                Slot::Filled => return Ok(Outcome::Kept),
                Slot::Taken => return Err(WalkError::Taken),
            }
        }
        let content = if self.options.with_describe {
            self.bundles.fetch(connection)?
        } else {
            download(self.client, connection)?
        };
        self.shelf.put(connection, &content)?;
        Ok(Outcome::Saved)
    }

    /// Ends the walk where going on makes no sense.
    fn judge(&self, outcome: &Outcome) {
        let stop = match outcome {
            Outcome::Saved => {
                self.unanswered.store(0, Ordering::Relaxed);
                false
            }
            Outcome::Failed(WalkError::Cloud(CloudError::Transport { source, .. }))
                if source.kind().is_transient() =>
            {
                self.unanswered.fetch_add(1, Ordering::Relaxed) + 1 >= PATIENCE
            }
            // What one connection's id or file looks like says nothing about the next.
            Outcome::Kept
            | Outcome::Gone
            | Outcome::Failed(WalkError::Taken | WalkError::Cloud(CloudError::Option(_))) => false,
            Outcome::Failed(WalkError::Cloud(error)) => error.is_fatal(),
            Outcome::Failed(WalkError::Shelf(_)) => true,
        };
        if stop {
            self.stop.store(true, Ordering::Relaxed);
        }
    }
}

impl Summary {
    /// A connection that was deleted before its turn is no failure.
    fn pass_over_gone(&mut self, listed: &HashSet<&str>) {
        for (id, outcome) in &mut self.settled {
            if let Outcome::Failed(WalkError::Cloud(CloudError::Refused(error))) = outcome
                && error.class() == Class::NotFound
                && !listed.contains(id.as_str())
            {
                *outcome = Outcome::Gone;
            }
        }
    }
}
