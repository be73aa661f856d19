//! Fetches every connection of a region and puts each on a [`Shelf`].
//!
//! What is on the shelf already is not fetched again, so an interrupted walk goes on where it stopped.
//! One connection's failure does not lose the others; a failure that every other call would meet too
//! ends the walk instead of repeating it a thousand times.

mod outcome;

pub use outcome::{Outcome, Summary, WalkError};

use std::{
    collections::HashSet,
    io,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering},
    },
    thread,
};

use super::{Client, CloudError, Notice, Operation, bundle, check_connection_id, download, page};

/// This many connections in a row without an answer mean that there is no network.
const PATIENCE: u32 = 5;

/// The most that are fetched at once, whatever is asked for.
const MOST_WORKERS: usize = 16;

/// Where fetched connections go.
pub trait Shelf: Sync {
    /// What is there for a connection.
    fn look(&self, connection: &str) -> io::Result<Place>;

    /// Puts a connection there, whole or not at all.
    fn put(&self, connection: &str, content: &[u8]) -> io::Result<()>;
}

/// A connection's place on the shelf.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Place {
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
}

/// Fetches all connections of the client's region.
///
/// Fails as a whole only where not even the first page of the listing can be had.
pub fn walk(
    client: &Client<'_>,
    options: WalkOptions,
    shelf: &dyn Shelf,
) -> Result<Summary, CloudError> {
    let mut connections = Vec::new();
    let listing = list(client, &mut connections);
    let unlisted = match listing {
        Err(error) if connections.is_empty() => return Err(error),
        other => other.err(),
    };
    client.observer().notice(&Notice::Walking {
        total: connections.len(),
    });
    let walk = Walk {
        client,
        options,
        shelf,
        connections: &connections,
        next: AtomicUsize::new(0),
        stop: AtomicBool::new(false),
        unanswered: AtomicU32::new(0),
        settled: Mutex::new(Vec::new()),
    };
    let workers = options
        .workers
        .clamp(1, MOST_WORKERS)
        .min(connections.len());
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| walk.work());
        }
    });
    let mut settled = walk
        .settled
        .into_inner()
        .unwrap_or_else(PoisonError::into_inner);
    settled.sort_by_key(|(index, _)| *index);
    let settled = settled
        .into_iter()
        .map(|(index, outcome)| (connections[index].clone(), outcome));
    Ok(Summary {
        settled: settled.collect(),
        listed: connections.len(),
        unlisted,
    })
}

/// The ids of the region's connections, each once: pages shift when connections come and go meanwhile.
///
/// Fails also where fewer were listed than the server counts: then one slipped from page to page.
fn list(client: &Client<'_>, connections: &mut Vec<String>) -> Result<(), CloudError> {
    let mut known = HashSet::new();
    let mut counted = 0;
    let operation = Operation::DescribeVpnConnections;
    let entries = ("VpnConnections", "VpnConnection");
    page::each(client, operation, "", &[], entries, &mut |page| {
        let ids = page.entries.iter();
        for id in ids.filter_map(|entry| entry.get("VpnConnectionId")?.text()) {
            if known.insert(id.to_owned()) {
                connections.push(id.to_owned());
            }
        }
        counted = page.total;
        let known = known.len();
        client.observer().notice(&Notice::Listed {
            known,
            total: counted,
        });
    })?;
    if known.len() < counted {
        let (action, field) = (
            operation.name().to_owned(),
            "entry for every connection it counts",
        );
        return Err(CloudError::Incomplete { action, field });
    }
    Ok(())
}

struct Walk<'a> {
    client: &'a Client<'a>,
    options: WalkOptions,
    shelf: &'a dyn Shelf,
    connections: &'a [String],
    next: AtomicUsize,
    stop: AtomicBool,
    /// Connections in a row that no answer came for.
    unanswered: AtomicU32,
    settled: Mutex<Vec<(usize, Outcome)>>,
}

impl Walk<'_> {
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
                Place::Free => {}
                Place::Filled => return Ok(Outcome::Kept),
                Place::Taken => return Err(WalkError::Taken),
            }
        }
        let content = if self.options.with_describe {
            bundle::fetch(self.client, connection)?
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
            | Outcome::Failed(WalkError::Taken | WalkError::Cloud(CloudError::Option(_))) => false,
            Outcome::Failed(WalkError::Cloud(error)) => error.is_fatal(),
            Outcome::Failed(WalkError::Shelf(_)) => true,
        };
        if stop {
            self.stop.store(true, Ordering::Relaxed);
        }
    }
}
