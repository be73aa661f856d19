//! A fault as the readers find it: an offset and a reason, no lines yet.

use std::borrow::Cow;

use crate::showable::showable;

use super::Format;
use super::error::DocumentError;
use super::field_names::shown_path;
use super::offsets::Offsets;
use super::path;
use super::place::LineIndex;

/// What stops a reader, and at which byte.
#[derive(Debug)]
pub(super) struct Fault {
    offset: u32,
    reason: Reason,
}

/// Why a reader stops.
#[derive(Debug)]
pub(super) enum Reason {
    /// Against the rules of the format; the text says what is wrong, without any value.
    Syntax(Format, Cow<'static, str>),
    Doctype,
    /// A document of another tool, of which nothing can be read; the text says why and what to give instead.
    Foreign(Cow<'static, str>),
    TooDeep,
    TooMany,
    /// A field occurs a second time.
    Repeated {
        path: String,
        first: u32,
    },
}

impl Fault {
    pub(super) fn new(offset: u32, reason: Reason) -> Self {
        Self { offset, reason }
    }

    /// The fault as seen from the document in which the faulty one is embedded under this path.
    pub(super) fn embedded(mut self, path: &str, format: Format, offsets: &Offsets) -> Self {
        self.offset = offsets.source(self.offset);
        if let Reason::Repeated { path: inner, first } = &mut self.reason {
            *first = offsets.source(*first);
            *inner = path::join(path, &shown_path(inner, format));
        }
        self
    }

    /// Counts lines in the text that was read.
    pub(super) fn into_error(self, text: &str, format: Format) -> DocumentError {
        let lines = LineIndex::new(text);
        let at = lines.place(self.offset);
        match self.reason {
            Reason::Syntax(format, fault) => DocumentError::Syntax {
                format,
                at,
                fault: fault.into_owned(),
            },
            Reason::Doctype => DocumentError::Doctype { at },
            Reason::Foreign(text) => DocumentError::Foreign {
                at,
                text: text.into_owned(),
            },
            Reason::TooDeep => DocumentError::TooDeep { at },
            Reason::TooMany => DocumentError::TooMany { at },
            Reason::Repeated { path, first } => DocumentError::Repeated {
                path: showable(&shown_path(&path, format)).into_owned(),
                first: lines.place(first),
                again: at,
            },
        }
    }
}
