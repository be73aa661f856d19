//! The IKE identity of one side (`LocalId`, `RemoteId`).
//!
//! Only the type on the wire matters to IKE: `ID_IPV4_ADDR` or `ID_FQDN` (RFC 7296 section 3.5). The
//! API lets people write any label of up to 100 characters; a label that is no domain name is still
//! sent as `ID_FQDN`.

use std::fmt;
use std::net::Ipv4Addr;

use crate::findings::Reason;
use crate::ipv4_text;

/// What the API accepts at most, in characters.
pub const MAX_IDENTITY_CHARS: usize = 100;

/// An identity, typed as it goes over the wire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Identity {
    /// `ID_IPV4_ADDR`.
    Ipv4(Ipv4Addr),
    /// `ID_FQDN` holding a domain name.
    Fqdn(String),
    /// `ID_FQDN` holding any other label.
    Label(String),
}

/// Why a text cannot be an identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum IdentityError {
    /// More than [`MAX_IDENTITY_CHARS`].
    TooLong,
    /// A blank, control character or a character that configuration languages give a meaning.
    Character(char),
}

impl IdentityError {
    /// What is said of it.
    pub(crate) fn reason(self) -> Reason {
        match self {
            Self::TooLong => Reason::with(
                "it is longer than {max} characters",
                "长度超过 {max} 个字符",
                "max",
                MAX_IDENTITY_CHARS.to_string(),
            ),
            Self::Character(c) => Reason::with(
                "it holds {character}, which would change the meaning of a device's configuration",
                "含有 {character}，会改变设备配置的含义",
                "character",
                format!("{c:?}"),
            ),
        }
    }
}

impl fmt::Display for IdentityError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.reason().fmt(f)
    }
}

impl std::error::Error for IdentityError {}

impl Identity {
    /// Reads a trimmed, non-empty text.
    pub fn parse(text: &str) -> Result<Self, IdentityError> {
        if let Ok(address) = text.parse() {
            return Ok(Self::Ipv4(address));
        }
        if text.chars().count() > MAX_IDENTITY_CHARS {
            return Err(IdentityError::TooLong);
        }
        if let Some(bad) = text.chars().find(|c| !is_harmless(*c)) {
            return Err(IdentityError::Character(bad));
        }
        Ok(if is_domain_name(text) {
            Self::Fqdn(text.to_owned())
        } else {
            Self::Label(text.to_owned())
        })
    }

    /// The identity as text, without a type.
    pub fn text(&self) -> std::borrow::Cow<'_, str> {
        match self {
            Self::Ipv4(address) => String::from(ipv4_text::address(*address)).into(),
            Self::Fqdn(name) | Self::Label(name) => name.as_str().into(),
        }
    }

    /// `ipv4`, `fqdn` or `label`: the words that manifests and templates use.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Ipv4(_) => "ipv4",
            Self::Fqdn(_) => "fqdn",
            Self::Label(_) => "label",
        }
    }

    /// The address, if it is one.
    pub const fn as_ipv4(&self) -> Option<Ipv4Addr> {
        match self {
            Self::Ipv4(address) => Some(*address),
            _ => None,
        }
    }
}

impl std::fmt::Display for Identity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text())
    }
}

/// Characters that no configuration language of a known device gives a meaning inside a word.
fn is_harmless(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '@' | '+' | '/' | ':')
}

/// RFC 1123 labels with at least one dot, not all digits.
fn is_domain_name(text: &str) -> bool {
    text.contains('.')
        && text.len() <= 253
        && text.bytes().any(|b| b.is_ascii_alphabetic())
        && text.split('.').all(|label| {
            (1..=63).contains(&label.len())
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_type_on_the_wire_is_decided_here() {
        assert_eq!(
            Identity::parse("203.0.113.1"),
            Ok(Identity::Ipv4(Ipv4Addr::new(203, 0, 113, 1)))
        );
        assert_eq!(
            Identity::parse("vpn.example.com"),
            Ok(Identity::Fqdn("vpn.example.com".into()))
        );
        assert_eq!(
            Identity::parse("testbob2"),
            Ok(Identity::Label("testbob2".into()))
        );
        assert_eq!(
            Identity::parse("300.1.1.1"),
            Ok(Identity::Label("300.1.1.1".into()))
        );
    }

    #[test]
    fn what_could_start_a_statement_is_refused() {
        for text in [
            "a b", "a\nb", "a\"b", "a;b", "a{b", "a#b", "a?b", "a'b", "a\\b", "a$b", "a%b", "é",
        ] {
            assert!(
                matches!(Identity::parse(text), Err(IdentityError::Character(_))),
                "{text:?}"
            );
        }
        assert_eq!(
            Identity::parse(&"a".repeat(101)),
            Err(IdentityError::TooLong)
        );
    }
}
