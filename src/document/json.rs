//! JSON into the tree, in one pass and without copies.
//!
//! `serde_json` alone decides what JSON is. Containers are walked by a seed that adds to the tree and
//! builds no value of its own; keys and scalars come as [`RawValue`], the slice as it is written. A
//! cursor follows: what lies between two slices is white space and punctuation that the parser has
//! accepted already, so skipping it finds the place of the next value.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::Format;
use super::embedded;
use super::fault::{Fault, Reason};
use super::json_fault;
use super::node::Kind;
use super::offsets::Offsets;
use super::place::narrow;
use super::repeats::Repeats;
use super::tree::Builder;

/// Reads a whole text as one JSON value.
pub(super) fn read<'t>(text: &'t str, tree: &mut Builder<'t>) -> Result<(), Fault> {
    let mut walk = Walk {
        text,
        at: 0,
        tree,
        fault: None,
    };
    let mut json = serde_json::Deserializer::from_str(text);
    let root = Value {
        walk: &mut walk,
        name: Cow::Borrowed(""),
    };
    root.deserialize(&mut json)
        .and_then(|()| json.end())
        .map_err(|error| walk.fault.unwrap_or_else(|| json_fault::of(&error, text)))
}

/// The state of one walk through a text.
struct Walk<'w, 't> {
    text: &'t str,
    /// The end of what has been walked.
    at: usize,
    tree: &'w mut Builder<'t>,
    /// A fault of ours; the parser's error then only unwinds the walk.
    fault: Option<Fault>,
}

impl<'t> Walk<'_, 't> {
    /// Moves to the next key, value or closing bracket.
    fn skip_punctuation(&mut self) -> Option<u8> {
        let rest = &self.text.as_bytes()[self.at..];
        let skipped = rest
            .iter()
            .position(|byte| !matches!(byte, b' ' | b'\n' | b'\r' | b'\t' | b',' | b':'))?;
        self.at += skipped;
        Some(rest[skipped])
    }

    /// The place of a slice that comes next.
    fn pass(&mut self, raw: &RawValue) -> Range<usize> {
        self.skip_punctuation();
        let start = self.at;
        self.at += raw.get().len();
        start..self.at
    }

    fn key(&mut self, raw: &'t RawValue) -> Result<Cow<'t, str>, Fault> {
        let place = self.pass(raw);
        unquoted(raw.get(), place.start)
    }

    fn scalar(&mut self, name: Cow<'t, str>, raw: &'t RawValue) -> Result<(), Fault> {
        let place = self.pass(raw);
        let span = narrow(place.start)..narrow(place.end);
        match raw.get() {
            "null" => self.tree.leaf(name, Kind::Null, Cow::Borrowed(""), span),
            string if string.starts_with('"') => {
                let text = unquoted(string, place.start)?;
                embedded::add(self.tree, name, text, span, || {
                    Offsets::of_json(inside(string), place.start + 1)
                })
            }
            written => self
                .tree
                .leaf(name, Kind::Scalar, Cow::Borrowed(written), span),
        }
    }

    fn open(&mut self, name: Cow<'t, str>, kind: Kind) -> Result<(), Fault> {
        self.tree.open(name, kind, narrow(self.at))?;
        self.at += 1;
        Ok(())
    }

    fn close(&mut self) -> Result<(), Fault> {
        self.skip_punctuation();
        self.at += 1;
        self.tree.close(narrow(self.at), Repeats::Refused)
    }

    /// Keeps a fault and turns it into an error that the parser passes on.
    fn checked<T, E: Error>(&mut self, outcome: Result<T, Fault>) -> Result<T, E> {
        outcome.map_err(|fault| {
            self.fault = Some(fault);
            E::custom("stopped by a fault")
        })
    }
}

/// The text between the quotes.
fn inside(string: &str) -> &str {
    string
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .unwrap_or(string)
}

/// What a string literal that starts at `start` means; borrowed unless it has escapes.
fn unquoted(string: &str, start: usize) -> Result<Cow<'_, str>, Fault> {
    let text = inside(string);
    if !text.contains('\\') {
        return Ok(Cow::Borrowed(text));
    }
    serde_json::from_str(string).map(Cow::Owned).map_err(|_| {
        let fault = "this string has half of a surrogate pair (`\\uD800` to `\\uDFFF`)";
        Fault::new(
            narrow(start),
            Reason::Syntax(Format::Json, Cow::Borrowed(fault)),
        )
    })
}

/// The seed of one value.
struct Value<'v, 'w, 't> {
    walk: &'v mut Walk<'w, 't>,
    name: Cow<'t, str>,
}

impl<'t> DeserializeSeed<'t> for Value<'_, '_, 't> {
    type Value = ();

    fn deserialize<D: Deserializer<'t>>(self, json: D) -> Result<(), D::Error> {
        if let Some(b'{' | b'[') = self.walk.skip_punctuation() {
            return json.deserialize_any(self);
        }
        let raw = <&RawValue>::deserialize(json)?;
        let outcome = self.walk.scalar(self.name, raw);
        self.walk.checked(outcome)
    }
}

/// The visitor of a container.
impl<'t> Visitor<'t> for Value<'_, '_, 't> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object or a list")
    }

    fn visit_map<A: MapAccess<'t>>(self, mut fields: A) -> Result<(), A::Error> {
        let walk = self.walk;
        let outcome = walk.open(self.name, Kind::Object);
        walk.checked(outcome)?;
        while let Some(raw) = fields.next_key::<&RawValue>()? {
            let outcome = walk.key(raw);
            let name = walk.checked(outcome)?;
            fields.next_value_seed(Value { walk, name })?;
        }
        let outcome = walk.close();
        walk.checked(outcome)
    }

    fn visit_seq<A: SeqAccess<'t>>(self, mut elements: A) -> Result<(), A::Error> {
        let walk = self.walk;
        let outcome = walk.open(self.name, Kind::List);
        walk.checked(outcome)?;
        loop {
            let name = Cow::Borrowed("");
            if elements.next_element_seed(Value { walk, name })?.is_none() {
                break;
            }
        }
        let outcome = walk.close();
        walk.checked(outcome)
    }
}
