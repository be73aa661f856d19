//! The role of the ECS instance that this runs on, from the instance's metadata service.
//!
//! The service is asked with a session token first (version 2, which a forged request cannot do), and
//! without one (version 1) only where the service knows no tokens and the user has not forbidden it.
//! Source: Alibaba Cloud, "Instance metadata"
//! (<https://www.alibabacloud.com/help/en/ecs/user-guide/view-instance-metadata>).

use std::time::Duration;

use super::{Answer, Asked, Credentials, CredentialsError, Environment, Found, issued::Issued};
use crate::{
    cloud::{Method, Request, Response, sign::encode::percent},
    secret::Secret,
};

/// A link-local address of the cloud: plain HTTP, answered by the host that the instance runs on.
const SERVICE: &str = "http://100.100.100.200";

/// The service answers at once or is not there.
const TIMEOUT: Duration = Duration::from_secs(1);

/// The instance's role, where there is a metadata service.
pub(super) fn ask(around: &Environment<'_>) -> Asked {
    if around.is_on("ALIBABA_CLOUD_ECS_METADATA_DISABLED") {
        return Ok(Answer::Absent(
            "ALIBABA_CLOUD_ECS_METADATA_DISABLED is set".to_owned(),
        ));
    }
    let role = around.machine.variable("ALIBABA_CLOUD_ECS_METADATA");
    let source = "the ECS instance's role";
    match credentials(around, source, role.as_deref()) {
        Ok(credentials) => Ok(Answer::Found(Found {
            credentials,
            source: source.to_owned(),
        })),
        // Nobody asked for this place by name: then this is no ECS instance, or one without a role.
        Err(_) if role.is_none() => Ok(Answer::Absent(
            "no role from the ECS metadata service".to_owned(),
        )),
        Err(error) => Err(error),
    }
}

/// The keys of a role, or of the one that the instance has.
pub(super) fn credentials(
    around: &Environment<'_>,
    place: &str,
    role: Option<&str>,
) -> Result<Credentials, CredentialsError> {
    let service = Service {
        around,
        place,
        token: token(around, place)?,
    };
    let roles = "/latest/meta-data/ram/security-credentials/";
    let role = match role {
        Some(role) => role.to_owned(),
        None => service.text(roles)?,
    };
    let body = service.get(&format!("{roles}{}", percent(&role)))?;
    Issued::read(body.body()).map_err(|why| broken(place, &why))
}

struct Service<'a> {
    around: &'a Environment<'a>,
    place: &'a str,
    token: Option<Secret>,
}

impl Service<'_> {
    fn get(&self, path: &str) -> Result<Response, CredentialsError> {
        let mut request = Request::new(Method::Get, format!("{SERVICE}{path}"));
        if let Some(token) = &self.token {
            request = request.with_header("x-aliyun-ecs-metadata-token", token.reveal());
        }
        let response = send(self.around, self.place, request)?;
        match response.status() {
            200 => Ok(response),
            status => Err(broken(self.place, &format!("HTTP {status} for {path}"))),
        }
    }

    /// The first line of an answer: an instance has one role.
    fn text(&self, path: &str) -> Result<String, CredentialsError> {
        let response = self.get(path)?;
        let text = std::str::from_utf8(response.body()).unwrap_or_default();
        match text.lines().next().map(str::trim) {
            Some(role) if !role.is_empty() => Ok(role.to_owned()),
            _ => Err(broken(self.place, "the instance has no role")),
        }
    }
}

/// The session token; `None` where version 1 has to do.
fn token(around: &Environment<'_>, place: &str) -> Result<Option<Secret>, CredentialsError> {
    let request = Request::new(Method::Put, format!("{SERVICE}/latest/api/token"))
        .with_header("x-aliyun-ecs-metadata-token-ttl-seconds", "21600");
    let response = send(around, place, request)?;
    match String::from_utf8(response.body().to_vec()) {
        Ok(token) if response.status() == 200 && is_header_value(&token) => {
            Ok(Some(Secret::new(token)))
        }
        _ if around.is_on("ALIBABA_CLOUD_IMDSV1_DISABLED") => {
            let status = response.status();
            Err(broken(
                place,
                &format!("HTTP {status} for a token, and version 1 is switched off"),
            ))
        }
        _ => Ok(None),
    }
}

fn is_header_value(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic())
}

fn send(
    around: &Environment<'_>,
    place: &str,
    request: Request,
) -> Result<Response, CredentialsError> {
    let sent = around
        .exchange
        .transport
        .send(&request.with_timeout(TIMEOUT));
    sent.map_err(|error| broken(place, &error.to_string()))
}

fn broken(place: &str, why: &str) -> CredentialsError {
    CredentialsError::broken(place, format!("metadata service: {why}"))
}
