//! Inputs of the target, filled; markers where a value is missing.

use super::earlier;
use crate::connection::Earlier;
use crate::findings::{Finding, Text, catalogue};
use crate::targets::{InputError, InputKind, InputSpec, InputValues, Situation, Target, Value};

/// The inputs that the plan reads itself: the address that the device binds to, for each tunnel.
const LOCAL_ADDRESSES: [&str; 2] = ["local_address", "local_address2"];

/// An input with its value.
#[derive(Debug)]
pub struct PlannedInput<'t> {
    /// The declaration.
    pub spec: &'t InputSpec,
    /// The value; a marker where it is missing.
    pub value: Value,
    /// What the user gave, as it was typed; `None` for a default and for what is missing.
    pub given: Option<String>,
    /// Whether this connection asks for it; templates print no other.
    pub asked: bool,
}

/// A marker that stands in the output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing<'t> {
    /// Name of the input, or of the masked value.
    pub name: &'t str,
    /// What it is.
    pub help: &'t str,
    /// The same in Chinese, where the manifest says it.
    pub help_zh: Option<&'t str>,
    /// Why it is missing.
    pub cause: Cause,
}

/// What an input is, for the finding of a missing one.
const HELP: Text = Text {
    en: "{help_en}",
    zh: "{help_zh}",
};

/// What a value is, in both languages as far as they are there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Help<'h> {
    en: &'h str,
    zh: Option<&'h str>,
}

impl<'h> Help<'h> {
    fn of(spec: &'h InputSpec) -> Self {
        Self {
            en: &spec.help,
            zh: spec.help_zh.as_deref(),
        }
    }
}

impl<'h> From<&'h str> for Help<'h> {
    fn from(en: &'h str) -> Self {
        Self { en, zh: None }
    }
}

impl<'h> From<&Missing<'h>> for Help<'h> {
    fn from(missing: &Missing<'h>) -> Self {
        Self {
            en: missing.help,
            zh: missing.help_zh,
        }
    }
}

/// Why a value is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// An input of the target that was not given.
    Input,
    /// The document masks it; the draft has a finding of its own for that.
    Masked,
    /// Networks behind `0.0.0.0/0`.
    Prefixes {
        /// `device` or `cloud`.
        side: &'static str,
        /// The option that gives them.
        option: &'static str,
    },
}

impl<'t> Missing<'t> {
    /// Notes a marker once.
    pub(super) fn note(
        missing: &mut Vec<Self>,
        name: &'t str,
        help: impl Into<Help<'t>>,
        cause: Cause,
    ) {
        let help = help.into();
        if !missing.iter().any(|known| known.name == name) {
            missing.push(Self {
                name,
                help: help.en,
                help_zh: help.zh,
                cause,
            });
        }
    }

    /// The finding that goes with it.
    pub(super) fn finding(&self) -> Option<Finding> {
        let finding = match self.cause {
            Cause::Input => Finding::new(&catalogue::INPUT_MISSING)
                .explain("help", HELP)
                .with("help_en", self.help.to_owned())
                .with("help_zh", self.help_zh.unwrap_or(self.help).to_owned()),
            Cause::Prefixes { side, option } => Finding::new(&catalogue::PREFIXES_MISSING)
                .with("side", side)
                .with("option", option),
            Cause::Masked => return None,
        };
        Some(finding.with("field", self.name.to_owned()))
    }
}

/// The one unmistakable text that stands in the place of a missing value; devices reject it.
pub fn marker(name: &str) -> String {
    ["<FILL-IN:", name, ">"].concat()
}

/// The addresses that the device binds to, one for each tunnel, where the user gave them. What is given for the
/// first tunnel alone counts for both.
pub(super) fn local_addresses(
    target: &Target,
    given: &InputValues,
) -> Result<[Option<String>; 2], InputError> {
    let of = |name: &str| -> Result<Option<String>, InputError> {
        let Some(spec) = target.inputs.iter().find(|spec| spec.name == name) else {
            return Ok(None);
        };
        Ok(match spec.value(given)? {
            Value::Text(address) if !address.is_empty() => Some(address),
            _ => None,
        })
    };
    let first = of(LOCAL_ADDRESSES[0])?;
    let second = of(LOCAL_ADDRESSES[1])?;
    Ok([first.clone(), second.or(first)])
}

/// Notes that the device's own address must be given, and hands out the marker for it. `None` for a target that
/// has no such input.
pub(super) fn missing_local_address<'t>(
    target: &'t Target,
    index: usize,
    missing: &mut Vec<Missing<'t>>,
) -> Option<String> {
    let name = LOCAL_ADDRESSES[index.min(1)];
    let spec = target.inputs.iter().find(|spec| spec.name == name)?;
    Missing::note(missing, name, Help::of(spec), Cause::Input);
    Some(marker(name))
}

/// What was given for every input, else its default; names and numbers go on after those of earlier connections.
pub(super) fn values<'t>(
    target: &'t Target,
    given: &InputValues,
    earlier: Earlier,
) -> Result<Vec<(&'t str, Value)>, InputError> {
    // Not collected: through a `Result` that does not know how many there are.
    let mut values = Vec::with_capacity(target.inputs.len());
    for spec in &target.inputs {
        let value = earlier::after(earlier, spec, spec.value(given)?, &target.inputs);
        values.push((spec.name.as_str(), value));
    }
    Ok(values)
}

/// Fills every input that this situation asks for. One that it does not ask for keeps its default, or stays missing.
pub(super) fn plan<'t>(
    situations: &[Situation<'_>],
    target: &'t Target,
    given: &InputValues,
    missing: &mut Vec<Missing<'t>>,
) -> Vec<PlannedInput<'t>> {
    let mut planned = Vec::with_capacity(target.inputs.len());
    let values = situations.first().map_or(&[][..], |first| first.inputs);
    for (spec, (_, value)) in target.inputs.iter().zip(values) {
        let asked = spec.when.holds_at_any(situations);
        let value = match value.clone() {
            Value::Missing if asked => {
                Missing::note(missing, &spec.name, Help::of(spec), Cause::Input);
                Value::Text(marker(&spec.name))
            }
            value => value,
        };
        planned.push(PlannedInput {
            spec,
            value,
            given: given.get(&spec.name).map(ToOwned::to_owned),
            asked,
        });
    }
    planned
}

/// A number among the planned inputs.
pub(super) fn number(inputs: &[PlannedInput<'_>], name: &str, fallback: i64) -> i64 {
    inputs
        .iter()
        .find(|input| input.spec.name == name && input.spec.kind == InputKind::Number)
        .and_then(|input| {
            if let Value::Number(number) = input.value {
                Some(number)
            } else {
                None
            }
        })
        .unwrap_or(fallback)
}

/// A text among the planned inputs.
pub(super) fn text<'p>(inputs: &'p [PlannedInput<'_>], name: &str) -> Option<&'p str> {
    inputs
        .iter()
        .find(|input| input.spec.name == name)
        .and_then(|input| match &input.value {
            Value::Text(text) => Some(text.as_str()),
            _ => None,
        })
}
