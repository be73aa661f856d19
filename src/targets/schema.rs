//! JSON Schemas of the two kinds of files that people write, for editors that complete and check: of a manifest, made from
//! the types that it is read into, and of a target's values file, made from its inputs.

use serde_json::{Map, Value, json};

use super::target::Target;
use super::{InputKind, InputSpec};

/// The schema of a manifest: what [`Manifest`](super::manifest::Manifest) reads. A test makes it and holds it against this.
pub const MANIFEST: &str = include_str!("../../docs/schemas/manifest.schema.json");

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
