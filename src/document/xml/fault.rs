//! What `quick-xml` found wrong, in our words.

use std::borrow::Cow;

use quick_xml::Error;
use quick_xml::errors::{IllFormedError, SyntaxError};

use crate::document::Format;
use crate::document::fault::{Fault, Reason};
use crate::document::field_names::is_known;
use crate::document::place::narrow;

/// A fault against the rules of XML.
pub(super) fn syntax(at: usize, fault: impl Into<Cow<'static, str>>) -> Fault {
    Fault::new(narrow(at), Reason::Syntax(Format::Xml, fault.into()))
}

/// The reader's error as a fault. Of all that it repeats only the name of an open element is shown, and that only
/// where it is one of the API's: where a `<` stands in a key, the rest of the key looks like an element.
pub(super) fn of(error: &Error, at: usize) -> Fault {
    match error {
        Error::Syntax(SyntaxError::UnclosedDoctype) => Fault::new(narrow(at), Reason::Doctype),
        Error::Syntax(error) => syntax(at, unclosed(*error)),
        Error::IllFormed(error) => syntax(at, ill_formed(error)),
        _ => syntax(at, "the text is not XML from here on"),
    }
}

fn unclosed(error: SyntaxError) -> &'static str {
    match error {
        SyntaxError::InvalidBangMarkup => "`<!` that starts neither a comment nor CDATA",
        SyntaxError::UnclosedPI | SyntaxError::UnclosedXmlDecl => {
            "the text ends inside this `<?`, before its `?>`"
        }
        SyntaxError::UnclosedComment => "the text ends inside this comment, before its `-->`",
        SyntaxError::UnclosedCData => "the text ends inside this CDATA section, before its `]]>`",
        _ => "the text ends inside this tag, before its `>`",
    }
}

fn end_tag_expected(name: &str) -> Cow<'static, str> {
    if is_known(name) {
        format!("the end tag </{name}> is expected here").into()
    } else {
        "another end tag is expected here; a `<` in a text is written `&lt;`".into()
    }
}

/// Where the text ends inside of an element.
pub(super) fn unclosed_element(name: &str) -> Cow<'static, str> {
    if is_known(name) {
        format!("the text ends inside <{name}>, where its end tag is expected").into()
    } else {
        "the text ends inside an element, where its end tag is expected".into()
    }
}

fn ill_formed(error: &IllFormedError) -> Cow<'static, str> {
    match error {
        IllFormedError::MismatchedEndTag { expected, .. } => end_tag_expected(expected),
        IllFormedError::UnmatchedEndTag(_) => "an end tag where no element is open".into(),
        IllFormedError::UnclosedReference => {
            "an `&` that starts no reference; in a text it is written `&amp;`".into()
        }
        _ => "the text is not XML from here on".into(),
    }
}
