//! Spaces requests out, so that a walk leaves the account's quota to others.

use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use super::Clock;

/// A limit on how many requests start in a second, shared by all threads.
#[derive(Debug)]
pub struct Pace {
    interval: Duration,
    next: Mutex<Option<Instant>>,
}

impl Pace {
    /// At most this many requests a second; zero counts as one.
    pub fn per_second(rate: u32) -> Self {
        Self {
            interval: Duration::from_secs(1) / rate.max(1),
            next: Mutex::new(None),
        }
    }

    /// Waits for the next free place.
    pub(super) fn wait(&self, clock: &dyn Clock) {
        let wait = self.reserve(Instant::now());
        if !wait.is_zero() {
            clock.sleep(wait);
        }
    }

    /// Takes the next place and says how far away it is.
    fn reserve(&self, now: Instant) -> Duration {
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        let place = next.map_or(now, |next| next.max(now));
        *next = Some(place + self.interval);
        place - now
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_an_interval_apart() {
        let pace = Pace::per_second(10);
        let now = Instant::now();
        let waits: Vec<_> = (0..4).map(|_| pace.reserve(now).as_millis()).collect();
        assert_eq!(waits, [0, 100, 200, 300]);
    }

    #[test]
    fn time_that_passed_is_not_saved_up() {
        let pace = Pace::per_second(10);
        let now = Instant::now();
        pace.reserve(now);
        let later = now + Duration::from_secs(60);
        assert_eq!(pace.reserve(later), Duration::ZERO);
        assert_eq!(pace.reserve(later).as_millis(), 100);
    }
}
