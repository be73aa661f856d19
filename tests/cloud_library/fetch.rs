//! One call: signatures, retries, refusals, and answers that are none.

use std::time::Duration;

use peerconf::{
    cloud::{
        Class, Client, CloudError, Credentials, Endpoint, Failure, HttpTransport, MAX_BODY, Retry,
        download, sign::Scheme,
    },
    secret::Secret,
};

use crate::support::{
    api::{self, Api, KEY_ID, REGION, SECRET, TOKEN},
    machine::{Ear, FakeClock},
    server::Server,
    wire::{Manner, Reply},
};

const ID: &str = "vco-bp10lz7aejumd2vxoqgev";
const DOWNLOAD: &str = "DownloadVpnConnectionConfig";

fn key(secret: &str) -> Credentials {
    Credentials::new(KEY_ID, Secret::new(secret.to_owned()))
}

/// A client of the test's API, with what it needs kept together.
struct Bench {
    api: std::sync::Arc<Api>,
    server: Server,
    transport: HttpTransport,
    clock: FakeClock,
    credentials: Credentials,
    ear: Ear,
}

impl Bench {
    fn new() -> Self {
        let api = Api::new();
        api.answer(DOWNLOAD, ID, api::download(ID));
        Self {
            server: api.serve(),
            api,
            transport: HttpTransport::new(),
            clock: FakeClock::right(),
            credentials: key(SECRET),
            ear: Ear::default(),
        }
    }

    fn client(&self) -> Client<'_> {
        let endpoint = Endpoint::parse(&self.server.url()).unwrap();
        Client::new(
            &self.transport,
            &self.clock,
            &self.credentials,
            endpoint,
            REGION,
        )
        .with_observer(&self.ear)
        .with_timeout(Duration::from_secs(5))
    }

    fn fetch(&self) -> Result<Vec<u8>, CloudError> {
        download(&self.client(), ID)
    }

    fn refusal(&self) -> Box<peerconf::cloud::Refusal> {
        match self.fetch() {
            Err(CloudError::Refused(refusal)) => refusal,
            other => panic!("not refused: {:?}", other.map(|body| body.len())),
        }
    }
}

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

#[test]
fn throttling_is_waited_out_with_a_new_nonce_each_time() {
    let bench = Bench::new();
    bench
        .api
        .fail(DOWNLOAD, 1, api::error(429, "Throttling.User", "slow down"));
    bench.api.fail(
        DOWNLOAD,
        1,
        api::xml_error(503, "Throttling.Api", "slow down"),
    );
    bench.fetch().unwrap();
    let mut nonces: Vec<_> = bench
        .api
        .seen()
        .into_iter()
        .map(|seen| seen.nonce)
        .collect();
    nonces.sort();
    nonces.dedup();
    assert_eq!(nonces.len(), 3);
    let slept = bench.clock.slept();
    assert!((250..=500).contains(&slept[0].as_millis()), "{slept:?}");
    assert!((500..=1000).contains(&slept[1].as_millis()), "{slept:?}");
    assert!(
        bench
            .ear
            .heard()
            .iter()
            .any(|line| line.contains("again in"))
    );
}

#[test]
fn tries_end_after_the_third() {
    let bench = Bench::new();
    bench
        .api
        .fail(DOWNLOAD, 9, api::error(503, "ServiceUnavailable", "later"));
    assert_eq!(bench.refusal().class(), Class::Server);
    assert_eq!(bench.api.seen().len(), 3);
}

#[test]
fn the_server_may_name_the_wait() {
    let bench = Bench::new();
    let reply = api::error(400, "Throttling", "slow down").with_header("x-acs-retry-after", "2000");
    bench.api.fail(DOWNLOAD, 1, reply);
    bench.fetch().unwrap();
    assert!((2000..=2200).contains(&bench.clock.slept()[0].as_millis()));
}

#[test]
fn a_gateway_that_is_being_changed_is_waited_for() {
    let bench = Bench::new();
    bench.api.fail(
        DOWNLOAD,
        1,
        api::error(400, "VpnGateway.Configuring", "busy"),
    );
    bench.fetch().unwrap();
    assert_eq!(bench.api.seen().len(), 2);
}

#[test]
fn refusals_come_in_json_and_in_xml() {
    for reply in [
        api::error(
            404,
            "InvalidVpnConnectionInstanceId.NotFound",
            "does not exist",
        ),
        api::xml_error(
            404,
            "InvalidVpnConnectionInstanceId.NotFound",
            "does not exist",
        ),
    ] {
        let bench = Bench::new();
        bench.api.fail(DOWNLOAD, 1, reply);
        let refusal = bench.refusal();
        assert_eq!(
            refusal.to_string(),
            "DownloadVpnConnectionConfig was refused with InvalidVpnConnectionInstanceId.NotFound \
             (HTTP 404): does not exist [request id 0C68048B-0F70]"
        );
        assert_eq!(bench.api.seen().len(), 1);
        let help = CloudError::Refused(refusal).help().join("\n");
        assert!(help.contains("--region"), "{help}");
    }
}

#[test]
fn a_missing_permission_is_named_with_a_policy_for_it() {
    let bench = Bench::new();
    bench.api.fail(
        DOWNLOAD,
        1,
        Reply::json(
            403,
            r#"{"Code":"Forbbiden.SubUser","Message":"User not authorized","AccessDeniedDetail":
                {"AuthAction":"vpc:DownloadVpnConnectionConfig","AuthPrincipalOwnerId":"1234567890"}}"#,
        ),
    );
    let refusal = bench.refusal();
    assert_eq!(refusal.class(), Class::Permission);
    let help = CloudError::Refused(refusal).help();
    let resource = format!("acs:vpc:{REGION}:1234567890:vpnconnection/{ID}");
    assert_eq!(
        help[0],
        format!("missing in RAM: vpc:DownloadVpnConnectionConfig on {resource}")
    );
    let policy = help[1].split_once(": ").unwrap().1;
    let policy: serde_json::Value = serde_json::from_str(policy).unwrap();
    assert_eq!(policy["Statement"][0]["Resource"], resource);
}

#[test]
fn a_clock_that_is_off_is_named_and_not_tried_again() {
    for (offset, words) in [
        (-7530, "2 h 5 min behind"),
        (3 * 86_400 + 60, "3 days ahead of"),
    ] {
        let mut bench = Bench::new();
        bench.clock = FakeClock::off_by(offset);
        let refusal = bench.refusal();
        assert_eq!(refusal.class(), Class::Clock);
        let help = CloudError::Refused(refusal).help().join("\n");
        assert!(
            help.contains(&format!("clock is {words} the server's")),
            "{help}"
        );
        assert!(bench.clock.slept().is_empty());
    }
}

#[test]
fn a_nonce_that_was_seen_is_replaced_once() {
    let bench = Bench::new();
    bench
        .api
        .fail(DOWNLOAD, 1, api::error(400, "SignatureNonceUsed", "used"));
    bench.fetch().unwrap();
    assert_eq!(bench.api.seen().len(), 2);

    let bench = Bench::new();
    bench
        .api
        .fail(DOWNLOAD, 9, api::error(400, "SignatureNonceUsed", "used"));
    assert_eq!(bench.refusal().class(), Class::Nonce);
    assert_eq!(bench.api.seen().len(), 2);
}

/// Fails for good with the failure expected, after so many tries.
fn fails_with(bench: &Bench, expected: Failure, tries: usize) {
    match bench
        .client()
        .with_timeout(Duration::from_millis(300))
        .call(peerconf::cloud::Operation::DownloadVpnConnectionConfig, ID)
    {
        Err(CloudError::Transport { source, host, .. }) => {
            assert_eq!(source.kind(), expected, "{source}");
            assert!(host.starts_with("127.0.0.1:"));
        }
        other => panic!(
            "{expected:?} expected, not {:?}",
            other.map(|body| body.len())
        ),
    }
    assert_eq!(bench.api.seen().len(), tries);
}

#[test]
fn cut_connections_are_tried_again() {
    let bench = Bench::new();
    let cut = |manner| Reply::json(200, api::download(ID)).given(manner);
    bench.api.fail(DOWNLOAD, 1, cut(Manner::Silent));
    bench.api.fail(DOWNLOAD, 1, cut(Manner::HalfBody));
    assert_eq!(bench.fetch().unwrap(), api::download(ID).as_bytes());
    assert_eq!(bench.api.seen().len(), 3);

    let bench = Bench::new();
    bench.api.fail(DOWNLOAD, 9, cut(Manner::HalfBody));
    fails_with(&bench, Failure::Cut, 3);
}

#[test]
fn a_slow_answer_runs_into_the_timeout() {
    let bench = Bench::new();
    let slow = Reply::json(200, "{}").given(Manner::Slow(Duration::from_secs(1)));
    bench.api.fail(DOWNLOAD, 9, slow);
    fails_with(&bench, Failure::Timeout, 3);
}

#[test]
fn nobody_listening_is_no_connection() {
    let mut bench = Bench::new();
    // The port is free again once the server has gone.
    let url = Api::new().serve().url();
    bench.credentials = key(SECRET);
    let endpoint = Endpoint::parse(&url).unwrap();
    let client = Client::new(
        &bench.transport,
        &bench.clock,
        &bench.credentials,
        endpoint,
        REGION,
    );
    match download(&client, ID) {
        Err(error @ CloudError::Transport { .. }) => {
            assert!(error.to_string().contains("no connection: "), "{error}");
            assert!(error.help().join(" ").contains("HTTPS_PROXY"));
        }
        other => panic!("{:?}", other.map(|body| body.len())),
    }
    assert_eq!(bench.clock.slept().len(), 2);
}

#[test]
fn an_answer_beyond_all_measure_is_refused() {
    let bench = Bench::new();
    bench
        .api
        .fail(DOWNLOAD, 1, Reply::json(200, vec![b' '; MAX_BODY + 1]));
    let error = bench.client().with_timeout(Duration::from_secs(20));
    match download(&error, ID) {
        Err(CloudError::Transport { source, .. }) => assert_eq!(source.kind(), Failure::TooLarge),
        other => panic!("{:?}", other.map(|body| body.len())),
    }
}

#[test]
fn what_is_not_the_api_is_described() {
    let page = "<!DOCTYPE html><html><body>Please sign in</body></html>";
    for (reply, words) in [
        (
            Reply::new(200, "text/html", page),
            "HTTP 200 with an HTML page",
        ),
        (
            Reply::new(407, "text/html", ""),
            "HTTP 407 with an empty body",
        ),
        (
            Reply::json(200, &b"{\"VpnConnectionConfig\":{"[..]),
            "JSON that breaks off",
        ),
    ] {
        let bench = Bench::new();
        bench.api.fail(DOWNLOAD, 1, reply);
        let error = bench.fetch().unwrap_err();
        assert!(matches!(error, CloudError::NotTheApi { .. }), "{error}");
        assert!(error.to_string().contains(words), "{error}");
        assert!(!error.help().is_empty());
        assert_eq!(bench.api.seen().len(), 1);
    }
}

#[test]
fn a_proxys_bad_gateway_is_tried_again() {
    let bench = Bench::new();
    bench.api.fail(
        DOWNLOAD,
        2,
        Reply::new(502, "text/html", "<html>Bad gateway</html>"),
    );
    bench.fetch().unwrap();
    assert_eq!(bench.api.seen().len(), 3);
}

#[test]
fn a_redirect_is_not_followed() {
    let bench = Bench::new();
    let elsewhere = Api::new();
    elsewhere.answer(DOWNLOAD, ID, api::download(ID));
    let server = elsewhere.serve();
    let reply = Reply::new(307, "text/html", "").with_header("location", &server.url());
    bench.api.fail(DOWNLOAD, 1, reply);
    let error = bench.fetch().unwrap_err();
    assert!(
        error.help().join(" ").contains("must not follow"),
        "{error}"
    );
    assert_eq!(elsewhere.seen().len(), 0);
}

#[test]
fn a_success_without_a_configuration_is_no_success() {
    let bench = Bench::new();
    bench.api.answer(DOWNLOAD, ID, r#"{"RequestId":"R"}"#);
    let error = bench.fetch().unwrap_err();
    assert_eq!(
        error.to_string(),
        "the answer of DownloadVpnConnectionConfig has no VpnConnectionConfig"
    );
}

#[test]
fn one_try_is_possible_too() {
    let bench = Bench::new();
    bench
        .api
        .fail(DOWNLOAD, 1, api::error(500, "InternalError", ""));
    let once = Retry {
        attempts: 1,
        ..Retry::default()
    };
    assert!(download(&bench.client().with_retry(once), ID).is_err());
    assert_eq!(bench.api.seen().len(), 1);
}
