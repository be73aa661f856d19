//! TLS: an authority of the tests' own, and servers that should not be trusted.

use std::{path::Path, sync::Arc, time::Duration};

use peerconf::{
    cloud::{Client, CloudError, Credentials, Endpoint, Failure, HttpTransport, Retry, download},
    secret::Secret,
};

use crate::support::{
    api::{self, Api, KEY_ID, REGION, SECRET},
    machine::FakeClock,
    server::{Handler, Server},
    tls::Authority,
};

const ID: &str = "vco-bp10lz7aejumd2vxoqgev";

/// Fetches over TLS from a server that is certified for `name` and called `localhost`.
fn fetch(
    name: &str,
    transport: &HttpTransport,
    authority: &Authority,
) -> Result<Vec<u8>, CloudError> {
    let api = Api::new();
    api.answer("DownloadVpnConnectionConfig", ID, api::download(ID));
    let server = Server::start_tls(
        authority.certify(&[name]),
        Arc::clone(&api) as Arc<dyn Handler>,
    );
    let clock = FakeClock::right();
    let credentials = Credentials::new(KEY_ID, Secret::new(SECRET.to_owned()));
    let endpoint = Endpoint::parse(&format!("https://localhost:{}", server.port())).unwrap();
    let client = Client::new(transport, &clock, &credentials, endpoint, REGION)
        .with_timeout(Duration::from_secs(5))
        .with_retry(Retry {
            attempts: 1,
            ..Retry::default()
        });
    download(&client, ID)
}

fn failure(result: Result<Vec<u8>, CloudError>) -> (Failure, String) {
    match result {
        Err(error @ CloudError::Transport { .. }) => {
            let text = format!("{error} {}", error.help().join(" "));
            let CloudError::Transport { source, .. } = error else {
                unreachable!()
            };
            (source.kind(), text)
        }
        other => panic!("{:?}", other.map(|body| body.len())),
    }
}

fn transport(pem: &str) -> Result<HttpTransport, CloudError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ca.pem");
    std::fs::write(&path, pem).unwrap();
    Ok(HttpTransport::with_ca_file(&path)?.without_proxy())
}

#[test]
fn an_authority_from_a_file_is_trusted() {
    let authority = Authority::new();
    let transport = transport(&authority.pem()).unwrap();
    let body = fetch("localhost", &transport, &authority).unwrap();
    assert_eq!(body, api::download(ID).as_bytes());
}

#[test]
fn an_unknown_authority_is_refused_with_advice() {
    let (kind, text) = failure(fetch(
        "localhost",
        &HttpTransport::new().without_proxy(),
        &Authority::new(),
    ));
    assert_eq!(kind, Failure::Certificate, "{text}");
    assert!(text.contains("--ca-file"), "{text}");
}

#[test]
fn the_file_of_another_authority_does_not_help() {
    let transport = transport(&Authority::new().pem()).unwrap();
    let (kind, text) = failure(fetch("localhost", &transport, &Authority::new()));
    assert_eq!(kind, Failure::Certificate, "{text}");
}

#[test]
fn a_certificate_for_another_name_is_refused() {
    let authority = Authority::new();
    let transport = transport(&authority.pem()).unwrap();
    let (kind, text) = failure(fetch("vpc.example.com", &transport, &authority));
    assert_eq!(kind, Failure::Certificate, "{text}");
}

#[test]
fn a_ca_file_that_is_none_is_said_so() {
    let text = |result: Result<HttpTransport, CloudError>| match result {
        Err(error) => error.to_string(),
        Ok(_) => panic!("taken"),
    };
    assert!(text(transport("")).contains("no certificate in it"));
    assert!(text(transport("hello")).contains("no certificate in it"));
    let broken = "-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----\n";
    assert!(text(transport(broken)).contains("not PEM certificates"));
    let absent = text(HttpTransport::with_ca_file(Path::new("/nowhere/ca.pem")));
    assert!(absent.contains("CA file /nowhere/ca.pem"), "{absent}");
}
