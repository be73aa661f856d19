//! A bundle by way of the official command: `fetch --print-command` and `fetch --with`.
#![cfg(unix)]

use super::*;

const CONNECTION: &str = "vco-bp1example";

/// Stands for the official command: answers from files that are named after the operation and what it is
/// asked about, laid out over several lines as that command does.
const ALIYUN: &str = r#"#!/bin/sh
[ "$1" = vpc ] || exit 1
key=$2
shift 2
while [ $# -gt 1 ]; do
    case $1 in
    --RegionId) [ "$2" = cn-hangzhou ] || exit 1 ;;
    --PageSize) [ "$2" = 50 ] || exit 1 ;;
    --profile) [ "$2" = "my login" ] || exit 1 ;;
    *) key=$key-$2 ;;
    esac
    shift 2
done
cat "$CANNED/$key"
"#;

/// A dual-tunnel connection with so many routes, as the API on loopback answers.
fn bench(routes: usize) -> Bench {
    let bench = Bench::new();
    let api = &bench.api;
    api.answer(DOWNLOAD, CONNECTION, api::download(CONNECTION));
    api.answer(
        "DescribeVpnConnection",
        CONNECTION,
        r#"{"VpnConnectionId":"vco-bp1example","VpnGatewayId":"vpn-1","CustomerGatewayId":"",
            "TunnelOptionsSpecification":{"TunnelOptions":[
              {"TunnelId":"tun-1","CustomerGatewayId":"cgw-1"},
              {"TunnelId":"tun-2","CustomerGatewayId":"cgw-2"}]}}"#,
    );
    for (id, address) in [("cgw-1", "192.0.2.1"), ("cgw-2", "192.0.2.2")] {
        let body = format!(r#"{{"CustomerGatewayId":"{id}","IpAddress":"{address}"}}"#);
        api.answer("DescribeCustomerGateway", id, body);
    }
    api.answer(
        "DescribeVpnGateway",
        "vpn-1",
        r#"{"VpnGatewayId":"vpn-1","InternetIp":"203.0.113.1"}"#,
    );
    api.add_routes(
        "vpn-1",
        "custom",
        (0..routes).map(|n| format!("10.{n}.0.0/16")),
    );
    api.add_routes("vpn-1", "pbr", ["192.168.0.0/16".to_owned()]);
    bench
}

/// What `fetch --with-describe` brings, with lists in an order of their own.
fn sorted(bundle: &str) -> serde_json::Value {
    let mut bundle: serde_json::Value = serde_json::from_str(bundle).unwrap();
    for value in bundle.as_object_mut().unwrap().values_mut() {
        if let Some(list) = value.as_array_mut() {
            list.sort_by_key(ToString::to_string);
        }
    }
    bundle
}

/// The answers of a bundle as files for the stand-in.
fn canned(bench: &Bench, bundle: &serde_json::Value) {
    let put = |name: String, answer: &serde_json::Value| {
        let text = serde_json::to_string_pretty(answer).unwrap();
        bench.write(&format!("canned/{name}"), &text, 0o600);
    };
    for operation in [DOWNLOAD, "DescribeVpnConnection"] {
        put(format!("{operation}-{CONNECTION}"), &bundle[operation]);
    }
    for gateway in bundle["DescribeCustomerGateway"].as_array().unwrap() {
        let id = gateway["CustomerGatewayId"].as_str().unwrap();
        put(format!("DescribeCustomerGateway-{id}"), gateway);
    }
    put(
        "DescribeVpnGateway-vpn-1".to_owned(),
        &bundle["DescribeVpnGateway"],
    );
    for page in bundle["DescribeVpnRouteEntries"].as_array().unwrap() {
        let number = &page["PageNumber"];
        let entries = page["VpnRouteEntries"]["VpnRouteEntry"].as_array().unwrap();
        // There are no BGP routes, so the page without entries is theirs.
        let kind = if entries.is_empty() { "bgp" } else { "custom" };
        put(
            format!("DescribeVpnRouteEntries-vpn-1-{kind}-{number}"),
            page,
        );
    }
    for page in bundle["DescribeVpnPbrRouteEntries"].as_array().unwrap() {
        let number = &page["PageNumber"];
        put(format!("DescribeVpnPbrRouteEntries-vpn-1-{number}"), page);
    }
}

#[test]
fn the_printed_commands_bring_what_fetch_brings() {
    use std::os::unix::fs::PermissionsExt as _;
    for routes in [3, 120] {
        let bench = bench(routes);
        let fetched = ["fetch", "--connection", CONNECTION, "--with-describe"];
        let fetched = sorted(&ended(bench.program(&fetched), 0).0);
        canned(&bench, &fetched);
        bench.write("bin/aliyun", ALIYUN, 0o755);

        // No login and no network are needed to print them.
        let args = ["fetch", "--connection", CONNECTION, "--region", REGION];
        let mut print = bench.bare(&args);
        print.args(["--print-command", "--profile", "my login"]);
        let (script, stderr) = ended(print, 0);
        assert_eq!(stderr, "");

        let mut shell = Command::new("sh");
        shell
            .args(["-c", &script])
            .env_clear()
            .env(
                "PATH",
                format!("{}:/usr/bin:/bin", bench.path("bin").display()),
            )
            .env("CANNED", bench.path("canned"))
            .current_dir(bench.home.path());
        ended(shell, 0);
        let folder = bench.path(CONNECTION);
        let download = folder.join("DownloadVpnConnectionConfig.json");
        let mode = fs::metadata(&download).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);

        let asked = bench.api.seen().len();
        let mut with = bench.bare(&["fetch", "--with"]);
        with.arg(&folder);
        assert_eq!(sorted(&ended(with, 0).0), fetched);
        assert_eq!(bench.api.seen().len(), asked, "nobody is asked");

        fs::remove_file(folder.join("DescribeCustomerGateway-cgw-2.json")).unwrap();
        let mut with = bench.bare(&["fetch", "--with"]);
        with.arg(&folder);
        let (_, stderr) = ended(with, 3);
        assert!(
            stderr.contains("DescribeCustomerGateway of cgw-2"),
            "{stderr}"
        );
    }
}

#[test]
fn what_the_command_printed_in_place_of_an_answer_is_named() {
    let bench = Bench::new();
    let error = "ERROR: SDK.ServerError\nErrorCode: Forbidden.RAM\nRequestId: R-1\nMessage: not authorized\n";
    bench.write("brought/DownloadVpnConnectionConfig.json", error, 0o600);
    let mut with = bench.bare(&["fetch", "--with"]);
    with.arg(bench.path("brought"));
    let (_, stderr) = ended(with, 4);
    assert!(
        stderr.contains("DownloadVpnConnectionConfig.json") && stderr.contains("Forbidden.RAM"),
        "{stderr}"
    );
    let mut with = bench.bare(&["fetch", "--with"]);
    with.arg(bench.path("nowhere"));
    ended(with, 3);
}

#[test]
fn printing_needs_a_region_and_a_sound_id() {
    let bench = Bench::new();
    let args = ["fetch", "--print-command", "--connection"];
    let (_, stderr) = ended(bench.bare(&[&args[..], &[CONNECTION]].concat()), 2);
    assert!(stderr.contains("--region"), "{stderr}");
    for (id, region) in [("vco-$(x)", "cn-hangzhou"), (CONNECTION, "cn;x")] {
        let args = [&args[..], &[id, "--region", region]].concat();
        ended(bench.bare(&args), 2);
    }
}
