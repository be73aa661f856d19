//! How comments are written in a file.

use std::borrow::Cow;
use std::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};

/// What makes a comment: `"#"` before a line, `{ start = "<!--", end = "-->" }` around lines, or `""` where there are
/// none, so that what would stand in them goes into a file beside it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Comment {
    /// What stands before each line.
    Line(String),
    /// What stands before and after several lines.
    Block(Block),
    /// No comments.
    #[default]
    None,
}

/// A comment of several lines.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Block {
    /// What stands before it (`<!--`).
    pub start: String,
    /// What stands after it (`-->`), two characters at least.
    pub end: String,
}

impl Comment {
    /// What starts a comment line; empty where nothing does.
    pub fn line_start(&self) -> &str {
        match self {
            Self::Line(start) => start,
            Self::Block(_) | Self::None => "",
        }
    }

    /// Whether a line is a comment.
    pub fn is_on(&self, line: &str) -> bool {
        let start = self.line_start();
        !start.is_empty() && line.trim_start().starts_with(start)
    }

    /// A line of text as a comment; as it is where there are none.
    pub fn around(&self, text: &str) -> String {
        match self {
            Self::Line(start) => format!("{start} {text}"),
            Self::Block(Block { start, end }) => format!("{start} {} {end}", self.inside(text)),
            Self::None => text.to_owned(),
        }
    }

    /// A text that may stand within: one that would end a block comment is pulled apart.
    pub(crate) fn inside<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let Self::Block(Block { end, .. }) = self else {
            return text.into();
        };
        let mut inside = String::with_capacity(text.len());
        for c in text.chars() {
            if inside
                .chars()
                .next_back()
                .is_some_and(|before| ends(end, before, c))
            {
                inside.push(' ');
            }
            inside.push(c);
        }
        inside.into()
    }

    /// What cannot be right.
    pub(super) fn fault(&self) -> Option<&'static str> {
        let odd = |text: &str| text.chars().any(char::is_control);
        match self {
            Self::Line(start) if odd(start) => {
                Some("must be what starts a comment line, without a line break")
            }
            Self::Block(Block { start, end })
                if odd(start) || odd(end) || start.is_empty() || end.len() < 2 =>
            {
                Some(
                    "must be what stands before and after a comment, the end of two characters at least, without a line break",
                )
            }
            _ => None,
        }
    }
}

/// Whether the two characters begin what ends a block.
fn ends(end: &str, first: char, second: char) -> bool {
    let mut characters = end.chars();
    characters.next() == Some(first) && characters.next() == Some(second)
}

impl<'de> Deserialize<'de> for Comment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Not `untagged`, which would lose the place of an error.
        struct CommentVisitor;
        impl<'de> Visitor<'de> for CommentVisitor {
            type Value = Comment;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("what starts a comment line, or { start = …, end = … }")
            }

            fn visit_str<E: de::Error>(self, start: &str) -> Result<Comment, E> {
                Ok(match start {
                    "" => Comment::None,
                    start => Comment::Line(start.to_owned()),
                })
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Comment, A::Error> {
                Block::deserialize(de::value::MapAccessDeserializer::new(map)).map(Comment::Block)
            }
        }
        deserializer.deserialize_any(CommentVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(serde::Deserialize)]
    struct Holder {
        comment: Comment,
    }

    fn comment(toml: &str) -> Comment {
        toml::from_str::<Holder>(toml).unwrap().comment
    }

    #[test]
    fn a_comment_is_a_start_or_a_block_or_nothing() {
        assert_eq!(comment("comment = \"!\"").around("a"), "! a");
        assert_eq!(comment("comment = \"\"").around("a"), "a");
        let block = comment("comment = { start = \"<!--\", end = \"-->\" }");
        assert_eq!(block.around("--set a --->"), "<!-- - -set a - - -> -->");
        let block = comment("comment = { start = \"/*\", end = \"*/\" }");
        assert_eq!(block.around("10.0.*.*/8"), "/* 10.0.*.* /8 */");
        assert!(
            comment("comment = { start = \"(\", end = \")\" }")
                .fault()
                .is_some()
        );
    }

    #[test]
    fn a_line_is_a_comment_by_its_start_alone() {
        assert!(comment("comment = \"#\"").is_on("  # a"));
        assert!(!comment("comment = \"#\"").is_on("a # b"));
        assert!(!comment("comment = \"\"").is_on("a"));
    }
}
