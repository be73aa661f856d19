//! What a shell may complete: targets and their releases, inputs of the targets that were named, rules, examples.

use std::ffi::{OsStr, OsString};

use clap::Arg;
use clap_complete::engine::{ArgValueCompleter, CompletionCandidate};

use crate::examples;
use crate::findings::{Lang, catalogue};
use crate::targets::{InputKind, Registry};

/// The option of a command with completions of its values.
pub(super) fn with_candidates(command: &str, arg: Arg) -> Arg {
    let completer = match (arg.get_id().as_str(), command) {
        ("target", _) => ArgValueCompleter::new(targets),
        ("set", _) => ArgValueCompleter::new(inputs),
        ("allow" | "warn" | "deny", _) | ("rule", "rules") => ArgValueCompleter::new(rules),
        ("name", "example") => ArgValueCompleter::new(names_of_examples),
        _ => return arg,
    };
    arg.add(completer)
}

/// A candidate with what it is.
fn candidate(value: impl Into<OsString>, help: &str) -> CompletionCandidate {
    CompletionCandidate::new(value).help(Some(help.to_owned().into()))
}

/// Ids and aliases; after `@` the releases that differ.
fn targets(typed: &OsStr) -> Vec<CompletionCandidate> {
    let Some(typed) = typed.to_str() else {
        return Vec::new();
    };
    let registry = Registry::builtin();
    if let Some((name, release)) = typed.split_once('@') {
        let Ok(target) = registry.load(name) else {
            return Vec::new();
        };
        let releases = target.versions.iter().map(ToString::to_string);
        return releases
            .filter(|known| known.starts_with(&release.to_uppercase()))
            .map(|known| candidate(format!("{name}@{known}"), &format!("{known} and later")))
            .collect();
    }
    let mut candidates = Vec::new();
    for entry in registry.list() {
        let names = std::iter::once(&entry.id).chain(&entry.aliases);
        let fits = names.filter(|name| name.starts_with(&typed.to_lowercase()));
        let Ok(target) = registry.load(&entry.id) else {
            continue;
        };
        candidates.extend(fits.map(|name| candidate(name, &target.name)));
    }
    candidates
}

/// `NAME=` of the targets on the line; after `=` the choices.
fn inputs(typed: &OsStr) -> Vec<CompletionCandidate> {
    let Some(typed) = typed.to_str() else {
        return Vec::new();
    };
    let registry = Registry::builtin();
    let mut candidates: Vec<CompletionCandidate> = Vec::new();
    for target in named_targets() {
        let Ok(target) = registry.load(&target) else {
            continue;
        };
        for spec in &target.inputs {
            match typed.split_once('=') {
                Some((name, value)) if name == spec.name => {
                    let flags = ["true".to_owned(), "false".to_owned()];
                    let choices = match spec.kind {
                        InputKind::Flag => &flags[..],
                        _ => &spec.choices,
                    };
                    let fits = choices.iter().filter(|choice| choice.starts_with(value));
                    candidates.extend(
                        fits.map(|choice| candidate(format!("{name}={choice}"), &spec.help)),
                    );
                }
                None if spec.name.starts_with(typed) => {
                    candidates.push(candidate(format!("{}=", spec.name), &spec.help));
                }
                _ => {}
            }
        }
    }
    candidates
}

/// What stands after `-t` on the line that is being completed.
fn named_targets() -> Vec<String> {
    let words: Vec<String> = std::env::args_os()
        .map(|word| word.to_string_lossy().into_owned())
        .collect();
    let mut targets = Vec::new();
    for (place, word) in words.iter().enumerate() {
        if word == "-t" || word == "--target" {
            targets.extend(words.get(place + 1).cloned());
        } else if let Some(target) = word.strip_prefix("--target=") {
            targets.push(target.to_owned());
        }
    }
    targets
}

/// Rules of the catalogue.
fn rules(typed: &OsStr) -> Vec<CompletionCandidate> {
    let typed = typed.to_string_lossy();
    let rules = catalogue::ALL.iter();
    rules
        .filter(|rule| rule.slug.starts_with(typed.as_ref()))
        .map(|rule| {
            let rule = crate::findings::RuleRef::Catalogue(rule);
            candidate(rule.slug(), rule.title(Lang::En))
        })
        .collect()
}

/// Bundled responses.
fn names_of_examples(typed: &OsStr) -> Vec<CompletionCandidate> {
    let typed = typed.to_string_lossy();
    let mut names: Vec<&str> = examples::ALL.iter().map(|example| example.name).collect();
    names.dedup();
    names
        .into_iter()
        .filter(|name| name.starts_with(typed.as_ref()))
        .map(CompletionCandidate::new)
        .collect()
}
