//! What a template makes of all contexts of one shape: lines with gaps where it prints a text.

use std::sync::Arc;

use crate::render::context::Context;
use crate::render::{Printing, View as _};

/// The first of the characters that stand for texts while a layout is learnt: a plane for private use.
const FIRST_MARK: u32 = 0xF_0000;
/// As many as the plane has.
const MARKS: usize = 0xFFFE;

/// Lines with gaps.
#[derive(Debug)]
pub(super) struct Layout {
    lines: String,
    /// Where a gap is in the lines, and which text goes there.
    gaps: Vec<(usize, usize)>,
}

impl Layout {
    /// Finds the gaps in what a template made of [`marked`].
    pub(super) fn of(text: &str) -> Self {
        let mut layout = Self {
            lines: String::with_capacity(text.len()),
            gaps: Vec::new(),
        };
        for character in text.chars() {
            match place(character) {
                Some(place) => layout.gaps.push((layout.lines.len(), place)),
                None => layout.lines.push(character),
            }
        }
        layout
    }

    /// Bytes in memory.
    pub(super) fn size(&self) -> usize {
        self.lines.capacity() + self.gaps.capacity() * size_of::<(usize, usize)>()
    }

    /// Puts texts into the gaps; `None` where there are too few.
    pub(super) fn fill(&self, texts: &[Printing<'_>]) -> Option<String> {
        let mut length = self.lines.len();
        for (_, place) in &self.gaps {
            length += texts.get(*place)?.most_bytes();
        }
        let mut filled = String::with_capacity(length);
        let mut rest = &*self.lines;
        let mut start = 0;
        for (end, place) in &self.gaps {
            let (before, after) = rest.split_at_checked(end - start)?;
            filled.push_str(before);
            texts.get(*place)?.add_to(&mut filled);
            (rest, start) = (after, *end);
        }
        filled.push_str(rest);
        Some(filled)
    }
}

/// The context with a mark in the place of every text; `None` where there are more texts than marks. An
/// empty text stays empty, for a template may ask.
pub(super) fn marked(context: &Context) -> Option<Arc<Context>> {
    let mut marks = (FIRST_MARK..).take(MARKS).map(char::from_u32);
    let mut short = false;
    let marked = context.with_texts(&mut |text| {
        let mark = marks.next().flatten();
        short |= mark.is_none();
        mark.filter(|_| !text.is_empty())
            .map_or_else(String::new, String::from)
    });
    (!short).then(|| Arc::new(marked))
}

/// Which text a character stands for.
fn place(character: char) -> Option<usize> {
    let place = u32::from(character).checked_sub(FIRST_MARK)?;
    usize::try_from(place).ok().filter(|place| *place < MARKS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ipv4_text;

    #[test]
    fn texts_go_into_their_gaps() {
        let layout = Layout::of("a \u{F0001} b\n\u{F0000}\u{F0001}\n");
        let [x, yy, empty] = ["x", "yy", ""].map(Printing::Text);
        let net = Printing::Net("10.0.0.0/8".parse().unwrap(), ipv4_text::net);
        assert_eq!(layout.fill(&[x, yy]).unwrap(), "a yy b\nxyy\n");
        assert_eq!(layout.fill(&[empty, empty]).unwrap(), "a  b\n\n");
        assert_eq!(
            layout.fill(&[x, net]).unwrap(),
            "a 10.0.0.0/8 b\nx10.0.0.0/8\n"
        );
        assert!(layout.fill(&[x]).is_none());
        assert_eq!(Layout::of("é\n").fill(&[]).unwrap(), "é\n");
    }
}
