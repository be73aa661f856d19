//! Doc comments of the sources as tables, for the generated pages.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// A type with a comment on each of its fields or variants.
struct Listed {
    comment: String,
    kind: &'static str,
    name: String,
    rows: Vec<Row>,
}

/// A field or a variant.
struct Row {
    name: String,
    kind: String,
    /// `yes`, or what holds where the key is left out.
    needed: String,
    comment: String,
}

/// What the functions behind `#[serde(default = "…")]` give.
const DEFAULTS: [(&str, &str); 4] = [
    ("yes", "`true`"),
    ("error", "`\"error\"`"),
    ("one", "`1`"),
    ("dash_and_underscore", "`\"-_\"`"),
];

/// Whether a key is needed, by its type and the attributes of its field and struct.
fn needed(kind: &str, of_field: &str, of_struct: bool) -> String {
    if let Some((_, rest)) = of_field.split_once("default = \"") {
        let function = rest.split('"').next().unwrap_or_default();
        let default = DEFAULTS.iter().find(|(name, _)| *name == function);
        let (_, default) = default.unwrap_or_else(|| panic!("DEFAULTS lacks {function}"));
        return (*default).to_owned();
    }
    if !of_struct && !of_field.contains("(default") && !kind.contains("Option<") {
        return "yes".to_owned();
    }
    match kind.trim_matches('`') {
        "bool" => "`false`".to_owned(),
        _ => "may be left out".to_owned(),
    }
}

/// The text of a file of `src/` as sections of a page: its `//!` comment, then a table for each public type.
/// Fails where a field has no comment.
pub(crate) fn page(file: &str) -> String {
    written(file, false)
}

/// The same for a file that people write: with a column that says whether a key is needed, else what holds without it.
pub(crate) fn page_of_keys(file: &str) -> String {
    written(file, true)
}

fn written(file: &str, with_needed: bool) -> String {
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
        let with_needed = with_needed && listed.kind == "struct";
        let (head, rule) = if with_needed {
            ("| needed, else ", "|---")
        } else {
            ("", "")
        };
        let _ = write!(
            page,
            "\n### {}\n\n{}\n\n| {of} | type {head}| meaning |\n|---|---{rule}|---|\n",
            listed.name, listed.comment
        );
        for Row {
            name,
            kind,
            needed,
            comment,
        } in listed.rows
        {
            assert!(
                !comment.is_empty(),
                "{file}: {}.{name} has no comment",
                listed.name
            );
            let _ = writeln!(
                page,
                "| `{name}` | {kind} {}| {} |",
                if with_needed {
                    format!("| {needed} ")
                } else {
                    String::new()
                },
                comment.replace('|', "\\|")
            );
        }
    }
    page
}

/// A type as a reader knows it: without what it is shared by or lies in, and without how the program keeps it.
fn unwrapped(kind: &str) -> String {
    let kind = kind.replace("Prose", "String");
    if kind == "`When`" {
        return "`Condition`".to_owned();
    }
    ["Arc<", "Box<"].iter().fold(kind, |kind, wrapper| {
        kind.split_once(wrapper).map_or_else(
            || kind.clone(),
            |(before, after)| format!("{before}{}", after.replacen('>', "", 1)),
        )
    })
}

/// Every `pub struct` and `pub enum` with named fields or variants, outside the tests.
fn types(source: &str) -> Vec<Listed> {
    let mut types: Vec<Listed> = Vec::new();
    let (mut comment, mut attributes) = (String::new(), String::new());
    let mut open = false;
    let mut cases = "";
    let mut all_default = false;
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
            all_default = attributes.split("#[serde(").skip(1).any(|serde| {
                serde
                    .split(")]")
                    .next()
                    .unwrap_or_default()
                    .contains("default")
            });
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
                    let kind = unwrapped(&kind);
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
                let row = Row {
                    name: renamed.unwrap_or(name),
                    needed: needed(&kind, &attributes, all_default),
                    kind,
                    comment: plain(&comment),
                };
                if !attributes.contains("#[serde(skip)]") {
                    listed.rows.push(row);
                }
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
    let first = &types[0].rows[0];
    assert_eq!(
        (
            first.name.as_str(),
            first.kind.as_str(),
            first.comment.as_str()
        ),
        ("two-words", "`&str`", "Of two lines.")
    );
    assert_eq!(types[0].rows[1].name, "type");
    assert_eq!(types[0].rows.len(), 2);
    assert_eq!(types[0].comment, "A thing.");
    assert_eq!(types[1].rows[0].name, "set-once");
}

#[test]
fn a_key_says_whether_it_is_needed() {
    let source = "/// A.\n#[serde(deny_unknown_fields)]\npub struct A {\n    /// X.\n    pub x: String,\n    /// Y.\n    \
                  #[serde(default = \"yes\")]\n    pub y: bool,\n    /// Z.\n    pub z: Option<u8>,\n    /// S.\n    #[serde(skip)]\n    pub s: u8,\n}\n\n\
                  /// B.\n#[serde(deny_unknown_fields, default)]\npub struct B {\n    /// X.\n    pub x: bool,\n}\n";
    let types = types(source);
    let rows: Vec<&str> = types
        .iter()
        .flat_map(|of| &of.rows)
        .map(|row| row.needed.as_str())
        .collect();
    assert_eq!(rows, ["yes", "`true`", "may be left out", "`false`"]);
}
