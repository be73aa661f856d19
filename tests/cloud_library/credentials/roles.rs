//! Roles from the token service: upon keys, upon roles, and for OIDC tokens.

use super::*;

/// An API whose token service knows the base key.
fn service() -> (std::sync::Arc<Api>, Server) {
    let api = Api::new();
    let server = api.serve();
    (api, server)
}

fn base() -> String {
    format!(r#""access_key_id":"{KEY_ID}","access_key_secret":"{SECRET}""#)
}

#[test]
fn a_role_upon_a_key() {
    let (api, server) = service();
    let machine = with_config(&format!(
        r#""mode":"RamRoleArn",{},"ram_role_arn":"acs:ram::1:role/vpn","ram_session_name":"me",
           "expired_seconds":900,"external_id":"x","policy":"{{}}","sts_endpoint":"{}""#,
        base(),
        server.url()
    ));
    let found = find(&machine).unwrap();
    assert_eq!(found.access_key_id(), "STS.IssuedIssuedIssued1");
    assert!(found.expires().is_some());
    let seen = &api.seen()[0];
    assert_eq!(
        (seen.action.as_str(), seen.key_id.as_str()),
        ("AssumeRole", KEY_ID)
    );
    for (name, value) in [
        ("RoleArn", "acs:ram::1:role/vpn"),
        ("RoleSessionName", "me"),
        ("DurationSeconds", "900"),
        ("ExternalId", "x"),
        ("Policy", "{}"),
    ] {
        assert_eq!(seen.parameters[name], value);
    }
}

#[test]
fn a_role_upon_a_role_upon_a_key() {
    let (api, server) = service();
    let file = format!(
        r#"{{"current":"top","profiles":[
            {{"name":"top","mode":"ChainableRamRoleArn","source_profile":"middle","ram_role_arn":"top"}},
            {{"name":"middle","mode":"ChainableRamRoleArn","source_profile":"key","ram_role_arn":"middle"}},
            {{"name":"key","mode":"AK",{}}}]}}"#,
        base()
    );
    let machine = Fake::default()
        .with_file(CONFIG, &file)
        .with_variable("ALIBABA_CLOUD_STS_ENDPOINT", &server.url());
    assert_eq!(id(find(&machine)), "STS.IssuedIssuedIssued2");
    let asked: Vec<_> = api
        .seen()
        .iter()
        .map(|seen| (seen.key_id.clone(), seen.parameters["RoleArn"].clone()))
        .collect();
    assert_eq!(
        asked,
        [
            (KEY_ID.to_owned(), "middle".to_owned()),
            ("STS.IssuedIssuedIssued1".to_owned(), "top".to_owned()),
        ]
    );
}

#[test]
fn circles_and_gaps_in_a_chain() {
    let file = |source: &str| {
        format!(
            r#"{{"current":"a","profiles":[
                {{"name":"a","mode":"ChainableRamRoleArn","source_profile":"b","ram_role_arn":"r"}},
                {{"name":"b","mode":"ChainableRamRoleArn","source_profile":"{source}","ram_role_arn":"r"}}]}}"#
        )
    };
    let error = |source: &str| why(find(&Fake::default().with_file(CONFIG, &file(source))));
    assert!(
        error("a").contains("leads in a circle: a → b → a"),
        "{}",
        error("a")
    );
    assert!(error("b").contains("leads in a circle: a → b → b"));
    assert!(error("c").contains("source_profile c is not in the file"));
}

#[test]
fn a_refusal_names_the_role_and_hides_the_key() {
    let (api, server) = service();
    api.fail(
        "AssumeRole",
        1,
        api::error(403, "NoPermission", &format!("{KEY_ID} may not")),
    );
    let machine = with_config(&format!(
        r#""mode":"RamRoleArn",{},"ram_role_arn":"acs:ram::1:role/vpn","sts_endpoint":"{}""#,
        base(),
        server.url()
    ));
    let error = find(&machine).unwrap_err();
    let text = format!("{error} {}", error.help().join(" "));
    assert!(
        text.contains("AssumeRole was refused with NoPermission"),
        "{text}"
    );
    assert!(
        text.contains("sts:AssumeRole on acs:ram::1:role/vpn"),
        "{text}"
    );
    assert!(!text.contains(KEY_ID), "{text}");
}

#[test]
fn the_token_service_must_not_be_plain_http_elsewhere() {
    let machine = with_config(&format!(
        r#""mode":"RamRoleArn",{},"ram_role_arn":"r","sts_endpoint":"http://sts.example.com""#,
        base()
    ));
    assert!(
        why(find(&machine)).contains("loopback"),
        "{}",
        why(find(&machine))
    );
}

fn oidc_variables(server: &Server) -> Fake {
    Fake::default()
        .with_file("/var/run/token", &format!("{OIDC_TOKEN}\n"))
        .with_variable("ALIBABA_CLOUD_OIDC_TOKEN_FILE", "/var/run/token")
        .with_variable(
            "ALIBABA_CLOUD_OIDC_PROVIDER_ARN",
            "acs:ram::1:oidc-provider/k8s",
        )
        .with_variable("ALIBABA_CLOUD_ROLE_ARN", "acs:ram::1:role/pod")
        .with_variable("ALIBABA_CLOUD_STS_ENDPOINT", &server.url())
}

#[test]
fn a_workloads_token_from_the_environment() {
    let (api, server) = service();
    let machine = oidc_variables(&server);
    assert_eq!(id(find(&machine)), "STS.IssuedIssuedIssued1");
    let seen = &api.seen()[0];
    assert_eq!(
        seen.parameters["OIDCProviderArn"],
        "acs:ram::1:oidc-provider/k8s"
    );
    assert_eq!(seen.parameters["RoleArn"], "acs:ram::1:role/pod");
    assert_eq!(seen.parameters["RoleSessionName"], "peerconf");
}

#[test]
fn a_workloads_token_from_a_profile() {
    let (_api, server) = service();
    let machine = with_config(&format!(
        r#""mode":"OIDC","oidc_provider_arn":"p","oidc_token_file":"/var/run/token",
           "ram_role_arn":"r","sts_endpoint":"{}""#,
        server.url()
    ))
    .with_file("/var/run/token", OIDC_TOKEN);
    assert_eq!(id(find(&machine)), "STS.IssuedIssuedIssued1");
}

#[test]
fn a_token_file_that_is_missing_or_empty_or_refused() {
    let (_api, server) = service();
    let machine = oidc_variables(&server);
    let gone = machine.with_variable("ALIBABA_CLOUD_OIDC_TOKEN_FILE", "/gone");
    assert!(why(find(&gone)).contains("token file /gone:"));
    let empty = gone.with_file("/gone", " \n");
    assert!(why(find(&empty)).contains("token file /gone: empty"));
    let wrong = empty.with_file("/gone", "eyJ.wrong.token");
    let error = find(&wrong).unwrap_err().to_string();
    assert!(
        error.contains("AuthenticationFail") && !error.contains("eyJ"),
        "{error}"
    );
}

#[test]
fn the_environments_key_is_found_without_asking_the_token_service() {
    let (api, server) = service();
    let machine = oidc_variables(&server)
        .with_variable(ID_VARIABLE, "id")
        .with_variable(SECRET_VARIABLE, "secret");
    assert_eq!(id(find(&machine)), "id");
    assert_eq!(api.seen().len(), 0);
}
