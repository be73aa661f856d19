//! A context in two parts: what templates decide by, and the texts that they only print. Contexts of one
//! shape, such as most of a fleet, have the same layout.

use minijinja::Value;
use minijinja::value::ValueKind;

use super::unasked;
use crate::showable::has_acting;

/// What a context is like.
pub(crate) struct Decisions<'c> {
    bytes: Vec<u8>,
    texts: Vec<&'c str>,
    usable: bool,
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

    /// All that a template may decide by, as bytes: equal for equal decisions only. No secret is in it.
    pub(crate) fn decisions(&self) -> &[u8] {
        &self.bytes
    }

    /// What is printed, in the order of the context.
    pub(crate) fn texts(&self) -> &[&'c str] {
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

    /// A word, a whole number or a truth value, told apart by their first byte.
    pub(crate) fn value(&mut self, value: &Value) {
        match value.kind() {
            ValueKind::String => match value.as_str() {
                Some(word) => {
                    self.bytes.push(b'w');
                    self.word(word);
                }
                None => self.refuse(),
            },
            ValueKind::Bool => {
                self.bytes.push(b'f');
                self.flag(value.is_true());
            }
            ValueKind::Number => match value.as_i64() {
                Some(number) => {
                    self.bytes.push(b'n');
                    self.number(number.cast_unsigned());
                }
                None => self.refuse(),
            },
            _ if unasked::is(value) => self.bytes.push(b'-'),
            _ => self.refuse(),
        }
    }

    /// A text that is printed; whether it is empty is a decision. A control character is the engine's to
    /// refuse, with the template's line.
    pub(crate) fn text(&mut self, text: &'c str) {
        self.flag(text.is_empty());
        self.usable &= !has_acting(text);
        self.texts.push(text);
    }

    /// The context has no shape.
    pub(crate) fn refuse(&mut self) {
        self.usable = false;
    }
}
