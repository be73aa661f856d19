//! Refusals, and answers that are none.

use super::*;

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
            Reply::json(200, &b"{VpnConnectionConfig}"[..]),
            "JSON that is damaged",
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
fn json_that_breaks_off_is_asked_for_again() {
    let bench = Bench::new();
    let whole = api::download(ID);
    let cut = Reply::json(200, &whole.as_bytes()[..whole.len() / 2]);
    bench.api.fail(DOWNLOAD, 2, cut.clone());
    assert_eq!(bench.fetch().unwrap(), whole.as_bytes());
    assert_eq!(bench.api.seen().len(), 3);

    let bench = Bench::new();
    bench.api.fail(DOWNLOAD, 9, cut);
    let error = bench.fetch().unwrap_err();
    assert!(error.to_string().contains("breaks off"), "{error}");
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
