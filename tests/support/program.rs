//! The program under test, for the tests that run it.

use assert_cmd::Command;

/// The program, away from the user's configuration, salt and colours.
pub(crate) fn peerconf() -> Command {
    let mut command = Command::cargo_bin("peerconf").unwrap();
    command
        .env_remove("PEERCONF_SALT")
        .env_remove("PEERCONF_VENDORS")
        .env_remove("PEERCONF_LANG")
        .env_remove("PEERCONF_TARGET")
        .env_remove("PEERCONF_VALUES")
        .env_remove("PEERCONF_CRYPTO")
        .env_remove("PEERCONF_ALLOW")
        .env_remove("PEERCONF_WARN")
        .env_remove("PEERCONF_DENY")
        .env_remove("NO_COLOR")
        .env("PEERCONF_LANG", "en")
        .env("XDG_CONFIG_HOME", "/nonexistent");
    command
}
