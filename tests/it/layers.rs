//! The modules of `src` stand in floors: each uses only those below it. The imports are read, so that an arrow
//! upward or a circle is a failure with its file.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use regex_lite::Regex;

/// The modules, the lowest first. A module may use any that stands before it.
const FLOORS: &[&str] = &[
    "secret",
    "markdown",
    "showable",
    "suggest",
    "percent",
    "shell",
    "capital",
    "ipv4_text",
    "prose",
    "examples",
    "api_message",
    "document",
    "origin",
    "findings",
    "connection",
    "targets",
    "wellformed",
    "plan",
    "redact",
    "render",
    "pipeline",
    "trial",
    "inspect",
    "fleet",
    "report",
    "cloud",
    "cli",
];

#[test]
fn every_module_uses_only_what_stands_below_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut faults = Vec::new();
    let mut used = 0;
    for (module, files) in modules(&root) {
        let Some(floor) = FLOORS.iter().position(|name| *name == module) else {
            faults.push(format!("{module} stands on no floor: add it to FLOORS"));
            continue;
        };
        for file in files {
            for name in imports(&fs::read_to_string(&file).unwrap()) {
                let other = FLOORS.iter().position(|floor| *floor == name);
                let Some(other) = other.filter(|_| name != module) else {
                    continue;
                };
                used += 1;
                if other > floor {
                    let file = file.strip_prefix(&root).unwrap().display().to_string();
                    faults.push(format!(
                        "{file}: {module} uses {name}, which stands above it"
                    ));
                }
            }
        }
    }
    faults.dedup();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(used > 200, "only {used} imports were found");
}

/// Only the pipeline lays out: nobody can render past an error.
#[test]
fn only_the_pipeline_renders() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for (module, files) in modules(&root) {
        for file in files {
            let text = without_tests(&fs::read_to_string(&file).unwrap());
            for call in ["render::render(", "render::fields(", "plan::plan("] {
                let is_home = module == "pipeline" || file.ends_with("render/mod.rs");
                assert!(
                    is_home || !text.contains(call),
                    "{}: {call}",
                    file.display()
                );
            }
        }
    }
}

/// The parts of a module (its files and folders) stand in some order too: no two of them need each other.
#[test]
fn the_parts_of_a_module_are_no_circle() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut circles = Vec::new();
    let mut arrows = 0;
    for (module, files) in modules(&root) {
        let home = root.join(&module);
        let files: Vec<(Vec<String>, String)> = files
            .iter()
            .filter_map(|file| {
                let below = file.strip_prefix(&home).ok()?.with_extension("");
                let names = below.iter().map(|name| name.to_string_lossy().into_owned());
                let text = without_tests(&fs::read_to_string(file).unwrap());
                Some((names.collect(), text))
            })
            .collect();
        let mut uses = uses_of_parts(&module, &files);
        arrows += uses.values().map(BTreeSet::len).sum::<usize>();
        // What uses nothing that is left stands at the bottom, and goes.
        while let Some(part) = uses.keys().find(|part| uses[*part].is_empty()).cloned() {
            uses.remove(&part);
            for others in uses.values_mut() {
                others.remove(&part);
            }
        }
        circles.extend(
            uses.into_iter()
                .map(|(part, others)| format!("{module}: {part} uses {others:?}")),
        );
    }
    assert!(
        circles.is_empty(),
        "circles, and what stands upon them:\n{}",
        circles.join("\n")
    );
    assert!(arrows > 200, "only {arrows} uses were found");
}

#[test]
fn a_circle_of_parts_is_seen() {
    let file = |path: &str, text: &str| {
        (
            path.split('/').map(str::to_owned).collect(),
            text.to_owned(),
        )
    };
    let uses = uses_of_parts(
        "m",
        &[
            file("mod", "pub use a::{Thing, Other};\nuse b::low;"),
            file("a", "use super::c::x;"),
            file(
                "b/mod",
                "use super::Thing;\nuse crate::m::a::y; // super::c",
            ),
            file("b/inner", "fn f() { super::super::c::z() }"),
            file("c", "use super::{b::low, Other};"),
        ],
    );
    let of = |part: &str| {
        uses[part]
            .iter()
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!([of("a"), of("b"), of("c")], ["c", "a c", "a b"]);
}

/// Which parts of a module each of its parts names: directly, or by what the module itself passes on from them.
fn uses_of_parts(
    module: &str,
    files: &[(Vec<String>, String)],
) -> BTreeMap<String, BTreeSet<String>> {
    let mut uses: BTreeMap<String, BTreeSet<String>> = files
        .iter()
        .filter(|(names, _)| names[0] != "mod")
        .map(|(names, _)| (names[0].clone(), BTreeSet::new()))
        .collect();
    let comment = Regex::new("//[^\n]*").unwrap();
    let word = Regex::new(r"\w+").unwrap();
    // A name that the module passes on is that of its part.
    let mut passed_on = BTreeMap::new();
    let passes = Regex::new(r"(?s)\buse (\w+)::([^;]*);").unwrap();
    for (_, text) in files.iter().filter(|(names, _)| names == &["mod"]) {
        for found in passes.captures_iter(text) {
            let names = word
                .find_iter(&found[2])
                .map(|name| name.as_str().to_owned());
            passed_on.extend(names.map(|name| (name, found[1].to_owned())));
        }
    }
    for (names, text) in files.iter().filter(|(names, _)| names[0] != "mod") {
        let text = comment.replace_all(text, "");
        let is_folder = names.last().is_some_and(|name| name == "mod");
        let depth = names.len() - usize::from(is_folder);
        let home = format!("(?:crate::{module}::|{})", "super::".repeat(depth));
        let one = Regex::new(&format!(r"(?:^|[^\w:]){home}(\w+)")).unwrap();
        let several = Regex::new(&format!(r"(?s)(?:^|[^\w:]){home}\{{(.*?)\}};")).unwrap();
        let mut named: Vec<String> = one
            .captures_iter(&text)
            .map(|found| found[1].to_owned())
            .collect();
        for group in several.captures_iter(&text) {
            named.extend(
                word.find_iter(&group[1])
                    .map(|name| name.as_str().to_owned()),
            );
        }
        for name in named {
            let part = passed_on.get(&name).unwrap_or(&name).clone();
            if part != names[0] && uses.contains_key(&part) {
                uses.entry(names[0].clone()).or_default().insert(part);
            }
        }
    }
    uses
}

/// The files of each module of the crate, without tests.
fn modules(root: &Path) -> BTreeMap<String, Vec<PathBuf>> {
    let mut modules = BTreeMap::<String, Vec<PathBuf>>::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let below = path.strip_prefix(root).unwrap();
            let first = below.iter().next().unwrap().to_string_lossy();
            let module = first.trim_end_matches(".rs").to_owned();
            let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
            if stem == "tests" || matches!(&*module, "lib" | "main") {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                modules.entry(module).or_default().push(path);
            }
        }
    }
    assert!(modules.len() > 10, "{modules:?}");
    modules
}

/// The modules of the crate that a file names outside of comments and tests.
fn imports(text: &str) -> Vec<String> {
    let text = without_tests(text);
    let comment = Regex::new("//[^\n]*").unwrap();
    let text = comment.replace_all(&text, "");
    let one = Regex::new(r"\bcrate::(\w+)").unwrap();
    let several = Regex::new(r"(?s)\bcrate::\{(.*?)\};").unwrap();
    let mut names: Vec<String> = one
        .captures_iter(&text)
        .map(|found| found[1].to_owned())
        .collect();
    let word = Regex::new(r"\w+").unwrap();
    for group in several.captures_iter(&text) {
        names.extend(
            word.find_iter(&group[1])
                .map(|found| found.as_str().to_owned()),
        );
    }
    names
}

fn without_tests(text: &str) -> String {
    let end = text.find("#[cfg(test)]\nmod tests").unwrap_or(text.len());
    text[..end].to_owned()
}
