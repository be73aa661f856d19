//! Inputs: what each declares, and what a target with its parents asks of them.

use std::collections::BTreeSet;

use super::super::fault::Fault;
use super::super::input_spec::{InputKind, InputSpec, Second};
use super::super::target::Target;
use crate::suggest::{hint, nearest};

/// Inputs that the plan reads itself, and that `common` declares.
const OF_THE_PLAN: [&str; 1] = ["name_prefix"];

pub(super) fn input_faults(input: &InputSpec, faults: &mut Vec<Fault>) {
    let name = input.name.as_str();
    let mut fault = |key: &str, what: String| faults.push(Fault::at(["input", name, key], what));
    let snake = |name: &str| {
        !name.is_empty()
            && name
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
    };
    if !snake(name) {
        fault("name", "must be in snake case".to_owned());
    }
    for other in input
        .names
        .as_deref()
        .into_iter()
        .flatten()
        .filter(|name| !snake(name))
    {
        fault("names", format!("{other:?} must be in snake case"));
    }
    if matches!(input.kind, InputKind::Number | InputKind::Flag) && input.default.is_none() {
        fault("default", "a number or flag needs one".to_owned());
    }
    let is_pattern = matches!(input.kind, InputKind::Interface | InputKind::Text);
    if is_pattern && input.pattern.is_none() {
        fault("pattern", "is missing".to_owned());
    }
    if is_pattern && input.example.is_none() {
        fault(
            "example",
            "is missing: a value as people type it".to_owned(),
        );
    }
    if let Some(Err(error)) = input.pattern.as_deref().map(InputSpec::compiles) {
        fault("pattern", error);
        return;
    }
    if input.kind == InputKind::Choice && input.choices.is_empty() {
        fault("choices", "is missing".to_owned());
    }
    let second = input.second.as_deref();
    let of_second =
        |value: fn(&Second) -> &Option<String>| second.and_then(|s| value(s).as_deref());
    let values = [
        ("example", input.example.as_deref()),
        ("default", input.default.as_deref()),
        ("second", of_second(|second| &second.example)),
        ("second", of_second(|second| &second.default)),
    ];
    for (key, value) in values {
        let value = value.filter(|value| key != "second" || !value.is_empty());
        if let Some(Err(error)) = value.map(|value| input.check(value)) {
            fault(key, error.to_string());
        }
    }
    let has_second = second.is_some_and(|second| *second != Second::default());
    if !input.per_tunnel && (input.names.is_some() || has_second) {
        fault(
            "second",
            "and names are for inputs that are per_tunnel".to_owned(),
        );
    }
}

/// Inputs that the target lacks, has twice, or asks for by a wrong name.
pub(super) fn of_inputs(target: &Target) -> Vec<Fault> {
    let mut faults = Vec::new();
    let names: Vec<&str> = target
        .inputs
        .iter()
        .map(|input| input.name.as_str())
        .collect();
    for needed in OF_THE_PLAN.iter().filter(|name| !names.contains(name)) {
        let what =
            format!("{needed:?} is missing: the plan reads it; `parent = \"common\"` has it");
        faults.push(Fault::at(["input"], what));
    }
    let mut seen = BTreeSet::new();
    for name in names.iter().filter(|name| !seen.insert(**name)) {
        let what = "another input gives this name to tunnel 2";
        faults.push(Fault::at(["input", name], what));
    }
    if let Some(numbers) = &target.names.numbers {
        let per_tunnel = target.inputs.iter().any(|input| {
            let of = input.of_tunnel.as_ref();
            input.kind == InputKind::Number && of.is_some_and(|of| of.input == *numbers)
        });
        if !per_tunnel {
            let what = format!("{numbers:?} is no number that each tunnel has (per_tunnel)");
            faults.push(Fault::at(["names", "numbers"], what));
        }
    }
    for (key, condition) in target.conditions() {
        let unknown = condition.inputs().into_iter();
        for name in unknown.filter(|name| !names.contains(name)) {
            let near = nearest(name, names.iter().copied());
            let what = format!("{name:?} is no input{}", hint(near.as_deref()));
            faults.push(Fault::at(key.iter().copied().chain(["when"]), what));
        }
    }
    faults
}
