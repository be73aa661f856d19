//! The command that makes a configuration again, on the machine that has the response.

use super::Plan;

/// Stands for the saved response: its own name is often that of a customer.
const RESPONSE: &str = "response.json";

/// What a value is for which nobody has given one.
const TO_GIVE: &str = "…";

impl Plan<'_> {
    /// `peerconf render` with the target, its release, every input that was given and every one that is missing (`…`). `options` are words
    /// that were typed beside them and change what is written.
    pub fn command(&self, options: &[String]) -> String {
        let mut command = format!("peerconf render -t {}", self.target.label());
        let mut word = |word: &str| {
            command.push(' ');
            command.push_str(&shell_word(word));
        };
        for input in &self.inputs {
            let name = &input.spec.name;
            let is_missing = || self.missing.iter().any(|missing| missing.name == *name);
            if let Some(given) = &input.given {
                word("--set");
                word(&format!("{name}={given}"));
            } else if is_missing() {
                word("--set");
                word(&format!("{name}={TO_GIVE}"));
            }
        }
        for option in options {
            word(option);
        }
        word(RESPONSE);
        command
    }
}

/// A word as a POSIX shell takes it literally, in quotes only where it needs them.
pub(crate) fn shell_word(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=,@%+…".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::shell_word;

    #[test]
    fn a_word_is_quoted_where_the_shell_would_read_it() {
        assert_eq!(
            shell_word("wan_interface=ge-0/0/0.0"),
            "wan_interface=ge-0/0/0.0"
        );
        assert_eq!(shell_word("zone=my zone"), "'zone=my zone'");
        assert_eq!(shell_word("a=it's $(me)"), r"'a=it'\''s $(me)'");
        assert_eq!(shell_word("a=~b"), "'a=~b'");
        assert_eq!(shell_word(""), "''");
    }
}
