//! The official command's profiles.

use super::*;

#[test]
fn long_lived_and_temporary_keys() {
    assert_eq!(
        parts(find(&with_config(AK))),
        ("id-ak".into(), "secret-ak".into(), None)
    );
    let sts = r#""mode":"StsToken","access_key_id":"a","access_key_secret":"b","sts_token":"c""#;
    assert_eq!(
        parts(find(&with_config(sts))),
        ("a".into(), "b".into(), Some("c".into()))
    );
}

#[test]
fn the_case_of_a_mode_does_not_matter_and_it_may_be_missing() {
    let lower = r#""mode":"ak","access_key_id":"a","access_key_secret":"b""#;
    assert_eq!(id(find(&with_config(lower))), "a");
    let none = r#""access_key_id":"a","access_key_secret":"b","sts_token":"c""#;
    assert_eq!(parts(find(&with_config(none))).2.as_deref(), Some("c"));
    let program = with_config(r#""process_command":"login""#).with_program(
        &["login"],
        r#"{"access_key_id":"a","access_key_secret":"b"}"#,
    );
    assert_eq!(id(find(&program)), "a");
    assert!(
        why(find(&with_config(r#""access_key_secret":"b""#))).contains("access_key_id is missing")
    );
}

#[test]
fn which_profile() {
    let file = r#"{"current":"one","profiles":[
        {"name":"one","mode":"AK","access_key_id":"id-1","access_key_secret":"s"},
        {"name":"two","mode":"AK","access_key_id":"id-2","access_key_secret":"s"}]}"#;
    let machine = Fake::default().with_file(CONFIG, file);
    assert_eq!(id(find(&machine)), "id-1");
    assert_eq!(id(find_as(&machine, Some("two"))), "id-2");
    let machine = machine.with_variable("ALIBABA_CLOUD_PROFILE", "two");
    assert_eq!(id(find(&machine)), "id-2");
    assert_eq!(id(find_as(&machine, Some("one"))), "id-1");
    let error = why(find_as(&machine, Some("three")));
    assert!(
        error.starts_with("profile three: no profile three in "),
        "{error}"
    );
}

#[test]
fn another_file_and_no_file() {
    let machine = Fake::default()
        .with_file("/elsewhere.json", &config(AK))
        .with_variable("ALIBABA_CLOUD_CONFIG_FILE", "/elsewhere.json");
    assert_eq!(id(find(&machine)), "id-ak");
    let machine = Fake::default().with_variable("ALIBABA_CLOUD_CONFIG_FILE", "/gone.json");
    assert_eq!(
        why(find(&machine)),
        "/gone.json: not there (ALIBABA_CLOUD_CONFIG_FILE)"
    );
}

#[test]
fn switched_off() {
    for switch in [
        "ALIBABA_CLOUD_CLI_PROFILE_DISABLED",
        "ALIBABA_CLOUD_IGNORE_PROFILE",
        "ALIBABACLOUD_IGNORE_PROFILE",
    ] {
        let machine = with_config(AK).with_variable(switch, "TRUE");
        assert!(why(find(&machine)).contains(switch));
    }
}

#[test]
fn a_broken_file_is_named_with_its_place_and_without_its_content() {
    let text = "{\"current\":\"work\",\n \"profiles\":[{\"access_key_secret\": 12345678}]}";
    let error = why(find(&Fake::default().with_file(CONFIG, text)));
    assert_eq!(
        error,
        format!("{HOME}/{CONFIG}: not the JSON expected, at line 2, column 43")
    );
}

#[test]
fn what_is_missing_is_named() {
    let place = format!("profile work in {HOME}/{CONFIG}");
    for (fields, field) in [
        (r#""mode":"AK","access_key_id":"a""#, "access_key_secret"),
        (r#""mode":"AK","access_key_secret":"a""#, "access_key_id"),
        (
            r#""mode":"StsToken","access_key_id":"a","access_key_secret":"b""#,
            "sts_token",
        ),
        (
            r#""mode":"RamRoleArn","access_key_id":"a","access_key_secret":"b""#,
            "ram_role_arn",
        ),
        (r#""mode":"ChainableRamRoleArn""#, "source_profile"),
        (r#""mode":"OIDC""#, "oidc_provider_arn"),
        (r#""mode":"External""#, "process_command"),
        (r#""mode":"CredentialsURI""#, "credentials_uri"),
    ] {
        assert_eq!(
            why(find(&with_config(fields))),
            format!("{place}: {field} is missing")
        );
    }
}

#[test]
fn a_profile_that_was_never_filled_in_is_passed_over() {
    let empty = config(r#""mode":"AK","access_key_id":"","access_key_secret":"""#);
    let shared = "[default]\ntype=access_key\naccess_key_id=id-ini\naccess_key_secret=s\n";
    let machine = Fake::default()
        .with_file(CONFIG, &empty)
        .with_file(SHARED, shared);
    assert_eq!(id(find(&machine)), "id-ini");
}

#[test]
fn modes_of_the_official_command_only_lead_to_the_pipe() {
    for mode in ["BearerToken", "Anonymous", "RsaKeyPair", "New\\u001bMode"] {
        let error = find(&with_config(&format!(r#""mode":"{mode}""#))).unwrap_err();
        assert!(
            matches!(error, CredentialsError::Unsupported { .. }),
            "{error}"
        );
        assert!(!error.to_string().contains('\u{1b}'));
        assert!(error.help()[0].contains("aliyun vpc DownloadVpnConnectionConfig"));
    }
}

#[test]
fn a_file_that_others_may_read_is_warned_of_once() {
    let machine = Fake::default().with_file_of_mode(CONFIG, &config(AK), 0o644);
    let (transport, clock, ear) = (Contained::new(None), FakeClock::right(), Ear::default());
    let chain = Chain::new(&machine, &transport, &clock).with_observer(&ear);
    chain.region().unwrap();
    chain.credentials().unwrap();
    let warnings: Vec<_> = ear
        .heard()
        .into_iter()
        .filter(|line| line.contains("chmod 600"))
        .collect();
    assert_eq!(
        warnings,
        [format!(
            "{HOME}/{CONFIG} holds credentials and others may read it (mode 0644): \
             chmod 600 {HOME}/{CONFIG}"
        )]
    );
    let trace = ear.heard().join("\n");
    assert!(
        trace.contains("signing with **** from profile work"),
        "{trace}"
    );
    assert!(!trace.contains("secret-ak"));
}

#[test]
fn null_is_as_good_as_nothing() {
    let nulls = format!(
        r#"{AK},"sts_token":null,"ram_role_arn":null,"region_id":null,"endpoint":null,"expired_seconds":null,
           "enable_vpc":null,"sts_expiration":null"#
    );
    assert_eq!(id(find(&with_config(&nulls))), "id-ak");
    let machine = Fake::default().with_file(CONFIG, r#"{"current":null,"profiles":null}"#);
    assert!(matches!(
        find(&machine),
        Err(CredentialsError::NotFound { .. })
    ));
}

#[test]
fn a_key_with_a_line_break_is_no_key() {
    for (field, name) in [
        (
            r#""access_key_id":"id\n","access_key_secret":"s""#,
            "access key id",
        ),
        (
            r#""access_key_id":"id","access_key_secret":"hunter2\r\nx""#,
            "access key secret",
        ),
    ] {
        let error = why(find(&with_config(&format!(r#""mode":"AK",{field}"#))));
        assert!(
            error.contains(&format!("the {name} has a line break in it")),
            "{error}"
        );
        assert!(!error.contains("hunter2"), "{error}");
    }
    let machine = Fake::default()
        .with_variable(ID_VARIABLE, "id")
        .with_variable(SECRET_VARIABLE, "secret")
        .with_variable("ALIBABA_CLOUD_SECURITY_TOKEN", "CAIS\nrest");
    let error = why(find(&machine));
    assert!(
        error.contains("the session token has a line break"),
        "{error}"
    );
}

#[test]
fn the_server_of_a_profile_and_of_the_environment() {
    let whereabouts = |machine: &Fake| {
        let (transport, clock) = (Contained::new(None), FakeClock::right());
        let found = Chain::new(machine, &transport, &clock)
            .whereabouts()
            .unwrap();
        (found.endpoint, found.inside_vpc)
    };
    let machine = with_config(&format!(
        r#"{AK},"endpoint":"vpc.example.com","endpoint_type":"VPC""#
    ));
    assert_eq!(
        whereabouts(&machine),
        (Some("vpc.example.com".to_owned()), true)
    );
    let machine = with_config(AK)
        .with_variable("ALIBABA_CLOUD_ENDPOINT", "other.example.com")
        .with_variable("ALIBABA_CLOUD_ENDPOINT_TYPE", "vpc");
    assert_eq!(
        whereabouts(&machine),
        (Some("other.example.com".to_owned()), true)
    );
    let machine = machine.with_variable("ALIBABACLOUD_IGNORE_PROFILE", "TRUE");
    assert_eq!(
        whereabouts(&machine),
        (Some("other.example.com".to_owned()), true)
    );
    assert_eq!(whereabouts(&with_config(AK)), (None, false));
}
