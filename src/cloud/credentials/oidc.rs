//! The identity of a workload: an OIDC token in a file, exchanged for a role. Kubernetes clusters and CI
//! systems set the variables.

use std::path::Path;

use super::{Answer, Asked, CredentialsError, Environment, Found, sts};
use crate::secret::Secret;

pub(super) const TOKEN_FILE: &str = "ALIBABA_CLOUD_OIDC_TOKEN_FILE";
const PROVIDER_ARN: &str = "ALIBABA_CLOUD_OIDC_PROVIDER_ARN";
const ROLE_ARN: &str = "ALIBABA_CLOUD_ROLE_ARN";

pub(super) fn ask(around: &Environment<'_>) -> Asked {
    let variable = |name| around.machine.variable(name);
    let (Some(file), Some(provider), Some(role_arn)) = (
        variable(TOKEN_FILE),
        variable(PROVIDER_ARN),
        variable(ROLE_ARN),
    ) else {
        // The role's variable alone also serves other kinds of login.
        let why = format!("{TOKEN_FILE}, {PROVIDER_ARN} and {ROLE_ARN} are not all set");
        return Ok(Answer::Absent(why));
    };
    let role = sts::Role {
        arn: role_arn,
        session_name: variable("ALIBABA_CLOUD_ROLE_SESSION_NAME"),
        ..sts::Role::default()
    };
    let source = format!("an OIDC token ({TOKEN_FILE})");
    let credentials = exchange_token(around, &source, &role, &provider, Path::new(&file))?;
    Ok(Answer::Found(Found {
        credentials,
        source,
    }))
}

/// Reads the token file and exchanges the token. The file is read each time: its writer renews it.
pub(super) fn exchange_token(
    around: &Environment<'_>,
    place: &str,
    role: &sts::Role,
    provider: &str,
    file: &Path,
) -> Result<super::Credentials, CredentialsError> {
    let unreadable = |why: String| {
        CredentialsError::broken(place, format!("token file {}: {why}", file.display()))
    };
    let bytes = around
        .machine
        .read(file)
        .map_err(|error| unreadable(error.to_string()))?;
    let token = String::from_utf8(bytes).map_err(|_| unreadable("not text".to_owned()))?;
    let token = Secret::new(token);
    if token.reveal().trim().is_empty() {
        return Err(unreadable("empty".to_owned()));
    }
    sts::assume_with_oidc(around, place, role, provider, &token)
}
