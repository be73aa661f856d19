//! Text that must not be seen: pre-shared keys, access key secrets, session tokens.
//!
//! [`Secret`] keeps such text from leaving by accident. It cannot be displayed, serialised or
//! compared with `==`; its `Debug` output is one fixed word, so that a struct that holds one may
//! derive `Debug`; its memory is wiped when it is dropped. Whoever wants the text has to ask for it by
//! name ([`Secret::reveal`]), which makes every place that does so easy to find.
//!
//! This is no protection against someone who reads the process's memory while it runs.

use std::fmt;
use std::ops::{Deref, DerefMut};

use secrecy::{ExposeSecret, SecretBox};
use subtle::ConstantTimeEq;
use zeroize::Zeroize;

/// What `Debug` prints in place of the text.
const REDACTED: &str = "[secret]";

/// A text that is never printed, serialised or compared by accident, and is wiped on drop.
///
/// ```
/// use peerconf::secret::Secret;
///
/// let psk = Secret::new("an invented key".to_owned());
/// assert_eq!(format!("{psk:?}"), "[secret]");
/// assert_eq!(psk.reveal(), "an invented key");
/// ```
///
/// Neither of these compiles:
///
/// ```compile_fail
/// println!("{}", peerconf::secret::Secret::new(String::new()));
/// ```
/// ```compile_fail
/// use peerconf::secret::Secret;
/// let same = Secret::new(String::new()) == Secret::new(String::new());
/// ```
pub struct Secret(SecretBox<String>);

impl Secret {
    /// Takes the text over. Its buffer is the one that is wiped later, so nothing is copied.
    pub fn new(text: String) -> Self {
        Self(SecretBox::new(Box::new(text)))
    }

    /// The text itself. Only for the place that signs a request or writes a device's configuration.
    pub fn reveal(&self) -> &str {
        self.0.expose_secret()
    }

    /// The length in bytes. A length is not treated as secret: it stands in findings on short keys.
    pub fn len(&self) -> usize {
        self.reveal().len()
    }

    /// Whether there is no text at all.
    pub fn is_empty(&self) -> bool {
        self.reveal().is_empty()
    }

    /// Whether both hold the same text, in a time that depends on the lengths only.
    pub fn same_as(&self, other: &Self) -> bool {
        self.reveal()
            .as_bytes()
            .ct_eq(other.reveal().as_bytes())
            .into()
    }
}

impl Clone for Secret {
    fn clone(&self) -> Self {
        Self::new(self.reveal().to_owned())
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}

/// A buffer of text that secrets stand in among other things, such as a device's configuration. It is
/// used like the `String` or `Vec` inside, and the whole of its memory is wiped when it is dropped; what a
/// buffer leaves behind when it grows is not, so give it its size first. `Debug` shows nothing.
///
/// `zeroize::Zeroizing` does the same byte by byte, a twentieth of the time that a batch takes.
#[derive(Default)]
pub struct Wiped<B: Buffer>(B);

/// What [`Wiped`] can hold.
pub trait Buffer: Zeroize {
    /// Makes it empty and keeps its memory.
    fn clear(&mut self);
}

impl Buffer for String {
    fn clear(&mut self) {
        self.clear();
    }
}

impl Buffer for Vec<u8> {
    fn clear(&mut self) {
        self.clear();
    }
}

impl<B: Buffer> Wiped<B> {
    /// Takes a buffer over.
    pub const fn new(buffer: B) -> Self {
        Self(buffer)
    }

    /// Wipes the memory now.
    pub(crate) fn wipe(&mut self) {
        // What lies after the length is wiped in one piece, what lies before it byte by byte.
        self.0.clear();
        self.0.zeroize();
    }
}

impl Wiped<Vec<u8>> {
    /// Makes room for so many bytes more, without leaving a copy of the old text behind.
    pub(crate) fn make_room(&mut self, more: usize) {
        if self.capacity() - self.len() < more {
            let mut larger = Self(Vec::with_capacity((self.len() + more) * 2));
            larger.extend_from_slice(self);
            *self = larger;
        }
    }
}

impl<B: Buffer> Drop for Wiped<B> {
    fn drop(&mut self) {
        self.wipe();
    }
}

impl<B: Buffer> Deref for Wiped<B> {
    type Target = B;

    fn deref(&self) -> &B {
        &self.0
    }
}

impl<B: Buffer> DerefMut for Wiped<B> {
    fn deref_mut(&mut self) -> &mut B {
        &mut self.0
    }
}

impl<B: Buffer> fmt::Debug for Wiped<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(text: &str) -> Secret {
        Secret::new(text.to_owned())
    }

    #[test]
    fn debug_output_is_the_same_word_for_every_text() {
        assert_eq!(format!("{:?}", secret("k3y")), "[secret]");
        assert_eq!(
            format!("{:#?}", Some(secret(""))),
            "Some(\n    [secret],\n)"
        );
    }

    #[test]
    fn the_text_and_its_length_come_back() {
        let psk = secret("schlüssel");
        assert_eq!(
            (psk.reveal(), psk.len(), psk.is_empty()),
            ("schlüssel", 10, false)
        );
        assert!(secret("").is_empty());
    }

    #[test]
    fn same_as_compares_the_whole_text() {
        assert!(secret("abc").same_as(&secret("abc").clone()));
        for other in ["abd", "ab", "abcd", "", "xbc"] {
            assert!(!secret("abc").same_as(&secret(other)), "{other:?}");
        }
    }

    #[test]
    fn a_buffer_shows_nothing_and_is_empty_after_wiping() {
        let mut bytes = Wiped::new(b"an invented key".to_vec());
        let mut text = Wiped::new(String::from("an invented key"));
        assert_eq!(format!("{bytes:?} {text:?}"), "[secret] [secret]");
        bytes.wipe();
        text.wipe();
        assert!(bytes.is_empty() && text.is_empty());
    }
}
