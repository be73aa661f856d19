//! Profiles of people who sign in through a browser: `CloudSSO` and OAuth.

use std::sync::{Arc, Mutex};

use super::*;

const LATER: u64 = 4_000_000_000;

fn cached(mode: &str, end: u64) -> String {
    format!(
        r#""mode":"{mode}","access_key_id":"STS.cached","access_key_secret":"cached-secret",
           "sts_token":"cached/token","sts_expiration":{end}"#
    )
}

#[test]
fn keys_that_the_official_command_keeps_are_used_while_they_are_good() {
    for mode in ["CloudSSO", "OAuth", "oauth"] {
        let (api, transport, clock) = (Api::new(), Contained::new(None), FakeClock::right());
        let server = api.serve();
        let fields = format!(
            r#"{},"cloud_sso_sign_in_url":"{}/start""#,
            cached(mode, LATER),
            server.url()
        );
        let machine = with_config(&fields);
        let found = Chain::new(&machine, &transport, &clock).credentials();
        let (id, secret, token) = parts(found);
        assert_eq!(
            (id.as_str(), secret.as_str()),
            ("STS.cached", "cached-secret"),
            "{mode}"
        );
        assert_eq!(token.as_deref(), Some("cached/token"));
        assert!(api.seen().is_empty(), "nobody is asked");
    }
}

#[test]
fn an_oauth_login_is_renewed_by_the_official_command() {
    for end in [0, 1_000_000_000] {
        let error = why(find(&with_config(&cached("OAuth", end))));
        assert!(
            error.contains("run any `aliyun` command, then again") && !error.contains("cached"),
            "{error}"
        );
    }
}

type Asked = Arc<Mutex<Vec<Incoming>>>;

/// A `CloudSSO` portal that answers with a status and a body.
fn portal(status: u16, body: String) -> (Server, Asked) {
    let asked = Asked::default();
    let heard = Arc::clone(&asked);
    let server = Server::start(Arc::new(move |incoming: &Incoming| {
        heard.lock().unwrap().push(incoming.clone());
        Reply::json(status, body.clone())
    }));
    (server, asked)
}

fn signed_in(server: &Server, until: u64) -> String {
    format!(
        r#"{},"cloud_sso_sign_in_url":"{}/start?x=y","cloud_sso_account_id":"1234567890",
           "cloud_sso_access_config":"ac-00example","access_token":"hunter2token",
           "cloud_sso_access_token_expire":{until}"#,
        cached("CloudSSO", 1),
        server.url()
    )
}

#[test]
fn new_keys_for_a_cloudsso_login_take_one_request() {
    let (server, asked) = portal(
        200,
        format!(
            r#"{{"RequestId":"R","CloudCredential":{}}}"#,
            services::keys("STS.portal")
        ),
    );
    assert_eq!(
        id(find(&with_config(&signed_in(&server, LATER)))),
        "STS.portal"
    );
    let asked = asked.lock().unwrap();
    assert_eq!(asked.len(), 1);
    assert_eq!(
        (asked[0].method.as_str(), asked[0].target.as_str()),
        ("POST", "/cloud-credentials")
    );
    assert_eq!(
        asked[0].header("authorization"),
        Some("Bearer hunter2token")
    );
    let body: serde_json::Value = serde_json::from_slice(&asked[0].body).unwrap();
    assert_eq!(
        body,
        serde_json::json!({"AccountId": "1234567890", "AccessConfigurationId": "ac-00example"})
    );
}

#[test]
fn what_the_portal_refuses_is_said_without_the_token() {
    for (status, body, words) in [
        (
            401,
            r#"{"ErrorCode":"InvalidToken","ErrorMessage":"hunter2token"}"#,
            "HTTP 401 InvalidToken",
        ),
        (500, "hunter2token", "HTTP 500"),
        (200, "hunter2token", "not the JSON expected"),
        (
            200,
            r#"{"CloudCredential":{"AccessKeyId":"a"}}"#,
            "AccessKeySecret",
        ),
    ] {
        let (server, _) = portal(status, body.to_owned());
        let error = why(find(&with_config(&signed_in(&server, LATER))));
        assert!(
            error.contains(words) && !error.contains("hunter2"),
            "{error}"
        );
    }
}

#[test]
fn a_login_that_has_ended_is_not_tried() {
    let (server, asked) = portal(200, String::new());
    let error = why(find(&with_config(&signed_in(&server, 1_000_000_000))));
    assert!(
        error.contains("aliyun configure --profile work --mode CloudSSO"),
        "{error}"
    );
    let plain = signed_in(&server, LATER).replace(&server.url(), "http://192.0.2.1");
    let error = why(find(&with_config(&plain)));
    assert!(error.contains("not an https address"), "{error}");
    assert!(asked.lock().unwrap().is_empty());
}
