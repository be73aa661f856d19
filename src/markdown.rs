//! Texts that mean nothing to Markdown: a value as code, words without links, headings or HTML. For tickets and for
//! worksheets.

/// The longest run of backticks.
pub(crate) fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

/// A code span, whatever stands in the text.
pub(crate) fn span(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ");
    let fence = "`".repeat(longest_run(&text) + 1);
    let is_edge = |c: Option<char>| matches!(c, Some('`' | ' '));
    if is_edge(text.chars().next()) || is_edge(text.chars().last()) {
        format!("{fence} {text} {fence}")
    } else {
        format!("{fence}{text}{fence}")
    }
}

/// Words alone.
pub(crate) fn words(text: &str) -> String {
    escaped(text, true)
}

/// Words without any of Markdown's meanings. A backslash before punctuation is the standard's own
/// way; a bare address (`www.example.com`, `http://…`) is none with its first dot or slashes escaped. What acts nowhere
/// is left as it is, for a ticket is often read as plain text.
pub(crate) fn escaped(text: &str, at_start: bool) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    let mut before = None;
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let next = rest.peek().copied();
        let is_first = at_start && escaped.bytes().all(|b| b == b' ' || b.is_ascii_digit());
        let within = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let acts = match c {
            // A bare address of mail becomes a link, also within a word.
            '\\' | '`' | '*' | '[' | '<' | '|' | '~' | '#' | '$' | '@' => true,
            // Within a word it emphasises nothing, and names nobody.
            '_' => !(within(before) && within(next)),
            // The start of an entity.
            '&' => next.is_some_and(|next| next.is_ascii_alphanumeric() || next == '#'),
            '.' => is_first || ends_with_www(&escaped),
            ')' | '+' | '-' | '=' | '>' => is_first,
            '/' => escaped.ends_with(':'),
            _ => false,
        };
        if acts {
            escaped.push('\\');
        }
        escaped.push(c);
        before = Some(c);
    }
    escaped
}

fn ends_with_www(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 3 && bytes[bytes.len() - 3..].eq_ignore_ascii_case(b"www")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn spans_hold_whatever_they_are_given() {
        assert_eq!(span("10.0.0.0/8"), "`10.0.0.0/8`");
        assert_eq!(span("a`b"), "``a`b``");
        assert_eq!(span("`"), "`` ` ``");
        assert_eq!(span("``` x"), "```` ``` x ````");
    }

    #[test]
    fn words_mean_nothing_to_markdown() {
        assert_eq!(words("![x](http://a.b)"), r"!\[x](http:\//a.b)");
        assert_eq!(words("<img src=x>"), r"\<img src=x>");
        assert_eq!(words("> a @b &lt; _c_"), r"\> a \@b \&lt; \_c\_");
        // What reads as it is in plain text stays so.
        for plain in ["the CHILD_SA of cisco/asa", "a & b, (c) - d!", "x > y"] {
            assert_eq!(words(plain), plain);
        }
        // GitHub would write to it.
        assert_eq!(words("cisco/asa@9.15"), r"cisco/asa\@9.15");
        assert_eq!(words("see WWW.example.com"), r"see WWW\.example.com");
        assert_eq!(
            words("See it. Then: go, 0.0.0.0/0."),
            "See it. Then: go, 0.0.0.0/0."
        );
        assert_eq!(
            (words("- x"), words("1. x")),
            (r"\- x".into(), r"1\. x".into())
        );
    }

    proptest! {
        #[test]
        fn a_span_ends_where_it_should(text in "[ -~`]{1,40}") {
            let span = span(&text);
            let fence = span.len() - span.trim_start_matches('`').len();
            let inner = &span[fence..span.len() - fence];
            prop_assert!(longest_run(inner) < fence || inner.starts_with(' '));
            prop_assert!(inner.split(|c| c != '`').all(|run| run.len() != fence));
        }
    }
}
