//! Devices that take no lines of commands: targets whose files are JSON, XML, HCL, YAML, PowerShell, a shell script or a
//! worksheet. Every file over every fixture is read by a real parser, and hostile keys come back as they are.

use std::fs;
use std::path::Path;
use std::process::Command;

use peerconf::connection::{Maskable, ReadOptions};
use peerconf::findings::Lang;
use peerconf::pipeline::Kit;
use peerconf::render::File;
use peerconf::secret::Secret;
use peerconf::targets::{Form, Registry, Section, Target};
use peerconf::wellformed;

use crate::fixtures;
use crate::overlay::check;
use crate::program::peerconf;

const KEYS: [&str; 10] = [
    "plain-Key.1_x",
    r#"a"b\c'd"#,
    "${x}%{y}$(z)",
    "<&>\"'-->",
    "a`b|c",
    "''\"\"\\\\",
    "'@--x;#",
    "0x4142",
    "{{x}}{%y%}",
    "`|\\`|",
];

fn folder() -> String {
    format!("{}/tests/forms", env!("CARGO_MANIFEST_DIR"))
}

fn kit() -> Kit {
    let mut registry = Registry::builtin();
    registry.add_folder(Path::new(&folder())).unwrap();
    Kit::new(registry)
}

/// The files of a target over every fixture, each with the key that stands in it.
fn each_file(id: &str, lang: Lang, mut see: impl FnMut(&File, &str)) {
    let mut kit = kit();
    kit.lang = lang;
    let target = kit.registry().load(id).unwrap();
    let (mut rendered, mut turn) = (0, 0);
    for (_, text) in fixtures::all("json") {
        for reading in fixtures::readings(&text, &ReadOptions::default()) {
            let mut reading = reading;
            let key = KEYS[turn % KEYS.len()];
            turn += 1;
            for tunnel in reading.connection.iter_mut().flat_map(|c| &mut c.tunnels) {
                tunnel.psk.value = Maskable::Known(Secret::new(key.to_owned()));
                if let Some(bgp) = &mut tunnel.bgp {
                    bgp.auth_key = Some(Secret::new(key.to_owned()));
                }
            }
            let case = kit.case(&reading, std::slice::from_ref(&target));
            let Some(ready) = case.devices[0].ready() else {
                continue;
            };
            rendered += 1;
            for file in ready.render(&Section::ALL).unwrap() {
                see(&file, key);
            }
        }
    }
    assert!(rendered > 2 * KEYS.len(), "{id}: {rendered} rendered");
}

/// Every text of a file, as its parser reads it.
fn texts(form: Form, text: &str) -> Vec<String> {
    match form {
        Form::Json => json(&serde_json::from_str(text).unwrap()),
        Form::Xml => {
            let document = roxmltree::Document::parse(text).unwrap();
            document
                .descendants()
                .flat_map(|node| {
                    let attributes = node.attributes().map(|a| a.value().to_owned());
                    attributes.chain(node.text().map(str::to_owned))
                })
                .collect()
        }
        Form::Hcl => {
            let body = hcl_edit::parser::parse_body(text).unwrap();
            let texts = body.attributes().filter_map(|a| a.value.as_str());
            texts.map(str::to_owned).collect()
        }
        Form::Yaml => saphyr_parser::Parser::new_from_str(text)
            .filter_map(|event| match event.unwrap().0 {
                saphyr_parser::Event::Scalar(text, ..) => Some(text.into_owned()),
                _ => None,
            })
            .collect(),
        Form::Powershell => powershell(text),
        other => panic!("{other:?} has no parser here"),
    }
}

fn json(value: &serde_json::Value) -> Vec<String> {
    match value {
        serde_json::Value::String(text) => vec![text.clone()],
        serde_json::Value::Array(items) => items.iter().flat_map(json).collect(),
        serde_json::Value::Object(fields) => fields.values().flat_map(json).collect(),
        _ => Vec::new(),
    }
}

/// The texts in single quotes of a script without a fault.
fn powershell(text: &str) -> Vec<String> {
    let mut parser = tree_sitter::Parser::new();
    let language = tree_sitter_pwsh::LANGUAGE.into();
    parser.set_language(&language).unwrap();
    let tree = parser.parse(text, None).unwrap();
    assert!(
        !tree.root_node().has_error(),
        "{text}\n{}",
        tree.root_node().to_sexp()
    );
    let mut found = Vec::new();
    let mut open = vec![tree.root_node()];
    while let Some(node) = open.pop() {
        if node.kind() == "verbatim_string_characters" {
            let quoted = &text[node.byte_range()];
            found.push(quoted[1..quoted.len() - 1].replace("''", "'"));
        }
        open.extend((0..node.child_count()).filter_map(|place| node.child(place)));
    }
    found
}

#[test]
fn each_form_is_read_by_a_real_parser_over_every_fixture() {
    for id in [
        "acme/json",
        "acme/xml",
        "acme/hcl",
        "acme/yaml",
        "acme/powershell",
    ] {
        let mut keyed = 0;
        each_file(id, Lang::En, |file, key| {
            assert_eq!(wellformed::check(file.form, &file.text), Ok(()), "{id}");
            if matches!(file.form, Form::Lines | Form::Shell) {
                assert!(!file.printed_key || file.form == Form::Shell, "{id}");
                return;
            }
            let texts = texts(file.form, &file.text);
            assert_eq!(file.printed_key, file.holds_secret, "{id}");
            if file.printed_key {
                keyed += 1;
                assert!(
                    texts.iter().any(|text| text == key),
                    "{id}: {texts:?} lack {key}"
                );
            }
        });
        assert!(keyed > 2 * KEYS.len(), "{id}: {keyed} files with a key");
    }
}

#[test]
fn a_shell_script_runs_and_hands_over_every_key() {
    let place = tempfile::tempdir().unwrap();
    let told = place.path().join("told");
    let acme = place.path().join("acme");
    fs::write(&acme, "for a do printf '%s\\n' \"$a\"; done >\"$TOLD\"\n").unwrap();
    let mut seen = Vec::new();
    each_file("acme/shell", Lang::En, |file, key| {
        if file.section != Section::Config || seen.contains(&key.to_owned()) {
            return;
        }
        seen.push(key.to_owned());
        let script = place.path().join("script");
        fs::write(
            &script,
            file.text.replace("\"${ACME:-acme}\"", "sh \"$ACME\""),
        )
        .unwrap();
        let run = Command::new("sh")
            .arg(&script)
            .env("TOLD", &told)
            .env("ACME", &acme)
            .status()
            .unwrap();
        assert!(run.success(), "{}", &*file.text);
        let told = fs::read_to_string(&told).unwrap();
        assert!(told.lines().any(|line| line == key), "{told} lacks {key}");
    });
    assert_eq!(seen.len(), KEYS.len());
}

#[test]
fn a_worksheet_shows_every_key_as_it_is() {
    for lang in [Lang::En, Lang::Zh] {
        each_file("acme/sheet", lang, |file, key| {
            if file.notes_of.is_some() {
                return;
            }
            let events =
                pulldown_cmark::Parser::new_ext(&file.text, pulldown_cmark::Options::ENABLE_TABLES);
            let code: Vec<String> = events
                .filter_map(|event| match event {
                    pulldown_cmark::Event::Code(text) | pulldown_cmark::Event::Text(text) => {
                        Some(text.trim_end_matches('\n').to_owned())
                    }
                    _ => None,
                })
                .collect();
            assert!(code.iter().any(|text| text == key), "{code:?} lack {key}");
            // Whoever reads it without a viewer sees the same.
            assert!(file.text.contains(key), "{}", &*file.text);
            assert_eq!(file.text.contains("预共享密钥"), lang == Lang::Zh);
        });
    }
}

#[test]
fn the_check_holds_each_file_against_its_form() {
    let own = tempfile::tempdir().unwrap();
    fs::create_dir_all(own.path().join("acme/json")).unwrap();
    for file in [
        "json.toml",
        "json/config.j2",
        "json/verify.j2",
        "json/cleanup.j2",
    ] {
        let text = fs::read_to_string(format!("{}/acme/{file}", folder())).unwrap();
        // The comma that JSON does not take.
        let text = text.replace("{% if not loop.last %},{% endif %}", ",");
        fs::write(own.path().join("acme").join(file), text).unwrap();
    }
    let (code, text) = check(own.path());
    assert_eq!(code, Some(2), "{text}");
    assert!(text.contains("is not json: expected value"), "{text}");
    let (code, text) = check(Path::new(&folder()));
    assert_eq!(code, Some(0), "{text}");
}

fn render(target: &str, args: &[&str]) -> assert_cmd::assert::Assert {
    peerconf()
        .args(["render", "--vendors", &folder(), "-t", target])
        .args(args)
        .arg(fixtures::folder().join("dual-tunnel.json"))
        .assert()
        .success()
}

#[test]
fn what_has_no_comments_has_its_header_beside_it() {
    let out = render("acme/json", &[]).get_output().stdout.clone();
    serde_json::from_slice::<serde_json::Value>(&out).unwrap();
    let place = tempfile::tempdir().unwrap();
    let one = place.path().join("one.json");
    render("acme/json", &["-o", one.to_str().unwrap()]);
    let notes = fs::read_to_string(place.path().join("one.json.notes.txt")).unwrap();
    assert!(
        notes.contains("Upload it.") && notes.contains("TO FILL IN before use: uplink"),
        "{notes}"
    );
    serde_json::from_str::<serde_json::Value>(&fs::read_to_string(&one).unwrap()).unwrap();
    let many = place.path().join("many/");
    render("acme/hcl", &["-o", &format!("{}/", many.display())]);
    let mut names: Vec<String> = fs::read_dir(&many)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(
        names,
        [
            "ali-cleanup.sh",
            "ali-verify.sh",
            "ali.auto.tfvars",
            "ali.tf"
        ]
    );
    let keys = fs::read_to_string(many.join("ali.auto.tfvars")).unwrap();
    assert!(keys.contains("# Keep it out of the repository"), "{keys}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&one), 0o600);
        assert_eq!(
            mode(&place.path().join("one.json.notes.txt")) & 0o044,
            0o044
        );
        assert_eq!(mode(&many.join("ali.auto.tfvars")), 0o600);
        assert_eq!(mode(&many.join("ali.tf")) & 0o044, 0o044);
    }
}

#[test]
fn results_and_tickets_hold_worksheets_and_notes() {
    let line = peerconf()
        .args([
            "render",
            "--vendors",
            &folder(),
            "-t",
            "acme/sheet",
            "--ndjson",
            "--redact",
        ])
        .write_stdin(fixtures::text("dual-tunnel.json").replace('\n', " "))
        .assert()
        .success();
    let row: serde_json::Value = serde_json::from_slice(&line.get_output().stdout).unwrap();
    let sheet = row["files"]["ali.md"].as_str().unwrap();
    assert!(
        sheet.contains("| Pre-shared key | `<REDACTED:psk>` |"),
        "{sheet}"
    );
    let notes = row["files"]["ali.md.notes.txt"].as_str().unwrap();
    assert!(notes.contains("REDACTED (keys)"), "{notes}");
    for (ending, lang, said) in [
        ("md", "en", "###### Tunnel 2"),
        ("md", "zh", "| 预共享密钥 | `<REDACTED:psk>` |"),
        (
            "html",
            "zh",
            "<td>预共享密钥</td><td><code>&lt;REDACTED:psk&gt;</code></td>",
        ),
    ] {
        let place = tempfile::tempdir().unwrap();
        let ticket = place.path().join(format!("ticket.{ending}"));
        peerconf()
            .args([
                "ticket",
                "--vendors",
                &folder(),
                "-t",
                "acme/sheet",
                "--lang",
                lang,
                "-o",
            ])
            .arg(&ticket)
            .arg(fixtures::folder().join("dual-tunnel.json"))
            .assert()
            .success();
        let text = fs::read_to_string(ticket).unwrap();
        assert!(text.contains(said), "{text}");
    }
}

#[test]
fn a_value_is_never_printed_without_its_form() {
    let target: Target = kit().registry().load("acme/xml").unwrap();
    let output = &target.outputs[0];
    assert_eq!(output.form, Form::Xml);
    let own = tempfile::tempdir().unwrap();
    fs::create_dir_all(own.path().join("acme")).unwrap();
    let manifest = fs::read_to_string(format!("{}/acme/xml.toml", folder())).unwrap();
    for line in ["psk_style = \"bare\"", "comment = \"#\""] {
        let wrong = manifest.replacen("form = \"xml\"\n", &format!("form = \"xml\"\n{line}\n"), 1);
        fs::write(own.path().join("acme/xml.toml"), wrong).unwrap();
        let (_, text) = check(own.path());
        assert!(text.contains("form = \"xml\" has its own"), "{text}");
    }
}
