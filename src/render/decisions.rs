//! A context in two parts: what templates decide by, and the texts that they only print. Contexts of one
//! shape, such as most of a fleet, have the same layout.

use ipnet::Ipv4Net;
use minijinja::Value;
use minijinja::value::ValueKind;

use super::mark::{LEAD, find, has_mark};
use super::unasked;
use crate::ipv4_text::Written;
use crate::plan::marker;
use crate::showable::{has_acting, is_printable};

/// What a context is like.
pub(crate) struct Decisions<'c> {
    bytes: Vec<u8>,
    texts: Vec<Printing<'c>>,
    usable: bool,
}

/// A text that is printed. Most notations of a network are printed nowhere, so they are written out where one is.
#[derive(Clone, Copy)]
pub(crate) enum Printing<'c> {
    /// As it is.
    Text(&'c str),
    /// A network, in a notation.
    Net(Ipv4Net, fn(Ipv4Net) -> Written),
    /// What stands in the place of the value of this name, which nobody gave.
    Marker(&'static str),
}

impl Printing<'_> {
    /// As many bytes as it has, or some more.
    pub(crate) fn most_bytes(&self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            Self::Net(..) => Written::MOST,
            Self::Marker(name) => marker(name).len(),
        }
    }

    /// Adds it to a text.
    pub(crate) fn add_to(&self, out: &mut String) {
        match self {
            Self::Text(text) => out.push_str(text),
            Self::Net(net, notation) => out.push_str(notation(*net).as_str()),
            Self::Marker(name) => out.push_str(&marker(name)),
        }
    }
}

impl<'c> Decisions<'c> {
    /// Those that `note` tells of; `None` where the context holds something that a layout cannot have a place for.
    pub(super) fn noted(note: impl FnOnce(&mut Self)) -> Option<Self> {
        let mut decisions = Self {
            bytes: Vec::with_capacity(1024),
            texts: Vec::with_capacity(64),
            usable: true,
        };
        note(&mut decisions);
        decisions.usable.then_some(decisions)
    }

    /// Whether there is the first byte of a key's mark among the decisions; a number may look like one.
    pub(super) fn may_hold_mark(&self) -> bool {
        find(LEAD, &self.bytes).is_some()
    }

    /// All that a template may decide by, as bytes: equal for equal decisions only. No secret is in it.
    pub(crate) fn decisions(&self) -> &[u8] {
        &self.bytes
    }

    /// What is printed, in the order of the context.
    pub(crate) fn texts(&self) -> &[Printing<'c>] {
        &self.texts
    }

    pub(crate) fn flag(&mut self, flag: bool) {
        self.bytes.push(flag.into());
    }

    /// Most are small: one byte then, and else a byte that no small one is before the eight.
    pub(crate) fn number(&mut self, number: u64) {
        match u8::try_from(number) {
            Ok(small) if small < u8::MAX => self.bytes.push(small),
            _ => {
                self.bytes.push(u8::MAX);
                self.bytes.extend_from_slice(&number.to_le_bytes());
            }
        }
    }

    pub(crate) fn word(&mut self, word: &str) {
        self.number(word.len() as u64);
        self.bytes.extend_from_slice(word.as_bytes());
    }

    /// How many of something there are, or its number.
    pub(crate) fn count(&mut self, count: usize) {
        self.number(count as u64);
    }

    /// A word, a whole number or a truth value, told apart by their first byte.
    pub(crate) fn value(&mut self, value: &Value) {
        match value.kind() {
            ValueKind::String => match value.as_str() {
                Some(word) => self.word_value(word),
                None => self.refuse(),
            },
            ValueKind::Bool => self.truth_value(value.is_true()),
            ValueKind::Number => match value.as_i64() {
                Some(number) => self.number_value(number),
                None => self.refuse(),
            },
            _ if unasked::is(value) => self.unasked_value(),
            _ => self.refuse(),
        }
    }

    /// A value that is a word.
    pub(super) fn word_value(&mut self, word: &str) {
        self.bytes.push(b'w');
        self.word(word);
    }

    /// A value that is a whole number.
    pub(super) fn number_value(&mut self, number: i64) {
        self.bytes.push(b'n');
        self.number(number.cast_unsigned());
    }

    /// A value that is a truth value.
    pub(super) fn truth_value(&mut self, truth: bool) {
        self.bytes.push(b'f');
        self.flag(truth);
    }

    /// A value that nobody gave and nobody asks for.
    pub(super) fn unasked_value(&mut self) {
        self.bytes.push(b'-');
    }

    /// A text that is printed; whether it is empty is a decision. A control character is the engine's to
    /// refuse, with the template's line, and what looks like the mark of a key is another text in the context.
    pub(crate) fn text(&mut self, text: &'c str) {
        self.flag(text.is_empty());
        self.usable &= is_printable(text) || !has_acting(text) && !has_mark(text);
        self.texts.push(Printing::Text(text));
    }

    /// A network that is printed in a notation.
    pub(super) fn net(&mut self, net: Ipv4Net, notation: fn(Ipv4Net) -> Written) {
        self.flag(false);
        self.texts.push(Printing::Net(net, notation));
    }

    /// A value that nobody gave, as it is printed.
    pub(super) fn marker(&mut self, name: &'static str) {
        self.flag(false);
        self.texts.push(Printing::Marker(name));
    }

    /// Those of something that need not live as long, and so can have no text that is printed.
    pub(super) fn apart<'v>(&mut self, note: impl FnOnce(&mut Decisions<'v>)) {
        let mut own = Decisions {
            bytes: std::mem::take(&mut self.bytes),
            texts: Vec::new(),
            usable: self.usable,
        };
        note(&mut own);
        self.usable = own.usable && own.texts.is_empty();
        self.bytes = own.bytes;
    }

    /// The context has no shape.
    pub(crate) fn refuse(&mut self) {
        self.usable = false;
    }
}
