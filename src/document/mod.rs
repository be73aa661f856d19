//! What was said: bytes become one flat tree of (name, text, place), from JSON and from XML alike.
//!
//! This stage judges the shape and nothing else. It opens the envelopes in which responses are kept,
//! recognises each response by its own fields, and gives every value its path and place, so that later
//! stages can point at it. What a value means, and whether it is a good one, is for the stages after it.
//!
//! ```
//! use peerconf::document::{self, Document};
//!
//! let text = document::decode(br#"{"VpnConnectionConfig": {"Local": "192.0.2.1", "Remote": "203.0.113.1"}}"#)?;
//! let document = Document::parse(text)?;
//! let items = document.items()?;
//! let local = items[0].body.get("Local").expect("a field that is there");
//! assert_eq!(local.text(), Some("192.0.2.1"));
//! assert_eq!(local.path(), "VpnConnectionConfig.Local");
//! # Ok::<(), document::DocumentError>(())
//! ```

use std::borrow::Cow;
use std::fmt;

use zeroize::Zeroize as _;

mod api_error;
mod command_output;
mod content;
mod decode;
mod dialect;
mod embedded;
mod entry;
mod envelope;
mod error;
mod error_body;
mod fault;
mod field_names;
mod items;
mod json;
mod wrong_value;

pub mod limits;
mod lists;
mod mask;
mod node;
mod offsets;
mod operation;
mod path;
mod place;
mod recognise;
mod repeats;
mod rewrite;
mod tree;
mod xml;

pub use api_error::ApiError;
pub use decode::decode;
pub use dialect::Dialect;
pub use entry::Kind;
pub use envelope::Envelope;
pub use error::DocumentError;
pub(crate) use field_names::is_known;
pub use items::Item;
pub use mask::shown;
pub use node::{Children, Node};
pub use operation::Operation;
pub use place::{LineIndex, Place, Position};

use content::Content;
use entry::Entry;
use fault::Fault;
use place::narrow;
use rewrite::Rewritten;
use tree::Builder;

/// The two formats that the API answers in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// JSON, which `Format=JSON` asks for.
    Json,
    /// XML, which some operations answer in by default.
    Xml,
}

impl Format {
    fn read<'t>(self, text: &'t str, tree: &mut Builder<'t>) -> Result<(), Fault> {
        match self {
            Self::Json => json::read(text, tree),
            Self::Xml => xml::read(text, tree),
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Json => "JSON",
            Self::Xml => "XML",
        })
    }
}

/// A document that was read: a tree of values, borrowed from its text.
///
/// Only what was written with escapes is owned, and wiped when the document goes, as it may be a key.
pub struct Document<'s> {
    text: &'s str,
    format: Format,
    /// Never empty; the first entry is the root. After its tree stand objects that say the same in the API's words.
    entries: Vec<Entry<'s>>,
    /// What takes the place of objects in the words of another tool.
    rewritten: Vec<Rewritten>,
}

impl<'s> Document<'s> {
    /// Reads a text as JSON or as XML, whichever it is by its content.
    ///
    /// # Errors
    ///
    /// A text in neither format, against the rules of its format, or past one of the [`limits`].
    pub fn parse(text: &'s str) -> Result<Self, DocumentError> {
        if text.len() > limits::BYTES {
            return Err(DocumentError::TooLarge { bytes: text.len() });
        }
        let start = || LineIndex::new(text).place(narrow(text.len() - text.trim_start().len()));
        let format = match Content::of(text) {
            Content::Json | Content::JsonString => Format::Json,
            Content::Xml => Format::Xml,
            Content::Html => return Err(DocumentError::Html { at: start() }),
            Content::Other => {
                let at = start();
                return Err(command_output::recognise(text, at)
                    .unwrap_or(DocumentError::NeitherFormat { at }));
            }
            Content::Blank => return Err(DocumentError::Empty),
        };
        let mut tree = Builder::new(text.len());
        format
            .read(text, &mut tree)
            .map_err(|fault| fault.into_error(text, format))?;
        let mut entries = tree.into_entries();
        let rewritten = match format {
            Format::Json => {
                rewrite::rewrite(&mut entries).map_err(|fault| fault.into_error(text, format))?
            }
            Format::Xml => Vec::new(),
        };
        Ok(Self {
            text,
            format,
            entries,
            rewritten,
        })
    }

    /// The format of the document itself; one that is embedded in it may have the other.
    pub fn format(&self) -> Format {
        self.format
    }

    /// The outermost value.
    pub fn root(&self) -> Node<'_> {
        Node::root(self)
    }

    /// The responses in the document, out of their envelopes: one item for every connection, gateway
    /// or page of routes.
    ///
    /// # Errors
    ///
    /// [`DocumentError::Api`] for an error body of the API, [`DocumentError::Unrecognised`] for anything
    /// that is no such response, [`DocumentError::NothingListed`] for a list without elements.
    pub fn items(&self) -> Result<Vec<Item<'_>>, DocumentError> {
        items::of(self)
    }

    /// As [`items`](Self::items), but an element of a list that is no response does not stand in the way of the
    /// others: each comes with its number, from 0.
    pub(crate) fn items_each(&self) -> (Vec<Item<'_>>, Vec<(usize, DocumentError)>) {
        items::each(self)
    }

    fn place(&self, offset: u32) -> Place {
        LineIndex::new(self.text).place(offset)
    }
}

impl Drop for Document<'_> {
    fn drop(&mut self) {
        for entry in &mut self.entries {
            if let Cow::Owned(text) = &mut entry.text {
                text.zeroize();
            }
        }
    }
}

/// Shows the outline only: every text may be a key.
impl fmt::Debug for Document<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Document")
            .field("format", &self.format)
            .field("values", &self.entries.len())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
