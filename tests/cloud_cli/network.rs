//! TLS, proxies, time.

use super::*;
use support::wire::{Incoming, Reply};

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
fn a_proxy_that_refuses_is_not_mistaken_for_the_api() {
    let bench = Bench::new();
    let proxy = Server::start(Arc::new(|_: &Incoming| {
        Reply::new(407, "text/html", "log in")
    }));
    let mut command = fetch(&bench, &[]);
    command.env(
        "HTTPS_PROXY",
        proxy.url().replace("http://", "http://me:hunter2@"),
    );
    let (_, stderr) = ended(command, 4);
    assert!(
        stderr.contains("the proxy wants a login (HTTP 407)"),
        "{stderr}"
    );
    assert!(stderr.contains("special characters as %XX"), "{stderr}");
    assert!(!stderr.contains("--network"), "{stderr}");
    assert!(stderr.contains("HTTPS_PROXY"), "{stderr}");
    assert!(!stderr.contains("hunter2"), "{stderr}");
}

/// The name is one that never exists (RFC 6761).
#[test]
fn a_name_that_is_unknown_leads_to_the_central_server() {
    let bench = Bench::new();
    let (_, stderr) = ended(fetch(&bench, &["--endpoint", "vpc.invalid"]), 4);
    assert!(stderr.contains("name cannot be resolved"), "{stderr}");
    assert!(stderr.contains("--network central"), "{stderr}");
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
