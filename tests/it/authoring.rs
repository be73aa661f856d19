//! The bench for authors of targets: start one, look at one, check and test it, by the program alone.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::Stdio;
use std::sync::LazyLock;

use peerconf::targets::Registry;
use serde_json::Value;

use crate::overlay::{self, MANIFEST, TEMPLATE, targets};

/// `targets test` of a folder, as JSON.
fn tested(folder: &Path, args: &[&str]) -> (Option<i32>, Value) {
    let folder = folder.to_str().unwrap();
    let args = [&["test", folder, "--format", "json"], args].concat();
    let (code, stdout, stderr) = targets(&args);
    let value = serde_json::from_str(&stdout);
    (
        code,
        value.unwrap_or_else(|error| panic!("{error}: {stdout}{stderr}")),
    )
}

fn failures(value: &Value) -> String {
    let failures = value["targets"][0]["test"]["failures"].as_array().unwrap();
    failures
        .iter()
        .filter_map(Value::as_str)
        .collect::<Vec<_>>()
        .join("\n")
}

/// A folder with the invented router, accepted.
fn accepted() -> tempfile::TempDir {
    // It is accepted once; each test has a copy.
    static ACCEPTED: LazyLock<tempfile::TempDir> = LazyLock::new(|| {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path().to_str().unwrap();
        let (code, _, told) = targets(&["new", "acme/router", "--dir", dir]);
        assert_eq!(code, Some(0), "{told}");
        let (code, value) = tested(folder.path(), &["--accept"]);
        assert_eq!(code, Some(0), "{}", failures(&value));
        folder
    });
    let copy = tempfile::tempdir().unwrap();
    copied(ACCEPTED.path(), copy.path());
    copy
}

fn copied(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let to = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copied(&path, &to);
        } else {
            fs::copy(&path, &to).unwrap();
        }
    }
}

#[test]
fn what_comes_out_is_compared_to_the_byte() {
    let folder = accepted();
    let (code, value) = tested(folder.path(), &[]);
    assert_eq!(code, Some(0), "{}", failures(&value));
    let verdict = &value["targets"][0];
    assert_eq!(
        (&verdict["sound"], &verdict["test"]["passed"]),
        (&true.into(), &true.into())
    );
    let cases = verdict["cases"].as_array().unwrap();
    assert!(cases.len() > 200, "{}", cases.len());
    let of = |response: &str, topology: &str, release: &str| {
        let is_it = |case: &&Value| {
            case["response"] == response
                && case["topology"] == topology
                && case["release"] == release
        };
        cases.iter().find(is_it).unwrap().clone()
    };
    assert_eq!(of("single-ikev2", "policy", "1.0")["outcome"], "rendered");
    let refused = of("single-ikev2", "route", "1.0");
    assert_eq!(refused["outcome"], "refused");
    assert_eq!(
        refused["rules"],
        serde_json::json!(["topology-not-supported"])
    );

    // Another line, another outcome, a file that is missing and one too many: each is told.
    let own = folder.path().join("acme");
    let change = |name: &str, old: &str, new: &str| {
        let text = fs::read_to_string(own.join(name)).unwrap();
        assert!(text.contains(old), "{name}: {old}");
        fs::write(own.join(name), text.replacen(old, new, 1)).unwrap();
    };
    change("router/verify.j2", "show ipsec", "display ipsec");
    change("router.toml", "group2 = \"modp1024\"\n", "");
    fs::remove_file(own.join("router/tests/dual-tunnel-ikev1.txt")).unwrap();
    let stale = fs::read_to_string(own.join("router/tests/single-ikev2.txt")).unwrap();
    fs::write(own.join("router/tests/no-more.txt"), stale).unwrap();
    let (code, value) = tested(folder.path(), &[]);
    assert_eq!(code, Some(2));
    let told = failures(&value);
    for said in [
        "tests/single-ikev2.txt: other than accepted\n--- accepted\n+++ now\n",
        "-show ipsec peer ali-t1\n+display ipsec peer ali-t1\n",
        "+##### policy-based, releases 1.0, 2.0: refused by algorithm-not-supported",
        "tests/dual-tunnel-ikev1.txt: nobody has accepted it yet",
        "tests/no-more.txt: nothing of that name comes out any more",
    ] {
        assert!(told.contains(said), "{said}\n{told}");
    }
    let (code, _) = tested(folder.path(), &["--accept"]);
    assert_eq!(code, Some(0));
    assert!(!own.join("router/tests/no-more.txt").exists());
    assert_eq!(tested(folder.path(), &[]).0, Some(0));
    // Nothing that is wrong becomes what is expected.
    change("router/config.j2", "{{ tunnel.name }}", "{{ tunnel.nmae }}");
    let (code, value) = tested(folder.path(), &["--accept"]);
    assert_eq!(code, Some(2));
    assert!(
        failures(&value).contains("nothing was accepted"),
        "{}",
        failures(&value)
    );
}

#[test]
fn every_input_is_filled_once_and_left_out_once() {
    let folder = accepted();
    let text =
        fs::read_to_string(folder.path().join("acme/router/tests/input-uplink.txt")).unwrap();
    let (filled, left_out) = text.split_once("##### uplink left out").unwrap();
    assert!(
        filled.contains("##### uplink=eth0 (") && filled.contains(" on eth0\n"),
        "{text}"
    );
    assert!(left_out.contains(" on <FILL-IN:uplink>\n"), "{text}");
    let text = fs::read_to_string(
        folder
            .path()
            .join("acme/router/tests/input-local_address.txt"),
    )
    .unwrap();
    assert!(text.contains("from 192.168.10.81 on"), "{text}");

    // A line that prints an input where nobody asks for it has a hole there: the check stops it, and the test finds one
    // that only shows once the others are given.
    let zone =
        "\n[[input]]\nname = \"zone\"\ntype = \"name\"\nwhen = { dual = true }\nhelp = \"h\"\n";
    let manifest = format!("{MANIFEST}{zone}");
    let printed = overlay::folder(
        &manifest,
        &format!("{TEMPLATE}zone {{{{ inputs.zone }}}}\n"),
    );
    let (code, told, _) = targets(&["check", printed.path().to_str().unwrap()]);
    assert_eq!(code, Some(2), "{told}");
    assert!(
        told.contains("error: acme/router/config.j2:10: a template may not print an input that"),
        "{told}"
    );
    let mark = "\n[[input]]\nname = \"mark\"\ntype = \"ipv4\"\ndefault = \"\"\nhelp = \"h\"\n";
    let hidden =
        format!("{TEMPLATE}{{% if inputs.mark %}}zone {{{{ inputs.zone }}}}{{% endif %}}\n");
    let hidden = overlay::folder(&format!("{manifest}{mark}"), &hidden);
    let (code, value) = tested(hidden.path(), &[]);
    assert_eq!(code, Some(2));
    let told = failures(&value);
    assert!(
        told.contains(
            "without zone: acme/router/config.j2:10: a template may not print an input that"
        ),
        "{told}"
    );
}

#[cfg(unix)]
#[test]
fn a_checker_of_the_author_runs_over_every_file_when_it_is_asked_for() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = accepted();
    let own = folder.path().join("acme/router/tests/settings.toml");
    let script = folder.path().join("checker");
    fs::write(
        &script,
        "#!/bin/sh\n[ $# = 2 ] && [ \"$1\" = --strict ] || exit 7\n! grep -n 'modp1024' \"$2\"\n",
    )
    .unwrap();
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();
    let line = format!("checker = \"{} --strict {{file}}\"\n", script.display());
    fs::write(&own, line).unwrap();
    let (code, value) = tested(folder.path(), &[]);
    assert_eq!(code, Some(2), "{}", failures(&value));
    assert!(failures(&value).contains("--run-checker runs it, --no-checker leaves it out"));
    assert_eq!(tested(folder.path(), &["--no-checker"]).0, Some(0));
    let (code, value) = tested(folder.path(), &["--run-checker"]);
    assert_eq!(code, Some(2));
    let told = failures(&value);
    assert!(
        told.contains("the checker refuses ali.cfg of ") && told.contains("modp1024"),
        "{told}"
    );
    assert!(
        value["targets"][0]["test"]["checked"].as_u64().unwrap() > 100,
        "{value}"
    );
    fs::write(&own, "[checkers]\nconfig = \"true {file}\"\n").unwrap();
    let (code, value) = tested(folder.path(), &["--run-checker"]);
    assert_eq!(code, Some(0), "{}", failures(&value));
    for (settings, said) in [
        ("checker = \"true\"\n", "has no {file}"),
        ("chekcer = \"true {file}\"\n", "chekcer"),
        ("[inputs]\nuplnik = \"eth1\"\n", "no input \"uplnik\""),
    ] {
        fs::write(&own, settings).unwrap();
        let (code, value) = tested(folder.path(), &["--run-checker"]);
        assert_eq!(code, Some(2), "{settings}");
        assert!(
            failures(&value).contains(said),
            "{settings}: {}",
            failures(&value)
        );
    }
    fs::write(&own, "[inputs]\nuplink = \"eth7\"\n").unwrap();
    assert!(failures(&tested(folder.path(), &[]).1).contains(" on eth7"));
}

#[test]
fn the_matrix_is_short_and_notes_are_asked_for() {
    let folder = accepted();
    let dir = folder.path().to_str().unwrap();
    let (code, text, _) = targets(&["check", dir]);
    assert_eq!(code, Some(0), "{text}");
    let row = |name: &str| {
        text.lines()
            .find(|line| line.trim_start().starts_with(name))
            .unwrap()
    };
    assert_eq!(
        row("response  ").split_whitespace().collect::<Vec<_>>(),
        ["response", "1.0", "2.0", "1.0", "2.0"]
    );
    let cells: Vec<&str> = row("single-ikev2 ").split_whitespace().collect();
    assert_eq!((cells[1], cells[2], cells[4]), ("ok", "ok", "ok"));
    assert!(
        text.contains(&format!("\n    {} topology-not-supported\n", cells[3])),
        "{text}"
    );
    assert!(!text.contains("note:"), "{text}");
    let last = text.lines().last().unwrap();
    assert!(
        last.starts_with("acme/router: sound; ") && last.ends_with(" notes (--verbose)"),
        "{last}"
    );
    let (_, verbose, _) = targets(&["check", dir, "--verbose"]);
    assert!(verbose.contains("  note: no template reads "), "{verbose}");
    // The older spelling.
    assert_eq!(targets(&["--check", dir]).1, text);
    let (_, json, _) = targets(&["check", dir, "--format", "json"]);
    let value: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(value["targets"][0]["target"], "acme/router");
    assert!(value["targets"][0]["samples"].as_array().unwrap().len() > 20);
    fs::write(
        folder.path().join("acme/router.toml"),
        "schema = 1\nid = \"acme/router\"\nnmae = \"x\"\n",
    )
    .unwrap();
    let (code, json, _) = targets(&["check", dir, "--format", "json"]);
    let value: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(
        (code, &value["broken"][0]["faults"][0]["line"]),
        (Some(2), &3.into()),
        "{value}"
    );
}

#[test]
fn it_runs_again_at_each_save() {
    let folder = accepted();
    let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin("peerconf"))
        .args(["targets", "test", "--watch", "--show", "single-ikev2"])
        .arg(folder.path())
        .env("XDG_CONFIG_HOME", "/nonexistent")
        .env_remove("PEERCONF_VENDORS")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut round = || -> String {
        let told = lines.by_ref().map(Result::unwrap);
        let told = told.take_while(|line| !line.starts_with("-- waiting"));
        told.collect::<Vec<_>>().join("\n")
    };
    let first = round();
    assert!(
        first.contains("acme/router: passed") && first.contains("show ipsec peer ali-t1"),
        "{first}"
    );
    let template = folder.path().join("acme/router/verify.j2");
    fs::write(&template, "{% if %}\n").unwrap();
    let broken = round();
    assert!(broken.contains("acme/router: not sound"), "{broken}");
    fs::write(&template, "display peer\n").unwrap();
    let third = round();
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(
        third.contains("+display peer") && third.contains("acme/router: FAILED"),
        "{third}"
    );
}

#[test]
fn a_target_can_be_looked_at_and_started_from() {
    let (code, text, told) = targets(&["source", "asa"]);
    assert_eq!(code, Some(0), "{told}");
    for file in [
        "vendors/cisco/asa.toml",
        "vendors/cisco/common.toml",
        "vendors/common.toml",
        "templates/cisco/asa/ike.j2",
    ] {
        assert!(text.contains(&format!("==> {file} <==\n")), "{file}");
        let written = fs::read_to_string(file).unwrap();
        assert!(text.contains(&written), "{file}");
        let (_, alone, _) = targets(&["source", "asa", file]);
        assert_eq!(alone, written);
    }
    let (code, _, told) = targets(&["source", "asa", "confg.j2"]);
    assert_eq!(code, Some(2));
    assert!(told.contains("did you mean \"config.j2\""), "{told}");

    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().to_str().unwrap();
    for (args, said) in [
        (&["new", "acme"][..], "an id is VENDOR/PLATFORM"),
        (&["new", "../x"], "an id is VENDOR/PLATFORM"),
        (&["new", "cisco/asa"], "yours would take its place"),
        (
            &["new", "acme/router", "--from", "cisco/asaa"],
            "did you mean",
        ),
    ] {
        let (code, _, told) = targets(&[args, &["--dir", dir]].concat());
        assert_eq!(code, Some(2), "{args:?}");
        assert!(told.contains(said), "{args:?}: {told}");
    }
    assert_eq!(fs::read_dir(dir).unwrap().count(), 0);
    for _ in 0..2 {
        targets(&["new", "acme/router", "--dir", dir]);
    }
    let (code, _, told) = targets(&["new", "acme/router", "--dir", dir]);
    assert_eq!(code, Some(2));
    assert!(told.contains("exists; add --force"), "{told}");
}

/// A copy of each built-in target, in one folder: its includes lead into the copy, nothing of it is at fault, and what it
/// writes once it writes again.
#[test]
fn exhaustive_a_copy_of_each_built_in_target_passes() {
    let folder = copies();
    let (code, value) = tested(folder.path(), &["--accept"]);
    assert_eq!(code, Some(0), "{}", told(&value));
    let count = value["targets"].as_array().unwrap().len();
    assert_eq!(count, Registry::builtin().list().len());
    // Rendering all of them again takes minutes: some are enough to see that what is accepted comes out again.
    for (index, entry) in Registry::builtin().list().iter().enumerate() {
        if index % 6 != 0 {
            let name = format!("copy/{}.toml", entry.id.replace('/', "-"));
            fs::remove_file(folder.path().join(name)).unwrap();
        }
    }
    let (code, value) = tested(folder.path(), &[]);
    assert_eq!(code, Some(0), "{}", told(&value));
}

fn copies() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for entry in Registry::builtin().list() {
        let id = format!("copy/{}", entry.id.replace('/', "-"));
        let dir = folder.path().to_str().unwrap();
        let (code, _, told) = targets(&["new", &id, "--from", &entry.id, "--dir", dir]);
        assert_eq!(code, Some(0), "{told}");
    }
    folder
}

/// What is wrong, in short.
fn told(value: &Value) -> String {
    let targets = value["targets"].as_array().unwrap().iter();
    let told = targets.map(|verdict| {
        let (errors, failures) = (&verdict["errors"], &verdict["test"]["failures"]);
        format!("{}: {errors} {failures}", verdict["target"])
    });
    told.collect::<Vec<_>>().join("\n") + &value["broken"].to_string()
}

#[test]
fn the_list_goes_by_vendor_fits_two_screens_and_takes_a_word() {
    let (_, text, _) = targets(&[]);
    let count = Registry::builtin().list().len();
    assert_eq!(text.lines().count(), count + 1);
    for line in text.lines() {
        assert!(line.chars().count() <= 115, "{line}");
    }
    let vendors = |text: &str| {
        text.lines()
            .skip(1)
            .filter(|line| !line.starts_with(' '))
            .count()
    };
    assert!(vendors(&text) < count, "{text}");
    let swanctl = text
        .lines()
        .find(|line| line.contains(" strongswan/swanctl "))
        .unwrap();
    assert!(
        swanctl.contains("  files  ") && swanctl.contains("a daemon, live"),
        "{swanctl}"
    );
    let (_, some, _) = targets(&["forti"]);
    assert!(
        some.lines().count() == 2 && some.contains("fortinet/fortios"),
        "{some}"
    );
    let (_, by_name, _) = targets(&["CISCO"]);
    assert_eq!(by_name.lines().count(), 6, "{by_name}");
    let (code, _, told) = targets(&["no-such-device"]);
    assert_eq!(code, Some(2), "{told}");
    let response = "tests/fixtures/single-ikev2.json";
    let (_, fits, _) = targets(&["--compatible-with", response]);
    assert_eq!(fits.lines().count(), count, "{fits}");
    let (_, fits, _) = targets(&["cisco", "--compatible-with", response]);
    assert_eq!(fits.lines().count(), 5, "{fits}");
    let (_, fits, _) = targets(&["asa@9.16", "--compatible-with", response, "--verbose"]);
    assert!(fits.starts_with("cisco/asa@9.16  "), "{fits}");
    // A manifest that nobody can use stands there too.
    let broken = overlay::folder(&MANIFEST.replace("comment = ", "coment = "), TEMPLATE);
    let (_, text, _) = targets(&["--vendors", broken.path().to_str().unwrap()]);
    assert!(
        text.contains("broken: ") && text.contains("acme/router.toml, 1 fault"),
        "{text}"
    );
}

/// The schemas that the program prints take what the program takes, and refuse what it refuses.
#[test]
fn editors_get_schemas() {
    let (code, text, told) = targets(&["schema"]);
    assert_eq!(code, Some(0), "{told}");
    let schema: Value = serde_json::from_str(&text).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let read = |text: &str| serde_json::to_value(text.parse::<toml::Table>().unwrap()).unwrap();
    let acme = fs::read_to_string("examples/targets/acme/router.toml").unwrap();
    let mut manifests = vec![MANIFEST.to_owned(), acme];
    for vendor in fs::read_dir("vendors").unwrap() {
        let vendor = vendor.unwrap().path();
        let files = if vendor.is_dir() {
            fs::read_dir(&vendor)
                .unwrap()
                .map(|entry| entry.unwrap().path())
                .collect()
        } else {
            vec![vendor]
        };
        manifests.extend(files.iter().map(|file| fs::read_to_string(file).unwrap()));
    }
    assert!(manifests.len() > 25);
    for manifest in &manifests {
        let value = read(manifest);
        let faults: Vec<String> = validator
            .iter_errors(&value)
            .map(|e| format!("{}: {e}", e.instance_path()))
            .collect();
        assert!(faults.is_empty(), "{}: {faults:?}", value["id"]);
    }
    for (old, new) in [
        ("comment = ", "coment = "),
        ("section = \"verify\"", "section = \"verfy\""),
        ("makes = \"list\"", "makes = \"lists\""),
        ("max = 32", "max = \"32\""),
        ("help = \"the interface towards the internet\"", ""),
        ("style = \"double-quoted-escaped\"", "style = \"doubled\""),
    ] {
        let wrong = MANIFEST.replacen(old, new, 1);
        assert_ne!(wrong, MANIFEST, "{old}");
        assert!(!validator.is_valid(&read(&wrong)), "{new}");
    }
    // Every key has its sentence.
    let about = &schema["properties"]["versions"]["description"];
    assert!(
        about
            .as_str()
            .unwrap()
            .contains("first release of each range"),
        "{about}"
    );

    for entry in Registry::builtin().list() {
        let target = Registry::builtin().load(&entry.id).unwrap();
        let schema = peerconf::targets::schema::values(&target);
        let validator = jsonschema::validator_for(&schema).unwrap();
        let sample =
            |spec: &peerconf::targets::InputSpec| (spec.name.clone(), Value::from(spec.sample()));
        let mut values: serde_json::Map<String, Value> = target.inputs.iter().map(sample).collect();
        assert!(
            validator.is_valid(&Value::from(values.clone())),
            "{}: {values:?}",
            entry.id
        );
        values.insert("mtu".to_owned(), Value::from(1400));
        values.insert("no_such_input".to_owned(), Value::from("x"));
        assert!(!validator.is_valid(&Value::from(values)), "{}", entry.id);
    }
    let (code, text, _) = targets(&["schema", "asa"]);
    assert_eq!(code, Some(0));
    let schema: Value = serde_json::from_str(&text).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for (values, fits) in [
        (serde_json::json!({ "mss": 1300 }), true),
        (serde_json::json!({ "mss": "1300" }), true),
        (serde_json::json!({ "mss": 9999 }), false),
        (serde_json::json!({ "mss": true }), false),
        (serde_json::json!({ "name_prefix": "1x" }), false),
    ] {
        assert_eq!(validator.is_valid(&values), fits, "{values}");
    }
}
