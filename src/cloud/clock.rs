//! Time and chance, so that tests can hold both still.

use std::{
    sync::OnceLock,
    thread,
    time::{Duration, Instant, SystemTime},
};

/// What the client needs to know of the time, and the numbers nobody can guess.
pub trait Clock: Send + Sync {
    /// The time now.
    fn now(&self) -> SystemTime;

    /// The time since some moment, which never goes back: for waits, not for stamps.
    fn elapsed(&self) -> Duration {
        static START: OnceLock<Instant> = OnceLock::new();
        START.get_or_init(Instant::now).elapsed()
    }

    /// Waits.
    fn sleep(&self, duration: Duration);

    /// 128 bits that were never given out before.
    fn random(&self) -> u128;
}

/// The machine's own clock and random numbers.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }

    fn sleep(&self, duration: Duration) {
        thread::sleep(duration);
    }

    fn random(&self) -> u128 {
        let mut bytes = [0; 16];
        if getrandom::fill(&mut bytes).is_err() {
            // A nonce need not be secret, only new: the time to the nanosecond will do.
            let since = self
                .now()
                .duration_since(SystemTime::UNIX_EPOCH)
                .unwrap_or_default();
            return since.as_nanos();
        }
        u128::from_ne_bytes(bytes)
    }
}

/// The two parts of a signature that change from one try to the next.
#[derive(Clone, Debug)]
pub struct Stamp {
    time: String,
    nonce: String,
}

impl Stamp {
    /// A stamp for one try. The nonce must not have been used before.
    pub fn new(now: SystemTime, nonce: impl Into<String>) -> Self {
        Self {
            time: iso_8601(now),
            nonce: nonce.into(),
        }
    }

    /// The stamp of this moment, with a fresh nonce.
    pub fn draw(clock: &dyn Clock) -> Self {
        Self::new(clock.now(), format!("{:032x}", clock.random()))
    }

    /// UTC, as `YYYY-MM-DDThh:mm:ssZ`.
    pub fn time(&self) -> &str {
        &self.time
    }

    /// The nonce.
    pub fn nonce(&self) -> &str {
        &self.nonce
    }
}

/// Seconds from 1970 to the year 10000, which the form has no digits for.
const YEAR_10000: u64 = 253_402_300_800;

fn iso_8601(time: SystemTime) -> String {
    // A clock outside of these years is sent as 1970; the server names it as wrong either way.
    let since = time.duration_since(SystemTime::UNIX_EPOCH).ok();
    let since = since.filter(|since| since.as_secs() < YEAR_10000);
    let time = SystemTime::UNIX_EPOCH + since.unwrap_or_default();
    humantime::format_rfc3339_seconds(time).to_string()
}

/// Reads `YYYY-MM-DDThh:mm:ssZ`, as credentials state their end.
pub(crate) fn parse_iso_8601(text: &str) -> Option<SystemTime> {
    humantime::parse_rfc3339(text.trim()).ok()
}

/// Reads an HTTP `date` header (RFC 9110, section 5.6.7).
pub(crate) fn parse_http_date(text: &str) -> Option<SystemTime> {
    httpdate::parse_http_date(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
    }

    #[test]
    fn times_are_written_in_utc_to_the_second() {
        let stamp = Stamp::new(at(1_456_231_584) + Duration::from_millis(999), "n");
        assert_eq!((stamp.time(), stamp.nonce()), ("2016-02-23T12:46:24Z", "n"));
        let last = at(YEAR_10000 - 1);
        assert_eq!(Stamp::new(last, "n").time(), "9999-12-31T23:59:59Z");
        for outside in [
            last + Duration::from_secs(1),
            at(0) - Duration::from_secs(1),
        ] {
            assert_eq!(Stamp::new(outside, "n").time(), "1970-01-01T00:00:00Z");
        }
        assert_eq!(
            parse_iso_8601("2016-02-23T12:46:24Z"),
            Some(at(1_456_231_584))
        );
        assert_eq!(parse_iso_8601("tomorrow"), None);
    }

    #[test]
    fn http_dates_are_read() {
        assert_eq!(
            parse_http_date("Tue, 23 Feb 2016 12:46:24 GMT"),
            Some(at(1_456_231_584))
        );
        assert_eq!(parse_http_date("soon"), None);
    }

    #[test]
    fn every_stamp_has_its_own_nonce() {
        let nonces: std::collections::HashSet<_> = (0..100)
            .map(|_| Stamp::draw(&SystemClock).nonce().to_owned())
            .collect();
        assert_eq!(nonces.len(), 100);
        assert!(nonces.iter().all(|nonce| nonce.len() == 32));
    }
}
