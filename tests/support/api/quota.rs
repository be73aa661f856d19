//! A quota of calls, as the service enforces it.

use std::{
    collections::VecDeque,
    time::{Duration, SystemTime},
};

use peerconf::cloud::Clock as _;

use super::error;
use crate::support::{timeline::Timeline, wire::Reply};

/// So many calls in any 60 seconds.
pub struct Quota {
    calls: usize,
    clock: Timeline,
    taken: VecDeque<Duration>,
    refused: usize,
    tells: bool,
}

const WINDOW: Duration = Duration::from_secs(60);

impl Quota {
    pub fn new(calls: usize, clock: &Timeline) -> Self {
        Self {
            calls,
            clock: clock.shared(),
            taken: VecDeque::new(),
            refused: 0,
            tells: false,
        }
    }

    /// Others have made so many calls already.
    pub fn with_others(mut self, calls: usize) -> Self {
        self.taken.extend(vec![self.clock.passed(); calls]);
        self
    }

    /// Says what is left in a header of each answer.
    pub fn telling(mut self) -> Self {
        self.tells = true;
        self
    }

    pub fn refused(&self) -> usize {
        self.refused
    }

    pub fn time(&self) -> SystemTime {
        self.clock.now()
    }

    /// Counts a call, or refuses it.
    pub fn count(&mut self) -> Option<Reply> {
        let now = self.clock.passed();
        while self
            .taken
            .front()
            .is_some_and(|first| *first + WINDOW <= now)
        {
            self.taken.pop_front();
        }
        if self.taken.len() >= self.calls {
            self.refused += 1;
            return Some(error(
                400,
                "Throttling.User",
                "Request was denied due to user flow control.",
            ));
        }
        self.taken.push_back(now);
        None
    }

    pub fn header(&self) -> Option<String> {
        let now = self.clock.passed();
        let left = self
            .taken
            .front()
            .map_or(WINDOW, |first| (*first + WINDOW).saturating_sub(now));
        self.tells.then(|| {
            format!(
                "Limit:{},Remain:{},TimeLeft:{},Reset:0",
                self.calls,
                self.calls - self.taken.len(),
                left.as_millis()
            )
        })
    }
}
