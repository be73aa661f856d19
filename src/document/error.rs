//! What can be wrong with a document, in words for the engineer who has to correct it.
//!
//! Every text says where, what is wrong, and what to do. None shows a value of the document: any of
//! them may be a key. (The fields of the cloud's own error body are the exception.)

use thiserror::Error;

use super::api_error::ApiError;
use super::limits;
use super::place::Place;
use super::{Format, Operation};

/// What peerconf reads, for the errors that must say so.
pub(super) const EXPECTED: &str = "expected a DownloadVpnConnectionConfig response as JSON or XML, \
     its VpnConnectionConfig alone, or a DescribeVpnConnection response";

/// Why a document was not read.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum DocumentError {
    /// More bytes than [`limits::BYTES`].
    #[error(
        "the input is {bytes} bytes long, and at most {} are read; a response is a few kilobytes: \
         give the saved response itself",
        limits::BYTES
    )]
    TooLarge {
        /// How long the input is.
        bytes: usize,
    },

    /// Nothing, or nothing but white space.
    #[error("the input is empty; {EXPECTED}: look whether the command that wrote it failed")]
    Empty,

    /// UTF-16, which Windows `PowerShell` 5 writes when output is redirected.
    #[error(
        "the input is encoded in UTF-16; save it as UTF-8 (in PowerShell: pipe to \
         `Set-Content -Encoding utf8` instead of redirecting with `>`)"
    )]
    Utf16,

    /// A byte that no UTF-8 text has.
    #[error("{at}: this byte is not UTF-8; save the response as UTF-8")]
    NotUtf8 {
        /// The first such byte.
        at: Place,
    },

    /// The first character starts neither a JSON object, list or string nor an XML document.
    #[error("{at}: neither a JSON object or list nor an XML element starts here; {EXPECTED}")]
    NeitherFormat {
        /// The first character that is not white space.
        at: Place,
    },

    /// A table, which the official command prints where it is asked for columns.
    #[error(
        "{at}: this is a table, as `aliyun … --output cols=…` prints it, and most of the response is not in \
         it: run the command again without --output"
    )]
    Table {
        /// Where the table starts.
        at: Place,
    },

    /// A web page, as proxies and login portals send it in place of the answer.
    #[error(
        "{at}: this is an HTML page (of a proxy, a login or an error), not an API response; \
         {EXPECTED}"
    )]
    Html {
        /// Where the page starts.
        at: Place,
    },

    /// The text breaks the rules of its format.
    #[error(
        "{at}: broken {format}: {fault}; the text may be cut short or edited by hand: \
         save the response again, or correct it at this place"
    )]
    Syntax {
        /// Which rules.
        format: Format,
        /// Where the reader stopped.
        at: Place,
        /// What was found or missing there.
        fault: String,
    },

    /// A document type or entity declaration, which can make a small text read files or grow without end.
    #[error("{at}: a DOCTYPE or entity declaration is refused, no API response has one; remove it")]
    Doctype {
        /// The declaration.
        at: Place,
    },

    /// More nesting than [`limits::DEPTH`] or [`limits::EMBEDDED`].
    #[error(
        "{at}: more than {} levels of nesting, too deep for an API response; {EXPECTED}",
        limits::DEPTH
    )]
    TooDeep {
        /// The first value that is too deep.
        at: Place,
    },

    /// More values than [`limits::VALUES`].
    #[error(
        "{at}: more than {} values, too many for an API response; {EXPECTED}",
        limits::VALUES
    )]
    TooMany {
        /// The first value that is one too many.
        at: Place,
    },

    /// A field that is due once occurs twice.
    #[error(
        "{again}: the field {path} occurs a second time, first at {first} (upper and lower case are one); which of \
         the two holds cannot be known: remove one"
    )]
    Repeated {
        /// The field's path.
        path: String,
        /// Its first value.
        first: Place,
        /// Its second value.
        again: Place,
    },

    /// Sound JSON or XML, but none of the responses that are read.
    #[error("{at}: found {found}; {EXPECTED}")]
    Unrecognised {
        /// Where the foreign content starts.
        at: Place,
        /// What it looks like: its root, its top-level names.
        found: String,
    },

    /// A document of another tool, of a kind that holds no connection that can be read.
    #[error("{at}: {text}")]
    Foreign {
        /// Where it starts.
        at: Place,
        /// What it is, and what to give instead.
        text: String,
    },

    /// A list response without an element.
    #[error(
        "{at}: the {operation} response lists nothing; check the region and the ids of the request"
    )]
    NothingListed {
        /// The list.
        at: Place,
        /// What it lists.
        operation: Operation,
    },

    /// The cloud refused the request, and the document is its refusal.
    #[error(transparent)]
    Api(Box<ApiError>),
}

impl DocumentError {
    /// Where in the text the fault lies, unless it is the text as a whole.
    pub fn place(&self) -> Option<Place> {
        match self {
            Self::TooLarge { .. } | Self::Empty | Self::Utf16 | Self::Api(_) => None,
            Self::NotUtf8 { at }
            | Self::NeitherFormat { at }
            | Self::Html { at }
            | Self::Table { at }
            | Self::Syntax { at, .. }
            | Self::Doctype { at }
            | Self::TooDeep { at }
            | Self::TooMany { at }
            | Self::Repeated { again: at, .. }
            | Self::Unrecognised { at, .. }
            | Self::Foreign { at, .. }
            | Self::NothingListed { at, .. } => Some(*at),
        }
    }
}

impl From<ApiError> for DocumentError {
    fn from(error: ApiError) -> Self {
        Self::Api(Box::new(error))
    }
}
