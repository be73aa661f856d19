//! Comment lines of a readable width, of characters that every device takes in a comment.

use std::borrow::Cow;

use crate::showable::{is_printable, printable, showable};
use crate::targets::Comment;
use crate::targets::comment::Block;

/// Device parsers take 254 characters and more; people read about this many.
const WIDTH: usize = 100;

/// Lines that go into a text as comments: each after what starts one, or all within a block.
pub(super) struct Comments<'o> {
    out: &'o mut String,
    comment: &'o Comment,
    /// Everything that can be shown may stand in it, not ASCII alone; such lines are not broken.
    wide: bool,
}

impl<'o> Comments<'o> {
    /// Lines after what is there.
    pub(super) fn new(out: &'o mut String, comment: &'o Comment, wide: bool) -> Self {
        if let Comment::Block(Block { start, .. }) = comment {
            out.push_str(start);
            out.push('\n');
        }
        Self { out, comment, wide }
    }

    /// One line.
    pub(super) fn line(&mut self, parts: &[&str]) {
        let shown = if self.wide { showable } else { printable };
        self.push(parts.iter().map(|part| shown(part)));
    }

    /// A text, broken at blanks, in characters that may stand in a comment.
    pub(super) fn text(&mut self, text: &str) {
        if self.wide {
            return self.line(&[&one_blank_each(text)]);
        }
        let text = one_blank_each(text);
        // Nearly all are: their lines need not be looked at one by one.
        let is_plain = matches!(printable(&text), Cow::Borrowed(_));
        let shown = |line| {
            if is_plain {
                Cow::Borrowed(line)
            } else {
                printable(line)
            }
        };
        let (mut line, mut rest) = first_line(&text, WIDTH);
        self.push([shown(line)]);
        while !rest.is_empty() {
            // Lines after the first are indented.
            (line, rest) = first_line(rest, WIDTH - 2);
            self.push(["  ".into(), shown(line)]);
        }
    }

    /// Words of a command after what they are, as many in a line as fit, none of them broken. Nothing where a character
    /// could not stand there as it is.
    pub(super) fn words(&mut self, about: &str, words: &[String]) {
        let start = self.out.len();
        let mut line = String::with_capacity(2 * WIDTH);
        line.push_str(about.trim_end());
        for word in words {
            let word = if self.wide {
                word.into()
            } else {
                in_ascii(word)
            };
            if !self.stands(&word) {
                self.out.truncate(start);
                return;
            }
            if line.len() + 1 + word.len() > WIDTH {
                self.push([&line]);
                line.clear();
                line.push(' ');
            }
            // A colon of full width brings its own blank.
            let blank = if line.ends_with('：') { "" } else { " " };
            line.extend([blank, &*word]);
        }
        self.push([&line]);
    }

    /// Whether a word can stand in a comment as it is.
    fn stands(&self, word: &str) -> bool {
        let is_shown = if self.wide {
            showable(word) == word
        } else {
            is_printable(word)
        };
        is_shown && self.comment.inside(word) == word
    }

    /// A line of parts.
    fn push(&mut self, parts: impl IntoIterator<Item = impl AsRef<str>>) {
        let line_start = match self.comment {
            Comment::Line(start) => [start, " "],
            Comment::Block(_) => ["  ", ""],
            Comment::None => ["", ""],
        };
        self.out.extend(line_start);
        let start = self.out.len();
        for part in parts {
            self.out.push_str(part.as_ref());
        }
        if let Cow::Owned(line) = self.comment.inside(&self.out[start..]) {
            self.out.truncate(start);
            self.out.push_str(&line);
        }
        self.out.push('\n');
    }

    /// What stands between the comments and the rest.
    pub(super) fn close(self) {
        match self.comment {
            Comment::Line(start) => self.out.extend([start, "\n"]),
            Comment::Block(Block { end, .. }) => self.out.extend([end, "\n"]),
            Comment::None => {}
        }
    }
}

/// A word in ASCII, as far as there is another sign for what is none.
fn in_ascii(word: &str) -> Cow<'_, str> {
    if word.is_ascii() {
        return word.into();
    }
    word.replace('…', "...").into()
}

/// As many words as fit into a line, one at least, and the rest.
fn first_line(text: &str, width: usize) -> (&str, &str) {
    if text.len() <= width {
        return (text, "");
    }
    // A blank just after the width ends a line that fills it.
    let fits = text.as_bytes()[..=width].iter().rposition(|b| *b == b' ');
    let end = fits.or_else(|| text.find(' '));
    end.map_or((text, ""), |end| (&text[..end], &text[end + 1..]))
}

/// A text with single blanks between its words and none around them.
fn one_blank_each(text: &str) -> Cow<'_, str> {
    if is_printable(text) && !has_two_blanks(text) && text.trim().len() == text.len() {
        return text.into();
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").into()
}

/// A fold, for it looks at many bytes at once.
fn has_two_blanks(text: &str) -> bool {
    let bytes = text.as_bytes();
    let twos = bytes.iter().zip(bytes.iter().skip(1));
    // 0 where both are blanks.
    let unlike = |(one, next): (&u8, &u8)| (one ^ b' ') | (next ^ b' ');
    twos.fold(u8::MAX, |least, two| least.min(unlike(two))) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrapped(text: &str) -> String {
        let mut out = String::new();
        let comment = Comment::Line("!".to_owned());
        Comments::new(&mut out, &comment, false).text(text);
        out
    }

    #[test]
    fn long_texts_are_broken_at_blanks() {
        let text = wrapped(&"word ".repeat(30));
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines.len() > 1 && lines.iter().all(|line| line.len() <= WIDTH + 2));
        assert!(lines[1].starts_with("!   word"));
        assert_eq!(wrapped("short"), "! short\n");
        assert_eq!(wrapped("  a \t b\n"), "! a b\n");
    }

    #[test]
    fn a_line_may_be_full_and_a_word_longer_than_a_line() {
        let full = format!("{} {}", "x".repeat(49), "y".repeat(50));
        assert_eq!(wrapped(&format!("{full} z")), format!("! {full}\n!   z\n"));
        let long = "x".repeat(WIDTH + 20);
        assert_eq!(
            wrapped(&format!("a {long} b")),
            format!("! a\n!   {long}\n!   b\n")
        );
    }

    #[test]
    fn words_of_a_command_are_whole_or_not_there() {
        let words = |comment: &Comment, words: &[&str]| {
            let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            let mut out = String::new();
            Comments::new(&mut out, comment, false).words("again: ", &words);
            out
        };
        let line = Comment::Line("!".to_owned());
        let long = format!("--set 'a={}'", "x  y".repeat(23));
        assert_eq!(
            words(&line, &["run", &long, "--set b=…"]),
            format!("! again: run\n!   {long}\n!   --set b=...\n")
        );
        assert_eq!(words(&line, &["run", "--set n=\u{4e3a}"]), "");
        let block = Comment::Block(Block {
            start: "<!--".to_owned(),
            end: "-->".to_owned(),
        });
        assert_eq!(words(&block, &["run"]), "<!--\n  again: run\n");
        assert_eq!(words(&block, &["run", "--set a=b"]), "<!--\n");
    }

    #[test]
    fn only_printable_ascii_is_written() {
        assert_eq!(wrapped("why? 为什么\u{7}"), "! why. ....\n");
        let wide = format!("{} {}", "\u{4e3a}".repeat(40), "b");
        assert_eq!(wrapped(&wide), format!("! {}\n!   b\n", ".".repeat(40)));
    }
}
