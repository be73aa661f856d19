//! What the schema of a manifest says of types that are read in more than one way.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::json;

use super::comment::{Block, Comment};
use super::quoting::{Named, Notation, Style};
use super::takes::{Share, Takes};
use super::words::{Word, WordTable};

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
