//! What is tried again, how often, after what wait.

use super::*;

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
