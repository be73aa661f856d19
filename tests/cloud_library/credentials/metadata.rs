//! The role of an ECS instance.

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
