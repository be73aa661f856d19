//! From the origin of a value to the place that a person or an editor can open.

use serde::Serialize;

use crate::document::LineIndex;
use crate::origin::Origin;

/// The texts that findings point into, by document number.
#[derive(Debug)]
pub struct Texts<'t> {
    texts: Vec<(&'t str, LineIndex<'t>)>,
}

/// A place in a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Location {
    /// The field's path.
    pub path: String,
    /// The document's name, where the value stands in one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// Line, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// Character in the line, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
}

impl<'t> Texts<'t> {
    /// Names and texts of the documents, in their order.
    pub fn new(texts: impl IntoIterator<Item = (&'t str, &'t str)>) -> Self {
        Self {
            texts: texts
                .into_iter()
                .map(|(name, text)| (name, LineIndex::new(text)))
                .collect(),
        }
    }

    /// The name of the first document.
    pub(crate) fn first_name(&self) -> &'t str {
        self.texts.first().map_or("response", |(name, _)| *name)
    }

    /// The place of an origin.
    pub(crate) fn locate(&self, origin: &Origin) -> Location {
        let text = origin.offset.and_then(|offset| {
            self.texts
                .get(origin.document as usize)
                .map(|text| (offset.bytes(), text))
        });
        let position = text.map(|(offset, (_, lines))| lines.position(offset));
        Location {
            path: origin.path(),
            document: text.map(|(_, (name, _))| (*name).to_owned()),
            line: position.map(|position| position.line),
            column: position.map(|position| position.column),
        }
    }
}
