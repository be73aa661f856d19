//! Keys in a text. Templates never see one: they print a mark, and the key goes into its place once the engine is done, in
//! the notation of the file. So no key can get into an error, a file name, a comparison or a filter, and the program
//! knows of every file whether a key stands in it.

use std::fmt;
use std::sync::Arc;

use minijinja::value::{Enumerator, Object, ObjectRepr};
use minijinja::{Error, ErrorKind, Value};

use super::decisions::Decisions;
use super::engine_value::Field;
use crate::plan::Plan;
use crate::secret::{Secret, Wiped};
use crate::targets::Output;

/// The first mark: a plane for private use. Values of the context hold none ([`without_marks`]).
const FIRST: u32 = 0x10_0000;
/// As many as the plane has, without the last: it stands for another thing ([`super::unasked`]).
const MARKS: u32 = 0xFFFD;
/// The first byte of every mark in UTF-8.
const LEAD: u8 = 0xF4;

/// What a template has in the place of a key: it prints it, joins it, asks whether it is there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Key(u32);

impl Key {
    /// The PSK of a tunnel, counted from 0.
    pub(super) const fn psk(tunnel: u32) -> Self {
        Self(2 * tunnel)
    }

    /// The key of its BGP session.
    pub(super) const fn bgp(tunnel: u32) -> Self {
        Self(2 * tunnel + 1)
    }

    /// The character that stands for it.
    fn mark(self) -> char {
        char::from_u32(FIRST + self.0).unwrap_or(char::REPLACEMENT_CHARACTER)
    }
}

impl Field for Key {
    fn value(&self) -> Value {
        Value::from_object(*self)
    }

    fn note<'c>(&'c self, shape: &mut Decisions<'c>) {
        shape.number(self.0.into());
    }

    fn with_texts(&self, _: &mut dyn FnMut(&str) -> String) -> Self {
        *self
    }
}

/// A list that stops whoever looks into it.
impl Object for Key {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Iterable
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        let refusal = std::iter::once_with(|| Value::from(looked_into()));
        Enumerator::Iter(Box::new(refusal))
    }

    fn is_true(self: &Arc<Self>) -> bool {
        true
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.mark())
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key")
    }
}

/// What a filter, a comparison or a function says that was handed a key.
pub(super) fn looked_into() -> Error {
    Error::new(
        ErrorKind::InvalidOperation,
        "a template may print a key and nothing else; how it is written is said in [psk], in [bgp_key] and by the output's style",
    )
}

/// The mark that a template's value stands for, if it is a key.
pub(super) fn mark_of(value: &Value) -> Option<char> {
    value.downcast_object_ref::<Key>().map(|key| key.mark())
}

/// Whether a text holds the mark of a key.
pub(super) fn has_mark(text: &str) -> bool {
    marks(text).next().is_some()
}

/// Where the marks of a text are. Only characters of the mark's plane begin with its first byte, so the text
/// between them is searched, not read.
fn marks(text: &str) -> impl Iterator<Item = (usize, char)> {
    let starts = memchr::memchr_iter(LEAD, text.as_bytes());
    starts.filter_map(|start| {
        let c = text.get(start..)?.chars().next()?;
        is_mark(c).then_some((start, c))
    })
}

fn is_mark(c: char) -> bool {
    place(c).is_some()
}

fn place(c: char) -> Option<u32> {
    u32::from(c)
        .checked_sub(FIRST)
        .filter(|place| *place < MARKS)
}

/// A text without marks, for messages and for values that the engine is given.
pub(super) fn without_marks(text: &str) -> String {
    text.replace(is_mark, "<key>")
}

/// The text with its keys, and whether there was one.
pub(super) fn filled(
    text: Wiped<String>,
    plan: &Plan<'_>,
    output: &Output,
) -> (Wiped<String>, bool) {
    let each: Vec<(usize, char)> = marks(&text).collect();
    if each.is_empty() {
        return (text, false);
    }
    let key = |mark: char| key_at(plan, output, place(mark)?);
    let keys = each.iter().filter_map(|(_, mark)| key(*mark));
    // Its size at once: what a buffer leaves behind when it grows is not wiped.
    let length = text.len() + keys.map(Secret::len).sum::<usize>();
    let mut filled = Wiped::new(String::with_capacity(length));
    let mut done = 0;
    for (start, mark) in each {
        filled.push_str(&text[done..start]);
        match key(mark) {
            Some(key) => filled.push_str(key.reveal()),
            // A mark without a key cannot be: only keys of the plan's tunnels have one.
            None => filled.push(char::REPLACEMENT_CHARACTER),
        }
        done = start + mark.len_utf8();
    }
    filled.push_str(&text[done..]);
    (filled, true)
}

fn key_at<'p>(plan: &'p Plan<'_>, output: &Output, place: u32) -> Option<&'p Secret> {
    let tunnel = plan.tunnels.get(usize::try_from(place / 2).ok()?)?;
    let styles = output.style_places;
    if place.is_multiple_of(2) {
        return Some(tunnel.psk.in_style(styles.psk));
    }
    let key = tunnel.bgp.as_ref()?.auth_key.as_ref()?;
    Some(key.in_style(styles.bgp_key))
}
