//! The comment lines in front of every file: what it is for, what it was made from, what was assumed,
//! what to look at, what is left to fill in. No time, so that the same input gives the same bytes.

use super::said::Warning;
use super::wrap::{Comments, wrapped};
use crate::findings::{Judged, Level};
use crate::plan::Plan;
use crate::secret::Wiped;
use crate::targets::Section;

/// The file that the header stands in.
pub(super) struct HeadedFile<'f> {
    /// What the file is for.
    pub(super) section: Section,
    /// Where it goes.
    pub(super) path: &'f str,
    /// The first file of the section, where this is another.
    pub(super) first: Option<&'f str>,
    /// What starts a comment line.
    pub(super) comment: &'f str,
    /// What the file's template warned of.
    pub(super) warnings: &'f [Warning],
}

/// Writes the lines. The first file of a section tells everything; the others say what they are and
/// where the rest stands.
fn write(out: &mut String, plan: &Plan<'_>, findings: &[Judged], place: &HeadedFile<'_>) {
    let header = &plan.header;
    let mut lines = Comments::new(out, place.comment);
    lines.line(&[header.target]);
    lines.line(&[place.section.word(), ": ", place.path]);
    lines.line(&[&header.connection]);
    lines.line(&[
        "fingerprint ",
        &header.fingerprint,
        ", ",
        plan.topology.word(),
        "-based, peerconf ",
        env!("CARGO_PKG_VERSION"),
    ]);
    if let Some(replaced) = redaction(plan) {
        lines.line(&[&replaced]);
    }
    if let Some(first) = place.first {
        lines.line(&["notes and warnings: see ", first]);
    } else {
        tell(plan, findings, place.section, &mut lines);
    }
    for Warning { rule, sentence } in place.warnings {
        lines.text(&format!("warning {rule}: {sentence}"));
    }
    if !plan.missing.is_empty() {
        let names: Vec<&str> = plan.missing.iter().map(|missing| &*missing.name).collect();
        lines.text(&format!("TO FILL IN before use: {}", names.join(", ")));
    }
    lines.blank();
}

/// How the text is loaded, and every finding.
fn tell(plan: &Plan<'_>, findings: &[Judged], section: Section, lines: &mut Comments<'_>) {
    let header = &plan.header;
    if section == Section::Config && !header.load.is_empty() {
        lines.text(header.load);
    }
    for judged in findings.iter().filter(|judged| judged.level < Level::Error) {
        lines.lines(&comment(judged));
    }
}

/// A finding as it stands in a header.
fn comment(judged: &Judged) -> String {
    let finding = &judged.finding;
    let tunnel = finding
        .tunnel
        .map(|number| format!(" (tunnel {number})"))
        .unwrap_or_default();
    let (level, slug) = (judged.level.word(), finding.slug());
    wrapped(&[level, " ", slug, &tunnel, ": ", &judged.message].concat())
}

/// What was replaced, so that nobody takes a replacement for a value.
fn redaction(plan: &Plan<'_>) -> Option<String> {
    let replaced: Vec<&str> = [
        (plan.redacted, "keys"),
        (plan.replaced.addresses, "public addresses"),
        (plan.replaced.ids, "ids and names"),
    ]
    .into_iter()
    .filter_map(|(is, word)| is.then_some(word))
    .collect();
    (!replaced.is_empty()).then(|| {
        format!(
            "REDACTED ({}): this text is for reading, not for a device.",
            replaced.join(", ")
        )
    })
}

/// The text of a file: the header, then what the template gave. A `#!` line stays the first.
pub(super) fn before(
    body: &str,
    plan: &Plan<'_>,
    findings: &[Judged],
    place: &HeadedFile<'_>,
) -> Wiped<String> {
    let mut text = Wiped::new(String::with_capacity(body.len() + 2048));
    let rest = behind_interpreter(body, &mut text);
    write(&mut text, plan, findings, place);
    text.push_str(rest);
    text
}

/// Moves a `#!` line.
fn behind_interpreter<'b>(body: &'b str, text: &mut String) -> &'b str {
    let end = body.starts_with("#!").then(|| body.find('\n')).flatten();
    let (first, rest) = body.split_at(end.map_or(0, |end| end + 1));
    text.push_str(first);
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_keeps_its_first_line() {
        for (body, first, rest) in [
            ("#!/bin/sh\nx\n", "#!/bin/sh\n", "x\n"),
            ("x\n#!\n", "", "x\n#!\n"),
            ("#!", "", "#!"),
        ] {
            let mut text = String::new();
            assert_eq!(behind_interpreter(body, &mut text), rest);
            assert_eq!(text, first);
        }
    }
}
