//! Keys from a program that a profile names (mode `External`).

use std::time::Duration;

use serde::Deserialize;
use zeroize::Zeroizing;

use super::{Credentials, CredentialsError, Environment, issued, process};
use crate::{cloud::clock::parse_iso_8601, secret::Secret};

/// A program may ask the user something.
const TIMEOUT: Duration = Duration::from_secs(60);

/// Switches programs and addresses as sources of credentials off, as in the official command.
pub(super) const SWITCHED_OFF: &str = "ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS";

/// What the program prints.
#[derive(Deserialize)]
struct Output {
    mode: Option<String>,
    access_key_id: Option<String>,
    #[serde(default, deserialize_with = "issued::secret")]
    access_key_secret: Option<Secret>,
    #[serde(default, deserialize_with = "issued::secret")]
    sts_token: Option<Secret>,
    expiration: Option<String>,
}

/// Runs the program. Neither its command line, which may hold a password, nor its output is repeated
/// in a message.
pub(super) fn credentials(
    around: &Environment<'_>,
    place: &str,
    command: &str,
) -> Result<Credentials, CredentialsError> {
    let broken = |why: String| CredentialsError::broken(place, format!("process_command {why}"));
    if around.is_on(SWITCHED_OFF) {
        return Err(broken(format!("is switched off by {SWITCHED_OFF}")));
    }
    let words = process::split(command)
        .ok_or_else(|| broken("is empty or has a quote that does not end".to_owned()))?;
    let output = around.machine.run(&words, TIMEOUT);
    let output = Zeroizing::new(output.map_err(|error| broken(format!("failed: {error}")))?);
    let output: Output = serde_json::from_slice(&output)
        .map_err(|error| broken(format!("printed {}", issued::place(&error))))?;

    let mode = output.mode.unwrap_or_default();
    let is_temporary = mode.eq_ignore_ascii_case("StsToken");
    if !is_temporary && !mode.is_empty() && !mode.eq_ignore_ascii_case("AK") {
        return Err(broken(
            "printed a mode other than AK and StsToken".to_owned(),
        ));
    }
    match (
        output.access_key_id,
        output.access_key_secret,
        output.sts_token,
    ) {
        (Some(id), Some(key), Some(token)) if is_temporary || mode.is_empty() => {
            let expires = output.expiration.as_deref().and_then(parse_iso_8601);
            Ok(Credentials::new(id, key)
                .with_security_token(token)
                .until(expires))
        }
        (Some(id), Some(key), _) if !is_temporary => Ok(Credentials::new(id, key)),
        _ => Err(broken("printed no complete key".to_owned())),
    }
}
