//! What became of every response, a line each, with a column for each topology and release.

use std::fmt::Write as _;

use crate::targets::Topology;
use crate::trial::{Case, Outcome};

/// The table with its legend: `ok` is rendered, a letter names the rules that refuse.
pub(super) fn matrix(cases: &[Case]) -> String {
    let columns = columns(cases);
    let mut refusals: Vec<String> = Vec::new();
    let mut rows: Vec<(&str, Vec<String>)> = Vec::new();
    for case in cases {
        if rows.last().is_none_or(|(name, _)| *name != case.response) {
            rows.push((&case.response, vec![String::new(); columns.len()]));
        }
        let cell = match &case.outcome {
            Outcome::Rendered { .. } => "ok".to_owned(),
            Outcome::Stopped { .. } => "STOP".to_owned(),
            Outcome::Refused { rules } => letter(place(&mut refusals, rules.join(", "))),
            Outcome::Declined { reason } => letter(place(&mut refusals, reason.clone())),
        };
        let is_it = |(topology, release): &(Topology, &str)| {
            *topology == case.topology && *release == case.release
        };
        if let (Some((_, row)), Some(place)) = (rows.last_mut(), columns.iter().position(is_it)) {
            row[place] = cell;
        }
    }
    let heading = "response";
    let names = rows.iter().map(|(name, _)| name.len());
    let name = names.chain([heading.len()]).max().unwrap_or(0);
    let width = columns.iter().map(|(_, release)| release.len()).max();
    let width = width.unwrap_or(0).max(6);
    let mut text = String::new();
    let mut line = |first: &str, cells: &mut dyn Iterator<Item = &str>| {
        let mut line = format!("  {first:name$}");
        for cell in cells {
            let _ = write!(line, "  {cell:width$}");
        }
        let _ = writeln!(text, "{}", line.trim_end());
    };
    line("", &mut columns.iter().map(|(topology, _)| topology.word()));
    line(heading, &mut columns.iter().map(|(_, release)| *release));
    for (name, row) in &rows {
        line(name, &mut row.iter().map(String::as_str));
    }
    if !refusals.is_empty() {
        text.push_str("  refused by:\n");
    }
    for (place, rules) in refusals.iter().enumerate() {
        let _ = writeln!(text, "    {} {rules}", letter(place));
    }
    text
}

/// The place of a refusal among those that are known.
fn place(refusals: &mut Vec<String>, refusal: String) -> usize {
    let known = refusals.iter().position(|known| *known == refusal);
    known.unwrap_or_else(|| {
        refusals.push(refusal);
        refusals.len() - 1
    })
}

/// Topologies and releases, in their order.
fn columns(cases: &[Case]) -> Vec<(Topology, &str)> {
    let mut columns = Vec::new();
    for topology in Topology::ALL {
        for case in cases.iter().filter(|case| case.topology == topology) {
            let column = (topology, case.release.as_str());
            if !columns.contains(&column) {
                columns.push(column);
            }
        }
    }
    columns
}

/// `a` to `z`, then `a2` to `z2`.
fn letter(place: usize) -> String {
    let letters = b"abcdefghijklmnopqrstuvwxyz";
    let letter = char::from(letters[place % letters.len()]);
    match place / letters.len() {
        0 => letter.to_string(),
        round => format!("{letter}{}", round + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(response: &str, topology: Topology, release: &str, rules: Option<&str>) -> Case {
        let outcome = match rules {
            None => Outcome::Rendered { texts: Vec::new() },
            Some(rule) => Outcome::Refused {
                rules: vec![rule.to_owned()],
            },
        };
        Case {
            response: response.to_owned(),
            topology,
            release: release.to_owned(),
            outcome,
        }
    }

    #[test]
    fn each_response_is_a_line_with_a_cell_for_each_release() {
        let cases = [
            case("one", Topology::Policy, "1.0", None),
            case("one", Topology::Policy, "2.0", Some("no-des")),
            case("one", Topology::Route, "2.0", Some("no-routes")),
            case("two", Topology::Policy, "1.0", Some("no-des")),
        ];
        assert_eq!(
            matrix(&cases),
            "            policy  policy  route\n  response  1.0     2.0     2.0\n  one       ok      a       b\n  \
             two       a\n  refused by:\n    a no-des\n    b no-routes\n"
        );
        assert_eq!(letter(27), "b2");
    }
}
