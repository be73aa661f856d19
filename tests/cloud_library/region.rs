//! A region at its real size and in motion: the quota of calls, pages that change, what connections share.

use std::time::Duration;

use peerconf::{
    cloud::{
        Client, Credentials, Endpoint, HttpTransport, Pace,
        walk::{Summary, WalkOptions},
    },
    secret::Secret,
};

use crate::{
    support::{
        api::{self, KEY_ID, Quota, REGION, SECRET},
        timeline::Timeline,
    },
    walk::{Bench, OPTIONS},
};

const DOWNLOAD: &str = "DownloadVpnConnectionConfig";

/// A walk by the tests' clock, paced as the program paces it.
fn paced(bench: &Bench, clock: &Timeline, options: WalkOptions) -> Summary {
    bench
        .walk_by(clock, options, Some(&Pace::per_second(10.0)))
        .unwrap()
}

#[test]
fn a_thousand_connections_pass_a_quota_of_thirty_a_minute_without_a_refusal() {
    let bench = Bench::new(1000);
    let clock = Timeline::new();
    bench.api.limit(DOWNLOAD, Quota::new(30, &clock));
    bench
        .api
        .limit("DescribeVpnConnections", Quota::new(600, &clock));
    let summary = paced(&bench, &clock, OPTIONS);
    assert_eq!(
        summary.to_string(),
        "1000 connections: 1000 saved, 0 there already, 0 failed"
    );
    assert_eq!(bench.api.refused(), 0);
    // 34 windows; not much more, or the quota would lie idle.
    let passed = clock.passed().as_secs();
    assert!((33 * 60..37 * 60).contains(&passed), "{passed} s");
    let waits = |line: &&String| line.contains("for the account's quota of calls");
    assert!(bench.ear.heard().iter().any(|line| waits(&line)));
}

#[test]
fn a_quota_that_others_used_up_is_waited_out_by_everybody() {
    let bench = Bench::new(100);
    let clock = Timeline::new();
    bench
        .api
        .limit(DOWNLOAD, Quota::new(30, &clock).with_others(30));
    let options = WalkOptions {
        workers: 1,
        ..OPTIONS
    };
    let summary = paced(&bench, &clock, options);
    assert!(summary.is_complete(), "{summary}");
    assert_eq!(bench.api.refused(), 1);
}

#[test]
fn throttling_in_the_middle_costs_no_connection() {
    let bench = Bench::new(40);
    let clock = Timeline::new();
    let refused = api::error(400, "Throttling.User", "flow control");
    bench.api.limit(DOWNLOAD, Quota::new(30, &clock));
    bench.api.fail_after(DOWNLOAD, 12, 3, refused);
    let summary = paced(&bench, &clock, OPTIONS);
    assert!(summary.is_complete(), "{summary}");
    assert!(clock.passed() >= Duration::from_secs(61));
}

/// A quota below the published one: what the service says is left goes before what is published.
#[test]
fn the_services_count_is_followed() {
    let bench = Bench::new(35);
    let clock = Timeline::new();
    bench.api.limit(DOWNLOAD, Quota::new(10, &clock).telling());
    let options = WalkOptions {
        workers: 1,
        ..OPTIONS
    };
    let summary = paced(&bench, &clock, options);
    assert!(summary.is_complete(), "{summary}");
    assert_eq!(bench.api.refused(), 0);
}

/// One is deleted and one made between the first page and the second, so that a third one slips through.
#[test]
fn what_slips_between_pages_is_found() {
    for hidden in [false, true] {
        let bench = Bench::new(51);
        if hidden {
            bench.api.hide_totals();
        }
        bench
            .api
            .change_after_pages(1, Some("vco-bp0007"), Some("vco-bp9999"));
        let summary = bench.walk(OPTIONS).unwrap();
        assert!(summary.is_complete(), "{summary}");
        assert_eq!(summary.listed, 51);
        let content = bench.shelf.content.lock().unwrap();
        assert!(content.contains_key("vco-bp9999"));
        assert!(content.contains_key("vco-bp0050"));
        assert!(!content.contains_key("vco-bp0007"));
    }
}

#[test]
fn without_a_count_every_page_is_read() {
    let bench = Bench::new(120);
    bench.api.hide_totals();
    let summary = bench.walk(OPTIONS).unwrap();
    assert_eq!(summary.listed, 120);
    assert!(summary.is_complete());
}

#[test]
fn what_comes_and_goes_during_the_walk_is_no_failure_and_no_loss() {
    let bench = Bench::new(3);
    // The list is one page; then the first download is due.
    bench
        .api
        .change_after_pages(1, Some("vco-bp0002"), Some("vco-bp0100"));
    let summary = bench.walk(OPTIONS).unwrap();
    assert_eq!(
        summary.to_string(),
        "4 connections: 3 saved, 0 there already, 0 failed, 1 deleted meanwhile"
    );
    assert!(summary.is_complete());
    let content = bench.shelf.content.lock().unwrap();
    assert!(content.contains_key("vco-bp0100"));
}

#[test]
fn what_is_gone_is_named_and_moved_aside_where_that_is_wanted() {
    let bench = Bench::new(3);
    bench.walk(OPTIONS).unwrap();
    bench.api.change_after_pages(1, Some("vco-bp0001"), None);
    bench.walk(OPTIONS).unwrap();
    let summary = bench.walk(OPTIONS).unwrap();
    assert_eq!(summary.gone, ["vco-bp0001"]);
    assert!(summary.is_complete());
    let prune = WalkOptions {
        prune: true,
        ..OPTIONS
    };
    let summary = bench.walk(prune).unwrap();
    assert_eq!(summary.set_aside, ["vco-bp0001"]);
    assert!(summary.gone.is_empty());
    assert_eq!(*bench.shelf.aside.lock().unwrap(), ["vco-bp0001"]);
}

/// A list that breaks off says nothing about what it does not name.
#[test]
fn nothing_is_moved_aside_after_half_a_list() {
    let bench = Bench::new(120);
    bench.walk(OPTIONS).unwrap();
    let refused = api::error(403, "Forbidden.RAM", "no");
    bench
        .api
        .fail_after("DescribeVpnConnections", 1, 99, refused);
    let prune = WalkOptions {
        prune: true,
        ..OPTIONS
    };
    let summary = bench.walk(prune).unwrap();
    assert!(summary.unlisted.is_some());
    assert!(summary.gone.is_empty() && summary.set_aside.is_empty());
    assert!(bench.shelf.aside.lock().unwrap().is_empty());
}

#[test]
fn bundles_ask_once_for_what_connections_share() {
    let bench = Bench::new(20);
    for number in 0..20 {
        bench.api.answer(
            "DescribeVpnConnection",
            &format!("vco-bp{number:04}"),
            r#"{"VpnGatewayId":"vpn-1","CustomerGatewayId":"cgw-1"}"#,
        );
    }
    bench.api.answer(
        "DescribeCustomerGateway",
        "cgw-1",
        r#"{"IpAddress":"192.0.2.1"}"#,
    );
    bench.api.answer(
        "DescribeVpnGateway",
        "vpn-1",
        r#"{"InternetIp":"203.0.113.1"}"#,
    );
    bench
        .api
        .add_routes("vpn-1", "custom", ["10.0.0.0/8".to_owned()]);
    let options = WalkOptions {
        with_describe: true,
        ..OPTIONS
    };
    let summary = bench.walk(options).unwrap();
    assert!(summary.is_complete(), "{summary}");
    let asked = |action: &str| {
        bench
            .api
            .actions()
            .iter()
            .filter(|it| *it == action)
            .count()
    };
    assert_eq!(asked("DescribeVpnConnection"), 20);
    assert_eq!(asked("DescribeCustomerGateway"), 1);
    assert_eq!(asked("DescribeVpnGateway"), 1);
    // Destination-based and BGP routes.
    assert_eq!(asked("DescribeVpnRouteEntries"), 2);
    assert_eq!(asked("DescribeVpnPbrRouteEntries"), 1);
    let content = bench.shelf.content.lock().unwrap();
    for bundle in content.values() {
        let bundle: serde_json::Value = serde_json::from_slice(bundle).unwrap();
        assert_eq!(bundle["DescribeVpnGateway"]["InternetIp"], "203.0.113.1");
        assert_eq!(bundle["DescribeVpnRouteEntries"][0]["TotalCount"], 1);
    }
}

/// A failure of what is shared is not kept: the next connection asks again.
#[test]
fn a_shared_failure_is_not_kept() {
    let bench = Bench::new(2);
    for id in ["vco-bp0000", "vco-bp0001"] {
        bench.api.answer(
            "DescribeVpnConnection",
            id,
            r#"{"CustomerGatewayId":"cgw-1"}"#,
        );
    }
    bench.api.answer("DescribeCustomerGateway", "cgw-1", "{}");
    let refused = api::error(403, "Forbidden.RAM", "no");
    bench.api.fail("DescribeCustomerGateway", 1, refused);
    let options = WalkOptions {
        with_describe: true,
        workers: 1,
        ..OPTIONS
    };
    let summary = bench.walk(options).unwrap();
    assert_eq!(summary.failed().count(), 1);
    assert_eq!(summary.settled.len(), 2);
}

/// One fetch waits a refusal out as well.
#[test]
fn one_connection_waits_for_the_quota_too() {
    let bench = Bench::new(1);
    let clock = Timeline::new();
    bench
        .api
        .limit(DOWNLOAD, Quota::new(30, &clock).with_others(30));
    let server = bench.api.serve();
    let (transport, pace) = (HttpTransport::new(), Pace::per_second(10.0));
    let credentials = Credentials::new(KEY_ID, Secret::new(SECRET.to_owned()));
    let endpoint = Endpoint::parse(&server.url()).unwrap();
    let client = Client::new(&transport, &clock, &credentials, endpoint, REGION).with_pace(&pace);
    peerconf::cloud::download(&client, "vco-bp0000").unwrap();
    assert_eq!(bench.api.refused(), 1);
}
