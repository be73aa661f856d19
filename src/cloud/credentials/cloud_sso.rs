//! New keys for a `CloudSSO` login: the token that the user's sign-in gave, exchanged for temporary keys.
//!
//! One request and nothing written: the official command renews the file, and signing in again is its part too.
//! Source: the official command's own source, `cloudsso/refresh.go` of `aliyun/aliyun-cli`.

use std::time::{Duration, SystemTime};

use serde::Deserialize;

use super::{Credentials, CredentialsError, Environment, issued, profile::Profile};
use crate::{
    api_message,
    cloud::{Method, Request, authority::may_carry_secrets},
};

const TIMEOUT: Duration = Duration::from_secs(15);

/// Exchanges the profile's access token.
pub(super) fn exchange(
    around: &Environment<'_>,
    place: &str,
    profile: &Profile,
) -> Result<Credentials, CredentialsError> {
    let broken = |why: String| CredentialsError::broken(place, why);
    let sign_in = || {
        let name = &profile.name;
        format!("sign in again with `aliyun configure --profile {name} --mode CloudSSO`")
    };
    let expires = u64::try_from(profile.cloud_sso_access_token_expire).unwrap_or_default();
    let end = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(expires));
    let token = match &profile.access_token {
        Some(token) if end.is_some_and(|end| end > around.exchange.clock.now()) => token,
        _ => {
            return Err(broken(format!(
                "the CloudSSO login has ended: {}",
                sign_in()
            )));
        }
    };
    let (account, access) = (
        &profile.cloud_sso_account_id,
        &profile.cloud_sso_access_config,
    );
    for (field, text) in [
        ("cloud_sso_sign_in_url", &profile.cloud_sso_sign_in_url),
        ("cloud_sso_account_id", account),
        ("cloud_sso_access_config", access),
    ] {
        if text.is_empty() {
            return Err(broken(format!("{field} is missing: {}", sign_in())));
        }
    }
    let server = server(&profile.cloud_sso_sign_in_url)
        .ok_or_else(|| broken("cloud_sso_sign_in_url is not an https address".to_owned()))?;
    if token.reveal().chars().any(|c| !c.is_ascii_graphic()) {
        return Err(broken(format!(
            "the access token is damaged: {}",
            sign_in()
        )));
    }
    let body = serde_json::json!({"AccountId": account, "AccessConfigurationId": access});
    let bearer = zeroize::Zeroizing::new(format!("Bearer {}", token.reveal()));
    let request = Request::new(Method::Post, format!("{server}/cloud-credentials"))
        .with_header("accept", "application/json")
        .with_header("content-type", "application/json")
        .with_header("authorization", &bearer)
        .with_body(body.to_string().into_bytes())
        .with_timeout(TIMEOUT);
    let response = around.exchange.transport.send(&request);
    let response = response.map_err(|error| broken(format!("CloudSSO: {error}")))?;
    if response.status() != 200 {
        let code = serde_json::from_slice::<Refusal>(response.body())
            .ok()
            .and_then(|refusal| refusal.error_code)
            .map(|code| format!(" {}", api_message::token(&code)))
            .unwrap_or_default();
        return Err(broken(format!(
            "CloudSSO gives no keys (HTTP {}{code}): {}",
            response.status(),
            sign_in()
        )));
    }
    let unusable = |why: String| broken(format!("CloudSSO: {why}"));
    let answer: Answer =
        serde_json::from_slice(response.body()).map_err(|error| unusable(issued::place(&error)))?;
    answer.cloud_credential.into_credentials().map_err(unusable)
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Answer {
    cloud_credential: issued::Issued,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Refusal {
    error_code: Option<String>,
}

/// Scheme and server of an address that keys may come from.
fn server(url: &str) -> Option<&str> {
    if !may_carry_secrets(url) {
        return None;
    }
    let start = url.find("://")? + 3;
    let end = url[start..]
        .find(['/', '?', '#'])
        .map_or(url.len(), |at| start + at);
    Some(&url[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_server_of_the_address_is_asked() {
        assert_eq!(
            server("https://signin.example.com/start?x=y"),
            Some("https://signin.example.com")
        );
        assert_eq!(server("https://h"), Some("https://h"));
        assert_eq!(server("http://h/"), None);
        assert_eq!(server("https://me@h/"), None);
    }
}
