//! Byte offsets, and the lines and columns that people count.
//!
//! The tree keeps offsets only; lines are counted when somebody asks, which is when something is wrong.

use std::fmt;

/// A line and a column, both counted from 1; the column counts characters, not bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line, from 1.
    pub line: u32,
    /// The character in that line, from 1.
    pub column: u32,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)
    }
}

/// A place in a document: the byte offset for programs, the position for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Bytes from the start of the text (after a byte order mark).
    pub offset: u32,
    /// The same place as line and column.
    pub position: Position,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.position.fmt(f)
    }
}

/// Where the lines of a text begin; turns offsets into positions.
#[derive(Debug, Clone)]
pub struct LineIndex<'t> {
    text: &'t str,
    /// Offset of the first byte of every line.
    starts: Vec<u32>,
}

impl<'t> LineIndex<'t> {
    /// Reads the text once and notes its line breaks (`\n`, which `\r\n` ends with too).
    pub fn new(text: &'t str) -> Self {
        let breaks = text.bytes().enumerate().filter(|&(_, byte)| byte == b'\n');
        let starts = std::iter::once(0)
            .chain(breaks.map(|(at, _)| narrow(at + 1)))
            .collect();
        Self { text, starts }
    }

    /// The position of a byte offset. An offset past the end is the end; one inside a character
    /// is that character.
    pub fn position(&self, offset: u32) -> Position {
        let mut at = self.text.len().min(offset as usize);
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        let line = self.starts.partition_point(|&start| start as usize <= at);
        let start = self.starts[line - 1] as usize;
        Position {
            line: narrow(line),
            column: narrow(self.text[start..at].chars().count() + 1),
        }
    }

    /// The offset and its position together.
    pub fn place(&self, offset: u32) -> Place {
        Place {
            offset,
            position: self.position(offset),
        }
    }
}

/// A length or offset of a text as it is stored.
#[expect(
    clippy::cast_possible_truncation,
    reason = "texts are at most `limits::BYTES` long"
)]
pub(super) const fn narrow(offset: usize) -> u32 {
    offset as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn position(text: &str, offset: u32) -> (u32, u32) {
        let Position { line, column } = LineIndex::new(text).position(offset);
        (line, column)
    }

    #[test]
    fn lines_and_columns_count_from_one() {
        assert_eq!(position("", 0), (1, 1));
        assert_eq!(position("ab\ncd", 0), (1, 1));
        assert_eq!(position("ab\ncd", 2), (1, 3));
        assert_eq!(position("ab\ncd", 3), (2, 1));
        assert_eq!(position("ab\r\ncd", 4), (2, 1));
    }

    #[test]
    fn columns_count_characters() {
        let text = "杭州: x";
        assert_eq!(position(text, narrow(text.find('x').expect("x"))), (1, 5));
        assert_eq!(position(text, 4), (1, 2), "inside a character");
    }

    #[test]
    fn an_offset_past_the_end_is_the_end() {
        assert_eq!(position("ab\n", 99), (2, 1));
        assert_eq!(position("ab", u32::MAX), (1, 3));
    }
}
