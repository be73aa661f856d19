//! `peerconf schema NAME`: the JSON Schema of what a command prints as JSON. Generated from the types that are printed.

use std::collections::BTreeMap;

use clap::Args;
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::Value;

use super::exit::{Exit, Failure};
use super::form::{Versioned, json};
use super::output;
use super::rules::{Explained, Rules};
use super::show::Connections;
use super::targets::{Answers, List, Verdicts};
use crate::findings::json::Report;
use crate::fleet;
use crate::suggest::{hint, nearest};
use crate::targets::description::Description;

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

/// A name, what prints it, and its schema.
type Entry = (&'static str, &'static str, fn() -> Value);

const SCHEMAS: [Entry; 9] = [
    (
        "check",
        "check, render, ticket --format json",
        of::<Versioned<Report>>,
    ),
    ("show", "show --format json", of::<Versioned<Connections>>),
    (
        "rules",
        "rules --format json",
        of::<Versioned<Rules<'static>>>,
    ),
    (
        "rule",
        "rules RULE --format json",
        of::<Versioned<Explained<'static>>>,
    ),
    ("targets", "targets --format json", of::<Versioned<List>>),
    (
        "target",
        "targets TARGET --format json",
        of::<Versioned<Description<'static>>>,
    ),
    (
        "compatible",
        "targets --compatible-with RESPONSE --format json",
        of::<Versioned<Answers>>,
    ),
    (
        "targets-check",
        "targets check and targets test, --format json",
        of::<Versioned<Verdicts>>,
    ),
    ("result", "render --ndjson, a line", of::<fleet::Line>),
];

/// The schemas by name; that of a folder's index is among them.
pub(super) fn all() -> BTreeMap<&'static str, (&'static str, Value)> {
    let mut all: BTreeMap<_, _> = SCHEMAS
        .iter()
        .map(|(name, printed, schema)| (*name, (*printed, schema())))
        .collect();
    all.insert(
        "index",
        (
            "render -o DIR/ of many, index.json",
            of::<fleet::IndexFile>(),
        ),
    );
    all
}

/// As it is written, not as it would be read.
fn of<T: JsonSchema>() -> Value {
    let settings = SchemaSettings::draft2020_12().for_serialize();
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
                *text = text
                    .replace("[`", "`")
                    .replace("`]", "`")
                    .replace("Self::", "");
            }
            object.values_mut().for_each(plain);
        }
        Value::Array(array) => array.iter_mut().for_each(plain),
        _ => {}
    }
}

pub(super) fn run(args: &SchemaArgs) -> Result<Exit, Failure> {
    let all = all();
    let Some(name) = &args.name else {
        let lines = all
            .iter()
            .map(|(name, (printed, _))| format!("{name:14} {printed}\n"));
        output::stdout(&lines.collect::<String>())?;
        return Ok(Exit::Fine);
    };
    let Some((_, schema)) = all.get(name.as_str()) else {
        let hint = hint(nearest(name, all.keys().copied()).as_deref());
        return Err(Failure::Usage(format!(
            "no schema is called {name:?}{hint}; `peerconf schema` lists them"
        )));
    };
    output::stdout(&json(schema)?)?;
    Ok(Exit::Fine)
}
