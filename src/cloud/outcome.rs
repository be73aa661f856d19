//! How a walk went, connection by connection and in all.

use std::{fmt, io};

use crate::cloud::CloudError;

/// How it went with one connection.
#[derive(Debug)]
#[non_exhaustive]
pub enum Outcome {
    /// Fetched and saved.
    Saved,
    /// It was there already.
    Kept,
    /// It was listed, and deleted before its turn came.
    Gone,
    /// It could not be fetched or saved.
    Failed(WalkError),
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Saved => f.write_str("saved"),
            Self::Kept => f.write_str("there already"),
            Self::Gone => f.write_str("deleted meanwhile"),
            Self::Failed(error) => write!(f, "{error}"),
        }
    }
}

/// Why a connection is missing.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WalkError {
    /// It could not be fetched.
    #[error(transparent)]
    Cloud(#[from] CloudError),
    /// It could not be saved.
    #[error("cannot be saved: {0}")]
    Shelf(#[from] io::Error),
    /// Something else is in its place.
    #[error("its file holds something else: move it away, or write over it with --force")]
    Taken,
}

/// How a whole walk went.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Summary {
    /// Each connection that was come to, in the order of the listing.
    pub settled: Vec<(String, Outcome)>,
    /// How many connections were listed.
    pub listed: usize,
    /// Why the listing ended early, where it did: there may be more connections.
    pub unlisted: Option<CloudError>,
    /// Connections that are on the shelf and that the region does not list any more.
    pub gone: Vec<String>,
    /// Those of them that were moved aside.
    pub set_aside: Vec<String>,
    /// Why the shelf could not be looked through, or put in order.
    pub untidy: Option<io::Error>,
}

impl Summary {
    /// Whether every connection of the region is there now.
    pub fn is_complete(&self) -> bool {
        self.unlisted.is_none()
            && self.untidy.is_none()
            && self.untried() == 0
            && self.failed().next().is_none()
    }

    /// Whether the same walk again may get further, without a change of anything.
    pub fn is_worth_another(&self) -> bool {
        let may_pass = |error: &WalkError| match error {
            WalkError::Cloud(error) => error.is_transient(),
            WalkError::Shelf(_) | WalkError::Taken => false,
        };
        let lasting = self.failed().any(|(_, error)| match error {
            WalkError::Cloud(error) => error.is_fatal(),
            WalkError::Shelf(_) => true,
            WalkError::Taken => false,
        });
        let cut_short = self.untried() > 0 && !lasting;
        let unlisted = self.unlisted.as_ref();
        cut_short
            || unlisted.is_some_and(CloudError::is_transient)
            || self.failed().any(|(_, error)| may_pass(error))
    }

    /// The connections that are missing, and why.
    pub fn failed(&self) -> impl Iterator<Item = (&str, &WalkError)> {
        self.settled
            .iter()
            .filter_map(|(connection, outcome)| match outcome {
                Outcome::Failed(error) => Some((connection.as_str(), error)),
                Outcome::Saved | Outcome::Kept | Outcome::Gone => None,
            })
    }

    /// How many connections the walk did not come to, because it ended early.
    pub fn untried(&self) -> usize {
        self.listed - self.settled.len()
    }

    fn count(&self, wanted: fn(&Outcome) -> bool) -> usize {
        self.settled
            .iter()
            .filter(|(_, outcome)| wanted(outcome))
            .count()
    }
}

/// One line.
impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let saved = self.count(|outcome| matches!(outcome, Outcome::Saved));
        let kept = self.count(|outcome| matches!(outcome, Outcome::Kept));
        let failed = self.failed().count();
        write!(
            f,
            "{} connections: {saved} saved, {kept} there already, {failed} failed",
            self.listed
        )?;
        let gone = self.count(|outcome| matches!(outcome, Outcome::Gone));
        if gone > 0 {
            write!(f, ", {gone} deleted meanwhile")?;
        }
        if self.untried() > 0 {
            write!(f, ", {} not tried", self.untried())?;
        }
        if self.unlisted.is_some() {
            f.write_str("; the list is not complete")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cloud::{Failure, TransportError};

    #[test]
    fn the_summary_counts_what_happened_and_what_did_not() {
        let summary = Summary {
            settled: vec![
                ("vco-1".to_owned(), Outcome::Saved),
                ("vco-2".to_owned(), Outcome::Kept),
                ("vco-3".to_owned(), Outcome::Failed(WalkError::Taken)),
            ],
            listed: 5,
            unlisted: Some(CloudError::Option(String::new())),
            ..Summary::default()
        };
        assert_eq!(
            summary.to_string(),
            "5 connections: 1 saved, 1 there already, 1 failed, 2 not tried; the list is not complete"
        );
        assert!(!summary.is_complete());
    }

    #[test]
    fn a_walk_without_connections_is_complete() {
        assert!(Summary::default().is_complete());
    }

    #[test]
    fn the_same_again_helps_only_against_what_passes() {
        let summary = |error| Summary {
            settled: vec![("vco-1".to_owned(), Outcome::Failed(error))],
            listed: 1,
            ..Summary::default()
        };
        let cut = TransportError::new(Failure::Cut, "");
        assert!(summary(transport(cut)).is_worth_another());
        let untrusted = TransportError::new(Failure::Certificate, "");
        assert!(!summary(transport(untrusted)).is_worth_another());
        assert!(!summary(WalkError::Taken).is_worth_another());
        let full = io::Error::from(io::ErrorKind::StorageFull);
        let mut full = summary(WalkError::Shelf(full));
        full.listed = 9;
        assert!(!full.is_worth_another());
    }

    fn transport(source: TransportError) -> WalkError {
        WalkError::Cloud(CloudError::Transport {
            action: String::new(),
            host: String::new(),
            source,
        })
    }
}
