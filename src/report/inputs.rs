//! What was given for a target's inputs: the part of a configuration that no response tells.

use serde::Serialize;

use crate::findings::Lang;
use crate::plan::{Cause, Plan};
use crate::targets::Value;

use super::rich::Rich;
use super::texts;

/// An input and its value.
#[derive(Debug, Serialize)]
pub(super) struct InputView {
    /// What it is called.
    pub(super) name: String,
    /// What it is.
    pub(super) what: Rich,
    /// The value; empty where it is left to fill in.
    pub(super) value: Rich,
    /// Who says so.
    pub(super) from: &'static str,
}

/// Every input that this connection asks for, or that was given.
pub(super) fn views(plan: &Plan<'_>, lang: Lang) -> Vec<InputView> {
    let shown = plan
        .inputs
        .iter()
        .filter(|input| input.given.is_some() || input.asked);
    shown
        .filter_map(|input| {
            let spec = input.spec;
            let is_missing = plan
                .missing
                .iter()
                .any(|missing| missing.cause == Cause::Input && missing.name == spec.name);
            let from = if is_missing {
                &texts::INPUT_TO_FILL
            } else if input.given.is_some() {
                &texts::INPUT_GIVEN
            } else {
                &texts::INPUT_DEFAULT
            };
            let value = match &input.value {
                _ if is_missing => Rich::default(),
                Value::Missing => return None,
                value if value.is_typed("") => Rich::fill(&texts::INPUT_EMPTY, lang, &[]),
                value => Rich::code(value.typed()),
            };
            let help = match (lang, &spec.help_zh) {
                (Lang::Zh, Some(help)) => help,
                _ => &spec.help,
            };
            Some(InputView {
                name: spec.name.clone(),
                what: Rich::marked(help),
                value,
                from: from.in_lang(lang),
            })
        })
        .collect()
}
