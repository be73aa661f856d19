//! The last line on standard error: whether the text can go into the device, and what it still needs.

use crate::findings::Level;
use crate::findings::json::Count;
use crate::pipeline::Case;
use crate::plan::{Cause, Missing};

/// `READY`, or `NOT READY` with the options that give what is missing. `strict` tells which findings there were.
pub(super) fn of(cases: &[Case<'_>], count: Count) -> String {
    let mut missing: Vec<&Missing> = Vec::new();
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
            "READY\n".to_owned()
        } else {
            format!("READY: {notes}\n")
        };
    }
    let values = match missing.len() {
        1 => "1 value".to_owned(),
        several => format!("{several} values"),
    };
    let how: Vec<String> = missing.iter().map(|one| option(one)).collect();
    let notes = if notes.is_empty() {
        notes
    } else {
        format!("; {notes}")
    };
    format!("NOT READY: {values} to fill in: {}{notes}\n", how.join(" "))
}

/// What to add to the command.
fn option(missing: &Missing) -> String {
    match missing.cause {
        Cause::Input => format!("--set {}=…", missing.name),
        Cause::Prefixes { option, .. } => format!("{option} …"),
        Cause::Masked => format!("{} (masked in the response)", missing.name),
    }
}

fn told(count: Count) -> String {
    let part = |number: usize, level: Level| match number {
        0 => None,
        1 => Some(format!("1 {}", level.word())),
        _ => Some(format!("{number} {}s", level.word())),
    };
    let mut parts: Vec<String> = part(count.warning, Level::Warning).into_iter().collect();
    parts.extend(part(count.note, Level::Note));
    if let Some(last) = parts
        .last_mut()
        .filter(|_| count.note > 0 && !crate::cli::verbosity::is_verbose())
    {
        last.push_str(" (-v shows them)");
    }
    parts.join(", ")
}
