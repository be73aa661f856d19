//! What `serde_json` found wrong, in our words and with a byte offset.

use std::borrow::Cow;

use super::Format;
use super::fault::{Fault, Reason};
use super::place::narrow;

/// The parser's error as a fault of the text that it read.
pub(super) fn of(error: &serde_json::Error, text: &str) -> Fault {
    let offset = if error.is_eof() {
        text.trim_end().len()
    } else {
        offset(text, error.line(), error.column())
    };
    let reason = Reason::Syntax(Format::Json, in_words(&error.to_string()));
    Fault::new(narrow(offset), reason)
}

/// The offset of a line and column, both from 1; the parser counts columns in bytes, and column 0 is
/// the line break before the line.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    (start + column).saturating_sub(1)
}

fn in_words(message: &str) -> Cow<'static, str> {
    let what = message.split(" at line ").next().unwrap_or(message);
    Cow::Borrowed(match what {
        "EOF while parsing a list" => "the text ends inside a list, where `,` or `]` is expected",
        "EOF while parsing an object" => {
            "the text ends inside an object, where `,` or `}` is expected"
        }
        "EOF while parsing a string" => "the text ends inside a string, before its closing quote",
        "EOF while parsing a value" => "the text ends where a value is expected",
        "control character (\\u0000-\\u001F) found while parsing a string" => {
            "a line break or control character inside a string; its closing quote may be missing"
        }
        "expected value" => "a value is expected here",
        "expected ident" => "`true`, `false` or `null` is expected here",
        "invalid escape" | "unexpected end of hex escape" => {
            "an escape that JSON does not have; a backslash is written `\\\\`"
        }
        "invalid number" | "number out of range" => "a number is expected here",
        "key must be a string" => "a field's name in double quotes is expected here",
        "trailing comma" => "a comma with nothing after it",
        "trailing characters" => "text after the end of the document",
        expected if expected.starts_with("expected ") => {
            return Cow::Owned(format!("{expected} here"));
        }
        _ => "the text is not JSON from here on",
    })
}
