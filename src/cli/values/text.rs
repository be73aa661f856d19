//! What stands in a values file: what is needed first, then what has a default, then what does not count.

use std::fmt::Write as _;

use crate::cli::language;
use crate::plan::Plan;
use crate::targets::description::kind_in_words;
use crate::targets::{InputKind, InputSpec, InputValues, Target};

/// A values file to be.
pub(super) struct Sheet<'s> {
    pub(super) target: &'s Target,
    /// The target as it was named.
    pub(super) spec: &'s str,
    /// What is known already.
    pub(super) given: &'s InputValues,
    /// The connections that it is for; none where it is for any.
    pub(super) plans: &'s [&'s Plan<'s>],
    /// The names of their files.
    pub(super) responses: Vec<String>,
}

/// Whether a connection needs an input.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Need {
    Needed,
    Optional,
    Unused,
}

impl Sheet<'_> {
    pub(super) fn text(&self) -> String {
        let responses = if self.responses.is_empty() {
            "RESPONSE".to_owned()
        } else {
            self.responses.join(" ")
        };
        let mut text = format!(
            "# Values for {}\n\
             # Take the `#` away before a name and write your value; then:\n\
             #   peerconf render -t {} -f THIS-FILE {responses}\n",
            self.target.title(),
            self.spec,
        );
        let about = if self.plans.is_empty() {
            "Needed, where it says so: without them a marker stands in the text"
        } else {
            "Needed by this response: without them a marker stands in the text"
        };
        for (need, title) in [
            (Need::Needed, about),
            (Need::Optional, "Optional: the default stands in the line"),
            (Need::Unused, "Not used by this response"),
        ] {
            let inputs = self.target.inputs.iter();
            let inputs: Vec<&InputSpec> = inputs.filter(|spec| self.need(spec) == need).collect();
            if inputs.is_empty() {
                continue;
            }
            let _ = write!(text, "\n# --- {title} ---\n");
            for spec in inputs {
                text.push_str(&self.entry(spec, need));
            }
        }
        text
    }

    fn need(&self, spec: &InputSpec) -> Need {
        let of_name = |plan: &&&Plan<'_>| {
            let mut inputs = plan.inputs.iter();
            inputs.any(|input| input.spec.name == spec.name && input.asked)
                // The plan itself may ask for one.
                || plan.missing.iter().any(|missing| missing.name == spec.name)
        };
        if !self.plans.is_empty() && !self.plans.iter().any(|plan| of_name(&plan)) {
            Need::Unused
        } else if self.is_missing(spec) {
            Need::Needed
        } else {
            Need::Optional
        }
    }

    fn is_missing(&self, spec: &InputSpec) -> bool {
        let is_missing = |plan: &&Plan<'_>| plan.missing.iter().any(|m| m.name == spec.name);
        spec.default.is_none() || self.plans.iter().any(is_missing)
    }

    fn entry(&self, spec: &InputSpec, need: Need) -> String {
        let mut text = String::from("\n");
        let mut comment = |line: &str| {
            let _ = writeln!(text, "# {line}");
        };
        comment(&spec.help);
        let when = spec.when.in_words(language::lang());
        if !when.is_empty() && (self.plans.is_empty() || need == Need::Unused) {
            comment(&format!("Asked for where: {when}."));
        }
        let kind = kind_in_words(spec, language::lang());
        let default = spec
            .default
            .as_deref()
            .filter(|default| !default.is_empty());
        let value = if let Some(default) = default {
            comment(&format!("{kind}."));
            default.to_owned()
        } else {
            let sample = spec.sample();
            let known = if spec.default.is_some() {
                "; nothing unless given"
            } else {
                ""
            };
            comment(&format!("{kind}, for instance {sample}{known}."));
            sample
        };
        let given = self.given.get(&spec.name);
        let mark = if given.is_some() { "" } else { "#" };
        let value = literal(spec.kind, given.unwrap_or(&value));
        let _ = writeln!(text, "{mark}{} = {value}", spec.name);
        text
    }
}

/// A value as TOML writes it.
fn literal(kind: InputKind, value: &str) -> String {
    match kind {
        InputKind::Number | InputKind::Flag => value.to_owned(),
        _ => toml::Value::String(value.to_owned()).to_string(),
    }
}
