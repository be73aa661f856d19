//! `fetch` of one connection.

use super::*;

#[test]
fn the_response_comes_out_as_received() {
    let bench = Bench::new();
    for signature in ["v2", "v3"] {
        let command = bench.program(&["fetch", "--connection", ID, "--signature", signature]);
        let (stdout, stderr) = ended(command, 0);
        assert_eq!((stdout, stderr), (api::download(ID), String::new()));
    }
}

#[test]
fn a_file_is_for_its_owner_only_and_not_written_over() {
    let bench = Bench::new();
    let file = bench.path("new/response.json");
    let name = file.to_str().unwrap();
    let args = ["fetch", "--connection", ID, "-o", name];
    let (stdout, stderr) = ended(bench.program(&args), 0);
    assert_eq!((stdout.as_str(), stderr), ("", format!("wrote {name}\n")));
    assert_eq!(fs::read_to_string(&file).unwrap(), api::download(ID));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(
            fs::metadata(&file).unwrap().permissions().mode() & 0o777,
            0o600
        );
    }
    let (_, stderr) = ended(bench.program(&args), 2);
    assert!(stderr.contains("--force"), "{stderr}");
    assert_eq!(bench.api.seen().len(), 1, "nothing is asked before that");
    ended(
        bench.program(&["fetch", "--connection", ID, "-o", name, "--force"]),
        0,
    );
}

#[test]
fn a_profile_of_the_official_command() {
    let bench = Bench::new();
    let config = format!(
        r#"{{"current":"other","profiles":[
            {{"name":"other","mode":"AK","access_key_id":"wrong","access_key_secret":"wrong"}},
            {{"name":"work","mode":"AK","access_key_id":"{KEY_ID}","access_key_secret":"{SECRET}",
              "region_id":"{REGION}"}}]}}"#
    );
    bench.write(".aliyun/config.json", &config, 0o644);
    let url = bench.server.url();
    let args = [
        "fetch",
        "--connection",
        ID,
        "--profile",
        "work",
        "--endpoint",
        &url,
        "--verbose",
    ];
    let (stdout, stderr) = ended(bench.bare(&args), 0);
    assert_eq!(stdout, api::download(ID));
    assert_eq!(
        stderr.matches("chmod 600").count(),
        usize::from(cfg!(unix)),
        "{stderr}"
    );
    assert!(
        stderr.contains("signing with LTAI****1234 from profile work"),
        "{stderr}"
    );
    assert!(
        stderr.contains("DownloadVpnConnectionConfig: HTTP 200"),
        "{stderr}"
    );
    for secret in [KEY_ID, SECRET, "Signature", "invented", "Psk"] {
        assert!(!stderr.contains(secret), "{secret} in {stderr}");
    }
}

#[test]
fn a_refusal_ends_with_4_and_advice() {
    let bench = Bench::new();
    bench.api.fail(
        DOWNLOAD,
        1,
        api::xml_error(403, "Forbbiden.SubUser", "not authorized"),
    );
    let (stdout, stderr) = ended(bench.program(&["fetch", "--connection", ID]), 4);
    assert_eq!(stdout, "");
    assert!(
        stderr.starts_with("error: DownloadVpnConnectionConfig was refused"),
        "{stderr}"
    );
    assert!(stderr.contains("help: missing in RAM: vpc:DownloadVpnConnectionConfig on"));
    assert!(stderr.contains("`peerconf policy`"), "{stderr}");
}

#[test]
fn a_wrong_secret_leaves_no_trace_of_the_request() {
    let bench = Bench::new();
    let mut command = bench.program(&["fetch", "--connection", ID, "--verbose"]);
    command.env("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "mistyped-secret");
    let (_, stderr) = ended(command, 4);
    assert!(stderr.contains("SignatureDoesNotMatch"), "{stderr}");
    for secret in [KEY_ID, "mistyped-secret", "AccessKeyId", "SignatureNonce"] {
        assert!(!stderr.contains(secret), "{secret} in {stderr}");
    }
}

#[test]
fn what_cannot_be_meant_is_said_before_anything_is_sent() {
    let bench = Bench::new();
    for (args, words) in [
        (vec!["--connection", "vco-bp1****"], "masked"),
        (vec!["--connection", "vpn-1"], "not an id"),
        (
            vec!["--connection", ID, "--region", "CN/hangzhou"],
            "not a region id",
        ),
        (
            vec!["--connection", ID, "--all", "-o", "x"],
            "cannot be used with",
        ),
        (vec!["--all"], "--output"),
        (vec![], "--connection"),
    ] {
        let args: Vec<_> = ["fetch"].into_iter().chain(args).collect();
        let (_, stderr) = ended(bench.program(&args), 2);
        assert!(stderr.contains(words), "{words} not in {stderr}");
    }
    let args = [
        "fetch",
        "--connection",
        ID,
        "--endpoint",
        "http://vpc.aliyuncs.com",
    ];
    let mut command = bench.bare(&args);
    command.env("REGION", REGION);
    assert!(ended(command, 2).1.contains("loopback"));
    assert_eq!(bench.api.seen().len(), 0);
}

#[test]
fn no_region_and_no_credentials() {
    let bench = Bench::new();
    let (_, stderr) = ended(bench.bare(&["fetch", "--connection", ID]), 2);
    assert!(stderr.contains("--region"), "{stderr}");
    let args = ["fetch", "--connection", ID, "--region", REGION];
    let (_, stderr) = ended(bench.bare(&args), 4);
    assert!(stderr.contains("no credentials found"), "{stderr}");
    assert!(
        stderr.contains("aliyun vpc DownloadVpnConnectionConfig"),
        "{stderr}"
    );
}

#[test]
fn a_bundle() {
    let bench = Bench::new();
    bench.api.answer(
        "DescribeVpnConnection",
        ID,
        r#"{"CustomerGatewayId":"cgw-1"}"#,
    );
    bench.api.answer(
        "DescribeCustomerGateway",
        "cgw-1",
        r#"{"IpAddress":"192.0.2.1"}"#,
    );
    let command = bench.program(&["fetch", "--connection", ID, "--with-describe"]);
    let bundle: serde_json::Value = serde_json::from_str(&ended(command, 0).0).unwrap();
    assert_eq!(bundle["peerconf"], "bundle");
    assert_eq!(
        bundle["DescribeCustomerGateway"][0]["IpAddress"],
        "192.0.2.1"
    );
}
