//! XML into the tree, from `quick-xml`'s events.
//!
//! Elements and texts are all that a response has. Attributes and name space prefixes are passed over,
//! comments and processing instructions skipped, references and CDATA resolved. Refused is what no
//! response has and what would be lost without a word: a DOCTYPE, text beside elements, anything after
//! the root.

use std::borrow::Cow;
use std::mem;
use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::embedded;
use super::fault::{Fault, Reason};
use super::node::Kind;
use super::place::narrow;
use super::repeats::Repeats;
use super::tree::Builder;
use super::xml_fault::{self, syntax};
use super::xml_text::{self, Text};

/// Reads a whole text as one XML document.
pub(super) fn read<'t>(source: &'t str, tree: &mut Builder<'t>) -> Result<(), Fault> {
    xml_text::refuse_control_characters(source)?;
    let mut walk = Walk {
        source,
        tree,
        depth: 0,
        has_root: false,
        text: Text::default(),
    };
    let mut events = Reader::from_str(source);
    loop {
        let start = offset(events.buffer_position());
        let event = events
            .read_event()
            .map_err(|error| xml_fault::of(&error, offset(events.error_position())))?;
        let place = start..offset(events.buffer_position());
        match event {
            Event::Start(tag) => walk.start(&tag, place)?,
            Event::Empty(tag) => {
                let end = place.end;
                walk.start(&tag, place)?;
                walk.end(end)?;
            }
            Event::End(_) => walk.end(place.end)?,
            Event::Text(_) => walk.text.push(&source[place.clone()], place.start),
            Event::CData(_) => walk.text.push_cdata(&source[place.clone()], place.start),
            Event::GeneralRef(name) => walk.text.push_reference(&name, place)?,
            Event::DocType(_) => return Err(Fault::new(narrow(start), Reason::Doctype)),
            Event::Comment(_) | Event::PI(_) | Event::Decl(_) => {}
            Event::Eof => return walk.finish(),
        }
    }
}

/// Offsets of the reader are `u64`, whatever it reads from.
fn offset(position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}

/// The state of one walk through a text.
struct Walk<'w, 't> {
    source: &'t str,
    tree: &'w mut Builder<'t>,
    /// How many elements are open.
    depth: u32,
    has_root: bool,
    /// The text since the last tag.
    text: Text<'t>,
}

impl<'t> Walk<'_, 't> {
    fn start(&mut self, tag: &BytesStart<'_>, place: Range<usize>) -> Result<(), Fault> {
        self.refuse_text()?;
        if self.depth == 0 && mem::replace(&mut self.has_root, true) {
            return Err(syntax(
                place.start,
                "a second root element; a document has one",
            ));
        }
        let name = self.name(tag, place.start)?;
        self.depth += 1;
        self.tree.open(name, Kind::Object, narrow(place.start))
    }

    /// The element's name without its prefix, borrowed from the text rather than from the event.
    fn name(&self, tag: &BytesStart<'_>, start: usize) -> Result<Cow<'t, str>, Fault> {
        let first = start + '<'.len_utf8();
        let name = &self.source[first..first + tag.name().as_ref().len()];
        match name.rsplit(':').next() {
            None | Some("") => Err(syntax(
                start,
                "`<` without a name; a `<` in a text is written `&lt;`",
            )),
            Some(local) => Ok(Cow::Borrowed(local)),
        }
    }

    /// Ends the innermost element; only now is it known whether it holds elements or a text.
    fn end(&mut self, end: usize) -> Result<(), Fault> {
        if !self.tree.is_childless() {
            self.refuse_text()?;
            self.depth -= 1;
            return self.tree.close(narrow(end), Repeats::Lists);
        }
        self.depth -= 1;
        let Some(element) = self.tree.take_back() else {
            return Ok(());
        };
        let text = mem::take(&mut self.text);
        let span = text.span().unwrap_or(element.span.start..narrow(end));
        let (text, offsets) = text.finish();
        embedded::add(self.tree, element.name, text, span, || offsets)
    }

    /// Text is refused beside elements and outside of the root.
    fn refuse_text(&mut self) -> Result<(), Fault> {
        let Some(span) = mem::take(&mut self.text).span() else {
            return Ok(());
        };
        let fault = if self.depth == 0 {
            "text outside of the root element"
        } else {
            "text beside elements; a value stands alone, and a `<` in it is written `&lt;`"
        };
        Err(syntax(span.start as usize, fault))
    }

    fn finish(mut self) -> Result<(), Fault> {
        let end = self.source.trim_end().len();
        if self.depth > 0 {
            let name = self.tree.open_name();
            let fault = format!("the text ends inside <{name}>, where its end tag is expected");
            return Err(syntax(end, fault));
        }
        self.refuse_text()?;
        if self.has_root {
            Ok(())
        } else {
            Err(syntax(
                end,
                "the text ends where the root element is expected",
            ))
        }
    }
}
