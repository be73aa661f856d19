//! The program in a user's hand: values files, what is always wanted, lists of sites, help, completions.

use std::fs;
use std::path::Path;

use predicates::prelude::*;
use predicates::str::contains;

use crate::program::peerconf;

const RESPONSE: &str = "tests/fixtures/single-ikev2.json";

fn out(args: &[&str]) -> String {
    let assert = peerconf().args(args).assert().success();
    String::from_utf8(assert.get_output().stdout.clone()).unwrap()
}

fn data(args: &[&str]) -> serde_json::Value {
    serde_json::from_str(&out(args)).unwrap()
}

#[test]
fn a_values_file_filled_in_makes_a_text_ready() {
    let folder = tempfile::tempdir().unwrap();
    for entry in peerconf::targets::Registry::builtin().list() {
        let text = out(&["values", &entry.id, RESPONSE]);
        // As it is, it says nothing and is no fault.
        let table: toml::Table = text.parse().unwrap();
        assert!(table.is_empty(), "{}", entry.id);
        let needed = text
            .split("\n# --- ")
            .find(|part| part.starts_with("Needed"));
        let filled: String = needed
            .unwrap_or_default()
            .lines()
            .filter_map(|line| line.strip_prefix('#').filter(|line| !line.starts_with(' ')))
            .flat_map(|line| [line, "\n"])
            .collect();
        let file = folder.path().join("values.toml");
        fs::write(&file, &filled).unwrap();
        let output = peerconf()
            .args(["render", "-t", &entry.id, "-f"])
            .arg(&file)
            .arg(RESPONSE)
            .output()
            .unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        if output.status.success() {
            assert!(!err.contains("NOT READY"), "{}: {filled}{err}", entry.id);
        }
    }
}

#[test]
fn a_values_file_keeps_what_is_known_and_says_what_does_not_count() {
    let text = out(&[
        "values",
        "cisco/ios-xe",
        "--set",
        "wan_interface=GigabitEthernet7",
        RESPONSE,
    ]);
    assert!(
        text.contains("\nwan_interface = \"GigabitEthernet7\"\n"),
        "{text}"
    );
    assert!(text.contains("Not used by this response"), "{text}");
    assert!(text.contains("Asked for where: "), "{text}");
    let general = out(&["values", "cisco/ios-xe"]);
    assert!(!general.contains("Not used"), "{general}");
}

#[test]
fn asking_needs_a_terminal() {
    peerconf()
        .args(["render", "-t", "cisco/ios-xe", "--ask", RESPONSE])
        .assert()
        .code(2)
        .stderr(contains("peerconf values"));
}

#[test]
fn a_value_that_this_rendering_does_not_use_is_told() {
    peerconf()
        .args(["render", "-t", "cisco/asa@9.16", "--topology", "policy"])
        .args(["--set", "tunnel_number=7", RESPONSE])
        .assert()
        .stderr(contains("tunnel_number=… changes nothing here"));
}

#[test]
fn a_value_that_fits_one_of_two_targets_is_kept_for_it() {
    peerconf()
        .args([
            "render",
            "-t",
            "strongswan",
            "-t",
            "cisco/ios-xe",
            "--section",
            "config",
        ])
        .args(["--set", "wan_interface=GigabitEthernet1"])
        .arg("examples/dual-tunnel.json")
        .assert()
        .success()
        .stderr(contains("fits cisco/ios-xe alone"))
        .stdout(contains("connections {").and(contains("crypto ikev2")));
}

/// A configuration folder that holds this file.
fn configured(text: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("peerconf")).unwrap();
    fs::write(folder.path().join("peerconf/config.toml"), text).unwrap();
    folder
}

fn levels(folder: &Path, variable: Option<&str>, typed: &[&str]) -> (usize, usize) {
    let mut command = peerconf();
    command.env("XDG_CONFIG_HOME", folder);
    if let Some(value) = variable {
        command.env("PEERCONF_CRYPTO", value);
    }
    let output = command
        .args(["check", "--format", "json"])
        .args(typed)
        .arg("examples/ikev1-one-pair.json")
        .output()
        .unwrap();
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let count = |level: &str| usize::try_from(report["count"][level].as_u64().unwrap()).unwrap();
    (count("error"), count("warning"))
}

#[test]
fn the_command_line_goes_before_the_environment_and_that_before_the_file() {
    let folder = configured("crypto = \"strict\"\n");
    let nothing = configured("");
    let plain = levels(nothing.path(), None, &[]);
    let strict = levels(folder.path(), None, &[]);
    assert!(strict.0 > plain.0, "{strict:?} {plain:?}");
    let recommended = levels(folder.path(), Some("recommended"), &[]);
    assert!(
        recommended.0 < strict.0 && recommended.1 > plain.1,
        "{recommended:?}"
    );
    assert_eq!(
        levels(
            folder.path(),
            Some("recommended"),
            &["--crypto", "compatible"]
        ),
        plain
    );
}

#[test]
fn the_file_names_a_target_and_values_beside_itself() {
    let folder = configured("target = \"cisco/ios-xe\"\nvalues = [\"mine.toml\"]\n");
    fs::write(
        folder.path().join("peerconf/mine.toml"),
        "wan_interface = \"GigabitEthernet7\"\n",
    )
    .unwrap();
    peerconf()
        .env("XDG_CONFIG_HOME", folder.path())
        .args(["render", RESPONSE])
        .assert()
        .success()
        .stdout(contains("GigabitEthernet7"));
    // What is typed counts alone.
    peerconf()
        .env("XDG_CONFIG_HOME", folder.path())
        .args(["render", "-t", "strongswan", "-f", "/dev/null", RESPONSE])
        .assert()
        .success()
        .stdout(contains("connections {"));
}

#[test]
fn what_was_typed_wrongly_is_told_in_chinese() {
    for (option, value, words) in [
        ("--set", "foo", "请写成 名称=值"),
        ("--set", "zzz=1", "没有输入项 \"zzz\""),
        ("--deny", "foo", "没有名为 \"foo\" 的规则"),
    ] {
        let command = if option == "--set" { "render" } else { "check" };
        let target: &[&str] = if command == "render" {
            &["-t", "asa"]
        } else {
            &[]
        };
        peerconf()
            .args(["--lang", "zh", command, option, value, RESPONSE])
            .args(target)
            .assert()
            .code(2)
            .stderr(contains(words));
    }
}

#[test]
fn a_fault_of_the_file_is_told_with_its_name() {
    for (text, what) in [
        ("langage = \"zh\"\n", "is no key"),
        ("lang = 1\n", "must be a text"),
        ("lang = \n", "config.toml"),
    ] {
        let folder = configured(text);
        peerconf()
            .env("XDG_CONFIG_HOME", folder.path())
            .args(["check", RESPONSE])
            .assert()
            .code(2)
            .stderr(contains("config.toml").and(contains(what)));
    }
}

#[test]
fn without_a_target_the_error_says_how_to_name_one() {
    peerconf()
        .args(["render", RESPONSE])
        .assert()
        .code(2)
        .stderr(contains("peerconf targets"));
}

#[test]
fn a_form_in_the_place_of_an_output_is_told() {
    peerconf()
        .args(["render", "-t", "strongswan", "-o", "json", RESPONSE])
        .assert()
        .code(2)
        .stderr(contains("--format json"));
    peerconf()
        .args(["show", "-o", "json", RESPONSE])
        .assert()
        .success()
        .stdout(contains("{"))
        .stderr(contains("--format json"));
}

#[test]
fn show_prints_json_on_standard_output() {
    assert!(!data(&["show", "--format", "json", RESPONSE]).is_null());
}

#[test]
fn the_old_word_for_cryptography_is_taken_with_a_note() {
    peerconf()
        .args([
            "check",
            "--profile",
            "recommended",
            "examples/ikev1-one-pair.json",
        ])
        .assert()
        .stderr(contains("--crypto recommended"));
    peerconf()
        .args(["check", "--profile", "work", RESPONSE])
        .assert()
        .code(2)
        .stderr(contains("--connection"));
}

#[test]
fn short_help_fits_on_a_screen() {
    for command in [
        "render", "check", "show", "ticket", "values", "fetch", "targets",
    ] {
        let output = peerconf()
            .env("COLUMNS", "100")
            .args([command, "-h"])
            .output()
            .unwrap();
        let help = String::from_utf8(output.stdout).unwrap();
        let lines = help.lines().count();
        assert!(lines <= 50, "{command}: {lines} lines\n{help}");
        let examples = help.find("Example");
        let options = help.find("\nOptions:");
        assert!(examples < options, "{command}\n{help}");
    }
}

#[test]
fn the_program_says_what_it_was_built_with() {
    let text = out(&["--version", "--verbose"]);
    let count = peerconf::targets::Registry::builtin().list().len();
    assert!(
        text.contains(&format!("built-in targets: {count}")),
        "{text}"
    );
    assert!(text.contains("features: cli, cloud"), "{text}");
    assert!(text.contains("commit: "), "{text}");
    assert_eq!(text, out(&["-v", "-V"]));
}

#[test]
fn each_command_has_a_man_page() {
    assert!(out(&["man", "render"]).contains("peerconf\\-render"));
    let folder = tempfile::tempdir().unwrap();
    out(&["man", "--dir", folder.path().to_str().unwrap()]);
    for page in ["peerconf.1", "peerconf-render.1", "peerconf-targets-new.1"] {
        assert!(folder.path().join(page).is_file(), "{page}");
    }
}

/// What a shell is offered for the last word.
fn completed(words: &[&str]) -> String {
    let index = (words.len() - 1).to_string();
    let output = peerconf()
        .env("COMPLETE", "bash")
        .env("_CLAP_COMPLETE_INDEX", index)
        .env("_CLAP_COMPLETE_COMP_TYPE", "9")
        .env("_CLAP_COMPLETE_SPACE", "true")
        .env("_CLAP_IFS", "\n")
        .arg("--")
        .args(words)
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn shells_complete_targets_releases_rules_inputs_and_examples() {
    let render = |word| completed(&["peerconf", "render", "-t", word]);
    assert!(render("cisco/a").contains("cisco/asa"));
    assert!(render("asa@9.1").contains("asa@9.14"));
    let set = completed(&["peerconf", "render", "-t", "cisco/ios-xe", "--set", "wan"]);
    assert!(set.contains("wan_interface="), "{set}");
    let rules = completed(&["peerconf", "rules", "ikev1-"]);
    assert!(rules.contains("ikev1-multi-subnet"), "{rules}");
    let examples = completed(&["peerconf", "example", "dual"]);
    assert!(examples.contains("dual-tunnel"), "{examples}");
}

#[test]
fn every_shell_has_a_script_that_asks_the_program() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = out(&["completions", shell]);
        assert!(script.contains("COMPLETE"), "{shell}: {script}");
    }
}

#[test]
fn every_result_of_sarif_has_a_place_in_a_file() {
    let text = fs::read_to_string("examples/dual-tunnel.json").unwrap();
    for (file, name) in [
        ("examples/dual-tunnel.json", "examples/dual-tunnel.json"),
        ("-", "stdin"),
    ] {
        let output = peerconf()
            .args(["check", "-t", "cisco/asa", "--format", "sarif", file])
            .write_stdin(text.as_str())
            .output()
            .unwrap();
        let sarif: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let results = sarif["runs"][0]["results"].as_array().unwrap();
        assert!(!results.is_empty());
        for result in results {
            let place = &result["locations"][0]["physicalLocation"];
            assert_eq!(place["artifactLocation"]["uri"], name, "{result}");
            assert!(place["region"]["startLine"].as_u64().is_some(), "{result}");
        }
    }
}

/// A folder with two responses and a list.
fn sites(list: &str, ending: &str) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let text = fs::read_to_string(RESPONSE).unwrap();
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    let lines: String = ["site-a", "site-b", "site-c"]
        .map(|id| format!("{{\"id\": \"{id}\", \"response\": {value}}}\n"))
        .concat();
    fs::write(folder.path().join("responses.ndjson"), lines).unwrap();
    let file = folder.path().join(format!("sites.{ending}"));
    fs::write(&file, list).unwrap();
    let file = file.to_str().unwrap().to_owned();
    (folder, file)
}

fn rows(folder: &Path, args: &[&str]) -> (Vec<serde_json::Value>, String) {
    let output = peerconf()
        .args(["render", "--ndjson"])
        .args(args)
        .arg(folder.join("responses.ndjson"))
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let rows = text.lines().map(|line| serde_json::from_str(line).unwrap());
    (rows.collect(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn a_list_of_sites_joins_connections_with_targets_and_values() {
    let csv = "id,target,wan_interface\nsite-a,cisco/ios-xe@17.09.04a,GigabitEthernet7\nsite-b,strongswan,\nsite-z,strongswan,\n";
    let toml = "[[site]]\nid = \"site-a\"\ntarget = \"cisco/ios-xe@17.09.04a\"\nwan_interface = \"GigabitEthernet7\"\n\
        [[site]]\nid = \"site-b\"\ntarget = [\"strongswan\"]\n[[site]]\nid = \"site-z\"\ntarget = \"strongswan\"\n";
    for (list, ending) in [(csv, "csv"), (toml, "toml")] {
        let (folder, file) = sites(list, ending);
        let (found, err) = rows(folder.path(), &["--sites", &file]);
        assert_eq!(found.len(), 3, "{found:?} {err}");
        assert_eq!(found[0]["target"], "cisco/ios-xe");
        assert!(found[0]["files"].to_string().contains("GigabitEthernet7"));
        assert_eq!(found[1]["target"], "strongswan/swanctl");
        assert_eq!(found[2]["status"], "unreadable");
        assert!(err.contains("sites without a response: site-z"), "{err}");
        // What the list leaves out goes to the targets that are named.
        let (found, _) = rows(folder.path(), &["--sites", &file, "-t", "huawei/ar"]);
        assert_eq!(found[2]["target"], "huawei/ar");
        assert_eq!(found.len(), 3);
    }
}

#[test]
fn a_single_response_is_found_by_the_name_of_its_file() {
    let (folder, file) = sites("id,target\none,strongswan\n", "csv");
    let one = folder.path().join("one.json");
    fs::copy(RESPONSE, &one).unwrap();
    let assert = peerconf()
        .args(["render", "--sites", &file])
        .arg(&one)
        .assert()
        .success();
    let row: serde_json::Value = serde_json::from_slice(&assert.get_output().stdout).unwrap();
    assert_eq!(row["id"], "one");
    assert_eq!(row["target"], "strongswan/swanctl");
}

#[test]
fn a_fault_in_a_list_of_sites_is_told_with_its_line() {
    for (list, what) in [
        ("id,target\nsite-a,no-such\n", "line 2: no target is called"),
        ("id,target,nme\nsite-a,strongswan,x\n", "line 2: "),
        (
            "id,target,wan_interface\nsite-a,cisco/ios-xe,eth0 0\n",
            "line 2: wan_interface",
        ),
        ("id,wan_interface\nsite-a,eth0\n", "it has no target"),
    ] {
        let (folder, file) = sites(list, "csv");
        let (_, err) = rows(folder.path(), &["--sites", &file]);
        assert!(err.contains(what), "{list}: {err}");
    }
}
