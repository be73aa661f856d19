//! Both signatures, and what must not be sent or shown.

use super::*;

#[test]
fn both_signatures_are_accepted_and_the_answer_keeps_its_bytes() {
    for scheme in [Scheme::V2, Scheme::V3] {
        let bench = Bench::new();
        let body = download(&bench.client().with_scheme(scheme), ID).unwrap();
        assert_eq!(body, api::download(ID).as_bytes(), "{scheme:?}");
        let seen = bench.api.seen();
        assert_eq!(seen[0].parameters["VpnConnectionId"], ID);
        assert_eq!(seen[0].parameters["RegionId"], REGION);
        assert_eq!(seen[0].parameters.len(), 2);
    }
}

#[test]
fn both_signatures_take_a_session_token() {
    for scheme in [Scheme::V2, Scheme::V3] {
        let mut bench = Bench::new();
        bench.api.add_key("STS.temporary", SECRET, Some(TOKEN));
        bench.credentials = Credentials::new("STS.temporary", Secret::new(SECRET.to_owned()))
            .with_security_token(Secret::new(TOKEN.to_owned()));
        download(&bench.client().with_scheme(scheme), ID).unwrap();
        assert_eq!(bench.api.seen()[0].key_id, "STS.temporary", "{scheme:?}");
    }
}

#[test]
fn the_secret_is_never_sent_and_neither_address_nor_trace_hold_the_key() {
    let bench = Bench::new();
    bench.fetch().unwrap();
    let seen = &bench.api.seen()[0].incoming;
    assert_eq!(seen.target, "/", "a V2 request has nothing in its address");
    let sent = format!("{:?} {}", seen.headers, String::from_utf8_lossy(&seen.body));
    assert!(!sent.contains(SECRET));
    let heard = bench.ear.heard().join("\n");
    assert!(
        heard.contains("DownloadVpnConnectionConfig to 127.0.0.1"),
        "{heard}"
    );
    for text in [SECRET, KEY_ID, "Signature", "Psk", "invented"] {
        assert!(!heard.contains(text), "{text} in {heard}");
    }
}

#[test]
fn a_wrong_secret_is_refused_once_and_the_echo_is_cut_out() {
    for scheme in [Scheme::V2, Scheme::V3] {
        let mut bench = Bench::new();
        bench.credentials = key("wrong secret");
        let error = download(&bench.client().with_scheme(scheme), ID).unwrap_err();
        let text = format!("{error} {error:?} {:?}", error.help());
        assert!(text.contains("SignatureDoesNotMatch"), "{text}");
        for secret in [
            KEY_ID,
            "AccessKeyId",
            "wrong secret",
            "SignatureNonce",
            "POST",
        ] {
            assert!(!text.contains(secret), "{secret} in {text}");
        }
        assert!(error.is_fatal());
        assert!(
            text.contains("does not belong to this access key id"),
            "{text}"
        );
        assert!(
            bench.clock.slept().is_empty(),
            "credentials are not tried twice"
        );
    }
}
