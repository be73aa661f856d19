//! Values that were typed and that nothing of this rendering uses.

use crate::cli::language::lang;
use crate::cli::output;
use crate::findings::{Lang, Level};
use crate::pipeline::Case;
use crate::targets::InputValues;

/// A note for each `--set` that no connection asks for on any of the targets.
pub(super) fn notes(cases: &[Case<'_>], given: &InputValues) -> String {
    let devices = || cases.iter().flat_map(|case| &case.devices);
    let mut notes = String::new();
    for name in given.typed() {
        let plans = || devices().filter_map(|device| device.plan());
        let inputs = || plans().flat_map(|plan| plan.inputs.iter().filter(|i| i.spec.name == name));
        if inputs().any(|input| input.asked) {
            continue;
        }
        let Some(input) = inputs().next() else {
            continue;
        };
        let when = input.spec.when.in_words(lang());
        let line = match lang() {
            Lang::En => format!("--set {name}=… changes nothing here: it counts where {when}"),
            Lang::Zh => format!("--set {name}=… 在此不起作用：仅当{when}时才有用"),
        };
        notes.push_str(&output::labelled(Level::Note, &line));
    }
    notes
}
