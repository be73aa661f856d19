//! `policy`.

use super::*;

#[test]
fn the_policy_is_json_that_ram_takes() {
    let bench = Bench::new();
    let (stdout, stderr) = ended(bench.bare(&["policy"]), 0);
    assert!(
        stderr.contains("vpc:DescribeVcoRouteEntries was read in no published table"),
        "{stderr}"
    );
    let (_, stderr) = ended(bench.bare(&["policy", "--download-only"]), 0);
    assert_eq!(stderr, "", "everything in it was read");
    let policy: serde_json::Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!(policy["Version"], "1");
    for statement in policy["Statement"].as_array().unwrap() {
        assert_eq!(statement["Effect"], "Allow");
        assert!(
            statement["Resource"]
                .as_str()
                .unwrap()
                .starts_with("acs:vpc:*:*:")
        );
    }
}

/// Whatever the program asks for is in the policy that it prints.
#[test]
fn the_policy_allows_every_call_that_a_walk_makes() {
    let bench = Bench::new();
    bench.api.add_connections(["vco-bp0001".to_owned()]);
    let described = r#"{"VpnGatewayId":"vpn-1","CustomerGatewayId":"cgw-1"}"#;
    bench
        .api
        .answer("DescribeVpnConnection", "vco-bp0001", described);
    bench.api.answer("DescribeCustomerGateway", "cgw-1", "{}");
    bench.api.answer("DescribeVpnGateway", "vpn-1", "{}");
    let mut command = bench.program(&["fetch", "--all", "--with-describe"]);
    command.arg("-o").arg(bench.path("out"));
    ended(command, 0);
    let (policy, _) = ended(bench.bare(&["policy"]), 0);
    for action in bench.api.actions() {
        assert!(
            policy.contains(&format!("\"vpc:{action}\"")),
            "{action} not in {policy}"
        );
    }
}

#[test]
fn nonsense_is_refused() {
    let bench = Bench::new();
    for args in [
        ["--account", "me"],
        ["--region", "a/b"],
        ["--connection", "vco-*"],
    ] {
        ended(bench.bare(&[&["policy"][..], &args].concat()), 2);
    }
}
