//! JSON into the tree, in one pass and without copies.
//!
//! `serde_json` alone decides what JSON is. Containers are walked by a seed that adds to the tree and
//! builds no value of its own; strings come as they are borrowed from the text, and of other scalars the
//! parser only says that they are some. A cursor follows: what lies between two slices is white
//! space and punctuation that the parser has accepted already, so skipping it finds the place of the
//! next value.

mod fault;

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_json::value::RawValue;

use crate::document::Format;
use crate::document::embedded;
use crate::document::fault::{Fault, Reason};

use crate::document::entry::Kind;
use crate::document::offsets::Offsets;
use crate::document::place::narrow;
use crate::document::repeats::Repeats;
use crate::document::tree::Builder;

/// The length of a string's quote.
const QUOTE: usize = 1;

/// Reads a whole text as one JSON value.
pub(in crate::document) fn read<'t>(text: &'t str, tree: &mut Builder<'t>) -> Result<(), Fault> {
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
        .map_err(|error| walk.into_fault(&error))
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
        while let Some(&byte) = self.text.as_bytes().get(self.at) {
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t' | b',' | b':') {
                return Some(byte);
            }
            self.at += 1;
        }
        None
    }

    /// The place of a slice of this length that starts here.
    fn pass(&mut self, length: usize) -> Range<usize> {
        let start = self.at;
        self.at += length;
        start..self.at
    }

    /// The same for a string that means this text; the text between its quotes comes with the place.
    fn pass_string(&mut self, meant: &Cow<'t, str>) -> Result<(&'t str, Range<usize>), Fault> {
        let inside = match meant {
            Cow::Borrowed(text) => *text,
            Cow::Owned(_) => self.written()?,
        };
        Ok((inside, self.pass(QUOTE + inside.len() + QUOTE)))
    }

    /// What is between the quotes of the string that starts here, read once more without its meaning:
    /// only strings with escapes or faults need it.
    fn written(&self) -> Result<&'t str, Fault> {
        let rest = &self.text[self.at..];
        match <&RawValue>::deserialize(&mut serde_json::Deserializer::from_str(rest)) {
            Ok(raw) => Ok(inside(raw.get())),
            Err(error) => Err(fault::of(&error, rest, self.at)),
        }
    }

    /// Why the walk ended here.
    fn into_fault(mut self, error: &serde_json::Error) -> Fault {
        if let Some(fault) = self.fault {
            return fault;
        }
        if !fault::is_of_meaning(error) {
            return fault::of(error, self.text, 0);
        }
        self.skip_punctuation();
        self.written().err().unwrap_or_else(|| {
            let fault = "this string has half of a surrogate pair (`\\uD800` to `\\uDFFF`)";
            let reason = Reason::Syntax(Format::Json, Cow::Borrowed(fault));
            Fault::new(narrow(self.at), reason)
        })
    }

    fn key(&mut self, name: Cow<'t, str>) -> Result<Cow<'t, str>, Fault> {
        self.skip_punctuation();
        self.pass_string(&name)?;
        Ok(name)
    }

    fn string(&mut self, name: Cow<'t, str>, text: Cow<'t, str>) -> Result<(), Fault> {
        let (inside, place) = self.pass_string(&text)?;
        let span = narrow(place.start)..narrow(place.end);
        embedded::add(self.tree, name, text, span, || {
            Offsets::of_json(inside, place.start + QUOTE)
        })
    }

    /// A number, boolean or null, which ends where anything else begins.
    fn word(&mut self, name: Cow<'t, str>) -> Result<(), Fault> {
        let rest = &self.text[self.at..];
        let ends = |byte| matches!(byte, b',' | b']' | b'}' | b' ' | b'\n' | b'\r' | b'\t');
        let end = rest.bytes().position(ends);
        let written = &rest[..end.unwrap_or(rest.len())];
        let place = self.pass(written.len());
        let (kind, text) = match written {
            "null" => (Kind::Null, ""),
            _ => (Kind::Scalar, written),
        };
        let span = narrow(place.start)..narrow(place.end);
        self.tree.leaf(name, kind, Cow::Borrowed(text), span)
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

/// The seed and visitor of one string, a key or a value: borrowed unless it has escapes.
struct Text;

impl<'t> DeserializeSeed<'t> for Text {
    type Value = Cow<'t, str>;

    fn deserialize<D: Deserializer<'t>>(self, json: D) -> Result<Self::Value, D::Error> {
        json.deserialize_str(self)
    }
}

impl<'t> Visitor<'t> for Text {
    type Value = Cow<'t, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'t str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text.to_owned()))
    }
}

/// The seed of one value.
struct Value<'v, 'w, 't> {
    walk: &'v mut Walk<'w, 't>,
    name: Cow<'t, str>,
}

impl<'t> DeserializeSeed<'t> for Value<'_, '_, 't> {
    type Value = ();

    fn deserialize<D: Deserializer<'t>>(self, json: D) -> Result<(), D::Error> {
        let Self { walk, name } = self;
        let outcome = match walk.skip_punctuation() {
            Some(b'{' | b'[') => return json.deserialize_any(Value { walk, name }),
            Some(b'"') => {
                let text = Text.deserialize(json)?;
                walk.string(name, text)
            }
            _ => {
                IgnoredAny::deserialize(json)?;
                walk.word(name)
            }
        };
        walk.checked(outcome)
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
        while let Some(name) = fields.next_key_seed(Text)? {
            let outcome = walk.key(name);
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
