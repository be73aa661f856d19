//! The chain of credentials on a machine that exists only here, with services on loopback.

use peerconf::cloud::{
    Chain, Client, Credentials, CredentialsError, Endpoint, HttpTransport, credentials::Provider,
    download,
};

use crate::support::{
    api::{self, Api, KEY_ID, OIDC_TOKEN, REGION, SECRET},
    machine::{Contained, Ear, Fake, FakeClock, HOME},
    server::Server,
    services::{self, Metadata, Version},
    wire::{Incoming, Reply},
};

const CONFIG: &str = ".aliyun/config.json";
const SHARED: &str = ".alibabacloud/credentials";
const ID_VARIABLE: &str = "ALIBABA_CLOUD_ACCESS_KEY_ID";
const SECRET_VARIABLE: &str = "ALIBABA_CLOUD_ACCESS_KEY_SECRET";

/// What the chain finds on a machine without a metadata service.
fn find(machine: &Fake) -> Result<Credentials, CredentialsError> {
    find_as(machine, None)
}

fn find_as(machine: &Fake, profile: Option<&str>) -> Result<Credentials, CredentialsError> {
    let (transport, clock) = (Contained::new(None), FakeClock::right());
    Chain::new(machine, &transport, &clock)
        .with_profile(profile)
        .credentials()
}

fn id(found: Result<Credentials, CredentialsError>) -> String {
    found.unwrap().access_key_id().to_owned()
}

fn parts(found: Result<Credentials, CredentialsError>) -> (String, String, Option<String>) {
    let found = found.unwrap();
    (
        found.access_key_id().to_owned(),
        found.access_key_secret().reveal().to_owned(),
        found
            .security_token()
            .map(|token| token.reveal().to_owned()),
    )
}

fn why(found: Result<Credentials, CredentialsError>) -> String {
    found.unwrap_err().to_string()
}

/// A configuration with one profile, which is the current one.
fn config(fields: &str) -> String {
    format!(r#"{{"current":"work","profiles":[{{"name":"work",{fields}}}],"meta_path":""}}"#)
}

fn with_config(fields: &str) -> Fake {
    Fake::default().with_file(CONFIG, &config(fields))
}

const AK: &str = r#""mode":"AK","access_key_id":"id-ak","access_key_secret":"secret-ak""#;

mod environment {
    use super::*;

    #[test]
    fn keys_and_token() {
        let machine = Fake::default()
            .with_variable(ID_VARIABLE, "id")
            .with_variable(SECRET_VARIABLE, "secret");
        assert_eq!(parts(find(&machine)), ("id".into(), "secret".into(), None));
        let machine = machine.with_variable("ALIBABA_CLOUD_SECURITY_TOKEN", "token");
        assert_eq!(parts(find(&machine)).2.as_deref(), Some("token"));
    }

    #[test]
    fn the_other_spellings() {
        for (id_name, secret_name) in [
            ("ALIBABA_CLOUD_ACCESS_KEY_Id", SECRET_VARIABLE),
            (
                "ALIBABACLOUD_ACCESS_KEY_ID",
                "ALIBABACLOUD_ACCESS_KEY_SECRET",
            ),
            ("ALICLOUD_ACCESS_KEY_ID", "ALICLOUD_ACCESS_KEY_SECRET"),
        ] {
            let machine = Fake::default()
                .with_variable(id_name, "id")
                .with_variable(secret_name, "secret");
            assert_eq!(id(find(&machine)), "id", "{id_name}");
        }
    }

    #[test]
    fn half_a_key_is_an_error_and_not_another_identity() {
        let machine = with_config(AK).with_variable(ID_VARIABLE, "id");
        assert_eq!(
            why(find(&machine)),
            "environment: ALIBABA_CLOUD_ACCESS_KEY_ID is set but ALIBABA_CLOUD_ACCESS_KEY_SECRET is not"
        );
        // A secret of another spelling does not complete it.
        let machine = machine.with_variable("ALICLOUD_ACCESS_KEY_SECRET", "secret");
        assert!(why(find(&machine)).contains("is not"));
    }

    #[test]
    fn it_goes_before_the_files_unless_a_profile_is_named() {
        let machine = with_config(AK)
            .with_variable(ID_VARIABLE, "id-env")
            .with_variable(SECRET_VARIABLE, "secret");
        assert_eq!(id(find(&machine)), "id-env");
        assert_eq!(id(find_as(&machine, Some("work"))), "id-ak");
    }
}

mod profiles {
    use super::*;

    #[test]
    fn long_lived_and_temporary_keys() {
        assert_eq!(
            parts(find(&with_config(AK))),
            ("id-ak".into(), "secret-ak".into(), None)
        );
        let sts =
            r#""mode":"StsToken","access_key_id":"a","access_key_secret":"b","sts_token":"c""#;
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
        for mode in [
            "CloudSSO",
            "OAuth",
            "BearerToken",
            "Anonymous",
            "RsaKeyPair",
            "New\\u001bMode",
        ] {
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
}

mod external {
    use super::*;

    fn with_program(output: &str) -> Fake {
        with_config(r#""mode":"External","process_command":"my-login --account 'a b'""#)
            .with_program(&["my-login", "--account", "a b"], output)
    }

    #[test]
    fn keys_from_a_program() {
        let ak = r#"{"mode":"AK","access_key_id":"a","access_key_secret":"b"}"#;
        assert_eq!(
            parts(find(&with_program(ak))),
            ("a".into(), "b".into(), None)
        );
        let sts =
            r#"{"mode":"StsToken","access_key_id":"a","access_key_secret":"b","sts_token":"c"}"#;
        assert_eq!(parts(find(&with_program(sts))).2.as_deref(), Some("c"));
    }

    #[test]
    fn its_output_and_command_line_are_not_repeated() {
        for output in [
            "hunter2",
            r#"{"mode":"AK","access_key_id":"hunter2"}"#,
            r#"{"mode":"hunter2"}"#,
        ] {
            let error = why(find(&with_program(output)));
            assert!(error.contains("process_command printed"), "{error}");
            assert!(
                !error.contains("hunter2") && !error.contains("a b"),
                "{error}"
            );
        }
    }

    #[test]
    fn it_can_fail_and_be_switched_off() {
        let machine = with_config(r#""mode":"External","process_command":"absent""#);
        assert!(why(find(&machine)).contains("process_command failed"));
        let machine = with_program("").with_variable("ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS", "1");
        assert!(why(find(&machine)).contains("switched off"));
    }
}

mod roles {
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
}

mod shared_file {
    use super::*;

    #[test]
    fn kinds_of_sections() {
        let (api, metadata) = (Api::new(), Metadata::start(Version::Two));
        let server = api.serve();
        let text = format!(
            "[default]\ntype = access_key\naccess_key_id = id-ini\naccess_key_secret = s\n\
             [temporary]\ntype=sts\naccess_key_id=a\naccess_key_secret=b\nsecurity_token=c\n\
             [role]\ntype=ram_role_arn\naccess_key_id={KEY_ID}\naccess_key_secret={SECRET}\n\
             role_arn=acs:ram::1:role/r\nrole_session_name=s\n\
             [instance]\ntype=ecs_ram_role\nrole_name={}\n\
             [pod]\ntype=oidc_role_arn\nrole_arn=r\noidc_provider_arn=p\noidc_token_file_path=/token\n\
             [other]\ntype=rsa_key_pair\n\
             [half]\ntype=access_key\naccess_key_id=a\n",
            services::ROLE
        );
        let machine = Fake::default()
            .with_file(SHARED, &text)
            .with_file("/token", OIDC_TOKEN)
            .with_variable("ALIBABA_CLOUD_STS_ENDPOINT", &server.url());
        let (transport, clock) = (Contained::new(Some(metadata.url())), FakeClock::right());
        let find = |profile| {
            Chain::new(&machine, &transport, &clock)
                .with_profile(profile)
                .credentials()
        };
        assert_eq!(id(find(None)), "id-ini");
        assert_eq!(parts(find(Some("temporary"))).2.as_deref(), Some("c"));
        assert_eq!(id(find(Some("role"))), "STS.IssuedIssuedIssued1");
        assert_eq!(id(find(Some("instance"))), "STS.MetadataMetadata");
        assert_eq!(id(find(Some("pod"))), "STS.IssuedIssuedIssued2");
        assert!(why(find(Some("other"))).contains("mode rsa_key_pair"));
        assert!(why(find(Some("half"))).ends_with("access_key_secret is missing"));
        assert!(why(find(Some("nobody"))).contains("no section [nobody]"));
    }

    #[test]
    fn a_line_that_cannot_be_read_is_named() {
        let machine = Fake::default().with_file(SHARED, "[default]\nsecret without equals\n");
        let error = why(find(&machine));
        assert_eq!(
            error,
            format!("{HOME}/{SHARED}: line 2 is neither [section] nor key = value")
        );
    }

    #[test]
    fn another_file() {
        let machine = Fake::default()
            .with_file(
                "/ini",
                "[default]\ntype=access_key\naccess_key_id=i\naccess_key_secret=s",
            )
            .with_variable("ALIBABA_CLOUD_CREDENTIALS_FILE", "/ini");
        assert_eq!(id(find(&machine)), "i");
        let machine = Fake::default().with_variable("ALIBABA_CLOUD_CREDENTIALS_FILE", "/gone");
        assert!(why(find(&machine)).starts_with("/gone: not there"));
    }
}

mod metadata {
    use super::*;

    fn find_at(machine: &Fake, service: &Metadata) -> Result<Credentials, CredentialsError> {
        let (transport, clock) = (Contained::new(Some(service.url())), FakeClock::right());
        Chain::new(machine, &transport, &clock).credentials()
    }

    #[test]
    fn version_two_asks_for_a_token_first() {
        let service = Metadata::start(Version::Two);
        assert_eq!(
            id(find_at(&Fake::default(), &service)),
            "STS.MetadataMetadata"
        );
        assert_eq!(
            service.asked(),
            [
                "PUT /latest/api/token",
                "GET /latest/meta-data/ram/security-credentials/",
                "GET /latest/meta-data/ram/security-credentials/vpn-reader",
            ]
        );
    }

    #[test]
    fn a_role_by_name_is_not_asked_for() {
        let service = Metadata::start(Version::Two);
        let machine = Fake::default().with_variable("ALIBABA_CLOUD_ECS_METADATA", services::ROLE);
        find_at(&machine, &service).unwrap();
        assert_eq!(service.asked().len(), 2);
    }

    #[test]
    fn version_one_only_where_it_is_allowed() {
        let service = Metadata::start(Version::One);
        assert_eq!(
            id(find_at(&Fake::default(), &service)),
            "STS.MetadataMetadata"
        );
        let machine = Fake::default()
            .with_variable("ALIBABA_CLOUD_IMDSV1_DISABLED", "true")
            .with_variable("ALIBABA_CLOUD_ECS_METADATA", services::ROLE);
        let error = why(find_at(&machine, &service));
        assert!(error.contains("version 1 is switched off"), "{error}");
    }

    #[test]
    fn a_role_that_is_named_but_absent_is_an_error() {
        let service = Metadata::start(Version::Two);
        let machine = Fake::default().with_variable("ALIBABA_CLOUD_ECS_METADATA", "no/such role");
        let error = why(find_at(&machine, &service));
        assert!(error.contains("HTTP 404"), "{error}");
        assert!(service.asked()[1].ends_with("/no%2Fsuch%20role"));
    }

    #[test]
    fn it_can_be_switched_off() {
        let service = Metadata::start(Version::Two);
        let machine = Fake::default().with_variable("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true");
        assert!(why(find_at(&machine, &service)).contains("ALIBABA_CLOUD_ECS_METADATA_DISABLED"));
        assert!(service.asked().is_empty());
    }

    #[test]
    fn a_profile_of_that_mode() {
        let service = Metadata::start(Version::Two);
        let machine = with_config(&format!(
            r#""mode":"EcsRamRole","ram_role_name":"{}""#,
            services::ROLE
        ));
        assert_eq!(id(find_at(&machine, &service)), "STS.MetadataMetadata");
    }
}

mod uri {
    use std::sync::Arc;

    use super::*;

    fn helper(status: u16, body: &'static str) -> Server {
        Server::start(Arc::new(move |incoming: &Incoming| {
            assert_eq!(incoming.target, "/keys?token=hunter2");
            Reply::json(status, body)
        }))
    }

    const VARIABLE: &str = "ALIBABA_CLOUD_CREDENTIALS_URI";
    const KEYS: &str = r#"{"AccessKeyId":"STS.uri","AccessKeySecret":"s","SecurityToken":"t"}"#;

    #[test]
    fn keys_from_an_address() {
        let server = helper(200, KEYS);
        let url = format!("{}/keys?token=hunter2", server.url());
        assert_eq!(
            id(find(&Fake::default().with_variable(VARIABLE, &url))),
            "STS.uri"
        );
        let profile = with_config(&format!(
            r#""mode":"CredentialsURI","credentials_uri":"{url}""#
        ));
        assert_eq!(id(find(&profile)), "STS.uri");
        let by_variable = with_config(r#""mode":"CredentialsURI""#).with_variable(VARIABLE, &url);
        assert_eq!(id(find(&by_variable)), "STS.uri");
        let off = profile.with_variable("ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS", "true");
        assert!(why(find(&off)).contains("switched off"));
    }

    #[test]
    fn what_it_answers_is_not_repeated_and_neither_is_the_address() {
        for (status, body, words) in [
            (500, "hunter2", "HTTP 500"),
            (200, "hunter2", "not the JSON expected"),
            (200, r#"{"Code":"Failed"}"#, "Failed instead of Success"),
        ] {
            let server = helper(status, body);
            let url = format!("{}/keys?token=hunter2", server.url());
            let error = why(find(&Fake::default().with_variable(VARIABLE, &url)));
            assert!(
                error.contains(words) && !error.contains("hunter2"),
                "{error}"
            );
        }
    }

    #[test]
    fn plain_http_is_for_this_machine_only() {
        let machine =
            Fake::default().with_variable(VARIABLE, "http://192.0.2.1/keys?token=hunter2");
        let error = why(find(&machine));
        assert!(
            error.contains("loopback") && !error.contains("hunter2"),
            "{error}"
        );
    }
}

mod whole_chain {
    use super::*;

    #[test]
    fn nothing_anywhere_lists_every_place() {
        let error = find(&Fake::default()).unwrap_err();
        let text = error.to_string();
        for place in [
            "ALIBABA_CLOUD_ACCESS_KEY_ID",
            "ALIBABA_CLOUD_OIDC_TOKEN_FILE",
            "/home/tester/.aliyun/config.json",
            "/home/tester/.alibabacloud/credentials",
            "ECS metadata",
            "ALIBABA_CLOUD_CREDENTIALS_URI",
        ] {
            assert!(text.contains(place), "{place} not in {text}");
        }
        assert!(error.help()[0].contains("aliyun configure"));
    }

    #[test]
    fn the_region() {
        let region = |machine: &Fake, profile| {
            let (transport, clock) = (Contained::new(None), FakeClock::right());
            Chain::new(machine, &transport, &clock)
                .with_profile(profile)
                .region()
                .unwrap()
        };
        let machine = with_config(&format!(r#"{AK},"region_id":"eu-central-1""#));
        assert_eq!(region(&Fake::default(), None), None);
        assert_eq!(region(&machine, None).as_deref(), Some("eu-central-1"));
        let machine = machine.with_variable("REGION", "cn-beijing");
        assert_eq!(region(&machine, None).as_deref(), Some("cn-beijing"));
        assert_eq!(
            region(&machine, Some("work")).as_deref(),
            Some("eu-central-1")
        );
        let machine = machine.with_variable("ALIBABA_CLOUD_REGION_ID", "cn-shanghai");
        assert_eq!(region(&machine, None).as_deref(), Some("cn-shanghai"));
        assert_eq!(
            region(&machine, Some("other")).as_deref(),
            Some("cn-shanghai")
        );
    }

    #[test]
    fn a_token_that_ends_on_the_way_is_replaced() {
        let api = Api::new();
        let id = "vco-bp10lz7aejumd2vxoqgev";
        api.answer("DownloadVpnConnectionConfig", id, api::download(id));
        let server = api.serve();
        let machine = with_config(&format!(
            r#""mode":"RamRoleArn","access_key_id":"{KEY_ID}","access_key_secret":"{SECRET}",
               "ram_role_arn":"acs:ram::1:role/vpn","sts_endpoint":"{}""#,
            server.url()
        ));
        let (transport, clock) = (HttpTransport::new(), FakeClock::right());
        let chain = Chain::new(&machine, &transport, &clock);
        let endpoint = Endpoint::parse(&server.url()).unwrap();
        let client = Client::new(&transport, &clock, &chain, endpoint, REGION);
        download(&client, id).unwrap();
        api.end_key("STS.IssuedIssuedIssued1");
        download(&client, id).unwrap();
        download(&client, id).unwrap();
        let signed_by: Vec<_> = api.seen().iter().map(|seen| seen.key_id.clone()).collect();
        assert_eq!(
            signed_by,
            [
                KEY_ID,
                "STS.IssuedIssuedIssued1",
                KEY_ID,
                "STS.IssuedIssuedIssued2",
                "STS.IssuedIssuedIssued2",
            ]
        );
    }
}
