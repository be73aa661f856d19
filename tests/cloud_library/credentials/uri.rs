//! Keys from an address.

use std::sync::Arc;

use super::*;
use crate::support::wire::Manner;

fn helper(status: u16, body: &'static str) -> Server {
    Server::start(Arc::new(move |incoming: &Incoming| {
        assert_eq!(incoming.target, "/keys?token=hunter2");
        Reply::json(status, body)
    }))
}

const VARIABLE: &str = "ALIBABA_CLOUD_CREDENTIALS_URI";
const KEYS: &str = r#"{"AccessKeyId":"STS.uri","AccessKeySecret":"s","SecurityToken":"t"}"#;

#[test]
fn keys_from_an_address() {
    let server = helper(200, KEYS);
    let url = format!("{}/keys?token=hunter2", server.url());
    assert_eq!(
        id(find(&Fake::default().with_variable(VARIABLE, &url))),
        "STS.uri"
    );
    let profile = with_config(&format!(
        r#""mode":"CredentialsURI","credentials_uri":"{url}""#
    ));
    assert_eq!(id(find(&profile)), "STS.uri");
    let by_variable = with_config(r#""mode":"CredentialsURI""#).with_variable(VARIABLE, &url);
    assert_eq!(id(find(&by_variable)), "STS.uri");
    let off = profile.with_variable("ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS", "true");
    assert!(why(find(&off)).contains("switched off"));
}

#[test]
fn what_it_answers_is_not_repeated_and_neither_is_the_address() {
    for (status, body, words) in [
        (500, "hunter2", "HTTP 500"),
        (200, "hunter2", "not the JSON expected"),
        (200, r#"{"Code":"Failed"}"#, "Failed instead of Success"),
    ] {
        let server = helper(status, body);
        let url = format!("{}/keys?token=hunter2", server.url());
        let error = why(find(&Fake::default().with_variable(VARIABLE, &url)));
        assert!(
            error.contains(words) && !error.contains("hunter2"),
            "{error}"
        );
    }
}

#[test]
fn plain_http_is_for_this_machine_only() {
    let machine = Fake::default().with_variable(VARIABLE, "http://192.0.2.1/keys?token=hunter2");
    let error = why(find(&machine));
    assert!(
        error.contains("loopback") && !error.contains("hunter2"),
        "{error}"
    );
}

#[test]
fn an_answer_that_breaks_off_does_not_show_the_address() {
    for manner in [Manner::Silent, Manner::HalfBody] {
        let server = Server::start(Arc::new(move |_: &Incoming| {
            Reply::json(200, KEYS).given(manner)
        }));
        let url = format!("{}/keys?token=hunter2", server.url());
        let error = why(find(&Fake::default().with_variable(VARIABLE, &url)));
        assert!(error.contains("connection was cut"), "{error}");
        assert!(
            !error.contains("hunter2") && !error.contains("127.0.0.1"),
            "{error}"
        );
    }
}
