//! Keys in a text. Templates never see one: they print a mark, and the key goes into its place once the engine is done, in
//! the notation of the file. So no key can get into an error, a file name, a comparison or a filter, and the program
//! knows of every file whether a key stands in it.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use minijinja::value::{Enumerator, Object, ObjectRepr};
use minijinja::{Error, ErrorKind, Value};

use super::decisions::Decisions;
use super::engine_value::Field;
use super::mark::{self, marks, place};
use crate::findings::{Lang, Text};
use crate::plan::Plan;
use crate::secret::Wiped;
use crate::targets::quoting::APART;
use crate::targets::{Form, Output};

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

    /// Which key it is.
    pub(super) const fn number(self) -> u64 {
        self.0 as u64
    }

    /// The character that stands for it.
    fn mark(self) -> char {
        mark::of(self.0)
    }
}

impl Field for Key {
    fn value(&self) -> Value {
        Value::from_object(*self)
    }

    fn note<'c>(&'c self, shape: &mut Decisions<'c>) {
        shape.number(self.number());
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

/// Where the keys of a text stand.
#[derive(Debug, Default)]
pub(super) struct Keys {
    /// The place of each, and the mark that stood there.
    places: Vec<(Range<usize>, char)>,
    /// Where keys begin that stand after the text.
    apart: Option<usize>,
}

impl Keys {
    pub(super) const fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// A part of the text in pieces, with a mark in the place of each key, and without the keys after it.
    pub(super) fn marked<'t>(&self, text: &'t str, part: Range<usize>) -> Vec<Cow<'t, str>> {
        let piece = |part| Cow::Borrowed(text.get(part).unwrap_or_default());
        let mut pieces = Vec::new();
        let mut done = part.start;
        for (place, mark) in &self.places {
            if part.contains(&place.start) {
                pieces.push(piece(done..place.start));
                pieces.push(Cow::Owned(mark.to_string()));
                done = place.end;
            }
        }
        pieces.push(piece(done..self.apart.unwrap_or(part.end).min(part.end)));
        pieces
    }
}

/// The pieces of a text one after the other with their keys, and where these are.
pub(super) fn filled(pieces: &[&str], plan: &Plan<'_>, output: &Output) -> (Wiped<String>, Keys) {
    let marks = |piece: &&str| marks(piece).collect();
    let marks: Vec<Vec<(usize, char)>> = pieces.iter().map(marks).collect();
    let key = |place: u32| key_at(plan, output, place);
    let places = || marks.iter().flatten().filter_map(|(_, mark)| place(*mark));
    let apart = keys_apart(places(), plan, output);
    let keys: usize = places().filter_map(key).map(|key| key.len()).sum();
    let count = marks.iter().map(Vec::len).sum();
    // Its size at once: what a buffer leaves behind when it grows is not wiped.
    let length = pieces.iter().map(|piece| piece.len()).sum::<usize>() + keys;
    let length = length + apart.text.len() + apart.pointers(count);
    let mut filled = Wiped::new(String::with_capacity(length));
    let mut filled_places = Vec::with_capacity(count);
    for (piece, marks) in pieces.iter().zip(&marks) {
        let mut done = 0;
        for (start, mark) in marks {
            filled.push_str(&piece[done..*start]);
            let begin = filled.len();
            match place(*mark).map(|place| (place, key(place))) {
                Some((place, Some(_))) if apart.places.contains(&place) => {
                    filled.push_str(&apart.pointer(place));
                }
                Some((_, Some(key))) => filled.push_str(&key),
                // A mark without a key cannot be: only keys of the plan's tunnels have one.
                _ => filled.push(char::REPLACEMENT_CHARACTER),
            }
            filled_places.push((begin..filled.len(), *mark));
            done = start + mark.len_utf8();
        }
        filled.push_str(&piece[done..]);
    }
    let end = filled.len();
    filled.push_str(&apart.text);
    let keys = Keys {
        places: filled_places,
        apart: (end < filled.len()).then_some(end),
    };
    (filled, keys)
}

fn key_at<'p>(plan: &'p Plan<'_>, output: &Output, place: u32) -> Option<Cow<'p, str>> {
    let tunnel = plan.tunnels.get(usize::try_from(place / 2).ok()?)?;
    let styles = output.style_places;
    if place.is_multiple_of(2) {
        return Some(tunnel.psk.written(styles.psk, output.form));
    }
    let key = tunnel.bgp.as_ref()?.auth_key.as_ref()?;
    Some(key.written(styles.bgp_key, output.form))
}

const PSK: Text = Text {
    en: "the pre-shared key of tunnel {number}",
    zh: "隧道 {number} 的预共享密钥",
};
const BGP_KEY: Text = Text {
    en: "the key of the BGP session of tunnel {number}",
    zh: "隧道 {number} 的 BGP 会话密钥",
};
const SEE: Text = Text {
    en: "see the end of this sheet: {what}",
    zh: "见本表末尾：{what}",
};
const KEYS: Text = Text {
    en: "Keys, each a line that is copied as it stands",
    zh: "密钥（每行原样复制）",
};
/// More bytes than a pointer to a key has.
const POINTER: usize = 160;

/// Keys of a worksheet that no cell of a table can hold as they are: they stand at its end, where no character has a
/// meaning.
struct KeysApart {
    lang: Lang,
    places: Vec<u32>,
    text: Wiped<String>,
}

fn keys_apart(places: impl Iterator<Item = u32>, plan: &Plan<'_>, output: &Output) -> KeysApart {
    let mut apart = KeysApart {
        lang: plan.lang,
        places: Vec::new(),
        text: Wiped::default(),
    };
    if output.form != Form::Markdown {
        return apart;
    }
    for place in places {
        let key = key_at(plan, output, place).filter(|key| key.starts_with(APART));
        let Some(key) = key.filter(|_| !apart.places.contains(&place)) else {
            continue;
        };
        if apart.places.is_empty() {
            apart.text = Wiped::new(String::with_capacity(4096));
            let title = KEYS.in_lang(apart.lang);
            apart.text.extend(["\n## ", title, "\n"]);
        }
        let name = apart.name(place);
        apart.text.extend(["\n", &name, "\n\n"]);
        apart.text.push_str(&key);
        apart.text.push('\n');
        apart.places.push(place);
    }
    apart
}

impl KeysApart {
    fn name(&self, place: u32) -> String {
        let name = if place.is_multiple_of(2) {
            PSK
        } else {
            BGP_KEY
        };
        let number = (place / 2 + 1).to_string();
        name.in_lang(self.lang).replace("{number}", &number)
    }

    /// Room for as many pointers as there may be.
    fn pointers(&self, marks: usize) -> usize {
        if self.places.is_empty() {
            0
        } else {
            marks * POINTER
        }
    }

    fn pointer(&self, place: u32) -> String {
        SEE.in_lang(self.lang).replace("{what}", &self.name(place))
    }
}
