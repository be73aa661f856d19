//! XML into the tree, from `quick-xml`'s events.
//!
//! Elements and texts are all that a response has. Attributes and name space prefixes are passed over,
//! comments and processing instructions skipped, references and CDATA resolved. Refused is what no
//! response has and what would be lost without a word: a DOCTYPE, text beside elements, anything after
//! the root.

mod fault;
mod text;

use std::borrow::Cow;
use std::mem;
use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::document::embedded;
use crate::document::entry::Kind;
use crate::document::fault::{Fault, Reason};
use crate::document::place::narrow;
use crate::document::repeats::Repeats;
use crate::document::tree::Builder;
use fault::syntax;
use text::Text;

/// Reads a whole text as one XML document.
pub(in crate::document) fn read<'t>(source: &'t str, tree: &mut Builder<'t>) -> Result<(), Fault> {
    text::refuse_control_characters(source)?;
    let mut walk = Walk {
        source,
        tree,
        depth: 0,
        has_root: false,
        started: None,
        text: Text::default(),
    };
    let mut events = Reader::from_str(source);
    loop {
        let start = offset(events.buffer_position());
        let event = events
            .read_event()
            .map_err(|error| fault::of(&error, offset(events.error_position())))?;
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

/// An element's start tag.
struct Started<'t> {
    name: Cow<'t, str>,
    at: u32,
}

/// The state of one walk through a text.
struct Walk<'w, 't> {
    source: &'t str,
    tree: &'w mut Builder<'t>,
    /// How many elements are open.
    depth: usize,
    has_root: bool,
    /// The innermost open element while nothing but text is known in it. A first child makes it an
    /// object, its end tag makes it a scalar.
    started: Option<Started<'t>>,
    /// The text since the last tag.
    text: Text<'t>,
}

impl<'t> Walk<'_, 't> {
    fn start(&mut self, tag: &BytesStart<'_>, place: Range<usize>) -> Result<(), Fault> {
        self.refuse_text()?;
        if self.depth == 0 && mem::replace(&mut self.has_root, true) {
            let fault = "a second root element; a document has one";
            return Err(syntax(place.start, fault));
        }
        self.depth += 1;
        let name = self.name(tag, place.start)?;
        let at = narrow(place.start);
        match self.started.replace(Started { name, at }) {
            Some(parent) => self.tree.open(parent.name, Kind::Object, parent.at),
            None => Ok(()),
        }
    }

    /// The element's name without its prefix, borrowed from the text rather than from the event.
    fn name(&self, tag: &BytesStart<'_>, start: usize) -> Result<Cow<'t, str>, Fault> {
        let first = start + "<".len();
        let name = &self.source[first..first + tag.name().as_ref().len()];
        let prefix = name.bytes().rposition(|byte| byte == b':');
        match &name[prefix.map_or(0, |colon| colon + 1)..] {
            "" => Err(syntax(
                start,
                "`<` without a name; a `<` in a text is written `&lt;`",
            )),
            local => Ok(Cow::Borrowed(local)),
        }
    }

    fn end(&mut self, end: usize) -> Result<(), Fault> {
        if let Some(element) = self.started.take() {
            self.scalar(element, end)?;
        } else {
            self.refuse_text()?;
            self.tree.close(narrow(end), Repeats::Lists)?;
        }
        self.depth -= 1;
        Ok(())
    }

    fn scalar(&mut self, element: Started<'t>, end: usize) -> Result<(), Fault> {
        let text = mem::take(&mut self.text);
        let span = text.span().unwrap_or(element.at..narrow(end));
        let (text, offsets) = text.finish();
        embedded::add(self.tree, element.name, text, span, || offsets)
    }

    /// Text is refused beside elements and outside of the root.
    fn refuse_text(&self) -> Result<(), Fault> {
        let Some(span) = self.text.span() else {
            return Ok(());
        };
        let fault = if self.depth == 0 {
            "text outside of the root element"
        } else {
            "text beside elements; a value stands alone, and a `<` in it is written `&lt;`"
        };
        Err(syntax(span.start as usize, fault))
    }

    fn finish(self) -> Result<(), Fault> {
        let end = self.source.trim_end().len();
        if self.depth > 0 {
            let name = match &self.started {
                Some(started) => &started.name,
                None => self.tree.open_name(),
            };
            return Err(syntax(end, fault::unclosed_element(name)));
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
