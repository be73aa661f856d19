//! Whether a request is what the API takes: form, time, nonce, identity, signature.

use std::time::{Duration, SystemTime};

use super::{Seen, State, error};
use crate::support::{
    verify::{self, Authorization},
    wire::{Incoming, Reply},
};

/// How far a timestamp may be from the server's clock.
const TOLERANCE: Duration = Duration::from_secs(15 * 60);

impl State {
    pub(super) fn verify(&mut self, incoming: &Incoming) -> Result<Seen, Reply> {
        if incoming.method != "POST" || incoming.path() != "/" {
            return Err(error(400, "UnsupportedHTTPMethod", &incoming.method));
        }
        let seen = match incoming.header("authorization") {
            Some(header) => self.verify_v3(incoming, header)?,
            None => self.verify_v2(incoming)?,
        };
        if !self.nonces.insert(seen.nonce.clone()) || seen.nonce.len() < 8 {
            return Err(error(
                400,
                "SignatureNonceUsed",
                "Specified signature nonce was used already.",
            ));
        }
        Ok(seen)
    }

    fn verify_v2(&self, incoming: &Incoming) -> Result<Seen, Reply> {
        let malformed = |why: String| error(400, "MalformedRequest", &why);
        if incoming.header("content-type") != Some("application/x-www-form-urlencoded") {
            return Err(malformed("content type".to_owned()));
        }
        if !incoming.query().is_empty() {
            return Err(malformed("parameters in the query string".to_owned()));
        }
        let body =
            String::from_utf8(incoming.body.clone()).map_err(|_| malformed("bytes".into()))?;
        let mut parameters = verify::parameters(&body).map_err(malformed)?;
        let text = verify::v2_string_to_sign(&incoming.method, &parameters);
        let mut take = |name: &str| {
            let missing = || error(400, &format!("Missing{name}"), "a parameter is missing");
            parameters.remove(name).ok_or_else(missing)
        };
        let (action, version) = (take("Action")?, take("Version")?);
        let (nonce, timestamp) = (take("SignatureNonce")?, take("Timestamp")?);
        if take("Format")? != "JSON" {
            return Err(malformed("Format".to_owned()));
        }
        check_version(&action, &version)?;
        check_time(&timestamp, self.time())?;
        if action == "AssumeRoleWithOIDC" {
            // This one is not signed, and must not carry an identity.
            if let Some(name) = [
                "AccessKeyId",
                "Signature",
                "SecurityToken",
                "SignatureMethod",
            ]
            .iter()
            .find(|name| parameters.contains_key(**name))
            {
                return Err(malformed(format!("{name} in an anonymous call")));
            }
            let (key_id, incoming) = (String::new(), incoming.clone());
            return Ok(Seen {
                action,
                parameters,
                nonce,
                key_id,
                incoming,
            });
        }
        if (take("SignatureMethod")?, take("SignatureVersion")?)
            != ("HMAC-SHA1".into(), "1.0".into())
        {
            return Err(error(400, "IncompleteSignature", "method or version"));
        }
        let (key_id, signature) = (take("AccessKeyId")?, take("Signature")?);
        let secret = self.secret(&key_id, parameters.remove("SecurityToken").as_deref())?;
        if signature != verify::v2_signature(secret, &text) {
            let message = format!(
                "Specified signature is not matched with our calculation. server string to sign is:{text}"
            );
            return Err(error(400, "SignatureDoesNotMatch", &message));
        }
        Ok(Seen {
            action,
            parameters,
            nonce,
            key_id,
            incoming: incoming.clone(),
        })
    }

    fn verify_v3(&self, incoming: &Incoming, authorization: &str) -> Result<Seen, Reply> {
        let malformed = |why: String| error(400, "MalformedRequest", &why);
        let authorization = Authorization::read(authorization)
            .ok_or_else(|| error(400, "IncompleteSignature", "authorization"))?;
        let header = |name: &str| {
            let missing = || error(400, "MissingHeader", name);
            incoming.header(name).map(str::to_owned).ok_or_else(missing)
        };
        let (action, nonce) = (header("x-acs-action")?, header("x-acs-signature-nonce")?);
        check_version(&action, &header("x-acs-version")?)?;
        check_time(&header("x-acs-date")?, self.time())?;
        let key_id = authorization.credential.clone();
        let secret = self.secret(&key_id, incoming.header("x-acs-security-token"))?;
        let expected = verify::v3_signature(secret, incoming, &authorization).map_err(malformed)?;
        if authorization.signature != expected {
            return Err(error(
                400,
                "SignatureDoesNotMatch",
                "CanonicalRequest is POST / host:x",
            ));
        }
        let parameters = verify::parameters(incoming.query()).map_err(malformed)?;
        Ok(Seen {
            action,
            parameters,
            nonce,
            key_id,
            incoming: incoming.clone(),
        })
    }

    fn secret(&self, key_id: &str, token: Option<&str>) -> Result<&str, Reply> {
        let (secret, expected) = self.keys.get(key_id).ok_or_else(|| {
            error(
                404,
                "InvalidAccessKeyId.NotFound",
                "Specified access key is not found.",
            )
        })?;
        if self.ended.contains(key_id) {
            let message = format!(
                "Specified SecurityToken {} is expired.",
                token.unwrap_or_default()
            );
            return Err(error(400, "InvalidSecurityToken.Expired", &message));
        }
        if expected.as_deref() != token {
            return Err(error(
                400,
                "InvalidSecurityToken.MismatchWithAccessKey",
                "SecurityToken",
            ));
        }
        Ok(secret)
    }
}

fn check_version(action: &str, version: &str) -> Result<(), Reply> {
    let expected = if action.starts_with("AssumeRole") {
        "2015-04-01"
    } else {
        "2016-04-28"
    };
    if version == expected {
        Ok(())
    } else {
        Err(error(400, "InvalidVersion", version))
    }
}

fn check_time(timestamp: &str, now: SystemTime) -> Result<(), Reply> {
    let form = timestamp.len() == 20 && timestamp.ends_with('Z') && &timestamp[10..11] == "T";
    let time = timestamp
        .parse::<jiff::Timestamp>()
        .ok()
        .filter(|_| form)
        .map(SystemTime::from);
    match time {
        Some(time) if time < now + TOLERANCE && now < time + TOLERANCE => Ok(()),
        _ => Err(error(
            400,
            "InvalidTimeStamp.Expired",
            "Specified time stamp or date value is expired.",
        )),
    }
}
