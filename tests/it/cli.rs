//! The program as a user meets it.

use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use predicates::prelude::*;

use crate::program::peerconf;

/// A target that every test may use: the first of the list.
const TARGET: &str = "strongswan";
/// The last release that is built with IKEv1.
const WITH_IKEV1: &str = "strongswan@6.0";

fn stdout(args: &[&str], stdin: Option<&str>) -> Vec<u8> {
    let mut command = peerconf();
    command.args(args);
    if let Some(text) = stdin {
        command.write_stdin(text);
    }
    let output = command.output().unwrap();
    assert!(
        output.status.success(),
        "{args:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    output.stdout
}

#[test]
fn a_file_a_pipe_and_xml_give_the_same_bytes() {
    let json = fs::read_to_string("examples/dual-tunnel.json").unwrap();
    let from_file = stdout(&["render", "-t", TARGET, "examples/dual-tunnel.json"], None);
    assert!(from_file.len() > 1000);
    assert_eq!(
        from_file,
        stdout(&["render", "-t", TARGET, "-"], Some(&json))
    );
    assert_eq!(from_file, stdout(&["render", "-t", TARGET], Some(&json)));
    assert_eq!(
        from_file,
        stdout(&["render", "-t", TARGET, "examples/dual-tunnel.xml"], None)
    );
    let example = String::from_utf8(stdout(&["example", "dual-tunnel"], None)).unwrap();
    assert_eq!(from_file, stdout(&["render", "-t", TARGET], Some(&example)));
}

#[test]
fn exit_codes_mean_what_the_help_says() {
    for (args, code) in [
        (
            vec!["render", "-t", TARGET, "tests/fixtures/single-ikev2.json"],
            0,
        ),
        (
            vec!["render", "-t", TARGET, "tests/fixtures/masked.json"],
            1,
        ),
        (vec!["check", "tests/fixtures/sides-swapped.json"], 1),
        (
            vec![
                "render",
                "-t",
                "strongswann",
                "tests/fixtures/single-ikev2.json",
            ],
            2,
        ),
        (vec!["render", "tests/fixtures/single-ikev2.json"], 2),
        (
            vec!["render", "-t", TARGET, "tests/fixtures/nothing.json"],
            3,
        ),
        (vec!["render", "-t", TARGET, "Cargo.toml"], 3),
        (
            vec![
                "render",
                "-t",
                TARGET,
                "tests/fixtures/error-forbidden.json",
            ],
            4,
        ),
        (vec!["check", "tests/fixtures/error-not-found.xml"], 4),
        (vec!["rules", "no-such-rule"], 2),
        (
            vec![
                "check",
                "--allow",
                "no-such-rule",
                "tests/fixtures/single-ikev2.json",
            ],
            2,
        ),
    ] {
        let output = peerconf().args(&args).output().unwrap();
        assert_eq!(
            output.status.code(),
            Some(code),
            "{args:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        assert!(
            code == 0 || args[0] != "render" || output.stdout.is_empty(),
            "{args:?} printed a part"
        );
    }
}

#[test]
fn files_are_whole_private_and_kept() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let args = ["render", "-t", TARGET, "--section", "all", "-o"];
    peerconf()
        .args(args)
        .arg(format!("{}/", out.display()))
        .arg("tests/fixtures/single-ikev2.json")
        .assert()
        .success();
    let mut secrets = 0;
    for entry in fs::read_dir(&out).unwrap() {
        let path = entry.unwrap().path();
        let holds_psk = fs::read_to_string(&path).unwrap().contains("0s");
        let mode = fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        if holds_psk && path.extension().is_some_and(|e| e == "conf") {
            assert_eq!(mode, 0o600, "{}", path.display());
            secrets += 1;
        }
    }
    assert!(secrets > 0);
    peerconf()
        .args(args)
        .arg(format!("{}/", out.display()))
        .arg("tests/fixtures/single-ikev2.json")
        .assert()
        .code(2)
        .stderr(predicate::str::contains("--force"));
    peerconf()
        .args(args)
        .arg(format!("{}/", out.display()))
        .args(["--force", "tests/fixtures/single-ikev2.json"])
        .assert()
        .success();
}

#[test]
fn several_targets_do_not_write_over_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let targets = ["asa@9.8", "asa@9.16", "ios-xe"];
    let named: Vec<&str> = targets.iter().flat_map(|target| ["-t", target]).collect();
    let file = "tests/fixtures/single-ikev2.json";
    let out = format!("{}/", folder.path().display());
    let args = [&["render"], &named[..], &["-o", &out, file]].concat();
    peerconf().args(&args).assert().success();
    let together =
        String::from_utf8(stdout(&[&["render", file], &named[..]].concat(), None)).unwrap();
    for (target, name, label) in [
        (targets[0], "cisco-asa@9.8", "cisco/asa@9.8"),
        (targets[1], "cisco-asa@9.16", "cisco/asa@9.16"),
        (targets[2], "cisco-ios-xe", "cisco/ios-xe@17.11"),
    ] {
        let alone = String::from_utf8(stdout(&["render", "-t", target, file], None)).unwrap();
        let written = fs::read_to_string(folder.path().join(name).join("ALI.cfg")).unwrap();
        assert_eq!(alone, written, "{target}");
        assert!(together.contains(&format!("! ======== {label}: ALI.cfg ========\n{alone}")));
    }
    // Each finding says which target it is about.
    let stderr = predicate::str::contains("cisco/asa@9.8: crypto_map is not given").and(
        predicate::str::contains("cisco/asa@9.16: crypto_map is not given"),
    );
    peerconf()
        .args(["check", file])
        .args(&named)
        .assert()
        .success()
        .stdout(stderr);
    for again in [["asa", "cisco/asa"], ["asa@9.16", "cisco/asa@9.16"]] {
        peerconf()
            .args(["render", "-t", again[0], "-t", again[1], file])
            .assert()
            .code(2)
            .stderr(predicate::str::contains("is named twice"));
    }
}

#[test]
fn the_documentation_samples_behave() {
    for file in ["seed-002.json", "seed-002.xml"] {
        for target in [WITH_IKEV1, "cisco/ios-xe"] {
            peerconf()
                .args(["render", "-t", target, &format!("tests/fixtures/{file}")])
                .assert()
                .success()
                .stderr(predicate::str::contains("ikev1-multi-subnet"));
        }
    }
    for file in ["seed-000.json", "seed-000.xml"] {
        let path = format!("tests/fixtures/{file}");
        peerconf()
            .args(["render", "-t", WITH_IKEV1, &path])
            .assert()
            .code(1)
            .stderr(predicate::str::contains("masked-value"));
        for target in [WITH_IKEV1, "cisco/ios-xe"] {
            peerconf()
                .args(["render", "--draft", "-t", target, &path])
                .assert()
                .success()
                .stdout(predicate::str::contains("<FILL-IN:psk>"));
        }
    }
    peerconf()
        .args(["check", "--draft", "tests/fixtures/seed-004.json"])
        .assert()
        .code(1)
        .stdout(predicate::str::contains("sides-swapped"));
}

#[test]
fn findings_come_as_json_and_as_valid_sarif() {
    let args = ["check", "-t", WITH_IKEV1, "--format"];
    let file = "tests/fixtures/single-ikev1-multi-subnet.json";
    let json: serde_json::Value =
        serde_json::from_slice(&stdout(&[&args[..], &["json", file]].concat(), None)).unwrap();
    assert_eq!(json["findings"][0]["rule"], "ikev1-multi-subnet");
    assert_eq!(json["findings"][0]["places"][0]["line"], 6);
    let sarif: serde_json::Value =
        serde_json::from_slice(&stdout(&[&args[..], &["sarif", file]].concat(), None)).unwrap();
    let mut schema: serde_json::Value =
        serde_json::from_str(include_str!("sarif-2.1.0.schema.json")).unwrap();
    // The published schema's pattern for languages is no valid regular expression; none is set here.
    for definition in ["run", "toolComponent"] {
        let properties = &mut schema["definitions"][definition]["properties"];
        properties["language"]
            .as_object_mut()
            .unwrap()
            .remove("pattern");
    }
    let validator = jsonschema::validator_for(&schema).unwrap();
    let faults: Vec<String> = validator
        .iter_errors(&sarif)
        .map(|error| error.to_string())
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn sarif_names_the_target_of_a_finding() {
    let target = "cisco/ios-xe@17.11";
    let args = ["check", "-t", target, "--format", "sarif"];
    let text = stdout(
        &[&args[..], &["tests/fixtures/dual-tunnel.json"]].concat(),
        None,
    );
    let sarif: serde_json::Value = serde_json::from_slice(&text).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let of_target = |result: &&serde_json::Value| result["properties"]["target"] == target;
    let count = results.iter().filter(of_target).count();
    // What the response itself does not say is of no target.
    assert!(
        (1..results.len()).contains(&count),
        "{count} of {}",
        results.len()
    );
}

#[test]
fn listings_are_data() {
    let targets: serde_json::Value =
        serde_json::from_slice(&stdout(&["targets", "--format", "json"], None)).unwrap();
    assert!(targets["targets"].as_array().unwrap().len() >= 2);
    let rules: serde_json::Value =
        serde_json::from_slice(&stdout(&["rules", "--format", "json"], None)).unwrap();
    assert!(rules["rules"].as_array().unwrap().len() > 30);
    let fits = stdout(
        &[
            "targets",
            "--compatible-with",
            "tests/fixtures/single-ikev2.json",
        ],
        None,
    );
    assert!(
        String::from_utf8(fits)
            .unwrap()
            .contains("strongswan/swanctl")
    );
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin("peerconf"))
        .args(["rules", "--format", "json"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(
        output.stderr.is_empty(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn colour_is_for_terminals() {
    let plain = peerconf()
        .args(["check", "tests/fixtures/masked.json"])
        .output()
        .unwrap();
    assert!(!plain.stdout.contains(&0x1b));
    let forced = peerconf()
        .args(["check", "--color", "always", "tests/fixtures/masked.json"])
        .output()
        .unwrap();
    assert!(forced.stdout.contains(&0x1b));
}

#[test]
fn the_help_of_every_command() {
    let mut texts = String::new();
    let mut commands = vec![Vec::new()];
    let mut command = peerconf::cli::command();
    command.build();
    // Clap's own command says what `--help` says.
    let is_own = |sub: &&clap::Command| sub.get_name() != "help";
    for sub in command.get_subcommands().filter(is_own) {
        let name = sub.get_name().to_owned();
        commands.push(vec![name.clone()]);
        let below = sub.get_subcommands().filter(is_own);
        commands.extend(below.map(|below| vec![name.clone(), below.get_name().to_owned()]));
    }
    for mut args in commands {
        args.push("--help".to_owned());
        let output = peerconf()
            .env("COLUMNS", "100")
            .args(&args)
            .output()
            .unwrap();
        let help = String::from_utf8(output.stdout).unwrap();
        let _ = writeln!(texts, "$ peerconf {}\n{help}", args.join(" "));
    }
    insta::assert_snapshot!("help", texts);
}

/// Standard output and standard error.
fn both(args: &[&str]) -> (String, String) {
    let output = peerconf().args(args).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr))
}

#[test]
fn what_counts_is_last_on_standard_error() {
    let render = |more: &[&str]| {
        let args = ["render", "-t", "ios-xe", "examples/dual-tunnel.json"];
        both(&[&args[..], more].concat()).1
    };
    let last = |text: &str| text.lines().last().unwrap_or_default().to_owned();
    let missing = render(&[]);
    assert!(
        last(&missing).starts_with("NOT READY: 1 value to fill in: --set lan_interface=…"),
        "{missing}"
    );
    assert!(missing.contains("warning[input-missing]") && !missing.contains("note["));
    let ready = render(&["--set", "lan_interface=Gi0/0/1"]);
    assert!(last(&ready).starts_with("READY: "), "{ready}");
    assert!(last(&ready).ends_with("(-v shows them)"), "{ready}");
    let all = render(&["--set", "lan_interface=Gi0/0/1", "-v"]);
    assert!(all.contains("note[") && !last(&all).contains("-v"), "{all}");
    assert_eq!(render(&["-q"]), "");
    let (_, refused) = both(&[
        "render",
        "-q",
        "-t",
        "srx",
        "tests/fixtures/overlapping-subnets.json",
    ]);
    assert!(refused.contains("error["), "{refused}");
    assert!(last(&refused).starts_with("REFUSED: "), "{refused}");
}

#[test]
fn several_files_in_one_stream_are_told_and_can_be_picked() {
    let args = ["render", "-t", "strongswan", "examples/dual-tunnel.json"];
    let (all, told) = both(&args);
    assert!(told.contains("went into one stream; -o DIR/"), "{told}");
    let (one, told) = both(&[&args[..], &["--file", "ali.conf", "-o", "-"]].concat());
    assert!(all.contains(&one) && one.len() < all.len());
    assert!(!told.contains("stream"), "{told}");
    let (none, told) = both(&[&args[..], &["--file", "nothing.conf"]].concat());
    assert_eq!(none, "");
    assert!(told.contains("there are: ali.conf"), "{told}");
}

#[cfg(not(feature = "page"))]
#[test]
fn a_program_without_the_page_says_how_to_build_one_with_it() {
    peerconf()
        .args(["page", "-o", "peerconf.html"])
        .assert()
        .code(2)
        .stderr(predicate::str::contains("--features page"));
}
