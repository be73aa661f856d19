//! The comment lines in front of every file: what it is for, what it was made from, what was assumed,
//! what to look at, what is left to fill in. No time, so that the same input gives the same bytes.

use zeroize::Zeroizing;

use super::wrap::wrap;
use crate::findings::{Judged, Lang, Level};
use crate::plan::Plan;
use crate::target::Section;

/// The lines, without what starts a comment. The first file of a section tells everything; the
/// others say what they are and where the rest stands.
pub(super) fn lines(
    plan: &Plan<'_>,
    findings: &[Judged],
    section: Section,
    file: &str,
    first: Option<&str>,
) -> Vec<String> {
    let header = &plan.header;
    let mut lines = vec![
        header.target.clone(),
        format!("{}: {file}", section.word()),
        header.connection.clone(),
        format!(
            "fingerprint {}, {}-based, peerconf {}",
            header.fingerprint,
            plan.topology.word(),
            env!("CARGO_PKG_VERSION")
        ),
    ];
    lines.extend(redaction(plan));
    if let Some(first) = first {
        lines.push(format!("notes and warnings: see {first}"));
    } else {
        tell(plan, findings, section, &mut lines);
    }
    if !plan.missing.is_empty() {
        let names: Vec<String> = plan
            .missing
            .iter()
            .map(|missing| missing.name.clone())
            .collect();
        lines.extend(wrap(&format!(
            "TO FILL IN before use: {}",
            names.join(", ")
        )));
    }
    // A `?` would call the help of some line editors, even in a comment.
    for line in &mut lines {
        if !line.bytes().all(|b| b.is_ascii_graphic() || b == b' ') || line.contains('?') {
            *line = line
                .chars()
                .map(|c| {
                    if (c.is_ascii_graphic() || c == ' ') && c != '?' {
                        c
                    } else {
                        '.'
                    }
                })
                .collect();
        }
    }
    lines
}

/// How the text is loaded, and every finding.
fn tell(plan: &Plan<'_>, findings: &[Judged], section: Section, lines: &mut Vec<String>) {
    let header = &plan.header;
    if section == Section::Config && !header.load.is_empty() {
        lines.extend(wrap(&header.load));
    }
    for judged in findings.iter().filter(|judged| judged.level < Level::Error) {
        let finding = &judged.finding;
        let tunnel = finding
            .tunnel
            .map(|number| format!(" (tunnel {number})"))
            .unwrap_or_default();
        let text = format!(
            "{} {}{tunnel}: {}",
            judged.level.word(),
            finding.slug(),
            finding.message(Lang::En)
        );
        lines.extend(wrap(&text));
    }
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

/// Puts the header in front of the text, behind a `#!` line if it has one.
pub(super) fn put_before(body: &str, header: &[String], comment: &str) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(
        body.len() + header.iter().map(|l| l.len() + 3).sum::<usize>(),
    ));
    let rest = match body.split_once('\n') {
        Some((first, rest)) if first.starts_with("#!") => {
            text.push_str(first);
            text.push('\n');
            rest
        }
        _ => body,
    };
    for line in header {
        text.push_str(comment);
        text.push(' ');
        text.push_str(line);
        text.push('\n');
    }
    text.push_str(comment);
    text.push('\n');
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_keeps_its_first_line() {
        let header = ["one".to_owned()];
        assert_eq!(
            put_before("#!/bin/sh\nx\n", &header, "#").as_str(),
            "#!/bin/sh\n# one\n#\nx\n"
        );
        assert_eq!(put_before("x\n", &header, "!").as_str(), "! one\n!\nx\n");
    }
}
