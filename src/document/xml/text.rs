//! The text of one XML element, put together from plain text, references and CDATA.

use std::borrow::Cow;
use std::ops::Range;

use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::BytesRef;

use super::fault::syntax;
use crate::document::fault::Fault;
use crate::document::offsets::Offsets;
use crate::document::place::narrow;

/// What XML calls white space.
const BLANKS: [char; 4] = [' ', '\t', '\r', '\n'];

const CONTROL_CHARACTER: &str = "a control character, which XML does not have";

/// A text in the making; white space around it goes, unless CDATA or a reference says that it is meant.
#[derive(Default)]
pub(super) struct Text<'t> {
    meant: Cow<'t, str>,
    /// Where it is written, white space around it left out; `None` while it is blank.
    span: Option<Range<u32>>,
    /// The length up to which the text must not be trimmed.
    firm: usize,
    offsets: Offsets,
}

impl<'t> Text<'t> {
    /// Adds plain text that is written at this offset.
    pub(super) fn push(&mut self, written: &'t str, at: usize) {
        let trimmed = match self.span {
            None => written.trim_start_matches(BLANKS),
            Some(_) => written,
        };
        if trimmed.is_empty() {
            return;
        }
        let start = at + written.len() - trimmed.len();
        let end = start + trimmed.trim_end_matches(BLANKS).len();
        if end > start {
            self.extend_span(start, end);
        }
        self.append(with_plain_line_ends(trimmed), start);
    }

    /// Adds a whole CDATA section that is written at this offset.
    pub(super) fn push_cdata(&mut self, written: &'t str, at: usize) {
        const START: &str = "<![CDATA[";
        let inside = written
            .strip_prefix(START)
            .and_then(|rest| rest.strip_suffix("]]>"))
            .unwrap_or_default();
        self.extend_span(at, at + written.len());
        self.append(with_plain_line_ends(inside), at + START.len());
        self.firm = self.meant.len();
    }

    /// Adds what a reference stands for: a character by its number, or one of XML's own five entities.
    /// There are no others, because declarations are refused.
    pub(super) fn push_reference(
        &mut self,
        reference: &BytesRef<'_>,
        place: Range<usize>,
    ) -> Result<(), Fault> {
        let unknown = "an `&` that starts no known reference; in a text it is written `&amp;`";
        let meant = match reference.resolve_char_ref() {
            Ok(Some(character)) if is_allowed(character) => Cow::Owned(character.to_string()),
            Ok(Some(_)) => return Err(syntax(place.start, CONTROL_CHARACTER)),
            Ok(None) => match resolve_xml_entity(reference) {
                Some(text) => Cow::Borrowed(text),
                None => return Err(syntax(place.start, unknown)),
            },
            Err(_) => return Err(syntax(place.start, unknown)),
        };
        self.extend_span(place.start, place.end);
        self.append(meant, place.start);
        self.firm = self.meant.len();
        Ok(())
    }

    /// Where the text is written, `None` if there is only white space.
    pub(super) fn span(&self) -> Option<Range<u32>> {
        self.span.clone()
    }

    /// The text without the white space after it, and the way back from its offsets.
    pub(super) fn finish(self) -> (Cow<'t, str>, Offsets) {
        let mut text = self.meant;
        let end = text.trim_end_matches(BLANKS).len().max(self.firm);
        match &mut text {
            Cow::Borrowed(text) => *text = &text[..end],
            Cow::Owned(text) => text.truncate(end),
        }
        (text, self.offsets)
    }

    fn extend_span(&mut self, start: usize, end: usize) {
        let start = self.span.as_ref().map_or(narrow(start), |span| span.start);
        self.span = Some(start..narrow(end));
    }

    fn append(&mut self, piece: Cow<'t, str>, at: usize) {
        if self.meant.is_empty() {
            self.offsets = Offsets::starting(at);
            self.meant = piece;
        } else {
            self.offsets.push(self.meant.len(), at);
            self.meant.to_mut().push_str(&piece);
        }
    }
}

/// XML ends every line with `\n`, however it is written.
fn with_plain_line_ends(written: &str) -> Cow<'_, str> {
    if written.contains('\r') {
        Cow::Owned(written.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        Cow::Borrowed(written)
    }
}

/// XML has no control characters but tab and line breaks, just as JSON has none in its strings.
/// `quick-xml` lets them pass.
pub(super) fn refuse_control_characters(source: &str) -> Result<(), Fault> {
    let is_control = |byte: u8| !is_allowed(char::from(byte));
    // Without an early exit this loop is a few vector instructions.
    if !source
        .bytes()
        .fold(false, |any, byte| any | is_control(byte))
    {
        return Ok(());
    }
    let at = source.bytes().position(is_control).unwrap_or_default();
    Err(syntax(at, CONTROL_CHARACTER))
}

fn is_allowed(character: char) -> bool {
    character >= ' ' || matches!(character, '\t' | '\n' | '\r')
}
