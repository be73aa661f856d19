//! The salt: a text that ties the replacements of several files together.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

/// Fewest bytes of a salt: one that can be guessed gives every value away.
pub const MIN_SALT: usize = 16;

/// A salt. Wiped when dropped; never printed.
pub struct Salt(Zeroizing<Vec<u8>>);

/// Why a text is no salt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "the salt has {0} bytes, and at least {MIN_SALT} are needed: whoever guesses it finds every value again; \
     make one with `openssl rand -hex 32`"
)]
pub struct BadSalt(usize);

impl Salt {
    /// Takes a salt; blanks and line ends around it do not count.
    pub fn new(bytes: &[u8]) -> Result<Self, BadSalt> {
        let bytes = bytes.trim_ascii();
        if bytes.len() < MIN_SALT {
            return Err(BadSalt(bytes.len()));
        }
        Ok(Self(Zeroizing::new(bytes.to_vec())))
    }

    /// Thirty-two bytes that depend on the salt, on what they are for and on a value.
    pub(super) fn digest(&self, purpose: &str, value: &[u8]) -> [u8; 32] {
        // HMAC takes keys of every length.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) else {
            return [0; 32];
        };
        mac.update(b"peerconf redaction 1\0");
        mac.update(purpose.as_bytes());
        mac.update(b"\0");
        mac.update(value);
        mac.finalize().into_bytes().into()
    }
}

impl Clone for Salt {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl std::fmt::Debug for Salt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[salt]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_salt_is_refused_and_a_good_one_not_shown() {
        assert_eq!(Salt::new(b" 123456789012345\n").unwrap_err(), BadSalt(15));
        let salt = Salt::new(b"1234567890123456\n").unwrap();
        assert_eq!(format!("{salt:?}"), "[salt]");
        assert_eq!(
            salt.digest("a", b"x"),
            Salt::new(b"1234567890123456").unwrap().digest("a", b"x")
        );
        assert_ne!(salt.digest("a", b"x"), salt.digest("b", b"x"));
    }
}
