//! The last line on standard error: whether the text can go into the device, and what it still needs.

use crate::cli::diagnostics::summary;
use crate::cli::language::{lang, say};
use crate::cli::verbosity::is_verbose;
use crate::findings::Lang;
use crate::findings::json::Count;
use crate::pipeline::Case;
use crate::plan::{Cause, Missing};

/// `READY`, or `NOT READY` with the options that give what is missing. `count` is of the findings.
pub(super) fn of(cases: &[Case<'_>], count: Count) -> String {
    let mut missing: Vec<&Missing<'_>> = Vec::new();
    let plans = cases.iter().flat_map(|case| &case.devices);
    for plan in plans
        .filter_map(|device| device.ready())
        .map(crate::pipeline::Ready::plan)
    {
        for one in &plan.missing {
            if !missing.iter().any(|known| known.name == one.name) {
                missing.push(one);
            }
        }
    }
    let notes = told(count);
    if missing.is_empty() {
        return if notes.is_empty() {
            say("READY\n", "就绪\n").to_owned()
        } else {
            format!("{}{notes}\n", say("READY: ", "就绪："))
        };
    }
    let values = match missing.len() {
        1 => say("1 value", "1 个值").to_owned(),
        several => format!("{several} {}", say("values", "个值")),
    };
    let how: Vec<String> = missing.iter().map(|one| option(one)).collect();
    let notes = if notes.is_empty() {
        notes
    } else {
        format!("{}{notes}", say("; ", "；"))
    };
    match lang() {
        Lang::En => format!("NOT READY: {values} to fill in: {}{notes}\n", how.join(" ")),
        Lang::Zh => format!("尚未就绪：还需填写 {values}：{}{notes}\n", how.join(" ")),
    }
}

/// What to add to the command.
fn option(missing: &Missing<'_>) -> String {
    match missing.cause {
        Cause::Input => format!("--set {}=…", missing.name),
        Cause::Prefixes { option, .. } => format!("{option} …"),
        Cause::Masked => format!(
            "{} {}",
            missing.name,
            say("(masked in the response)", "（响应中已隐去）")
        ),
    }
}

/// The findings of a configuration that was written: no errors.
fn told(count: Count) -> String {
    let mut told = summary(count).unwrap_or_default();
    if count.note > 0 && !is_verbose() {
        told.push_str(say(" (-v shows them)", "（加 -v 查看）"));
    }
    told
}
