//! Keys from an address that answers with them, mostly a helper on this machine.

use std::time::Duration;

use super::{Answer, Asked, Credentials, CredentialsError, Environment, Found, issued::Issued};
use crate::cloud::{Method, Request, authority::may_carry_secrets};

const VARIABLE: &str = "ALIBABA_CLOUD_CREDENTIALS_URI";

const TIMEOUT: Duration = Duration::from_secs(10);

pub(super) fn ask(around: &Environment<'_>) -> Asked {
    let Some(uri) = around.machine.variable(VARIABLE) else {
        return Ok(Answer::Absent(format!("{VARIABLE} is not set")));
    };
    let credentials = credentials(around, VARIABLE, &uri)?;
    Ok(Answer::Found(Found {
        credentials,
        source: format!("the address in {VARIABLE}"),
    }))
}

/// The keys that an address gives. The address itself stays out of messages: it can hold a token.
pub(super) fn credentials(
    around: &Environment<'_>,
    place: &str,
    uri: &str,
) -> Result<Credentials, CredentialsError> {
    let broken = |why: String| CredentialsError::broken(place, why);
    if !may_carry_secrets(uri) {
        return Err(broken(
            "not an https address, nor http to a loopback address".to_owned(),
        ));
    }
    let request = Request::new(Method::Get, uri.to_owned()).with_timeout(TIMEOUT);
    let response = around
        .exchange
        .transport
        .send(&request)
        .map_err(|error| broken(error.to_string()))?;
    if response.status() != 200 {
        return Err(broken(format!(
            "the address answers HTTP {}",
            response.status()
        )));
    }
    Issued::read(response.body()).map_err(|why| broken(format!("the address's answer: {why}")))
}
