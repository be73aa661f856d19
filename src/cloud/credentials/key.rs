//! An identity: an access key, with a session token where it is a temporary one.

use std::{fmt, time::SystemTime};

use crate::secret::Secret;

/// An access key, with a session token where it is a temporary one.
#[derive(Clone)]
pub struct Credentials {
    access_key_id: String,
    access_key_secret: Secret,
    security_token: Option<Secret>,
    expires: Option<SystemTime>,
}

impl Credentials {
    /// A long-lived access key.
    pub fn new(access_key_id: impl Into<String>, access_key_secret: Secret) -> Self {
        Self {
            access_key_id: access_key_id.into(),
            access_key_secret,
            security_token: None,
            expires: None,
        }
    }

    /// Adds the session token of a temporary key.
    #[must_use]
    pub fn with_security_token(mut self, token: Secret) -> Self {
        self.security_token = Some(token);
        self
    }

    /// States when a temporary key ends.
    #[must_use]
    pub fn until(mut self, expires: Option<SystemTime>) -> Self {
        self.expires = expires;
        self
    }

    /// The access key's id. Not a secret, but not for messages either: see [`Self::masked_id`].
    pub fn access_key_id(&self) -> &str {
        &self.access_key_id
    }

    /// The access key's secret.
    pub fn access_key_secret(&self) -> &Secret {
        &self.access_key_secret
    }

    /// The session token of a temporary key.
    pub fn security_token(&self) -> Option<&Secret> {
        self.security_token.as_ref()
    }

    /// When a temporary key ends, where its issuer said so.
    pub fn expires(&self) -> Option<SystemTime> {
        self.expires
    }

    /// What is wrong with the texts themselves, as where a key was pasted with a line break in it. Such a text
    /// would be signed, or would break a header, and the refusal would say nothing of it.
    pub(crate) fn fault(&self) -> Option<String> {
        let token = self.security_token.as_ref().map(Secret::reveal);
        let parts = [
            ("access key id", Some(self.access_key_id.as_str())),
            ("access key secret", Some(self.access_key_secret.reveal())),
            ("session token", token),
        ];
        parts.into_iter().find_map(|(name, text)| {
            let text = text?;
            let what = if text.contains(['\n', '\r']) {
                "a line break"
            } else if text.contains(char::is_control) {
                "a control character"
            } else if text != text.trim() {
                "a blank at an end"
            } else if !text.is_ascii() {
                "a character that is no ASCII"
            } else {
                return None;
            };
            Some(format!(
                "the {name} has {what} in it: set it again, as one word"
            ))
        })
    }

    /// The texts that must not be in any message.
    pub(crate) fn hidden(&self) -> Vec<&str> {
        let token = self.security_token.iter().map(Secret::reveal);
        [self.access_key_id.as_str(), self.access_key_secret.reveal()]
            .into_iter()
            .chain(token)
            .collect()
    }

    /// Enough of the id to tell one key from another: its first four and last four characters.
    pub fn masked_id(&self) -> String {
        let characters: Vec<_> = self.access_key_id.chars().collect();
        if characters.len() < 12 {
            return "****".to_owned();
        }
        let first: String = characters[..4].iter().collect();
        let last: String = characters[characters.len() - 4..].iter().collect();
        format!("{first}****{last}")
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("access_key_id", &self.masked_id())
            .field("temporary", &self.security_token.is_some())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_cannot_be_a_key_is_named_without_being_shown() {
        let fault = |id: &str, key: &str, token: &str| {
            let secret = |text: &str| Secret::new(text.to_owned());
            Credentials::new(id, secret(key))
                .with_security_token(secret(token))
                .fault()
        };
        assert_eq!(fault("LTAIexample", "x", "CAIS+/=tok en*~"), None);
        assert_eq!(
            fault("LTAIexample", "x", "CAIS\nrest").unwrap(),
            "the session token has a line break in it: set it again, as one word"
        );
        assert!(
            fault("LTAI\u{1b}", "x", "t")
                .unwrap()
                .contains("access key id")
        );
        assert!(fault(" LTAI", "x", "t").unwrap().contains("a blank"));
        assert!(
            fault("LTAI\u{200b}", "x", "t")
                .unwrap()
                .contains("no ASCII")
        );
    }

    #[test]
    fn neither_debug_output_nor_the_masked_id_tell_the_key() {
        let secret = || Secret::new("S3cr3tS3cr3t".to_owned());
        let credentials =
            Credentials::new("LTAI5tExampleExample1234", secret()).with_security_token(secret());
        assert_eq!(credentials.masked_id(), "LTAI****1234");
        assert_eq!(
            format!("{credentials:?}"),
            "Credentials { access_key_id: \"LTAI****1234\", temporary: true, .. }"
        );
        assert_eq!(Credentials::new("short", secret()).masked_id(), "****");
        assert_eq!(credentials.hidden().len(), 3);
    }
}
