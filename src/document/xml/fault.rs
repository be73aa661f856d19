//! What `quick-xml` found wrong, in our words.

use std::borrow::Cow;

use quick_xml::Error;
use quick_xml::errors::{IllFormedError, SyntaxError};

use crate::document::Format;
use crate::document::fault::{Fault, Reason};
use crate::document::place::narrow;
use crate::showable::showable;

/// A fault against the rules of XML.
pub(super) fn syntax(at: usize, fault: impl Into<Cow<'static, str>>) -> Fault {
    Fault::new(narrow(at), Reason::Syntax(Format::Xml, fault.into()))
}

/// The reader's error as a fault. Of all that it repeats only the name of an open element is shown:
/// where a tag is broken, the rest may be the text of a value.
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

fn ill_formed(error: &IllFormedError) -> Cow<'static, str> {
    match error {
        IllFormedError::MismatchedEndTag { expected, .. } => {
            format!("the end tag </{}> is expected here", showable(expected)).into()
        }
        IllFormedError::UnmatchedEndTag(_) => "an end tag where no element is open".into(),
        IllFormedError::UnclosedReference => {
            "an `&` that starts no reference; in a text it is written `&amp;`".into()
        }
        _ => "the text is not XML from here on".into(),
    }
}
