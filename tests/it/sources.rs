//! Doc comments of the sources as tables, for the generated pages.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// A type with a comment on each of its fields or variants.
struct Listed {
    comment: String,
    kind: &'static str,
    name: String,
    rows: Vec<(String, String, String)>,
}

/// The text of a file of `src/` as sections of a page: its `//!` comment, then a table for each public type.
/// Fails where a field has no comment.
pub(crate) fn page(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    let source = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{file}: {error}"));
    let about: Vec<&str> = source
        .lines()
        .map_while(|line| line.strip_prefix("//!"))
        .map(|line| line.strip_prefix(' ').unwrap_or(line))
        .collect();
    let types = types(&source);
    assert!(!about.is_empty(), "{file}: nothing in it");
    let mut page = plain(&about.join("\n")) + "\n";
    for listed in types {
        let of = if listed.kind == "enum" {
            "value"
        } else {
            "key"
        };
        let _ = write!(
            page,
            "\n### {}\n\n{}\n\n| {of} | type | meaning |\n|---|---|---|\n",
            listed.name, listed.comment
        );
        for (name, kind, comment) in listed.rows {
            assert!(
                !comment.is_empty(),
                "{file}: {}.{name} has no comment",
                listed.name
            );
            let _ = writeln!(
                page,
                "| `{name}` | {kind} | {} |",
                comment.replace('|', "\\|")
            );
        }
    }
    page
}

/// A type without the `Arc` that it is shared by.
fn unwrapped(kind: String) -> String {
    match kind.split_once("Arc<") {
        Some((before, after)) => format!("{before}{}", after.replacen('>', "", 1)),
        None => kind,
    }
}

/// Every `pub struct` and `pub enum` with named fields or variants, outside the tests.
fn types(source: &str) -> Vec<Listed> {
    let mut types: Vec<Listed> = Vec::new();
    let (mut comment, mut attributes) = (String::new(), String::new());
    let mut open = false;
    let mut cases = "";
    for line in source.lines().take_while(|line| *line != "#[cfg(test)]") {
        let text = line.trim();
        if let Some(words) = text.strip_prefix("///") {
            let _ = write!(
                comment,
                "{}{}",
                if comment.is_empty() { "" } else { " " },
                words.trim()
            );
            continue;
        }
        if text.starts_with("#[") || attributes.ends_with(['(', ',']) {
            attributes.push_str(text);
            continue;
        }
        let head = ["pub struct ", "pub enum "]
            .iter()
            .find_map(|start| line.strip_prefix(start));
        if let Some(head) = head.filter(|_| line.ends_with('{')) {
            let name: String = head.chars().take_while(|c| c.is_alphanumeric()).collect();
            let kind = if line.starts_with("pub enum") {
                "enum"
            } else {
                "struct"
            };
            cases = ["kebab-case", "lowercase"]
                .into_iter()
                .find(|style| attributes.contains(&format!("rename_all = \"{style}\"")))
                .unwrap_or("");
            // What is no data of a file: errors, untagged values.
            open = !attributes.contains("thiserror") && !attributes.contains("untagged");
            if open {
                types.push(Listed {
                    comment: plain(&comment),
                    kind,
                    name,
                    rows: Vec::new(),
                });
            }
        } else if line == "}" {
            open = false;
        } else if let (true, Some(listed)) = (open && line.starts_with("    "), types.last_mut()) {
            let renamed = attributes
                .split_once("rename = \"")
                .and_then(|(_, rest)| rest.split_once('"'))
                .map(|(name, _)| name.to_owned());
            let field = text
                .strip_prefix("pub ")
                .and_then(|rest| rest.split_once(": "));
            let row = match (listed.kind, field) {
                ("struct", Some((name, kind))) => {
                    let kind = format!(
                        "`{}`",
                        kind.trim_end_matches(',')
                            .replace("'p ", "")
                            .replace("<'p>", "")
                    );
                    let kind = unwrapped(kind);
                    Some((
                        name.trim_start_matches("r#").replace('_', dash(cases)),
                        kind,
                    ))
                }
                ("enum", _) if text.ends_with(',') && !text.contains(['(', '{']) => {
                    Some((cased(text.trim_end_matches(','), cases), "word".to_owned()))
                }
                _ => None,
            };
            if let Some((name, kind)) = row {
                listed
                    .rows
                    .push((renamed.unwrap_or(name), kind, plain(&comment)));
            }
        }
        comment.clear();
        attributes.clear();
    }
    types.retain(|listed| !listed.rows.is_empty());
    types
}

fn dash(cases: &str) -> &'static str {
    if cases == "kebab-case" { "-" } else { "_" }
}

/// A variant's name as it stands in a file.
fn cased(name: &str, cases: &str) -> String {
    let mut word = String::new();
    for c in name.chars() {
        if cases == "kebab-case" && c.is_uppercase() && !word.is_empty() {
            word.push('-');
        }
        word.extend(c.to_lowercase());
    }
    word
}

/// Links of rustdoc as plain code.
fn plain(text: &str) -> String {
    text.replace("[`", "`")
        .replace("`]", "`")
        .replace("super::", "")
        .replace("crate::", "")
        .trim()
        .to_owned()
}

#[test]
fn fields_variants_and_names_are_read_from_a_source() {
    let source = "/// A thing.\n#[derive(\n    Debug, Clone,\n)]\n#[serde(rename_all = \"kebab-case\")]\npub struct Thing<'p> {\n    \
                  /// Of\n    /// two lines.\n    pub two_words: &'p str,\n    #[serde(rename = \"type\")]\n    /// Kind.\n    \
                  pub kind: Kind,\n    hidden: u8,\n}\n\n/// Kinds.\n#[serde(rename_all = \"kebab-case\")]\npub enum Kind {\n    \
                  /// One.\n    SetOnce,\n}\n";
    let types = types(source);
    assert_eq!(types.len(), 2);
    assert_eq!(
        types[0].rows[0],
        ("two-words".into(), "`&str`".into(), "Of two lines.".into())
    );
    assert_eq!(types[0].rows[1].0, "type");
    assert_eq!(types[0].rows.len(), 2);
    assert_eq!(types[0].comment, "A thing.");
    assert_eq!(types[1].rows[0].0, "set-once");
}
