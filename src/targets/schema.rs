//! JSON Schemas of the two kinds of files that people write, for editors that complete and check: of a manifest, made from
//! the types that it is read into, and of a target's values file, made from its inputs.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema, schema_for};
use serde_json::{Map, Value, json};

use super::comment::{Block, Comment};
use super::manifest::Manifest;
use super::quoting::{Named, Notation, Style};
use super::takes::{Share, Takes};
use super::target::Target;
use super::words::{Word, WordTable};
use super::{InputKind, InputSpec};

/// The schema of a manifest.
pub fn manifest() -> Value {
    let mut schema = schema_for!(Manifest).to_value();
    plain(&mut schema);
    schema
}

/// Comments of the types as people read them, without the marks of their links.
fn plain(value: &mut Value) {
    match value {
        Value::Object(object) => {
            if let Some(Value::String(text)) = object.get_mut("description") {
                *text = ["[`", "`]"]
                    .iter()
                    .fold(text.clone(), |text, mark| text.replace(mark, "`"))
                    .replace("super::", "")
                    .replace("crate::", "");
            }
            object.values_mut().for_each(plain);
        }
        Value::Array(array) => array.iter_mut().for_each(plain),
        _ => {}
    }
}

/// The schema of a values file (`-f`) for a target.
pub fn values(target: &Target) -> Value {
    let mut properties = Map::new();
    for input in &target.inputs {
        properties.insert(input.name.clone(), of_input(input));
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": format!("Values for {}", target.label()),
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    })
}

/// A value may be written as text too, as on the command line.
fn of_input(input: &InputSpec) -> Value {
    let mut schema = match input.kind {
        InputKind::Number => {
            let (min, max) = (
                input.min.unwrap_or(0),
                input.max.unwrap_or(i64::from(u32::MAX)),
            );
            json!({ "anyOf": [
                { "type": "integer", "minimum": min, "maximum": max },
                { "type": "string", "pattern": "^-?[0-9]+$" },
            ] })
        }
        InputKind::Flag => json!({ "enum": [true, false, "true", "false"] }),
        InputKind::Choice => json!({ "enum": input.choices }),
        InputKind::Ipv4 => {
            json!({ "type": "string", "pattern": r"^([0-9]{1,3}(\.[0-9]{1,3}){3})?$" })
        }
        InputKind::Name => json!({ "type": "string", "pattern": "^[A-Za-z][A-Za-z0-9_-]{0,62}$" }),
        InputKind::Interface | InputKind::Text => {
            let pattern = input.pattern.as_deref().unwrap_or("[A-Za-z0-9._/-]+");
            let empty = if input.default.as_deref() == Some("") {
                "?"
            } else {
                ""
            };
            json!({ "type": "string", "pattern": format!("^({pattern}){empty}$") })
        }
    };
    if let Some(object) = schema.as_object_mut() {
        object.insert("description".to_owned(), json!(input.help));
        if let Some(default) = input.default.as_ref().filter(|default| !default.is_empty()) {
            object.insert("default".to_owned(), json!(default));
        }
        if let Some(example) = &input.example {
            object.insert("examples".to_owned(), json!([example]));
        }
    }
    schema
}

impl JsonSchema for Takes {
    fn schema_name() -> Cow<'static, str> {
        "Takes".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let share = generator.subschema_for::<Share>();
        let number = json!({ "type": "integer", "minimum": 0 });
        json_schema!({
            "description": "How many numbers: one number, { each = …, count = … }, or a list of these, which are added.",
            "anyOf": [
                number,
                share,
                { "type": "array", "items": { "anyOf": [number, share] } },
            ],
        })
    }
}

impl JsonSchema for Style {
    fn schema_name() -> Cow<'static, str> {
        "Style".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let named = generator.subschema_for::<Named>();
        let described = generator.subschema_for::<Notation>();
        json_schema!({
            "description": "The name of a quoting style, or a table that describes one.",
            "anyOf": [named, described],
        })
    }
}

impl JsonSchema for Comment {
    fn schema_name() -> Cow<'static, str> {
        "Comment".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let block = generator.subschema_for::<Block>();
        json_schema!({
            "description": "What starts a comment line, { start = …, end = … } around lines, or \"\" where there are none.",
            "anyOf": [{ "type": "string" }, block],
        })
    }
}

impl JsonSchema for WordTable {
    fn schema_name() -> Cow<'static, str> {
        "WordTable".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let word = generator.subschema_for::<Word>();
        let words = generator.subschema_for::<Vec<Word>>();
        json_schema!({
            "description": "The API's word = the device's word, { word = …, since = … }, { never = \"why\" }, or a list of these.",
            "type": "object",
            "properties": {
                "source": { "type": "string", "description": "For every word that names no source itself." },
                "verified": { "type": "boolean", "description": "Whether somebody proved them; true unless said otherwise." },
            },
            "additionalProperties": { "anyOf": [{ "type": "string" }, word, words] },
        })
    }
}
