//! Profiles that run a program.

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
    let sts = r#"{"mode":"StsToken","access_key_id":"a","access_key_secret":"b","sts_token":"c"}"#;
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
