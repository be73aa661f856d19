//! What is left to fill in.

use serde::Serialize;

use crate::findings::{Lang, Text};
use crate::plan::{Cause, Missing, Plan, marker};

use super::rich::Rich;
use super::texts;

/// A marker that stands in a configuration.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Gap {
    /// What it is called.
    pub(super) name: String,
    /// The marker itself.
    pub(super) marker: String,
    /// What it is.
    pub(super) what: Rich,
    /// How the value is given.
    pub(super) how: Rich,
}

/// The markers of all plans, each once.
pub(super) fn gaps(plans: &[&Plan<'_>], lang: Lang) -> Vec<Gap> {
    let mut gaps: Vec<Gap> = Vec::new();
    for plan in plans {
        for missing in &plan.missing {
            let gap = gap(plan, missing, lang);
            if !gaps.contains(&gap) {
                gaps.push(gap);
            }
        }
    }
    gaps
}

fn gap(plan: &Plan<'_>, missing: &Missing<'_>, lang: Lang) -> Gap {
    let say = |text: &Text| Rich::fill(text, lang, &[]);
    let (what, how) = match missing.cause {
        Cause::Input => {
            let spec = plan.inputs.iter().find(|i| i.spec.name == missing.name);
            let help = match (lang, spec.and_then(|input| input.spec.help_zh.as_deref())) {
                (Lang::Zh, Some(help)) => help,
                _ => missing.help,
            };
            let option = format!("--set {}=…", missing.name);
            (Rich::marked(help), Rich::code(option))
        }
        Cause::Masked => (say(masked(missing.name)), say(&texts::FILL_MASKED)),
        Cause::Prefixes { side, option } => {
            let what = if side == "cloud" {
                &texts::MISSING_CLOUD_PREFIXES
            } else {
                &texts::MISSING_DEVICE_PREFIXES
            };
            (say(what), Rich::code(format!("{option} 10.0.0.0/8")))
        }
    };
    Gap {
        name: missing.name.to_owned(),
        marker: marker(missing.name),
        what,
        how,
    }
}

fn masked(name: &str) -> &'static Text {
    match name {
        "psk" => &texts::MASKED_PSK,
        "device_address" => &texts::MASKED_DEVICE_ADDRESS,
        "cloud_address" => &texts::MASKED_CLOUD_ADDRESS,
        "device_identity" | "cloud_identity" => &texts::MASKED_IDENTITY,
        _ => &texts::MASKED_VALUE,
    }
}
