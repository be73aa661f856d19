//! `peerconf ticket` from outside, and what `--redact` does to the other commands.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "support/program.rs"]
mod program;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use peerconf::connection::{DhGroup, Encryption, IkeVersion, Integrity};
use peerconf::findings::Lang;
use peerconf::targets::{Phase, Registry, Slot, Target, Why};
use program::peerconf;
use sha2::{Digest, Sha256};
use tempfile::TempDir;

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures")
        .join(name)
}

/// Standard output of a run that ends well.
fn output(args: &[&str], file: &str) -> String {
    let run = peerconf().args(args).arg(fixture(file)).assert().success();
    String::from_utf8(run.get_output().stdout.clone()).unwrap()
}

/// A ticket, and the code that the run ended with.
fn ticket(folder: &TempDir, name: &str, args: &[&str], file: &str) -> (String, i32) {
    let path = folder.path().join(name);
    let run = peerconf()
        .args(["ticket", "--force", "-o"])
        .arg(&path)
        .args(args)
        .arg(fixture(file))
        .assert();
    let code = run.get_output().status.code().unwrap();
    (fs::read_to_string(path).unwrap_or_default(), code)
}

#[test]
fn the_same_input_gives_the_same_bytes_and_twins_the_same_ticket() {
    let folder = TempDir::new().unwrap();
    for name in ["a.md", "a.html"] {
        for args in [
            &["-t", "srx", "-t", "asa"][..],
            &["-t", "strongswan", "--redact=all", "--lang", "zh"],
        ] {
            let (first, code) = ticket(&folder, name, args, "dual-tunnel-bgp.json");
            assert!(first.len() > 5000, "{name} {args:?}: {code}");
            assert_eq!(first, ticket(&folder, name, args, "dual-tunnel-bgp.json").0);
            assert_eq!(first, ticket(&folder, name, args, "dual-tunnel-bgp.xml").0);
        }
    }
}

#[test]
fn the_policy_allows_this_style_and_this_script_only() {
    let folder = TempDir::new().unwrap();
    let (page, _) = ticket(&folder, "t.html", &["-t", "srx"], "dual-tunnel.json");
    for tag in ["style", "script"] {
        let (_, after) = page.split_once(&format!("<{tag}>")).unwrap();
        let (text, rest) = after.split_once(&format!("</{tag}>")).unwrap();
        let hash = STANDARD.encode(Sha256::digest(text.as_bytes()));
        assert!(
            page.contains(&format!("{tag}-src &#x27;sha256-"))
                || page.contains(&format!("{tag}-src 'sha256-"))
        );
        let escaped = hash.replace('/', "&#x2f;");
        assert!(
            page.contains(&hash) || page.contains(&escaped),
            "{tag}: {hash}"
        );
        assert!(!rest.contains(&format!("<{tag}>")));
    }
    assert!(page.contains("default-src &#x27;none&#x27;") || page.contains("default-src 'none'"));
    assert!(!page.contains(" style=") && !page.contains(" onclick=") && !page.contains("src=\""));
    let links: Vec<&str> = page.split("href=\"").skip(1).collect();
    assert!(!links.is_empty() && links.iter().all(|link| link.starts_with('#')));
}

#[test]
fn a_ticket_has_every_part() {
    let folder = TempDir::new().unwrap();
    let (text, code) = ticket(
        &folder,
        "t.md",
        &["-t", "ios-xe", "--set", "wan_interface=GigabitEthernet1"],
        "dual-tunnel.json",
    );
    assert_eq!(code, 0, "{text}");
    for part in [
        "joined by two IPsec tunnels",
        "```mermaid",
        "### Findings",
        "### What is left to fill in",
        "### Parameter sheet",
        "#### Parameters of both tunnels",
        "| Integrity \u{2260} | `sha256` | `sha256` | `sha384` | `sha384` | `IkeAuthAlg` |",
        "| Networks of the device | `192.168.10.0/24` | `192.168.10.0/24` | `192.168.10.0/24` | `192.168.10.0/24` | `RemoteSubnet`; in the console Remote Network; in the download `LocalSubnet` |",
        "peerconf render -t cisco/ios-xe@17.11 --set wan_interface=GigabitEthernet1 ",
        "fingerprint of the text `",
        "### Configuration",
        "<REDACTED:psk>",
        "### Commands to verify",
        "### Checklist for the change window",
        "- [ ] Shut tunnel 1",
        "### Rollback",
    ] {
        assert!(text.contains(part), "{part}");
    }
}

#[test]
fn existing_files_stay_unless_told_otherwise() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("t.html");
    fs::write(&path, "mine").unwrap();
    let mut run = peerconf();
    run.args(["ticket", "-t", "srx", "-o"]).arg(&path);
    run.arg(fixture("dual-tunnel.json")).assert().code(2);
    assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
    let mut run = peerconf();
    run.args(["ticket", "-t", "srx", "--force", "-o"])
        .arg(&path);
    run.arg(fixture("dual-tunnel.json")).assert().success();
    assert!(
        fs::read_to_string(&path)
            .unwrap()
            .starts_with("<!DOCTYPE html>")
    );
    let mut run = peerconf();
    run.args(["ticket", "-t", "srx", "-o", "ticket.pdf"]);
    run.arg(fixture("dual-tunnel.json")).assert().code(2);
}

#[test]
fn a_folder_gets_both_forms_of_each_connection() {
    let folder = TempDir::new().unwrap();
    let tickets = folder.path().join("tickets/");
    let mut run = peerconf();
    run.args(["ticket", "-t", "srx", "-o"]).arg(&tickets);
    run.arg(fixture("describe-connections.json"));
    let _ = run.assert();
    let mut names: Vec<String> = fs::read_dir(&tickets)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names.len(), 4, "{names:?}");
    assert!(
        names.iter().all(|name| name.starts_with("vco-")),
        "{names:?}"
    );
    let replaced = folder.path().join("replaced/");
    let mut run = peerconf();
    run.args(["ticket", "-t", "srx", "--redact=all", "-o"])
        .arg(&replaced);
    run.arg(fixture("describe-connections.json"));
    let _ = run.assert();
    assert!(replaced.join("vco-redacted-1.md").is_file());
}

#[test]
fn a_refused_response_gives_a_ticket_without_a_configuration() {
    let folder = TempDir::new().unwrap();
    let (text, code) = ticket(&folder, "t.md", &["-t", "srx"], "overlapping-subnets.json");
    assert_eq!(code, 1);
    assert!(text.contains("No configuration") && text.contains("`overlap-between-sides`"));
    assert!(!text.contains("set security"));
    // Nothing could be read: the findings are all that there is.
    let (text, code) = ticket(&folder, "t.html", &["-t", "srx"], "unknown-algorithm.json");
    assert_eq!(code, 1);
    assert!(text.contains("unknown-algorithm") && !text.contains("<svg"));
}

#[test]
fn chinese_tickets_are_chinese() {
    let folder = TempDir::new().unwrap();
    let (page, _) = ticket(
        &folder,
        "t.html",
        &["-t", "srx", "--lang", "zh"],
        "single-ikev1-multi-subnet.json",
    );
    assert!(page.contains("<html lang=\"zh-CN\">"));
    // Every heading of the page, but for names of devices.
    let headings = page
        .split("<h")
        .skip(1)
        .filter(|part| part.starts_with(['1', '3']));
    for heading in headings {
        let text = heading.split("</h").next().unwrap();
        assert!(
            text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)),
            "{text}"
        );
    }
}

/// The addresses of the first tunnel in `show`'s JSON: device, cloud.
fn shown_addresses(text: &str) -> [String; 2] {
    let summaries: serde_json::Value = serde_json::from_str(text).unwrap();
    let parameters = summaries["connections"][0]["tunnels"][0]["parameters"]
        .as_array()
        .unwrap();
    ["device address", "cloud address"].map(|name| {
        let found = parameters.iter().find(|p| p["name"] == name).unwrap();
        found["value"].as_str().unwrap().to_owned()
    })
}

#[test]
fn a_salt_makes_files_agree_and_another_does_not() {
    let folder = TempDir::new().unwrap();
    let salt = folder.path().join("salt");
    fs::write(&salt, "an invented salt of enough bytes\n").unwrap();
    let show = |salt: &str, file: &str| {
        let mut run = peerconf();
        run.args(["show", "--format", "json", "--redact=all"]);
        if salt.starts_with('/') {
            run.args(["--salt-file", salt]);
        } else {
            run.env("PEERCONF_SALT", salt);
        }
        let run = run.arg(fixture(file)).assert().success();
        shown_addresses(&String::from_utf8(run.get_output().stdout.clone()).unwrap())
    };
    let salt = salt.to_str().unwrap();
    let one = show(salt, "single-ikev2.json");
    assert_eq!(one, show(salt, "dual-tunnel-two-wans.json"));
    assert_eq!(
        one,
        show("an invented salt of enough bytes", "single-ikev2.json")
    );
    assert_ne!(
        one,
        show("another invented salt of length", "single-ikev2.json")
    );
    assert_ne!(
        one,
        shown_addresses(&output(&["show", "--format", "json"], "single-ikev2.json"))
    );
    let mut run = peerconf();
    run.env("PEERCONF_SALT", "short")
        .args(["show", "--redact=all"]);
    let run = run.arg(fixture("single-ikev2.json")).assert().code(2);
    let error = String::from_utf8_lossy(&run.get_output().stderr).into_owned();
    assert!(
        error.contains("PEERCONF_SALT") && !error.contains("short"),
        "{error}"
    );
}

#[test]
fn redacted_configurations_say_so_and_stay_coherent() {
    let text = output(
        &[
            "render",
            "-t",
            "srx",
            "--redact=all",
            "--set",
            "wan_interface=ge-0/0/0.0",
        ],
        "dual-tunnel-bgp.json",
    );
    assert!(text.contains("REDACTED (keys, public addresses, ids and names)"));
    let [_, cloud] = shown_addresses(&output(
        &["show", "--format", "json", "--redact=all"],
        "dual-tunnel-bgp.json",
    ));
    assert!(
        text.contains(&format!("gateway ali-t1 address {cloud}")),
        "{text}"
    );
    assert!(text.contains("169.254.10.2") && !text.contains("203.0.113"));
    let keys = output(
        &[
            "render",
            "-t",
            "srx",
            "--redact",
            "--set",
            "wan_interface=ge-0/0/0.0",
        ],
        "dual-tunnel-bgp.json",
    );
    assert!(keys.contains("REDACTED (keys)") && keys.contains("203.0.113.10"));
}

/// Everything that a target cannot do, with its reason.
fn reasons(target: &Target) -> Vec<Why> {
    let topologies = &target.topologies;
    let mut all: Vec<Why> = [&topologies.policy, &topologies.route]
        .into_iter()
        .flatten()
        .filter_map(|capability| capability.refusal(&target.version))
        .collect();
    let mut slots: Vec<Slot> = Encryption::ALL
        .iter()
        .map(|v| Slot::Encryption(*v))
        .collect();
    slots.extend(Integrity::ALL.iter().map(|v| Slot::Integrity(*v)));
    slots.extend(Integrity::ALL.iter().map(|v| Slot::Prf(*v)));
    slots.extend(DhGroup::ALL.iter().map(|v| Slot::Dh(*v)));
    for version in [IkeVersion::V1, IkeVersion::V2] {
        for phase in [Phase::Ike, Phase::Esp] {
            let cells = slots.iter().map(|slot| target.cell(phase, version, *slot));
            all.extend(cells.filter_map(|cell| cell.word.as_ref().err().cloned()));
        }
    }
    all
}

#[test]
fn a_chinese_ticket_says_in_chinese_why_a_device_has_no_word() {
    let folder = TempDir::new().unwrap();
    for (target, word) in [
        ("asa@9.16", "在 9.15(1) 中被移除（ikev"),
        ("ios@15.0", "15.1(2)T 起才支持"),
    ] {
        let args = ["-t", target, "--lang", "zh"];
        let texts: Vec<String> = [
            "weak-des-md5-group1.json",
            "dual-tunnel.json",
            "single-ikev2.json",
        ]
        .into_iter()
        .map(|file| ticket(&folder, "t.md", &args, file).0)
        .collect();
        assert!(texts.iter().any(|text| text.contains(word)), "{texts:#?}");
    }
}

#[test]
fn every_target_has_its_words_in_chinese() {
    let registry = Registry::builtin();
    let entries = registry.list();
    assert!(!entries.is_empty());
    let is_chinese = |text: Option<&str>| {
        text.is_some_and(|text| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)))
    };
    let mut missing = BTreeSet::new();
    let mut reasons_seen = 0;
    for entry in entries {
        let target = registry.load(&entry.id).unwrap();
        let mut note = |what: String, is_said: bool| {
            if !is_said {
                missing.insert(format!("{}: {what}", entry.id));
            }
        };
        note("load_zh".to_owned(), is_chinese(target.load_zh.as_deref()));
        for input in &target.inputs {
            note(
                format!("input {}", input.name),
                is_chinese(input.help_zh.as_deref()),
            );
        }
        for limit in &target.limits {
            let rule = &limit.rule;
            note(
                format!("limit {}", rule.slug),
                is_chinese(rule.reason_zh.as_deref()),
            );
            let has_advice = rule.remedy.is_empty() || is_chinese(rule.remedy_zh.as_deref());
            note(format!("limit {}: advice", rule.slug), has_advice);
        }
        for release in &target.versions {
            let target = registry.load(&format!("{}@{release}", entry.id)).unwrap();
            for why in reasons(&target) {
                let zh = Some(why.in_lang(Lang::Zh).to_owned());
                let en = why.in_lang(Lang::En);
                reasons_seen += 1;
                note(format!("{release}: {en}"), is_chinese(zh.as_deref()));
            }
        }
    }
    assert!(reasons_seen > 100, "{reasons_seen}");
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn a_checklist_demands_what_the_device_can_do() {
    let folder = TempDir::new().unwrap();
    let steps = |target: &str, set: &str, file: &str| {
        let args = ["-t", target, "--set", set];
        let (text, _) = ticket(&folder, "t.md", &args, file);
        let (_, steps) = text.split_once("#### Prove it").unwrap();
        steps.split_once("####").unwrap().0.to_owned()
    };
    // A crypto map entry keeps one peer at a time.
    let waits = steps("asa", "crypto_map=outside_map", "dual-tunnel.json");
    assert!(
        waits.contains("Tunnel 2 is configured and still down"),
        "{waits}"
    );
    assert!(!waits.contains("SA of tunnel 2 is up"), "{waits}");
    assert!(
        waits.contains("phase 2 of tunnel 1 as negotiated"),
        "{waits}"
    );
    let both = steps("srx", "wan_interface=ge-0/0/0.0", "dual-tunnel.json");
    assert!(
        !both.contains("still down") && both.contains("SA of tunnel 2 is up"),
        "{both}"
    );
}

#[test]
fn a_text_without_a_key_is_not_headed_as_redacted() {
    let folder = TempDir::new().unwrap();
    let args = ["-t", "srx", "--set", "wan_interface=ge-0/0/0.0"];
    let (text, code) = ticket(&folder, "t.md", &args, "dual-tunnel.json");
    assert_eq!(code, 0);
    let (config, rest) = text.split_once("### Commands to verify").unwrap();
    assert!(config.contains("REDACTED (keys)"));
    assert!(!rest.contains("REDACTED (keys)"), "{rest}");
    let args = [&args[..], &["--redact=all"]].concat();
    let (text, _) = ticket(&folder, "t.md", &args, "dual-tunnel.json");
    let (_, rest) = text.split_once("### Commands to verify").unwrap();
    assert!(
        rest.contains("REDACTED (public addresses, ids and names)"),
        "{rest}"
    );
}

#[test]
fn the_fingerprint_of_a_text_is_that_of_the_text_with_its_keys() {
    let reading = || {
        let text = fs::read_to_string(fixture("dual-tunnel.json")).unwrap();
        let document = peerconf::document::Document::parse(&text).unwrap();
        peerconf::connection::read(&[document], &peerconf::connection::ReadOptions::default())
            .unwrap()
            .remove(0)
    };
    let fingerprints = |interface: &str, keys: bool| {
        let mut kit = peerconf::pipeline::Kit::new(Registry::builtin());
        kit.inputs
            .set(&format!("wan_interface={interface}"))
            .unwrap();
        if !keys {
            kit.redaction = peerconf::pipeline::Redaction::of_keys();
        }
        let targets = [kit.registry().load("srx").unwrap()];
        let reading = reading();
        let case = kit.case(&reading, &targets);
        let files = case.devices[0].ready().unwrap();
        let files = files.render(&peerconf::targets::Section::ALL).unwrap();
        let each: Vec<(String, String)> = files
            .into_iter()
            .map(|file| (file.path.clone(), file.fingerprint()))
            .collect();
        each
    };
    let with_keys = fingerprints("ge-0/0/0.0", true);
    assert!(with_keys.iter().all(|(_, print)| print.len() == 16));
    assert_eq!(with_keys, fingerprints("ge-0/0/0.0", false));
    assert_ne!(with_keys[0], fingerprints("ge-0/0/1.0", true)[0]);
    let folder = TempDir::new().unwrap();
    let args = ["-t", "srx", "--set", "wan_interface=ge-0/0/0.0"];
    let (text, _) = ticket(&folder, "t.md", &args, "dual-tunnel.json");
    assert!(text.contains(&with_keys[0].1));
    let mut run = peerconf();
    run.args([
        "render",
        "-v",
        "-t",
        "srx",
        "--set",
        "wan_interface=ge-0/0/0.0",
    ]);
    let run = run.arg(fixture("dual-tunnel.json")).assert().success();
    let told = String::from_utf8_lossy(&run.get_output().stderr).into_owned();
    assert!(told.contains(&with_keys[0].1), "{told}");
}

#[test]
fn the_forms_of_ticket_systems_say_what_the_markdown_says() {
    let args = ["ticket", "-t", "srx", "--set", "wan_interface=ge-0/0/0.0"];
    let of = |form| {
        output(
            &[&args[..], &["--form", form, "--change", "CHG0012"]].concat(),
            "dual-tunnel.json",
        )
    };
    let jira = of("jira");
    assert!(
        jira.starts_with("h1. ") && jira.contains("* *Change*: CHG0012"),
        "{jira}"
    );
    assert!(jira.contains("||Parameter||") && !jira.contains("flowchart"));
    let page = of("servicenow");
    assert!(page.starts_with("[code]\n<h1>") && page.trim_end().ends_with("[/code]"));
    assert!(page.contains("<strong>Change</strong>: CHG0012") && !page.contains("flowchart"));
    for text in [jira, page] {
        assert!(text.contains("set security ike proposal ali-t1 dh-group group14"));
    }
}

#[test]
fn a_ticket_that_is_too_long_for_github_says_so() {
    let targets: Vec<String> = Registry::builtin()
        .list()
        .into_iter()
        .map(|entry| entry.id)
        .collect();
    let mut run = peerconf();
    run.arg("ticket");
    for target in targets.iter().take(12) {
        run.args(["-t", target]);
    }
    let run = run.arg(fixture("dual-tunnel.json")).assert();
    let text = String::from_utf8_lossy(&run.get_output().stdout).into_owned();
    let told = String::from_utf8_lossy(&run.get_output().stderr).into_owned();
    assert!(text.chars().count() > 65_536, "{}", text.len());
    assert!(told.contains("GitHub takes 65536"), "{told}");
}

#[test]
fn the_language_is_that_of_the_option_the_session_or_the_official_command() {
    let home = TempDir::new().unwrap();
    fs::create_dir(home.path().join(".aliyun")).unwrap();
    fs::write(
        home.path().join(".aliyun/config.json"),
        r#"{"current":"default","profiles":[{"name":"default","mode":"AK","language":"zh"}]}"#,
    )
    .unwrap();
    let check = |variables: &[(&str, &str)], args: &[&str]| {
        let mut run = peerconf();
        for name in ["PEERCONF_LANG", "LC_ALL", "LC_MESSAGES", "LANG"] {
            run.env_remove(name);
        }
        run.env("HOME", home.path()).envs(variables.iter().copied());
        run.arg("check").args(args).arg(fixture("host-bits.json"));
        let run = run.assert().code(1);
        String::from_utf8(run.get_output().stdout.clone()).unwrap()
    };
    let is_chinese = |text: &str| text.contains("错误[host-bits]");
    assert!(is_chinese(&check(&[], &[])));
    assert!(is_chinese(&check(&[("LANG", "C.UTF-8")], &[])));
    assert!(!is_chinese(&check(&[("LANG", "en_US.UTF-8")], &[])));
    assert!(is_chinese(&check(&[("LANG", "zh_CN.UTF-8")], &[])));
    assert!(!is_chinese(&check(
        &[("LANG", "zh_CN.UTF-8"), ("PEERCONF_LANG", "en")],
        &[]
    )));
    assert!(is_chinese(&check(
        &[("LANG", "en_US.UTF-8")],
        &["--lang", "zh"]
    )));
}
