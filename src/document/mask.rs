//! A document as it may be shown: everything is overwritten but what is known to be harmless.
//!
//! The other way round, overwriting what is known to be a key, shows each key that somebody calls by another
//! name, puts into an attribute or leaves in a comment.

use super::entry::Kind;
use super::field_names::{is_harmless, is_known, means_key};
use super::{Document, Format, Node};
use crate::showable::showable_in_place;

/// The document's text as it may be shown: `*` in the place of each byte that is not known to be harmless, and no
/// character that changes how others are displayed. Lines and columns stay.
pub fn shown(document: &Document<'_>) -> String {
    showable_in_place(&masked(document))
}

/// The text with `*` in the place of each byte that may not be shown. Line ends and places stay.
pub(crate) fn masked(document: &Document<'_>) -> String {
    let text = document.text;
    let mut shown = Shown {
        text: text.as_bytes(),
        is_xml: document.format == Format::Xml,
        keep: vec![document.format == Format::Json; text.len()],
    };
    shown.visit(document.root(), false);
    if shown.is_xml {
        shown.markup();
    }
    let masked = text.bytes().zip(&shown.keep).map(|(byte, keep)| {
        if *keep || byte.is_ascii_whitespace() {
            byte
        } else {
            b'*'
        }
    });
    // Values begin and end with characters, so that only whole ones are overwritten.
    String::from_utf8(masked.collect()).unwrap_or_default()
}

struct Shown<'t> {
    text: &'t [u8],
    is_xml: bool,
    /// Which bytes are shown.
    keep: Vec<bool>,
}

impl Shown<'_> {
    fn visit(&mut self, node: Node<'_>, is_hidden: bool) {
        let is_leaf = matches!(node.kind(), Kind::Scalar | Kind::Null);
        // JSON inside of XML: its brackets are text there.
        let is_embedded =
            !is_leaf && self.text.get(node.span().start as usize) != Some(&self.opening(node));
        let is_hidden = is_hidden || is_embedded || means_key(node.name());
        if is_leaf || is_hidden {
            let keep = !is_hidden && is_harmless(node.name());
            self.set(node.span().start as usize, node.span().end as usize, keep);
        }
        if is_hidden {
            return;
        }
        for child in node.children() {
            self.visit(child, is_hidden);
        }
    }

    /// The byte that a container begins with where it is written as such.
    fn opening(&self, node: Node<'_>) -> u8 {
        match node.kind() {
            _ if self.is_xml => b'<',
            Kind::List => b'[',
            _ => b'{',
        }
    }

    fn set(&mut self, start: usize, end: usize, keep: bool) {
        let end = end.min(self.keep.len());
        if let Some(range) = self.keep.get_mut(start..end) {
            range.fill(keep);
        }
    }

    /// Shows tags with the names that the API has; hides attributes, comments and instructions.
    fn markup(&mut self) {
        let mut at = 0;
        while let Some(found) = self.text[at..].iter().position(|byte| *byte == b'<') {
            let start = at + found;
            at = if self.starts(start, b"<!--") {
                self.hidden(start, b"<!--", b"-->")
            } else if self.starts(start, b"<![CDATA[") {
                self.section(start)
            } else if self.starts(start, b"<?") {
                self.hidden(start, b"<?", b"?>")
            } else {
                self.tag(start)
            };
        }
    }

    fn starts(&self, at: usize, with: &[u8]) -> bool {
        self.text[at..].starts_with(with)
    }

    /// The place after the next occurrence, or the end of the text.
    fn after(&self, at: usize, what: &[u8]) -> usize {
        let rest = self.text.get(at..).unwrap_or_default();
        memchr::memmem::find(rest, what).map_or(self.text.len(), |found| at + found + what.len())
    }

    fn hidden(&mut self, start: usize, open: &[u8], close: &[u8]) -> usize {
        let end = self.after(start + open.len(), close);
        self.set(start, end, false);
        self.set(start, start + open.len(), true);
        end
    }

    /// The signs around what counts as text.
    fn section(&mut self, start: usize) -> usize {
        let open = b"<![CDATA[".len();
        let end = self.after(start + open, b"]]>");
        self.set(start, start + open, true);
        self.set(end.saturating_sub(3), end, true);
        end
    }

    fn tag(&mut self, start: usize) -> usize {
        let mut quote = None;
        let mut end = start + 1;
        while let Some(byte) = self.text.get(end) {
            match (quote, byte) {
                (None, b'>') => break,
                (None, b'"' | b'\'') => quote = Some(*byte),
                (Some(open), _) if open == *byte => quote = None,
                _ => {}
            }
            end += 1;
        }
        let inside = &self.text[start + 1..end.min(self.text.len())];
        let slash = usize::from(inside.first() == Some(&b'/'));
        let is_end = |byte: &u8| byte.is_ascii_whitespace() || *byte == b'/';
        let length = inside[slash..]
            .iter()
            .position(is_end)
            .unwrap_or(inside.len() - slash);
        let name = String::from_utf8_lossy(&inside[slash..slash + length]).into_owned();
        let is_closed = inside.len() > slash && inside.last() == Some(&b'/');
        self.set(start, end + 1, false);
        self.set(start, start + 1 + slash, true);
        self.set(
            start + 1 + slash,
            start + 1 + slash + length,
            is_known(&name),
        );
        self.set(end - usize::from(is_closed), end + 1, true);
        end + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        masked(&Document::parse(text).unwrap())
    }

    #[test]
    fn only_what_is_known_to_be_harmless_stays() {
        for (text, wanted) in [
            (
                r#"{"Local": "192.0.2.1", "Psk": "k3y", "Psk ": "k3y", "IkePsk": 7}"#,
                r#"{"Local": "192.0.2.1", "Psk": *****, "Psk ": *****, "IkePsk": *}"#,
            ),
            (
                r#"{"IkeConfig": "{\"Psk\": \"k3y\"}", "Psk": {"Local": "k3y"}, "x": [true]}"#,
                r#"{"IkeConfig": "{\"Psk\": *******}", "Psk": ********* ******, "x": [****]}"#,
            ),
            (
                "<IkeConfig a='k3y'>\n<!-- k3y --><Local>192.0.2.1</Local><k3y>x</k3y>\n<Psk b=\"k3y\"/></IkeConfig>",
                "<IkeConfig *******>\n<!-- *** ***<Local>192.0.2.1</Local><***>*</***>\n<Psk *******/></IkeConfig>",
            ),
            (
                "<a><IkeVersion>ike<!-- k3y -->v2</IkeVersion><Psk><![CDATA[k3y]]></Psk><?k k3y?></a>",
                "<*><IkeVersion>ike<!-- *** ***v2</IkeVersion><Psk><![CDATA[***]]></Psk><?* *****</*>",
            ),
        ] {
            assert_eq!(shown(text), wanted, "{text}");
        }
    }

    #[test]
    fn every_place_stays() {
        let text = "{\"Name\": \"上海\",\r\n \"Kennwort\": \"schlüssel\"}";
        let masked = shown(text);
        assert_eq!(masked.len(), text.len());
        assert!(
            masked.starts_with("{\"Name\": \"上海\",\r\n \"Kennwort\": ****"),
            "{masked}"
        );
    }
}
