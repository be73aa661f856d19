//! The program against a cloud on loopback: `fetch`, `policy`, and `render --connection`. Its environment is
//! empty but for what a test puts in, and its home folder is the test's.
#![cfg(all(feature = "cli", feature = "fetch"))]
// A test that unwraps says what it expects.
#![allow(clippy::unwrap_used)]

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use support::{
    api::{self, Api, KEY_ID, REGION, SECRET},
    proxy::Proxy,
    server::{Handler, Server},
    tls::Authority,
};

mod support;

const ID: &str = "vco-bp10lz7aejumd2vxoqgev";
const DOWNLOAD: &str = "DownloadVpnConnectionConfig";

/// A home folder, a cloud, and the program.
struct Bench {
    home: tempfile::TempDir,
    api: Arc<Api>,
    server: Server,
}

impl Bench {
    fn new() -> Self {
        let api = Api::new();
        api.answer(DOWNLOAD, ID, api::download(ID));
        Self {
            home: tempfile::tempdir().unwrap(),
            server: api.serve(),
            api,
        }
    }

    /// The program with nothing around it.
    fn bare(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_peerconf"));
        command
            .args(args)
            .env_clear()
            .env("HOME", self.home.path())
            .env("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true")
            .stdin(Stdio::null());
        command
    }

    /// The program with a key in its environment, and the test's server as its endpoint.
    fn program(&self, args: &[&str]) -> Command {
        let mut command = self.bare(args);
        command
            .args(["--endpoint", &self.server.url()])
            .env("ALIBABA_CLOUD_ACCESS_KEY_ID", KEY_ID)
            .env("ALIBABA_CLOUD_ACCESS_KEY_SECRET", SECRET)
            .env("ALIBABA_CLOUD_REGION_ID", REGION);
        command
    }

    fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    fn write(&self, name: &str, text: &str, mode: u32) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        set_mode(&path, mode);
        path
    }
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[cfg(not(unix))]
fn set_mode(_: &Path, _: u32) {}

/// What the program said, after a check of how it ended.
fn ended(mut command: Command, code: i32) -> (String, String) {
    let Output {
        status,
        stdout,
        stderr,
    } = command.output().unwrap();
    let (stdout, stderr) = (
        String::from_utf8(stdout).unwrap(),
        String::from_utf8(stderr).unwrap(),
    );
    assert_eq!(status.code(), Some(code), "{stdout}\n{stderr}");
    (stdout, stderr)
}

mod fetch {
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
}

mod walk {
    use super::*;

    fn bench(connections: usize) -> Bench {
        let bench = Bench::new();
        bench
            .api
            .add_connections((0..connections).map(|n| format!("vco-bp{n:04}")));
        bench
    }

    fn walk(bench: &Bench, more: &[&str]) -> Command {
        let mut command = bench.program(&["fetch", "--all", "--rate", "100"]);
        command.arg("-o").arg(bench.path("out")).args(more);
        command
    }

    fn names(bench: &Bench) -> Vec<String> {
        let Ok(entries) = fs::read_dir(bench.path("out")) else {
            return Vec::new();
        };
        let mut names: Vec<_> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name.starts_with("vco-"))
            .collect();
        names.sort();
        names
    }

    fn downloads(bench: &Bench) -> usize {
        bench
            .api
            .actions()
            .iter()
            .filter(|action| *action == DOWNLOAD)
            .count()
    }

    #[test]
    fn every_connection_goes_to_its_file() {
        let bench = bench(60);
        let (stdout, stderr) = ended(walk(&bench, &[]), 0);
        assert_eq!(
            (stdout.as_str(), stderr.as_str()),
            ("", "60 connections: 60 saved, 0 there already, 0 failed\n")
        );
        assert_eq!(names(&bench).len(), 60);
        let file = bench.path("out/vco-bp0042.json");
        assert_eq!(
            fs::read_to_string(&file).unwrap(),
            api::download("vco-bp0042")
        );
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(
                fs::metadata(&file).unwrap().permissions().mode() & 0o777,
                0o600
            );
        }
    }

    #[test]
    fn a_run_that_was_killed_goes_on_where_it_stopped() {
        let bench = bench(40);
        bench.api.be_slow(Duration::from_millis(50));
        let mut child = walk(&bench, &["--workers", "2"])
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let deadline = Instant::now() + Duration::from_secs(20);
        while names(&bench).len() < 5 && Instant::now() < deadline {
            thread::sleep(Duration::from_millis(5));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let there = names(&bench);
        assert!((5..40).contains(&there.len()), "{there:?}");
        let before = downloads(&bench);

        bench.api.be_slow(Duration::ZERO);
        let (_, stderr) = ended(walk(&bench, &[]), 0);
        let missing = 40 - there.len();
        assert_eq!(
            stderr,
            format!(
                "40 connections: {missing} saved, {} there already, 0 failed\n",
                there.len()
            )
        );
        assert_eq!(downloads(&bench) - before, missing);
        assert_eq!(names(&bench).len(), 40);
    }

    #[test]
    fn failures_are_listed_and_the_rest_is_saved() {
        let bench = bench(10);
        let gone = api::error(404, "InvalidVpnConnectionInstanceId.NotFound", "gone");
        bench.api.fail(DOWNLOAD, 1, gone);
        let (_, stderr) = ended(walk(&bench, &["--workers", "1"]), 4);
        assert!(
            stderr.starts_with("vco-bp0000: DownloadVpnConnectionConfig was refused"),
            "{stderr}"
        );
        assert!(
            stderr.contains("9 saved, 0 there already, 1 failed"),
            "{stderr}"
        );
        assert!(stderr.contains("the same command again"), "{stderr}");
        ended(walk(&bench, &[]), 0);
        assert_eq!(names(&bench).len(), 10);
    }

    #[test]
    fn a_file_of_something_else_is_kept() {
        let bench = bench(2);
        let notes = bench.write("out/vco-bp0001.json", "my notes", 0o600);
        let (_, stderr) = ended(walk(&bench, &[]), 4);
        assert!(
            stderr.contains("vco-bp0001: its file holds something else"),
            "{stderr}"
        );
        assert_eq!(fs::read_to_string(&notes).unwrap(), "my notes");
        ended(walk(&bench, &["--force"]), 0);
        assert_eq!(
            fs::read_to_string(&notes).unwrap(),
            api::download("vco-bp0001")
        );
    }

    #[test]
    fn a_file_in_the_folders_place_is_said_so() {
        let bench = bench(1);
        bench.write("out", "a file", 0o600);
        assert!(ended(walk(&bench, &[]), 2).1.contains("is no folder"));
    }
}

mod render {
    use super::*;

    #[test]
    fn a_connection_is_rendered_without_a_file_in_between() {
        let bench = Bench::new();
        let file = "tests/fixtures/dual-tunnel.json";
        bench.api.answer(DOWNLOAD, ID, fs::read(file).unwrap());
        for command in [&["show"][..], &["render", "-t", "cisco/ios-xe", "--redact"]] {
            let fetched = [command, &["--connection", ID, "--region", REGION]].concat();
            let read = [command, &[file]].concat();
            let (stdout, _) = ended(bench.program(&fetched), 0);
            assert_eq!(stdout, ended(bench.bare(&read), 0).0);
        }
    }

    #[test]
    fn options_of_fetching_need_a_connection() {
        let bench = Bench::new();
        let args = [
            "show",
            "--region",
            REGION,
            "tests/fixtures/dual-tunnel.json",
        ];
        let (_, stderr) = ended(bench.bare(&args), 2);
        assert!(stderr.contains("--region is about fetching"), "{stderr}");
    }

    #[test]
    fn a_refusal_while_rendering_ends_with_4() {
        let bench = Bench::new();
        bench.api.fail(
            DOWNLOAD,
            1,
            api::error(404, "InvalidVpnConnectionInstanceId.NotFound", ""),
        );
        let args = ["render", "-t", "cisco/ios-xe", "--connection", ID];
        ended(bench.program(&args), 4);
    }
}

mod network {
    use super::*;

    /// The API over TLS under its real names, which only the proxy leads to it.
    fn behind_a_proxy(names: &[&str]) -> (Bench, Server, Proxy, PathBuf) {
        let (bench, authority) = (Bench::new(), Authority::new());
        let config = authority.certify(names);
        let server = Server::start_tls(config, Arc::clone(&bench.api) as Arc<dyn Handler>);
        let proxy = Proxy::leading_to(server.port());
        let ca_file = authority.write_pem(bench.home.path());
        (bench, server, proxy, ca_file)
    }

    fn fetch(bench: &Bench, more: &[&str]) -> Command {
        let mut command = bench.bare(&["fetch", "--connection", ID, "--region", REGION]);
        command
            .args(more)
            .env("ALIBABA_CLOUD_ACCESS_KEY_ID", KEY_ID)
            .env("ALIBABA_CLOUD_ACCESS_KEY_SECRET", SECRET);
        command
    }

    #[test]
    fn a_proxy_from_the_environment_leads_to_the_regions_server() {
        for (network, host) in [
            ("public", "vpc.cn-hangzhou.aliyuncs.com"),
            ("vpc", "vpc-vpc.cn-hangzhou.aliyuncs.com"),
            ("central", "vpc.aliyuncs.com"),
        ] {
            let (bench, _server, proxy, ca_file) = behind_a_proxy(&[host]);
            let args = ["--network", network, "--ca-file", ca_file.to_str().unwrap()];
            let mut command = fetch(&bench, &args);
            command.env("HTTPS_PROXY", proxy.url());
            assert_eq!(ended(command, 0).0, api::download(ID));
            assert_eq!(proxy.asked(), [format!("CONNECT {host}:443 HTTP/1.1")]);
        }
    }

    #[test]
    fn an_unknown_authority_is_refused_with_advice() {
        let (bench, _server, proxy, _) = behind_a_proxy(&["vpc.cn-hangzhou.aliyuncs.com"]);
        let mut command = fetch(&bench, &[]);
        command.env("HTTPS_PROXY", proxy.url());
        let (_, stderr) = ended(command, 4);
        assert!(stderr.contains("TLS certificate was refused"), "{stderr}");
        assert!(stderr.contains("--ca-file"), "{stderr}");
    }

    /// No bundle of certificates can be found on such a system.
    #[cfg(target_os = "linux")]
    #[test]
    fn a_system_without_authorities_is_told_to_get_some() {
        let (bench, _server, proxy, ca_file) = behind_a_proxy(&["vpc.cn-hangzhou.aliyuncs.com"]);
        let without = |more: &[&str]| {
            let mut command = fetch(&bench, more);
            command
                .env("HTTPS_PROXY", proxy.url())
                .env("SSL_CERT_FILE", "/nowhere")
                .env("SSL_CERT_DIR", "/nowhere");
            command
        };
        let (_, stderr) = ended(without(&[]), 4);
        assert!(stderr.contains("ca-certificates"), "{stderr}");
        ended(without(&["--ca-file", ca_file.to_str().unwrap()]), 0);
    }

    #[test]
    fn plain_http_to_this_machine_goes_past_proxies() {
        let bench = Bench::new();
        let proxy = Proxy::leading_to(bench.server.port());
        let mut command = bench.program(&["fetch", "--connection", ID]);
        for variable in ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY"] {
            command.env(variable, proxy.url());
        }
        ended(command, 0);
        assert!(proxy.asked().is_empty());
    }

    #[test]
    fn the_timeout_is_the_users() {
        let bench = Bench::new();
        bench.api.be_slow(Duration::from_secs(8));
        let before = Instant::now();
        let (_, stderr) = ended(
            bench.program(&["fetch", "--connection", ID, "--timeout", "1"]),
            4,
        );
        assert!(stderr.contains("no complete answer in time"), "{stderr}");
        assert!(stderr.contains("--timeout"), "{stderr}");
        assert!(before.elapsed() < Duration::from_secs(8));
    }
}

mod policy {
    use super::*;

    #[test]
    fn the_policy_is_json_that_ram_takes() {
        let bench = Bench::new();
        let (stdout, _) = ended(bench.bare(&["policy"]), 0);
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
}
