//! The command that makes a configuration again, on the machine that has the response.

use super::Plan;
use crate::shell;

/// Stands for the saved response: its own name is often that of a customer.
const RESPONSE: &str = "response.json";

/// What a value is for which nobody has given one.
const TO_GIVE: &str = "…";

impl Plan<'_> {
    /// `peerconf render` with the target, its release, every input that was given and every one that is missing (`…`), and
    /// the words that were typed beside them and change what is written. `None` where names and numbers go on after those of
    /// another connection, which this one alone would not give.
    pub fn command(&self) -> Option<String> {
        Some(self.command_words()?.join(" "))
    }

    /// The same as words, each as the shell takes it; an option with its value is one.
    pub(crate) fn command_words(&self) -> Option<Vec<String>> {
        if !self.alone {
            return None;
        }
        let mut words = Vec::with_capacity(8);
        words.push(["peerconf render -t ", self.target.label()].concat());
        for input in &self.inputs {
            let name = &input.spec.name;
            let is_missing = || self.missing.iter().any(|missing| missing.name == *name);
            let mut set = |value: &str| {
                let assignment = shell::word(&[name, "=", value].concat());
                words.push(["--set ", &assignment].concat());
            };
            if let Some(given) = &input.given {
                set(given);
            } else if is_missing() {
                set(TO_GIVE);
            }
        }
        words.extend(self.options.iter().map(|option| shell::word(option)));
        words.push(RESPONSE.to_owned());
        Some(words)
    }
}
