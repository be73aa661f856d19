//! What templates say beside their lines: numbers that they take, one after the other, and warnings.

use std::collections::BTreeMap;
use std::sync::Arc;

use minijinja::value::Kwargs;
use minijinja::{Error, ErrorKind, State, Value};

use super::key::looked_into;
use super::mark::has_mark;
use crate::findings::{DeviceRule, Finding, Lang, Level, RuleRef};
use crate::prose::Prose;
use crate::targets::Target;

/// The rule of a warning that names none.
const WARNING: &str = "target-warning";

/// A warning of a template.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Warning {
    /// The rule's name, in kebab case.
    pub rule: String,
    /// What is wrong, in a sentence.
    pub sentence: String,
    /// The same in Chinese.
    pub sentence_zh: Option<String>,
}

impl Warning {
    /// The sentence in a language, as far as the template says it.
    pub fn in_lang(&self, lang: Lang) -> &str {
        match (lang, &self.sentence_zh) {
            (Lang::Zh, Some(sentence)) => sentence,
            _ => &self.sentence,
        }
    }

    /// The finding that goes with it.
    pub(super) fn finding(self, target: &Target) -> Finding {
        let rule = DeviceRule {
            slug: self.rule,
            level: Level::Warning,
            fixed: false,
            reason: self.sentence.into(),
            reason_zh: self.sentence_zh.map(Prose::from),
            remedy: Prose::default(),
            remedy_zh: None,
            source: "the target's templates".into(),
            verified: true,
        };
        Finding::of(RuleRef::Device(Arc::new(rule))).on(Arc::clone(target.label()))
    }
}

/// What was said while one file was laid out.
#[derive(Debug, Default)]
pub(super) struct Said {
    taken: BTreeMap<(String, String), i64>,
    /// The next number of each counter.
    counters: BTreeMap<String, i64>,
    warnings: Vec<Warning>,
}

impl Said {
    /// The warnings, each once.
    pub(super) fn into_warnings(self) -> Vec<Warning> {
        let mut each = Vec::new();
        for warning in self.warnings {
            if !each.contains(&warning) {
                each.push(warning);
            }
        }
        each
    }
}

fn stop(reason: String) -> Error {
    Error::new(ErrorKind::InvalidOperation, reason)
}

/// `take("NAME")`, `take("NAME", tunnel)`, `take("NAME", of="wan")`: the next number of an input's range.
pub(super) fn take(
    state: &mut State<'_, '_>,
    name: &str,
    tunnel: Option<&Value>,
    kwargs: &Kwargs,
) -> Result<i64, Error> {
    let of: Option<&str> = kwargs.get("of")?;
    let of = of.unwrap_or_default().to_owned();
    kwargs.assert_all_used()?;
    let number = |value: Value| value.as_i64();
    let inner =
        |value: Option<Value>, key: &str| value?.get_attr(key).ok().filter(|v| !v.is_undefined());
    let (first, place) = match tunnel {
        Some(tunnel) => (
            inner(inner(Some(tunnel.clone()), "inputs"), name).and_then(number),
            inner(Some(tunnel.clone()), "index")
                .and_then(number)
                .unwrap_or_default(),
        ),
        None => (inner(state.lookup("inputs"), name).and_then(number), 0),
    };
    let Some(first) = first else {
        return Err(stop(format!(
            "take: {name:?} is no number among the inputs"
        )));
    };
    let count = inner(state.lookup("takes"), name)
        .and_then(number)
        .unwrap_or(1);
    let said = state.get_or_insert_extension_with(Said::default);
    let taken = said
        .taken
        .entry((name.to_owned(), format!("{of}{place}")))
        .or_default();
    if *taken >= count {
        return Err(stop(format!(
            "take: the manifest allots {count} numbers to {name:?} (takes), and this is one more"
        )));
    }
    let next = first.saturating_add(*taken);
    *taken += 1;
    Ok(next)
}

/// `counter("NAME")`, `counter("NAME", first=10, step=10)`: a running number.
pub(super) fn counter(
    state: &mut State<'_, '_>,
    name: &str,
    kwargs: &Kwargs,
) -> Result<i64, Error> {
    let first: Option<i64> = kwargs.get("first")?;
    let step: Option<i64> = kwargs.get("step")?;
    kwargs.assert_all_used()?;
    let said = state.get_or_insert_extension_with(Said::default);
    let next = said
        .counters
        .entry(name.to_owned())
        .or_insert(first.unwrap_or(1));
    let number = *next;
    *next = next.saturating_add(step.unwrap_or(1));
    Ok(number)
}

/// `warn("sentence")`, `warn("sentence", zh="句子", rule="my-rule")`: a warning of the target.
pub(super) fn warn(
    state: &mut State<'_, '_>,
    sentence: &str,
    kwargs: &Kwargs,
) -> Result<Value, Error> {
    let rule: Option<&str> = kwargs.get("rule")?;
    let rule = rule.unwrap_or(WARNING).to_owned();
    let zh: Option<&str> = kwargs.get("zh")?;
    kwargs.assert_all_used()?;
    if has_mark(sentence) || has_mark(&rule) || zh.is_some_and(has_mark) {
        return Err(looked_into());
    }
    let warning = Warning {
        rule,
        sentence: sentence.to_owned(),
        sentence_zh: zh.map(str::to_owned),
    };
    let said = state.get_or_insert_extension_with(Said::default);
    said.warnings.push(warning);
    Ok(Value::from(""))
}
