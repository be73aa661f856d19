//! The book: every command of its own pages runs, and what it prints is what the page shows. Every page of `docs/` is in
//! the list of chapters. `PEERCONF_BLESS=1 cargo test --test it docs` writes the outputs again.

use std::collections::BTreeSet;
use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use peerconf::examples;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The Markdown files below a folder, by their paths from the root.
fn below(folder: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(root().join(folder)).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let path = format!("{folder}/{name}");
        if root().join(&path).is_dir() {
            found.extend(below(&path));
        } else if Path::new(&name).extension().is_some_and(|e| e == "md") {
            found.insert(path);
        }
    }
    found
}

/// What a reader has in the folder before the first command.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let fixtures = root().join("tests/fixtures");
    let example = |name| examples::find(name, false).unwrap();
    fs::write(folder.path().join("vco.json"), example("dual-tunnel")).unwrap();
    fs::write(folder.path().join("describe.json"), example("describe")).unwrap();
    fs::copy(
        fixtures.join("terraform-single.json"),
        folder.path().join("state.json"),
    )
    .unwrap();
    fs::create_dir(folder.path().join("responses")).unwrap();
    for (name, example_name) in [
        ("lyon", "dual-tunnel"),
        ("oslo", "single-tunnel"),
        ("porto", "ikev1-legacy"),
    ] {
        let path = folder.path().join(format!("responses/{name}.json"));
        fs::write(path, example(example_name)).unwrap();
    }
    folder
}

/// What a command of a page prints, both streams in one, with its exit code where it is not 0.
fn output(line: &str, folder: &Path) -> String {
    let program = PathBuf::from(env!("CARGO_BIN_EXE_peerconf"));
    let old = env::var_os("PATH").unwrap_or_default();
    let own = program.parent().unwrap().to_path_buf();
    let path = env::join_paths(std::iter::once(own).chain(env::split_paths(&old))).unwrap();
    let run = Command::new("sh")
        .args(["-c", &format!("exec 2>&1\n{line}")])
        .current_dir(folder)
        .env("PATH", path)
        .env("XDG_CONFIG_HOME", folder)
        .env_remove("PEERCONF_VENDORS")
        .env_remove("PEERCONF_SALT")
        .output()
        .unwrap();
    let mut text = String::from_utf8(run.stdout).unwrap();
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    match run.status.code() {
        Some(0) => {}
        code => {
            let _ = writeln!(text, "(exit code {})", code.unwrap_or(-1));
        }
    }
    text
}

/// The page with what its commands print now.
fn rewritten(page: &str, folder: &Path, count: &mut usize) -> String {
    let mut text = String::new();
    let mut in_console = false;
    for line in page.lines() {
        if line.starts_with("```") {
            in_console = line == "```console" && !in_console;
        } else if in_console {
            // What it printed stands below it, until the next command.
            let Some(command) = line.strip_prefix("$ ") else {
                continue;
            };
            *count += 1;
            text.push_str(line);
            text.push('\n');
            text.push_str(&output(command, folder));
            continue;
        }
        text.push_str(line);
        text.push('\n');
    }
    text
}

#[test]
fn every_command_prints_what_the_page_shows() {
    let mut count = 0;
    let mut stale = Vec::new();
    for name in below("docs/book") {
        let path = root().join(&name);
        let page = fs::read_to_string(&path).unwrap();
        let now = rewritten(&page, folder().path(), &mut count);
        if now == page {
            continue;
        }
        if env::var_os("PEERCONF_BLESS").is_some() {
            fs::write(&path, now).unwrap();
        } else {
            stale.push(name);
        }
    }
    assert!(
        stale.is_empty(),
        "a command prints something else now: {stale:?}; PEERCONF_BLESS=1 cargo test --test it docs, and read it"
    );
    assert!(count >= 25, "only {count} commands were found");
}

/// The list of chapters with a row for each page of targets and decisions.
fn with_every_page(summary: &str) -> String {
    let mut text = String::new();
    let mut lines = summary.lines().peekable();
    while let Some(line) = lines.next() {
        text.push_str(line);
        text.push('\n');
        let folder = match line.split_once("](") {
            Some((_, "docs/compatibility.md)")) => "docs/targets",
            Some((_, "docs/decisions/README.md)")) => "docs/decisions",
            _ => continue,
        };
        while lines.next_if(|line| line.starts_with("  - ")).is_some() {}
        for path in below(folder)
            .iter()
            .filter(|path| !path.ends_with("README.md"))
        {
            let page = fs::read_to_string(root().join(path)).unwrap();
            let title = page
                .lines()
                .find_map(|line| line.strip_prefix("# "))
                .unwrap();
            let title = title.replace(['[', ']', '`'], "");
            let _ = writeln!(text, "  - [{title}]({path})");
        }
    }
    text
}

#[test]
fn every_page_is_a_chapter() {
    let path = root().join("docs/SUMMARY.md");
    let summary = fs::read_to_string(&path).unwrap();
    let whole = with_every_page(&summary);
    if env::var_os("PEERCONF_BLESS").is_some() {
        fs::write(&path, &whole).unwrap();
    } else {
        assert!(
            summary == whole,
            "docs/SUMMARY.md leaves pages out: PEERCONF_BLESS=1 cargo test --test it docs"
        );
    }
    let chapters: BTreeSet<String> = whole
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split_once(')'))
        .map(|(path, _)| path.to_owned())
        .collect();
    let mut pages = below("docs");
    pages.remove("docs/SUMMARY.md");
    let missing: Vec<&String> = pages.difference(&chapters).collect();
    assert!(missing.is_empty(), "docs/SUMMARY.md leaves out {missing:?}");
    for chapter in &chapters {
        let is_there = root().join(chapter).is_file();
        assert!(
            is_there,
            "docs/SUMMARY.md names {chapter}, which is not there"
        );
    }
}

/// What follows a key in a line of YAML.
fn after<'t>(text: &'t str, key: &str) -> &'t str {
    let found = text
        .lines()
        .filter_map(|line| line.trim_start().strip_prefix(key));
    let mut from_the_end = found.rev();
    from_the_end
        .next()
        .unwrap_or_else(|| panic!("no line begins with {key}"))
        .trim()
}

/// The hook, the action and the job run the program as it is: a sound folder passes, a refused response does not, and
/// what they leave is SARIF.
#[test]
fn pipelines_run() {
    let read = |name: &str| fs::read_to_string(root().join(name)).unwrap();
    let hook = read(".pre-commit-hooks.yaml");
    let entry = after(&hook, "entry: ");
    let here = folder();
    let passed = output(
        &format!("{entry} vco.json responses/oslo.json"),
        here.path(),
    );
    assert!(!passed.contains("(exit code"), "{passed}");
    fs::copy(
        root().join("tests/fixtures/overlapping-subnets.json"),
        here.path().join("responses/bad.json"),
    )
    .unwrap();
    let refused = output(&format!("{entry} vco.json responses/bad.json"), here.path());
    assert!(refused.ends_with("(exit code 1)\n"), "{refused}");
    let action = read("action.yml");
    let job = read("packaging/gitlab-ci.yml");
    for (command, set) in [
        (
            after(&action, "run: "),
            "RESPONSES=responses TARGET=strongswan SARIF=peerconf.sarif",
        ),
        (
            after(&job, "- peerconf").to_owned().as_str(),
            "PEERCONF_RESPONSES=responses PEERCONF_TARGET=strongswan",
        ),
    ] {
        let command = if command.starts_with("peerconf") {
            command.to_owned()
        } else {
            format!("peerconf {command}")
        };
        let told = output(&format!("export {set}\n{command}"), here.path());
        assert!(told.ends_with("(exit code 1)\n"), "{told}");
        let sarif = fs::read_to_string(here.path().join("peerconf.sarif")).unwrap();
        let sarif: serde_json::Value = serde_json::from_str(&sarif).unwrap();
        assert!(!sarif["runs"][0]["results"].as_array().unwrap().is_empty());
    }
}
