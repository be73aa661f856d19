//! What the README and CONTRIBUTING say can be done: the commands run, the files and names are there, the
//! target that CONTRIBUTING shows is a whole one.

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use peerconf::examples;
use peerconf::findings::catalogue;
use peerconf::targets::Registry;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The pages, by name. Fails where one is missing.
fn pages() -> [(&'static str, String); 3] {
    ["README.md", "CONTRIBUTING.md", "README.zh.md"]
        .map(|name| (name, fs::read_to_string(root().join(name)).unwrap()))
}

/// The fenced blocks of a page with this language.
fn blocks(page: &str, language: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        if line.strip_prefix("```") == Some(language) {
            let block = lines.by_ref().take_while(|line| *line != "```");
            blocks.push(block.flat_map(|line| [line, "\n"]).collect());
        } else if line.starts_with("```") {
            lines.by_ref().find(|line| *line == "```");
        }
    }
    blocks
}

/// What stands in backticks outside of blocks.
fn code_words(page: &str) -> Vec<String> {
    let mut inside = false;
    page.lines()
        .filter(|line| {
            inside ^= line.starts_with("```");
            !inside && !line.starts_with("```")
        })
        .flat_map(|line| line.split('`').skip(1).step_by(2))
        .map(str::to_owned)
        .collect()
}

/// A folder with what the pages suppose: a saved response, the examples.
fn bench() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let at = |path: &str| -> PathBuf { folder.path().join(path) };
    let response = examples::find("dual-tunnel", false).unwrap();
    fs::write(at("vco.json"), response).unwrap();
    fs::create_dir_all(at("examples")).unwrap();
    fs::write(at("examples/dual-tunnel.json"), response).unwrap();
    let one_line: serde_json::Value = serde_json::from_str(response).unwrap();
    fs::write(at("responses.ndjson"), format!("{one_line}\n{one_line}\n")).unwrap();
    fs::create_dir_all(at("saved-responses")).unwrap();
    fs::write(at("saved-responses/one.json"), response).unwrap();
    folder
}

/// The arguments of a command that reads data and needs no cloud.
fn arguments(line: &str) -> Option<Vec<&str>> {
    let command = line.strip_prefix("$ ")?;
    let arguments = ["peerconf ", "cargo run --release -- "]
        .iter()
        .find_map(|program| command.strip_prefix(program))?;
    let arguments: Vec<&str> = arguments.split_whitespace().collect();
    let needs_cloud = arguments.contains(&"fetch") || arguments.contains(&"--connection");
    (!needs_cloud).then_some(arguments)
}

#[test]
fn every_command_runs() {
    let folder = bench();
    // What one language writes is not in the way of the other.
    let chinese = bench();
    let mut count = 0;
    for (name, page) in pages() {
        let place = if name == "README.zh.md" {
            chinese.path()
        } else {
            folder.path()
        };
        for block in blocks(&page, "console") {
            for arguments in block.lines().filter_map(arguments) {
                let output = Command::cargo_bin("peerconf")
                    .unwrap()
                    .current_dir(place)
                    .env_remove("PEERCONF_VENDORS")
                    .env("XDG_CONFIG_HOME", place)
                    .args(&arguments)
                    .output()
                    .unwrap();
                assert!(
                    output.status.success(),
                    "{name}: peerconf {}\n{}{}",
                    arguments.join(" "),
                    String::from_utf8_lossy(&output.stdout),
                    String::from_utf8_lossy(&output.stderr)
                );
                count += 1;
            }
        }
    }
    assert!(count >= 8, "only {count} commands were found");
    assert_is_the_target_of_contributing(&folder.path().join("my-targets/acme"));
}

/// What `targets new` wrote is what CONTRIBUTING shows, to the letter.
fn assert_is_the_target_of_contributing(written: &Path) {
    let [_, (_, contributing), _] = pages();
    let [manifest] = blocks(&contributing, "toml").try_into().unwrap();
    let templates: [String; 3] = blocks(&contributing, "jinja").try_into().unwrap();
    let names = [
        "router.toml",
        "router/config.j2",
        "router/verify.j2",
        "router/cleanup.j2",
    ];
    for (name, shown) in names.iter().zip([manifest].into_iter().chain(templates)) {
        let found = fs::read_to_string(written.join(name)).unwrap();
        assert_eq!(found, shown, "{name}: CONTRIBUTING shows another one");
    }
    let accepted = fs::read_dir(written.join("router/tests")).unwrap().count();
    assert!(accepted > 80, "only {accepted} expectations were accepted");
}

#[test]
fn every_file_that_is_named_exists() {
    let folders = [
        "src",
        "tests",
        "docs",
        "vendors",
        "templates",
        "examples",
        "benches",
        "fuzz",
    ];
    let mut count = 0;
    for (name, page) in pages() {
        let links = page
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split_once(')'))
            .map(|(link, _)| link.to_owned())
            .filter(|link| !link.contains("://") && !link.starts_with('#'));
        let words = code_words(&page).into_iter().filter(|word| {
            let first = word.split('/').next().unwrap_or_default();
            word.contains('/') && folders.contains(&first) && !word.contains(['<', '*', '…', ' '])
        });
        for path in links.chain(words) {
            assert!(
                root().join(&path).exists(),
                "{name} names {path}, which is not there"
            );
            count += 1;
        }
    }
    assert!(count >= 10, "only {count} paths were found");
}

/// Words with a dash that are neither rules nor targets.
const OTHER_WORDS: &[&str] = &["minijinja-cli"];

#[test]
fn every_rule_and_target_that_is_named_exists() {
    let registry = Registry::builtin();
    let entries = registry.list();
    let vendors: Vec<&str> = entries
        .iter()
        .filter_map(|e| e.id.split('/').next())
        .collect();
    for (name, page) in pages() {
        for word in code_words(&page) {
            let is_target = word.split_once('/').is_some_and(|(vendor, platform)| {
                vendors.contains(&vendor) && !platform.contains(['/', ' '])
            });
            if is_target {
                assert!(
                    registry.load(&word).is_ok(),
                    "{name} names the target {word}"
                );
            }
            let is_kebab = word.contains('-')
                && word.starts_with(|c: char| c.is_ascii_lowercase())
                && word
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
            if is_kebab && !OTHER_WORDS.contains(&word.as_str()) {
                let known = catalogue::ALL.iter().any(|rule| rule.slug == word)
                    || registry.find(&word).is_ok()
                    || examples::ALL.iter().any(|example| example.name == word);
                assert!(
                    known,
                    "{name} names {word}, which is no rule, target or example"
                );
            }
        }
    }
}

#[test]
fn the_readme_lists_every_command() {
    let [(_, readme), _, _] = pages();
    let words = code_words(&readme);
    for command in peerconf::cli::command().get_subcommands() {
        let name = command.get_name();
        assert!(
            words.iter().any(|word| word == name),
            "the README leaves out {name}"
        );
    }
}
