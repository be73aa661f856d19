//! Comment lines of a readable width.

/// Device parsers take 254 characters and more; people read about this many.
const WIDTH: usize = 100;

/// Breaks a text at blanks; lines after the first are indented by two.
pub(super) fn wrap(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() && line.len() + 1 + word.len() > WIDTH {
            lines.push(std::mem::replace(&mut line, String::from(" ")));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines.push(line);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_broken_at_blanks() {
        let lines = wrap(&"word ".repeat(30));
        assert!(lines.len() > 1 && lines.iter().all(|line| line.len() <= WIDTH));
        assert!(lines[1].starts_with("  word"));
        assert_eq!(wrap("short"), ["short"]);
    }
}
