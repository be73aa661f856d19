//! The SDKs' INI file.

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

const OTHER_SHARED: &str = ".alibabacloud/credentials.ini";

fn key(id: &str) -> String {
    format!("[default]\ntype = access_key\naccess_key_id = {id}\naccess_key_secret = s\n")
}

#[test]
fn both_names_of_the_file_are_read() {
    let machine = Fake::default().with_file(OTHER_SHARED, &key("id-ini"));
    assert_eq!(id(find(&machine)), "id-ini");
    // The same twice is no contradiction, however it is written.
    let same = "# by another SDK\n[default]\naccess_key_id: id-ini\nType=access_key\naccess_key_secret='s'\n";
    let machine = machine.with_file(SHARED, same);
    assert_eq!(id(find(&machine)), "id-ini");
    let machine = machine.with_file(SHARED, &key("id-other"));
    let error = why(find(&machine));
    assert!(
        error.contains("credentials.ini say different things of it: remove one"),
        "{error}"
    );
    // A profile that only one of them has is taken from there.
    let machine = machine.with_file(
        SHARED,
        "[work]\ntype=access_key\naccess_key_id=w\naccess_key_secret=s\n",
    );
    assert_eq!(id(find(&machine)), "id-ini");
    assert_eq!(id(find_as(&machine, Some("work"))), "w");
}

/// The instance's role is never asked where a file is there but broken.
#[test]
fn neither_name_leads_past_the_file_to_the_instances_role() {
    let metadata = Metadata::start(Version::Two);
    let machine = Fake::default().with_file(OTHER_SHARED, "[default]\ntype=access_key\n");
    let (transport, clock) = (Contained::new(Some(metadata.url())), FakeClock::right());
    let error = Chain::new(&machine, &transport, &clock)
        .credentials()
        .unwrap_err();
    assert!(
        error.to_string().contains("access_key_id is missing"),
        "{error}"
    );
    assert!(metadata.asked().is_empty());
}
