//! The generated pages say what the program does. `PEERCONF_BLESS=1 cargo test --test it docs` writes
//! them again.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use peerconf::connection::{DhGroup, Encryption, IkeVersion, Integrity, ReadOptions};
use peerconf::findings::{Lang, Profile, RuleRef, catalogue};
use peerconf::targets::description::Description;
use peerconf::targets::{InputValues, Phase, Registry, Slot, Target, Topology};

use crate::fixtures;
use crate::rendering::{Bench, Outcome};

/// Compares a page with what it must be, or writes it.
fn page(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("docs")
        .join(name);
    if std::env::var_os("PEERCONF_BLESS").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == text,
        "docs/{name} is not true any more: PEERCONF_BLESS=1 cargo test --test it docs"
    );
}

#[test]
fn rules() {
    let mut text = String::from(
        "# Rules\n\nGenerated from `src/findings/catalogue/`. Rules of single devices stand on the targets' pages.\n",
    );
    for rule in catalogue::ALL {
        let rule = RuleRef::Catalogue(rule);
        let level = |profile| rule.level(profile).word();
        let _ = write!(
            text,
            "\n## {}\n\n{}\n\n- Says: {}\n- Why: {}\n- Remedy: {}\n- Level: {} (recommended: {}, strict: {}){}\n- Source: {}\n",
            rule.slug(),
            rule.title(Lang::En),
            rule.message(Lang::En),
            rule.why(Lang::En),
            rule.remedy(Lang::En),
            level(Profile::Compatible),
            level(Profile::Recommended),
            level(Profile::Strict),
            if rule.is_fixed() {
                "; `--allow` cannot lift it"
            } else {
                ""
            },
            rule.source(),
        );
    }
    page("rules.md", &text);
}

#[test]
fn template_context() {
    let text = "# What a template sees\n\nGenerated from the comments of `src/render/context.rs`. The tree starts with \
                `Context`: `tunnels` there is a list of `TunnelView`, so `tunnels[0].ike.dh` is a field `dh` of `IkeView`.\n\n"
        .to_owned()
        + &crate::sources::page("src/render/context.rs")
        + "\n## Words and tables\n\n"
        + &crate::sources::page("src/render/worksheet.rs");
    page("template-context.md", &text);
}

#[test]
fn template_dialect() {
    page("template-dialect.md", &peerconf::render::dialect::page());
}

#[test]
fn manifest() {
    let mut text = String::from(
        "# Manifests\n\nGenerated from the comments of the types that a manifest is read into. A file is `Manifest`; a \
         table `[psk]` is the type of its key `psk`, and each `[[input]]` is one `InputSpec`. `Option` means that the key may \
         be left out, `Vec` a list, `BTreeMap` a table with free keys. An unknown key is an error; the third column says what is needed in the file, and what \
         counts where a key is left out. `name`, `comment`, `versions`, `names`, `psk` and one `output` a section are needed in a target or its parents. `peerconf targets schema` prints all \
         this as a JSON Schema for editors, `peerconf targets schema TARGET` that of a values file (`-f`). `peerconf targets check DIR` tells every fault of every manifest with its file, line and key, \
         and shows how a dozen nasty keys, identities and names come out. How to write one: \
         [CONTRIBUTING](../CONTRIBUTING.md).\n",
    );
    for (title, file) in [
        ("The file", "src/targets/manifest.rs"),
        ("Releases that there are", "src/targets/releases.rs"),
        ("Files of the output", "src/targets/output.rs"),
        ("What a file is", "src/targets/form.rs"),
        ("Comments", "src/targets/comment.rs"),
        ("Names", "src/targets/names.rs"),
        ("Inputs", "src/targets/input_spec.rs"),
        ("Words", "src/targets/words.rs"),
        ("Conditions", "src/targets/condition.rs"),
        ("What a child inherits", "src/targets/layer.rs"),
        ("Sources", "src/targets/sources.rs"),
        ("Numbers of objects", "src/targets/takes.rs"),
        ("Keys", "src/targets/key_table.rs"),
        ("How a key is written", "src/targets/quoting/mod.rs"),
        ("Styles with a name", "src/targets/quoting/named.rs"),
        ("Styles as data", "src/targets/quoting/notation.rs"),
    ] {
        let _ = write!(
            text,
            "\n## {title}\n\n{}",
            crate::sources::page_of_keys(file)
        );
    }
    page("manifest.md", &text);
}

#[test]
fn compatibility() {
    let bench = Bench::new();
    let mut text = String::from(
        "# Compatibility\n\nGenerated from the manifests. A cell holds the device's word; `-` means that the device has none, \
         with the reason below. The sources stand after each table.\n",
    );
    for target in bench.targets() {
        let _ = write!(
            text,
            "\n## {}\n\n{}, {}\n\n",
            target.label(),
            target.name,
            target.range()
        );
        text.push_str("| | value | IKEv1 phase 1 | IKEv1 phase 2 | IKEv2 phase 1 | IKEv2 phase 2 |\n|---|---|---|---|---|---|\n");
        let mut notes: Vec<String> = Vec::new();
        let mut row = |slot: &str, value: &str, key: Slot| {
            let _ = write!(text, "| {slot} | {value} |");
            for (version, phase) in [
                (IkeVersion::V1, Phase::Ike),
                (IkeVersion::V1, Phase::Esp),
                (IkeVersion::V2, Phase::Ike),
                (IkeVersion::V2, Phase::Esp),
            ] {
                let cell = target.cell(phase, version, key);
                let note = match &cell.word {
                    Ok(_) => cell.source.to_string(),
                    Err(why) => format!("{} ({})", why.in_lang(Lang::En), cell.source),
                };
                let doubt = if cell.verified { "" } else { ", unverified" };
                let note = format!("{note}{doubt}");
                let number = notes
                    .iter()
                    .position(|known| *known == note)
                    .unwrap_or_else(|| {
                        notes.push(note.clone());
                        notes.len() - 1
                    })
                    + 1;
                let word = cell
                    .word
                    .as_ref()
                    .map_or("-".to_owned(), |word| format!("`{word}`"));
                let _ = write!(text, " {word} [{number}] |");
            }
            text.push('\n');
        };
        for value in Encryption::ALL {
            row("encryption", value.api_word(), Slot::Encryption(*value));
        }
        for value in Integrity::ALL {
            row("integrity", value.api_word(), Slot::Integrity(*value));
        }
        for value in DhGroup::ALL {
            row("DH / PFS", value.api_word(), Slot::Dh(*value));
        }
        text.push('\n');
        for (index, note) in notes.iter().enumerate() {
            let _ = writeln!(text, "{}. {note}", index + 1);
        }
    }
    page("compatibility.md", &text);
}

#[test]
fn targets() {
    let bench = Bench::new();
    for entry in bench.kit.registry().list() {
        let target = bench.kit.registry().load(&entry.id).unwrap();
        page(
            &format!("targets/{}.md", entry.id.replace('/', "-")),
            &target_page(bench.kit.registry(), &target),
        );
    }
}

/// Characters as code, sentences as they are.
fn code(value: &str, what: &str) -> String {
    if ["source", "length", "style", "none"].contains(&what) {
        return cell(value);
    }
    format!("`` {} ``", value.replace('|', "\\|"))
}

fn target_page(registry: &Registry, target: &Target) -> String {
    let newest = Description::new(target);
    let mut text = format!(
        "# {}\n\nGenerated from `{}`. {}\n\n- id: `{}`, aliases: {}\n- releases whose output differs: from {}\n- load and save: {}\n",
        newest.name,
        target.file,
        newest.about,
        newest.id,
        newest
            .aliases
            .iter()
            .map(|a| format!("`{a}`"))
            .collect::<Vec<_>>()
            .join(", "),
        newest.releases.join(", from "),
        newest.load,
    );
    text.push_str(&proof(&target.id));
    text.push_str("\n## Limits\n\n| releases | rule | level | what and why | source |\n|---|---|---|---|---|\n");
    for (row, releases) in limit_rows(registry, target) {
        let releases = if releases.len() == target.versions.len() {
            "all".to_owned()
        } else {
            releases.join(", ")
        };
        let _ = writeln!(text, "| {releases} | {row}");
    }
    text.push_str("\n## Keys\n\nWhat the device makes of special characters.\n\n| key | what | how |\n|---|---|---|\n");
    for keys in &newest.keys {
        for (what, value) in keys.rows() {
            let _ = writeln!(text, "| {} | {what} | {} |", keys.of, code(&value, what));
        }
    }
    text.push_str("\n## Inputs\n\n| name | type | default | help |\n|---|---|---|---|\n");
    for input in &newest.inputs {
        let default = input.default.unwrap_or("needed");
        let _ = writeln!(
            text,
            "| `{}` | {} | {} | {} |",
            input.name,
            cell(&input.kind),
            cell(default),
            cell(input.help)
        );
    }
    text.push_str("\n## Files\n\n| section | name | place on the device | holds the PSK |\n|---|---|---|---|\n");
    for output in &newest.outputs {
        let secret = if output.holds_secret { "yes" } else { "no" };
        let _ = writeln!(
            text,
            "| {} | `{}` | {} | {secret} |",
            output.section,
            output.path,
            output.install.unwrap_or("")
        );
    }
    let (name, example) = example(target);
    let _ = write!(
        text,
        "\n## Example\n\nThe first file for `examples/{name}.json`; more expected outputs stand in `tests/snapshots/{}/`.\n\n```text\n{example}```\n",
        target.id,
    );
    text
}

/// By what the target's texts are proven, from the file that `tests/grammar/run` keeps.
fn proof(id: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/grammar/proof.toml");
    let all: toml::Table = fs::read_to_string(path).unwrap().parse().unwrap();
    let mut text = String::from("\n## Proven by\n\n");
    let Some(proof) = all.get(id).and_then(toml::Value::as_table) else {
        text.push_str("Snapshots alone, so far.\n");
        return text;
    };
    let word = |key: &str| proof.get(key).and_then(toml::Value::as_str);
    if proof["daemon"].as_bool() == Some(true) {
        text.push_str(
            "- the device's own daemon, with traffic through the tunnel: [proof](../proof.md)\n",
        );
    }
    if let Some(part) = word("live") {
        let _ = writeln!(text, "- live, in part: {part}: [proof](../proof.md)");
    }
    if let (Some(schema), Some(lines)) = (word("outside"), word("outside_covers")) {
        let _ = writeln!(text, "- {schema}, which others published: {lines}");
    }
    text.push_str("- the text read back and held against the response: algorithms, lifetimes, identities, keys, selectors, addresses\n");
    let manuals = proof["manuals"].as_array().unwrap().iter();
    let manuals: Vec<&str> = manuals.filter_map(toml::Value::as_str).collect();
    if !manuals.is_empty() {
        let _ = writeln!(
            text,
            "- a [grammar of our own](../../tests/grammar/README.md), which names for each line its entry in: {}",
            manuals.join("; ")
        );
    }
    text
}

/// Each limit once, with the releases that have it.
fn limit_rows(registry: &Registry, target: &Target) -> Vec<(String, Vec<String>)> {
    let mut rows: Vec<(String, Vec<String>)> = Vec::new();
    for release in &target.versions {
        let at = registry.load(&format!("{}@{release}", target.id)).unwrap();
        for row in rows_of(&Description::new(&at)) {
            match rows.iter_mut().find(|(known, _)| *known == row) {
                Some((_, releases)) => releases.push(release.to_string()),
                None => rows.push((row, vec![release.to_string()])),
            }
        }
    }
    rows
}

fn rows_of(description: &Description<'_>) -> Vec<String> {
    let refused = description.topologies.iter().filter_map(|topology| {
        let reason = topology.refused.as_deref()?;
        Some(format!(
            "topology-not-supported | error | {}-based: {} | {} |",
            topology.topology,
            cell(reason),
            cell(topology.source)
        ))
    });
    let ranges = description.lifetimes.iter().map(|range| {
        format!(
            "lifetime-not-supported | error | {} lifetime {} to {} seconds{} | {} |",
            range.of,
            range.min,
            range.max,
            doubt(range.verified),
            cell(range.source)
        )
    });
    let limits = description.limits.iter().map(|limit| {
        format!(
            "{} | {} | {}{}. {} | {} |",
            limit.rule,
            limit.level.word(),
            cell(limit.reason),
            doubt(limit.verified),
            cell(limit.advice),
            cell(limit.source)
        )
    });
    refused.chain(ranges).chain(limits).collect()
}

/// The name of the first bundled response that the target can do, the plain one before all others, and the first file
/// of its configuration.
fn example(target: &Target) -> (&'static str, String) {
    let bench = Bench::new();
    let all = peerconf::examples::ALL.iter().filter(|one| !one.xml);
    let (plain, others): (Vec<_>, Vec<_>) = all.partition(|one| one.name == "single-tunnel");
    for one in plain.into_iter().chain(others) {
        let Some(reading) = fixtures::readings(one.text, &ReadOptions::default())
            .into_iter()
            .find(|reading| reading.connection.is_some())
        else {
            continue;
        };
        for topology in Topology::ALL {
            let outcome = bench
                .render(&reading, target, topology, &InputValues::default())
                .unwrap();
            if let Outcome::Rendered(files) = outcome {
                return (one.name, files[0].text.to_string());
            }
        }
    }
    panic!("{} can do none of the bundled responses", target.label());
}

fn doubt(verified: bool) -> &'static str {
    if verified {
        ""
    } else {
        " (not proven on a device)"
    }
}

/// Text in a table's cell. What looks like a tag is text, unless it stands in backticks, where it is text anyway.
fn cell(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut is_code = false;
    for c in text.chars() {
        is_code ^= c == '`';
        match c {
            '|' => shown.push_str("\\|"),
            '\n' => shown.push(' '),
            '<' if !is_code => shown.push_str("\\<"),
            c => shown.push(c),
        }
    }
    shown
}
