//! The chain of credentials on a machine that exists only here, with services on loopback.

mod environment;
mod external;
mod metadata;
mod profiles;
mod roles;
mod shared_file;
mod sign_in;
mod uri;
mod whole_chain;

use peerconf::cloud::{
    Chain, Client, Credentials, CredentialsError, Endpoint, HttpTransport, credentials::Provider,
    download,
};

use crate::support::{
    api::{self, Api, KEY_ID, OIDC_TOKEN, REGION, SECRET},
    machine::{Contained, Ear, Fake, FakeClock, HOME},
    server::Server,
    services::{self, Metadata, Version},
    wire::{Incoming, Reply},
};

const CONFIG: &str = ".aliyun/config.json";
const SHARED: &str = ".alibabacloud/credentials";
const ID_VARIABLE: &str = "ALIBABA_CLOUD_ACCESS_KEY_ID";
const SECRET_VARIABLE: &str = "ALIBABA_CLOUD_ACCESS_KEY_SECRET";

/// What the chain finds on a machine without a metadata service.
fn find(machine: &Fake) -> Result<Credentials, CredentialsError> {
    find_as(machine, None)
}

fn find_as(machine: &Fake, profile: Option<&str>) -> Result<Credentials, CredentialsError> {
    let (transport, clock) = (Contained::new(None), FakeClock::right());
    Chain::new(machine, &transport, &clock)
        .with_profile(profile)
        .credentials()
}

fn id(found: Result<Credentials, CredentialsError>) -> String {
    found.unwrap().access_key_id().to_owned()
}

fn parts(found: Result<Credentials, CredentialsError>) -> (String, String, Option<String>) {
    let found = found.unwrap();
    (
        found.access_key_id().to_owned(),
        found.access_key_secret().reveal().to_owned(),
        found
            .security_token()
            .map(|token| token.reveal().to_owned()),
    )
}

fn why(found: Result<Credentials, CredentialsError>) -> String {
    found.unwrap_err().to_string()
}

/// A configuration with one profile, which is the current one.
fn config(fields: &str) -> String {
    format!(r#"{{"current":"work","profiles":[{{"name":"work",{fields}}}],"meta_path":""}}"#)
}

fn with_config(fields: &str) -> Fake {
    Fake::default().with_file(CONFIG, &config(fields))
}

const AK: &str = r#""mode":"AK","access_key_id":"id-ak","access_key_secret":"secret-ak""#;
