//! When a call is made again, and after what wait.

use std::time::Duration;

use super::{Class, CloudError};

/// How often and how patiently a call is repeated.
#[derive(Clone, Copy, Debug)]
pub struct Retry {
    /// Tries in all, the first one included. At least one is made.
    pub attempts: u32,
    /// The wait before the second try; it doubles from try to try.
    pub first: Duration,
    /// The longest wait, also where the server asks for more.
    pub longest: Duration,
}

impl Default for Retry {
    /// Three tries, like the official command, with waits of about half a second and a second, and of
    /// at most a minute where the server asks for one.
    fn default() -> Self {
        Self {
            attempts: 3,
            first: Duration::from_millis(500),
            longest: Duration::from_secs(60),
        }
    }
}

impl Retry {
    /// Whether the call that failed at this try (1 for the first) is made again.
    pub(super) fn is_due(&self, attempt: u32, error: &CloudError) -> bool {
        if attempt >= self.attempts {
            return false;
        }
        match error {
            // A new timestamp and nonce may do, once; not where the clock is known to be off.
            CloudError::Refused(error) if matches!(error.class(), Class::Clock | Class::Nonce) => {
                attempt == 1 && error.skew.is_none()
            }
            error => error.is_transient(),
        }
    }

    /// The wait after this try. `asked` is the server's wish. `chance` spreads the waits of many
    /// clients, so that they do not all come back in the same moment.
    pub(super) fn wait(&self, attempt: u32, asked: Option<Duration>, chance: u128) -> Duration {
        let doubled = self
            .first
            .saturating_mul(1 << attempt.saturating_sub(1).min(16));
        // Per mille of the spread.
        let part = u32::try_from(chance % 1001).unwrap_or_default();
        let wait = match asked {
            // Never earlier than asked, up to a tenth later.
            Some(asked) => asked + asked / 10 * part / 1000,
            // Between half of it and all of it.
            None => doubled / 2 + doubled / 2 * part / 1000,
        };
        wait.min(self.longest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cloud::{Failure, TransportError};

    fn failed(kind: Failure) -> CloudError {
        CloudError::Transport {
            action: String::new(),
            host: String::new(),
            source: TransportError::new(kind, ""),
        }
    }

    #[test]
    fn waits_double_and_are_spread() {
        let retry = Retry::default();
        let ms = |attempt, chance| retry.wait(attempt, None, chance).as_millis();
        assert_eq!((ms(1, 0), ms(1, 500), ms(1, 1000)), (250, 375, 500));
        assert_eq!((ms(2, 0), ms(2, 1000)), (500, 1000));
        assert_eq!(retry.wait(u32::MAX, None, 1000), retry.longest);
    }

    #[test]
    fn the_server_is_never_asked_earlier_than_it_wants() {
        let retry = Retry::default();
        let asked = Some(Duration::from_millis(800));
        assert_eq!(retry.wait(1, asked, 0).as_millis(), 800);
        assert_eq!(retry.wait(1, asked, 1000).as_millis(), 880);
        assert_eq!(
            retry.wait(1, Some(Duration::from_secs(3600)), 0),
            retry.longest
        );
    }

    #[test]
    fn tries_are_few_and_only_for_passing_troubles() {
        let retry = Retry::default();
        assert!(retry.is_due(1, &failed(Failure::Cut)));
        assert!(retry.is_due(2, &failed(Failure::Timeout)));
        assert!(!retry.is_due(3, &failed(Failure::Cut)));
        assert!(!retry.is_due(1, &failed(Failure::Certificate)));
        assert!(!retry.is_due(1, &CloudError::Option(String::new())));
    }
}
