//! Words as a POSIX shell takes them.

/// A text as one word that means itself, in quotes only where the shell would read something else in it.
pub(crate) fn word(text: &str) -> String {
    if !text.is_empty()
        && text
            .chars()
            .all(|c| is_plain_character(c) || "=…".contains(c))
    {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// Whether a text is such a word without quotes, at the start of a command too, where `=` would make it an assignment.
pub(crate) fn is_plain(text: &str) -> bool {
    !text.is_empty() && text.chars().all(is_plain_character)
}

fn is_plain_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-_./:,@%+".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_quoted_where_the_shell_would_read_it() {
        for (text, quoted) in [
            ("wan_interface=ge-0/0/0.0", "wan_interface=ge-0/0/0.0"),
            ("zone=my zone", "'zone=my zone'"),
            ("a=it's $(me)", r"'a=it'\''s $(me)'"),
            ("a=~b", "'a=~b'"),
            ("asa@9.16(3)", "'asa@9.16(3)'"),
            ("", "''"),
        ] {
            assert_eq!(word(text), quoted);
        }
        assert!(is_plain("eth0.100") && !is_plain("a=b") && !is_plain(""));
    }
}
