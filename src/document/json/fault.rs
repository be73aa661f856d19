//! What `serde_json` found wrong, in our words and with a byte offset.

use std::borrow::Cow;

use crate::document::Format;
use crate::document::fault::{Fault, Reason};
use crate::document::place::narrow;

/// The parser's error as a fault; the text that it read starts at this offset.
pub(super) fn of(error: &serde_json::Error, text: &str, start: usize) -> Fault {
    let message = error.to_string();
    let what = message.split(" at line ").next().unwrap_or_default();
    let offset = match what {
        _ if error.is_eof() => text.trim_end().len(),
        // The parser counts what it has consumed, and stops before this one.
        CONTROL_CHARACTER => offset(text, error.line(), error.column()) + 1,
        _ => offset(text, error.line(), error.column()),
    };
    let fault = match in_words(what) {
        Some(fault) => Cow::Borrowed(fault),
        None if what.starts_with("expected ") => Cow::Owned(format!("{what} here")),
        None => Cow::Borrowed("the text is not JSON from here on"),
    };
    Fault::new(narrow(start + offset), Reason::Syntax(Format::Json, fault))
}

/// Whether the parser stopped at a character or escape that it judges only where it needs a string's
/// meaning; without it, it may stop elsewhere or not at all.
pub(super) fn is_of_meaning(error: &serde_json::Error) -> bool {
    let message = error.to_string();
    [
        CONTROL_CHARACTER,
        "lone leading surrogate in hex escape",
        "unexpected end of hex escape",
    ]
    .iter()
    .any(|start| message.starts_with(start))
}

/// The offset of a line and a column, both from 1, the column in bytes. Column 0 is the line break
/// before the line.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let lines = text.split_inclusive('\n').take(line.saturating_sub(1));
    let start: usize = lines.map(str::len).sum();
    (start + column).saturating_sub(1)
}

const CONTROL_CHARACTER: &str = "control character (\\u0000-\\u001F) found while parsing a string";

/// Our words for what the parser says, where it says more than what is expected.
fn in_words(what: &str) -> Option<&'static str> {
    Some(match what {
        "EOF while parsing a list" => "the text ends inside a list, before its `]`",
        "EOF while parsing an object" => "the text ends inside an object, before its `}`",
        "EOF while parsing a string" => "the text ends inside a string, before its closing quote",
        "EOF while parsing a value" => "the text ends where a value is expected",
        CONTROL_CHARACTER => {
            "a line break or control character inside a string, or its closing quote is missing"
        }
        "expected value" => "a value is expected here",
        "expected ident" => "`true`, `false` or `null` is misspelt here",
        "invalid escape" | "unexpected end of hex escape" => {
            "an escape that JSON does not have; a backslash is written `\\\\`"
        }
        "invalid number" => "a number in a form that JSON does not have",
        "key must be a string" => "a field's name in double quotes is expected here",
        "trailing comma" => "a comma with nothing after it",
        "trailing characters" => "text after the end of the document",
        _ => return None,
    })
}
