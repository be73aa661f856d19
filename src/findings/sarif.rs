//! Findings as SARIF 2.1.0 (OASIS), for code scanning services and editors.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Judged, Lang, Level, Profile, Texts};

/// One run with all findings. Regions point into the responses.
pub fn sarif(judged: &[Judged], texts: &Texts<'_>) -> Value {
    let mut run = Sarif::default();
    run.add(judged, texts);
    run.finish()
}

/// A run to which the findings of several responses are added.
#[derive(Debug, Default)]
pub struct Sarif {
    rules: BTreeMap<String, Value>,
    results: Vec<(String, Value)>,
}

impl Sarif {
    /// Adds findings that point into these texts.
    pub fn add(&mut self, judged: &[Judged], texts: &Texts<'_>) {
        for judged in judged {
            let slug = judged.finding.slug();
            self.rules.insert(slug.to_owned(), rule(judged));
            self.results.push((slug.to_owned(), result(judged, texts)));
        }
    }

    /// The whole log.
    pub(crate) fn finish(mut self) -> Value {
        let places: BTreeMap<&str, usize> = (0..)
            .zip(self.rules.keys())
            .map(|(place, slug)| (slug.as_str(), place))
            .collect();
        for (slug, result) in &mut self.results {
            result["ruleIndex"] = places.get(slug.as_str()).copied().unwrap_or(0).into();
        }
        let results: Vec<Value> = self.results.into_iter().map(|(_, result)| result).collect();
        json!({
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [{
                "tool": { "driver": {
                    "name": "peerconf",
                    "semanticVersion": env!("CARGO_PKG_VERSION"),
                    "rules": self.rules.values().collect::<Vec<_>>(),
                }},
                "columnKind": "unicodeCodePoints",
                "results": results,
            }],
        })
    }
}

fn rule(judged: &Judged) -> Value {
    let rule = &judged.finding.rule;
    let remedy = rule.remedy(Lang::En);
    // A reason that each finding fills in says nothing by itself.
    let why = rule.why(Lang::En);
    let full = if why.is_empty() || why.contains('{') {
        rule.title(Lang::En)
    } else {
        why
    };
    let mut value = json!({
        "id": rule.slug(),
        "shortDescription": { "text": rule.title(Lang::En) },
        "fullDescription": { "text": full },
        "help": { "text": format!("{remedy} Source: {}", rule.source()).trim() },
        "defaultConfiguration": { "level": rule.level(Profile::Compatible).word() },
    });
    if let Some(address) = address(rule.source()) {
        value["helpUri"] = address.into();
    }
    value
}

/// The first address in a source.
fn address(source: &str) -> Option<&str> {
    let start = source.find("https://")?;
    let rest = &source[start..];
    let end = rest.find(|c: char| c.is_whitespace() || ",;)>\"".contains(c));
    Some(rest[..end.unwrap_or(rest.len())].trim_end_matches(['.', ':']))
}

fn result(judged: &Judged, texts: &Texts<'_>) -> Value {
    let finding = &judged.finding;
    let text = [
        finding.message(Lang::En),
        finding.why(Lang::En),
        finding.remedy(Lang::En),
    ]
    .into_iter()
    .filter(|part| !part.is_empty())
    .map(|part| {
        if part.ends_with('.') {
            part
        } else {
            part + "."
        }
    })
    .collect::<Vec<_>>()
    .join(" ");
    let mut locations: Vec<Value> = finding
        .places
        .iter()
        .map(|origin| {
            let location = texts.locate(origin);
            let mut value =
                json!({ "logicalLocations": [{ "fullyQualifiedName": location.path }] });
            if let (Some(document), Some(line), Some(column)) =
                (location.document, location.line, location.column)
            {
                value["physicalLocation"] = json!({
                    "artifactLocation": { "uri": uri(&document) },
                    "region": { "startLine": line, "startColumn": column },
                });
            }
            value
        })
        .collect();
    // A result without a place in a file is refused by services: what is about the whole stands at its beginning.
    let is_placed = |location: &Value| location.get("physicalLocation").is_some();
    if !locations.iter().any(is_placed) {
        let whole = json!({
            "artifactLocation": { "uri": uri(texts.first_name()) },
            "region": { "startLine": 1, "startColumn": 1 },
        });
        match locations.first_mut() {
            Some(first) => first["physicalLocation"] = whole,
            None => locations.push(json!({ "physicalLocation": whole })),
        }
    }
    let mut result = json!({
        "ruleId": finding.slug(),
        "level": match judged.level { Level::Error => "error", Level::Warning => "warning", Level::Note => "note" },
        "message": { "text": text },
        "locations": locations,
    });
    if let Some(target) = &finding.target {
        result["properties"] = json!({ "target": &**target });
    }
    result
}

/// A file's name as a relative URI reference (RFC 3986).
fn uri(name: &str) -> String {
    if name == "standard input" {
        return "stdin".to_owned();
    }
    name.bytes()
        .map(|b| match b {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                char::from(b).to_string()
            }
            _ => format!("%{b:02X}"),
        })
        .collect()
}
