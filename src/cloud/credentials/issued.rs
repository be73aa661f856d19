//! The JSON in which the metadata service, a credentials URI and the token service hand out temporary
//! keys: `AccessKeyId`, `AccessKeySecret`, `SecurityToken`, `Expiration`.

use serde::{Deserialize, Deserializer};

use super::Credentials;
use crate::{cloud::clock::parse_iso_8601, secret::Secret};

/// A temporary key as issued. Every field may be missing.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Issued {
    /// `Success`, or why there is none; the token service does not send it.
    code: Option<String>,
    access_key_id: Option<String>,
    #[serde(default, deserialize_with = "secret")]
    access_key_secret: Option<Secret>,
    #[serde(default, deserialize_with = "secret")]
    security_token: Option<Secret>,
    expiration: Option<String>,
}

impl Issued {
    /// Reads a body; the error says what is wrong with it without repeating it.
    pub(super) fn read(body: &[u8]) -> Result<Credentials, String> {
        let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
        let issued: Self = serde_json::from_slice(body).map_err(|error| place(&error))?;
        issued.into_credentials()
    }

    pub(super) fn into_credentials(self) -> Result<Credentials, String> {
        if let Some(code) = self.code
            && code != "Success"
        {
            let code: String = code
                .chars()
                .filter(char::is_ascii_alphanumeric)
                .take(60)
                .collect();
            return Err(format!("it answers {code} instead of Success"));
        }
        let id = self
            .access_key_id
            .filter(|id| !id.is_empty())
            .ok_or("it gives no AccessKeyId")?;
        let key = self
            .access_key_secret
            .ok_or("it gives no AccessKeySecret")?;
        let token = self.security_token.ok_or("it gives no SecurityToken")?;
        let expires = self.expiration.as_deref().and_then(parse_iso_8601);
        Ok(Credentials::new(id, key)
            .with_security_token(token)
            .until(expires))
    }
}

/// Where JSON is wrong. The parser's own words can repeat a value, which may be a key.
pub(super) fn place(error: &serde_json::Error) -> String {
    format!(
        "not the JSON expected, at line {}, column {}",
        error.line(),
        error.column()
    )
}

/// A text straight into the type that wipes it; an empty one counts as missing.
pub(super) fn secret<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Secret>, D::Error> {
    let text = Option::<String>::deserialize(from)?;
    Ok(text.map(Secret::new).filter(|secret| !secret.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_answer() {
        let body = br#"{"Code":"Success","AccessKeyId":"STS.id","AccessKeySecret":"s",
            "SecurityToken":"t","Expiration":"2016-02-23T12:46:24Z","LastUpdated":"x"}"#;
        let credentials = Issued::read(body).unwrap();
        assert_eq!(credentials.access_key_id(), "STS.id");
        assert_eq!(credentials.access_key_secret().reveal(), "s");
        assert_eq!(credentials.security_token().map(Secret::reveal), Some("t"));
        assert!(credentials.expires().is_some());
    }

    #[test]
    fn what_is_wrong_is_said_without_the_values() {
        let why = |body: &str| Issued::read(body.as_bytes()).unwrap_err();
        assert_eq!(
            why(r#"{"Code":"Assume\u001bFailed"}"#),
            "it answers AssumeFailed instead of Success"
        );
        assert_eq!(
            why(r#"{"AccessKeyId":"a","SecurityToken":"t"}"#),
            "it gives no AccessKeySecret"
        );
        assert_eq!(
            why(r#"{"AccessKeyId":"a","AccessKeySecret":"b"}"#),
            "it gives no SecurityToken"
        );
        assert_eq!(
            why("{\"AccessKeyId\":\"a\",\n\"AccessKeySecret\":12345678}"),
            "not the JSON expected, at line 2, column 26"
        );
        assert!(why("<html>").starts_with("not the JSON expected"));
    }
}
