//! Asks the token service (STS) for a role's temporary keys.
//!
//! Sources: Alibaba Cloud, `AssumeRole` and `AssumeRoleWithOIDC` of STS, version 2015-04-01
//! (<https://www.alibabacloud.com/help/en/ram/developer-reference/api-sts-2015-04-01-assumerole>).

use serde::Deserialize;

use super::{Credentials, CredentialsError, Environment, issued};
use crate::{
    cloud::{
        Call, CloudError, Endpoint,
        exchange::Subject,
        operation::Permission,
        sign::{Scheme, rpc},
    },
    secret::Secret,
};

const VERSION: &str = "2015-04-01";

/// How long the keys are good for where nothing else is asked, in seconds; also the service's default.
const DURATION: u32 = 3600;

/// Which role, and in what way.
#[derive(Debug, Default)]
pub(super) struct Role {
    pub(super) arn: String,
    /// Stands in the audit log beside every call.
    pub(super) session_name: Option<String>,
    pub(super) duration_seconds: Option<u32>,
    /// A further restriction, as a RAM policy.
    pub(super) policy: Option<String>,
    pub(super) external_id: Option<String>,
    /// The server to ask, where it is not the central one.
    pub(super) endpoint: Option<String>,
    pub(super) region: Option<String>,
    pub(super) inside_vpc: bool,
}

/// The role's keys, in the name of `base`.
pub(super) fn assume(
    around: &Environment<'_>,
    place: &str,
    role: &Role,
    base: &Credentials,
) -> Result<Credentials, CredentialsError> {
    if let Some(fault) = base.fault() {
        return Err(CredentialsError::broken(place, fault));
    }
    let call = call("AssumeRole", role).with_optional("ExternalId", role.external_id.as_deref());
    let endpoint = endpoint(around, place, role)?;
    let permission = permission(&call, role);
    let subject = Subject {
        action: call.action(),
        host: endpoint.authority(),
        permission: &permission,
        quota: None,
        hidden: &base.hidden(),
    };
    let answer = around.exchange.run(&subject, &|stamp| {
        Scheme::V2.sign(&call, &endpoint, base, stamp)
    });
    read(place, answer)
}

/// The role's keys for an OIDC token. The token is the proof: this call is not signed.
pub(super) fn assume_with_oidc(
    around: &Environment<'_>,
    place: &str,
    role: &Role,
    provider: &str,
    token: &Secret,
) -> Result<Credentials, CredentialsError> {
    let call = call("AssumeRoleWithOIDC", role)
        .with("OIDCProviderArn", provider)
        .with("OIDCToken", token.reveal().trim());
    let endpoint = endpoint(around, place, role)?;
    let permission = permission(&call, role);
    let subject = Subject {
        action: call.action(),
        host: endpoint.authority(),
        permission: &permission,
        quota: None,
        hidden: &[token.reveal().trim()],
    };
    let answer = around.exchange.run(&subject, &|stamp| {
        rpc::unsigned_request(&call, &endpoint, stamp)
    });
    read(place, answer)
}

fn call(action: &'static str, role: &Role) -> Call {
    let duration = role.duration_seconds.unwrap_or(DURATION);
    Call::new(action, VERSION)
        .with("RoleArn", role.arn.as_str())
        .with(
            "RoleSessionName",
            role.session_name.as_deref().unwrap_or("peerconf"),
        )
        .with("DurationSeconds", duration.to_string())
        .with_optional("Policy", role.policy.as_deref())
}

fn permission(call: &Call, role: &Role) -> Permission {
    Permission {
        action: format!("sts:{}", call.action()),
        resource: role.arn.clone(),
    }
}

/// What the role says, then what the environment says, then the central server.
fn endpoint(
    around: &Environment<'_>,
    place: &str,
    role: &Role,
) -> Result<Endpoint, CredentialsError> {
    let variable = |name| around.machine.variable(name);
    let named = role
        .endpoint
        .clone()
        .or_else(|| variable("ALIBABA_CLOUD_STS_ENDPOINT"));
    let endpoint = if let Some(text) = named {
        Endpoint::parse(&text)
    } else {
        let region = role
            .region
            .clone()
            .or_else(|| variable("ALIBABA_CLOUD_STS_REGION"));
        let vpc = role.inside_vpc || around.is_on("ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED");
        Endpoint::of_sts(region.as_deref(), vpc)
    };
    endpoint.map_err(|error| service(place, CloudError::Endpoint(error)))
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Answer {
    credentials: issued::Issued,
}

fn read(place: &str, answer: Result<Vec<u8>, CloudError>) -> Result<Credentials, CredentialsError> {
    let body = answer.map_err(|error| service(place, error))?;
    let unusable = |why: String| CredentialsError::broken(place, format!("token service: {why}"));
    let answer: Answer =
        serde_json::from_slice(&body).map_err(|error| unusable(issued::place(&error)))?;
    answer.credentials.into_credentials().map_err(unusable)
}

fn service(place: &str, error: CloudError) -> CredentialsError {
    CredentialsError::Service {
        place: place.to_owned(),
        source: Box::new(error),
    }
}
