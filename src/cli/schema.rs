//! `peerconf schema NAME`: the JSON Schema of what a command prints as JSON. A test makes them from the types that are
//! printed, and holds them against the files that are printed here.

use clap::Args;

use super::exit::{Exit, Failure};
use super::output;
use crate::suggest::{hint, nearest};

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  peerconf schema
  peerconf schema check > check.schema.json
The schemas of manifests and values files are those of `peerconf targets schema`.")]
pub(super) struct SchemaArgs {
    /// What is printed; without one the names are listed
    name: Option<String>,
}

/// A schema, and what prints what it is of.
struct Entry {
    name: &'static str,
    printed: &'static str,
    text: &'static str,
}

macro_rules! schemas {
    ($($name:literal: $printed:literal,)+) => {
        /// In the order of their names.
        const SCHEMAS: &[Entry] = &[$(Entry {
            name: $name,
            printed: $printed,
            text: include_str!(concat!("../../docs/schemas/", $name, ".schema.json")),
        }),+];
    };
}

schemas! {
    "check": "check, render, ticket --format json",
    "compatible": "targets --compatible-with RESPONSE --format json",
    "index": "render -o DIR/ of many, index.json",
    "result": "render --ndjson, a line",
    "rule": "rules RULE --format json",
    "rules": "rules --format json",
    "show": "show --format json",
    "target": "targets TARGET --format json",
    "targets": "targets --format json",
    "targets-check": "targets check and targets test, --format json",
}

pub(super) fn run(args: &SchemaArgs) -> Result<Exit, Failure> {
    let Some(name) = &args.name else {
        let lines = SCHEMAS
            .iter()
            .map(|Entry { name, printed, .. }| format!("{name:14} {printed}\n"));
        output::stdout(&lines.collect::<String>())?;
        return Ok(Exit::Fine);
    };
    let Some(entry) = SCHEMAS.iter().find(|entry| entry.name == name) else {
        let names = SCHEMAS.iter().map(|entry| entry.name);
        let hint = hint(nearest(name, names).as_deref());
        return Err(Failure::Usage(format!(
            "no schema is called {name:?}{hint}; `peerconf schema` lists them"
        )));
    };
    output::stdout(entry.text)?;
    Ok(Exit::Fine)
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::fs;
    use std::path::Path;

    use schemars::generate::SchemaSettings;
    use schemars::{JsonSchema, SchemaGenerator};
    use serde_json::Value;

    use super::SCHEMAS;
    use crate::cli::form::{Versioned, json};
    use crate::cli::rules::{Explained, Rules};
    use crate::cli::show::Connections;
    use crate::cli::targets::{Answers, List, Verdicts};
    use crate::findings::json::Report;
    use crate::fleet;
    use crate::targets::description::Description;
    use crate::targets::manifest::Manifest;

    /// What a schema is made from.
    fn made() -> BTreeMap<&'static str, Value> {
        BTreeMap::from([
            ("check", written::<Versioned<Report>>()),
            ("compatible", written::<Versioned<Answers>>()),
            ("index", written::<fleet::IndexFile>()),
            ("manifest", of::<Manifest>(SchemaSettings::draft2020_12())),
            ("result", written::<fleet::Line>()),
            ("rule", written::<Versioned<Explained<'static>>>()),
            ("rules", written::<Versioned<Rules<'static>>>()),
            ("show", written::<Versioned<Connections>>()),
            ("target", written::<Versioned<Description<'static>>>()),
            ("targets", written::<Versioned<List>>()),
            ("targets-check", written::<Versioned<Verdicts>>()),
        ])
    }

    /// As it is written, not as it would be read.
    fn written<T: JsonSchema>() -> Value {
        of::<T>(SchemaSettings::draft2020_12().for_serialize())
    }

    fn of<T: JsonSchema>(settings: SchemaSettings) -> Value {
        let schema = SchemaGenerator::new(settings).into_root_schema_for::<T>();
        let mut value = schema.to_value();
        plain(&mut value);
        value
    }

    /// Comments without the marks of their links.
    fn plain(value: &mut Value) {
        match value {
            Value::Object(object) => {
                if let Some(Value::String(text)) = object.get_mut("description") {
                    let marks = ["[`", "`]"].iter();
                    *text = marks.fold(text.clone(), |text, mark| text.replace(mark, "`"));
                    for path in ["Self::", "super::", "crate::"] {
                        *text = text.replace(path, "");
                    }
                }
                object.values_mut().for_each(plain);
            }
            Value::Array(array) => array.iter_mut().for_each(plain),
            _ => {}
        }
    }

    #[test]
    fn the_pages_hold_the_schemas_of_the_types() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schemas");
        let made = made();
        for (name, schema) in &made {
            let file = folder.join(format!("{name}.schema.json"));
            let text = json(schema).unwrap();
            if std::env::var_os("PEERCONF_BLESS").is_some() {
                fs::write(&file, &text).unwrap();
            }
            let found = fs::read_to_string(&file).unwrap_or_default();
            let command = "PEERCONF_BLESS=1 cargo test --lib schemas";
            assert!(found == text, "{}: {command}", file.display());
        }
        assert_eq!(fs::read_dir(&folder).unwrap().count(), made.len());
        let listed = SCHEMAS.iter().map(|entry| entry.name).chain(["manifest"]);
        assert!(listed.collect::<BTreeSet<_>>().iter().eq(made.keys()));
        assert!(SCHEMAS.is_sorted_by_key(|entry| entry.name));
    }
}
