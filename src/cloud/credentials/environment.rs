//! Keys in environment variables.

use super::{Answer, Asked, Credentials, CredentialsError, Found, Machine};
use crate::secret::Secret;

/// The spellings in use; the first is the SDKs', the others are read by the official command too. A key's
/// parts are taken from one spelling, never mixed.
const PREFIXES: [&str; 3] = ["ALIBABA_CLOUD", "ALIBABACLOUD", "ALICLOUD"];

pub(super) fn ask(machine: &dyn Machine) -> Asked {
    for prefix in PREFIXES {
        let variable = |name: &str| machine.variable(&format!("{prefix}_{name}"));
        // The mixed case is a misspelling that the SDKs once had and still read.
        let id = variable("ACCESS_KEY_ID").or_else(|| variable("ACCESS_KEY_Id"));
        let secret = variable("ACCESS_KEY_SECRET").map(Secret::new);
        match (id, secret) {
            (None, None) => {}
            (Some(id), Some(secret)) => {
                let mut credentials = Credentials::new(id, secret);
                if let Some(token) = variable("SECURITY_TOKEN") {
                    credentials = credentials.with_security_token(Secret::new(token));
                }
                let source = format!("the environment ({prefix}_ACCESS_KEY_ID)");
                return Ok(Answer::Found(Found {
                    credentials,
                    source,
                }));
            }
            (Some(_), None) => return Err(half(prefix, "ACCESS_KEY_ID", "ACCESS_KEY_SECRET")),
            (None, Some(_)) => return Err(half(prefix, "ACCESS_KEY_SECRET", "ACCESS_KEY_ID")),
        }
    }
    Ok(Answer::Absent(
        "ALIBABA_CLOUD_ACCESS_KEY_ID is not set".to_owned(),
    ))
}

fn half(prefix: &str, set: &str, missing: &str) -> CredentialsError {
    CredentialsError::broken(
        "environment",
        format!("{prefix}_{set} is set but {prefix}_{missing} is not"),
    )
}
