//! Values and words in Markdown, so that none of them means anything to it.

use super::super::rich::{Rich, Run};
use crate::markdown::{escaped, span};

/// A sentence.
pub(super) fn inline(rich: &Rich) -> String {
    let mut text = String::new();
    for run in &rich.0 {
        text.push_str(&match run {
            Run {
                text, code: true, ..
            } => span(text),
            // A bar means something in a table alone, and there `in_cell` sees to it.
            Run { text: words, .. } => escaped(words, text.is_empty()).replace("\\|", "|"),
        });
    }
    text
}

/// A cell of a table: a bar would end it, in code spans too.
pub(super) fn in_cell(cell: &str) -> String {
    let mut escaped = String::with_capacity(cell.len());
    let mut before = ' ';
    for c in cell.chars() {
        if c == '|' && before != '\\' {
            escaped.push('\\');
        }
        escaped.push(c);
        before = c;
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_in_a_cell_does_not_end_it() {
        assert_eq!(in_cell(&span("a|b")), "`a\\|b`");
    }

    #[test]
    fn words_after_a_value_are_not_at_the_start() {
        let mut rich = Rich::code("a");
        rich.push(") - b", false);
        assert_eq!(inline(&rich), "`a`) - b");
    }
}
