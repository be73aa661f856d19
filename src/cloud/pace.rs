//! Spaces requests out, so that a walk stays within the account's quota and leaves some of it to others.
//!
//! The service counts calls of each operation in windows of 60 seconds. Here the calls of the last 60 seconds
//! are counted, wherever the service's windows begin, so that neither way of counting is passed. Where the
//! service says what is left, that counts; where it refuses for want of quota, everybody waits.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use super::{Clock, Notice, Observer, Response, ratelimit::Count};

/// The service's window, and a second for requests that overtake one another on the way.
const WINDOW: Duration = Duration::from_secs(61);

/// A wait of this length is worth a word.
const NOTEWORTHY: Duration = Duration::from_secs(2);

/// A limit on how many requests start, shared by all threads.
#[derive(Debug)]
pub struct Pace {
    /// The least time from one request to the next, of whatever operation.
    interval: Duration,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// Before this time no request starts at all.
    next: Duration,
    /// Before this time none starts because the service said so.
    paused: Duration,
    operations: HashMap<String, Calls>,
}

/// The calls of one operation.
#[derive(Debug, Default)]
struct Calls {
    /// In a window, by the published quota or as the service says.
    limit: u32,
    /// When the calls of the last window started or will start, in order.
    places: VecDeque<Duration>,
    /// Started and not yet answered.
    under_way: u32,
    /// Refusals for want of quota in a row.
    refused: u32,
}

impl Pace {
    /// At most this many requests a second in all, and no more of an operation in a minute than its published
    /// quota.
    ///
    /// `rate` may be a fraction: 0.2 is one request in five seconds. What is no positive number counts as one a
    /// minute.
    pub fn per_second(rate: f64) -> Self {
        let longest = Duration::from_secs(60);
        let interval = Duration::try_from_secs_f64(rate.recip()).unwrap_or(longest);
        Self {
            interval: interval.min(longest),
            state: Mutex::default(),
        }
    }

    /// Waits for a place for a call of the operation, of which so many are allowed in a window.
    pub(super) fn wait(
        &self,
        action: &str,
        quota: Option<u32>,
        clock: &dyn Clock,
        observer: &dyn Observer,
    ) {
        let mut place = self
            .state()
            .reserve(action, quota, clock.elapsed(), self.interval);
        loop {
            let wait = place.saturating_sub(clock.elapsed());
            if !wait.is_zero() {
                if wait >= NOTEWORTHY {
                    observer.notice(&Notice::Pacing { action, wait });
                }
                clock.sleep(wait);
            }
            let mut state = self.state();
            // Refused meanwhile: then this place is worth nothing.
            if state.paused <= place {
                if let Some(calls) = state.operations.get_mut(action) {
                    calls.under_way += 1;
                }
                return;
            }
            state.give_back(action, place);
            place = state.reserve(action, quota, clock.elapsed(), self.interval);
        }
    }

    /// Notes that a call of the operation was answered, or failed.
    pub(super) fn answered(&self, action: &str, response: Option<&Response>, now: Duration) {
        let mut state = self.state();
        let Some(calls) = state.operations.get_mut(action) else {
            return;
        };
        calls.under_way = calls.under_way.saturating_sub(1);
        let Some(response) = response else { return };
        if response.status() < 300 {
            calls.refused = 0;
        }
        if let Some(count) = Count::of_operation(response) {
            calls.follow(count, now);
        }
        if let Some(count) = Count::of_account(response)
            && count.remain == Some(0)
            && let Some(left) = count.left
        {
            state.paused = state.paused.max(now + left);
        }
    }

    /// Notes that a call was refused for want of quota: nobody starts a request before the wait is over, which
    /// is as long as the service asks for, or a whole window. Returns the wait.
    pub(super) fn refused(&self, action: &str, asked: Option<Duration>, now: Duration) -> Duration {
        let mut state = self.state();
        if let Some(calls) = state.operations.get_mut(action) {
            calls.refused += 1;
            // Once may be another's doing. Again means that the quota is smaller than published, or shared.
            if calls.refused > 1 && calls.limit > 1 {
                calls.limit -= (calls.limit / 4).max(1);
            }
        }
        let wait = asked.unwrap_or(WINDOW);
        state.paused = state.paused.max(now + wait);
        wait
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Takes the first free place.
    fn reserve(
        &mut self,
        action: &str,
        quota: Option<u32>,
        now: Duration,
        interval: Duration,
    ) -> Duration {
        let mut place = now.max(self.next).max(self.paused);
        // What waits for its own quota does not hold others up.
        self.next = place + interval;
        if let Some(quota) = quota {
            let calls = self.operations.entry(action.to_owned()).or_default();
            if calls.limit == 0 {
                calls.limit = quota.max(1);
            }
            place = place.max(calls.free(now));
            calls.take(place);
        }
        place
    }

    fn give_back(&mut self, action: &str, place: Duration) {
        if let Some(calls) = self.operations.get_mut(action)
            && let Some(index) = calls.places.iter().rposition(|known| *known == place)
        {
            calls.places.remove(index);
        }
    }
}

impl Calls {
    /// When the next call may start.
    fn free(&mut self, now: Duration) -> Duration {
        while self
            .places
            .front()
            .is_some_and(|first| *first + WINDOW <= now)
        {
            self.places.pop_front();
        }
        let limit = self.limit as usize;
        match self.places.len().checked_sub(limit) {
            Some(index) => self.places[index] + WINDOW,
            None => now,
        }
    }

    fn take(&mut self, place: Duration) {
        let index = self.places.partition_point(|known| *known <= place);
        self.places.insert(index, place);
    }

    /// Goes by the service's own count. What it says is left does not yet know of the calls under way.
    fn follow(&mut self, count: Count, now: Duration) {
        if let Some(limit) = count.limit {
            self.limit = limit;
        }
        let (Some(remain), Some(left)) = (count.remain, count.left) else {
            return;
        };
        let free = remain.saturating_sub(self.under_way) as usize;
        // Others' calls stand in the window until the service opens the next.
        let their_place = (now + left).saturating_sub(WINDOW);
        while self.places.len() + free < self.limit as usize {
            self.take(their_place);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ACTION: &str = "DownloadVpnConnectionConfig";

    fn reserved(pace: &Pace, quota: Option<u32>, now: Duration) -> Duration {
        let start = pace.state().reserve(ACTION, quota, now, pace.interval);
        start.saturating_sub(now)
    }

    fn counting(text: &str) -> Response {
        Response::new(200, Vec::new()).with_header("x-ratelimit-user-api", text)
    }

    #[test]
    fn places_are_an_interval_apart() {
        let (pace, now) = (Pace::per_second(10.0), Duration::from_secs(5));
        let waits: Vec<_> = (0..4)
            .map(|_| reserved(&pace, None, now).as_millis())
            .collect();
        assert_eq!(waits, [0, 100, 200, 300]);
        // Time that passed is not saved up.
        let later = now + Duration::from_secs(60);
        assert_eq!(reserved(&pace, None, later), Duration::ZERO);
        assert_eq!(reserved(&pace, None, later).as_millis(), 100);
    }

    #[test]
    fn a_rate_may_be_a_fraction_and_nonsense_is_slow() {
        assert_eq!(Pace::per_second(0.2).interval, Duration::from_secs(5));
        for nonsense in [0.0, -1.0, f64::NAN, 1e-300] {
            let interval = Pace::per_second(nonsense).interval;
            assert_eq!(interval, Duration::from_secs(60), "{nonsense}");
        }
    }

    #[test]
    fn no_window_holds_more_than_the_quota() {
        let (pace, now) = (Pace::per_second(100.0), Duration::from_secs(1));
        let places: Vec<_> = (0..95).map(|_| reserved(&pace, Some(30), now)).collect();
        for (index, place) in places.iter().enumerate().skip(30) {
            assert!(
                *place >= places[index - 30] + Duration::from_secs(60),
                "{index}"
            );
        }
        assert!(places[29] < Duration::from_secs(1));
        assert!(places[94] < Duration::from_secs(200));
    }

    #[test]
    fn another_operation_does_not_wait_for_a_full_window() {
        let (pace, now) = (Pace::per_second(100.0), Duration::ZERO);
        for _ in 0..40 {
            reserved(&pace, Some(30), now);
        }
        let wait = pace
            .state()
            .reserve("DescribeVpnConnection", Some(600), now, pace.interval);
        assert!(wait < Duration::from_secs(1), "{wait:?}");
    }

    #[test]
    fn the_services_own_count_is_followed() {
        let (pace, now) = (Pace::per_second(100.0), Duration::from_secs(100));
        reserved(&pace, Some(30), now);
        // Others used 27 of them; the window ends in 20 seconds.
        pace.answered(
            ACTION,
            Some(&counting("Limit:30,Remain:2,TimeLeft:20000")),
            now,
        );
        assert!(reserved(&pace, Some(30), now) < Duration::from_secs(1));
        assert!(reserved(&pace, Some(30), now) < Duration::from_secs(1));
        assert!(reserved(&pace, Some(30), now) >= Duration::from_secs(19));

        // A raised quota is used.
        let pace = Pace::per_second(100.0);
        reserved(&pace, Some(30), now);
        pace.answered(
            ACTION,
            Some(&counting("Limit:90,Remain:89,TimeLeft:60000")),
            now,
        );
        let last = (0..89)
            .map(|_| reserved(&pace, Some(30), now))
            .max()
            .unwrap();
        assert!(last < Duration::from_secs(2), "{last:?}");
    }

    #[test]
    fn a_refusal_holds_everybody_up() {
        let (pace, now) = (Pace::per_second(100.0), Duration::from_secs(10));
        reserved(&pace, Some(30), now);
        assert_eq!(pace.refused(ACTION, None, now), WINDOW);
        let other = pace
            .state()
            .reserve("DescribeVpnGateway", Some(600), now, pace.interval);
        assert_eq!(other, now + WINDOW);
        let asked = Duration::from_secs(7);
        assert_eq!(
            Pace::per_second(1.0).refused(ACTION, Some(asked), now),
            asked
        );
    }
}
