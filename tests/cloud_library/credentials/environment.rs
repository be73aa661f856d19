//! Keys in environment variables.

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
