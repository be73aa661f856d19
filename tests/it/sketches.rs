//! Three first drafts of targets, with all their mistakes: the check tells the lines that would have written a wrong key.
//! Corrected, they are sound.

use std::fs;
use std::path::Path;

use crate::overlay::{check, targets};

/// `file:line: ` of a text in a manifest.
fn place(folder: &str, file: &str, of: &str) -> String {
    let path = Path::new(folder).join(file);
    let text = fs::read_to_string(&path).unwrap();
    let at = text.find(of).unwrap_or_else(|| panic!("{file}: {of}"));
    format!(
        "{}:{}: ",
        path.display(),
        text[..at].matches('\n').count() + 1
    )
}

#[test]
fn the_drafts_are_told_where_a_key_would_come_out_as_another() {
    let folder = "tests/sketches/as-is";
    let (code, told) = check(Path::new(folder));
    assert_eq!(code, Some(2), "{told}");
    for (file, of, said) in [
        (
            "fortinet/fortios.toml",
            "refuse_start = [\"0x\"]",
            "psk.refuse_start: a key that begins with \"0s\" would be written as it is",
        ),
        (
            "fortinet/fortios.toml",
            "[psk]",
            "psk.takes: keys with the characters !#$%",
        ),
        ("fortinet/fortios.toml", "[psk]", "psk.max: is missing"),
        (
            "mikrotik/routeros.toml",
            "[psk]",
            "psk.takes: keys with the characters !#%&",
        ),
        (
            "mikrotik/routeros.toml",
            "refuse_start = [\"0x\"]",
            "psk.refuse_start: a key that begins with \"0s\"",
        ),
        (
            "vyos/vyos.toml",
            "[psk]",
            "psk.takes: keys with the characters !#$%",
        ),
    ] {
        let said = place(folder, file, of) + said;
        assert!(told.contains(&said), "{said}\n{told}");
    }
    for file in ["fortinet/fortios.toml", "vyos/vyos.toml"] {
        assert!(
            told.contains(&format!("{folder}/{file}: bgp_key: is missing")),
            "{told}"
        );
    }
}

#[test]
fn corrected_they_are_sound() {
    let (code, told) = check(Path::new("tests/sketches/corrected"));
    assert_eq!(code, Some(0), "{told}");
    for shown in [
        "fortinet/fortios: sound",
        "mikrotik/routeros: sound",
        "vyos/vyos: sound",
    ] {
        assert!(told.contains(shown), "{shown}: {told}");
    }
    // What RouterOS reads back within quotes.
    assert!(
        told.contains("    a$b -> \"a\\$b\"\n") && told.contains("    a?b -> \"a\\?b\"\n"),
        "{told}"
    );
}

#[test]
fn what_escapes_a_key_by_hand_is_stopped_with_its_line() {
    // The manifest is corrected, the template is not.
    let folder = tempfile::tempdir().unwrap();
    let copy = |from: &str, to: &str| {
        let to = folder.path().join(to);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(Path::new("tests/sketches").join(from), to).unwrap();
    };
    copy("corrected/vyos/vyos.toml", "vyos/vyos.toml");
    for name in ["config.j2", "cleanup.j2", "verify.j2"] {
        copy(
            &format!("corrected/vyos/vyos/{name}"),
            &format!("vyos/vyos/{name}"),
        );
    }
    copy("as-is/vyos/vyos/bgp.j2", "vyos/vyos/bgp.j2");
    let bgp = fs::read_to_string(folder.path().join("vyos/vyos/bgp.j2")).unwrap();
    let line = bgp[..bgp.find("in tunnel.bgp.auth_key").unwrap()]
        .matches('\n')
        .count()
        + 1;
    let (code, told) = check(folder.path());
    assert_eq!(code, Some(2), "{told}");
    let said = format!("vyos/vyos/bgp.j2:{line}: a template may print a key and nothing else");
    assert!(told.contains(&said), "{said}\n{told}");
}

/// Every text of every response on them is what an accepted file says, to the byte. `PEERCONF_BLESS=1` accepts: read what
/// `git diff` shows then.
#[test]
fn corrected_they_write_what_was_read_and_accepted() {
    let folder = "tests/sketches/corrected";
    if std::env::var_os("PEERCONF_BLESS").is_some() {
        targets(&["test", folder, "--accept"]);
    }
    let (_, told, _) = targets(&["test", folder, "--format", "json"]);
    let told: serde_json::Value = serde_json::from_str(&told).unwrap();
    for verdict in told["targets"].as_array().unwrap() {
        assert_eq!(verdict["sound"], true, "{verdict}");
        let expectations = verdict["test"]["expectations"].as_array().unwrap();
        let same = expectations.iter().filter(|e| e["state"] == "same").count();
        assert!(same > 90, "{}: {same}", verdict["target"]);
        // A fixture that is younger than what was accepted is no difference; anything else is.
        let failures = verdict["test"]["failures"].as_array().unwrap().iter();
        for failure in failures.filter_map(serde_json::Value::as_str) {
            assert!(
                failure.ends_with(": nobody has accepted it yet"),
                "{failure}"
            );
        }
    }
    let expected = |file: &str| fs::read_to_string(Path::new(folder).join(file)).unwrap();
    // What the first drafts wrote wrongly.
    let hostile = expected("mikrotik/routeros/tests/hostile-psk.txt");
    assert!(
        hostile.contains("\\\"7{%}[0]\\\\'a9!z\\?;Z\\$B(b)"),
        "{hostile}"
    );
    for (target, prefix) in [
        ("fortinet/fortios", "psk-0x-prefix"),
        ("vyos/vyos", "psk-0s-prefix"),
    ] {
        let refused = expected(&format!("{target}/tests/{prefix}.txt"));
        assert!(refused.contains("psk-not-writable"), "{refused}");
        assert!(!refused.contains(": rendered"), "{refused}");
    }
}
