//! Where the header stands: in front of the text, behind what must be its first line, or in a file beside it.

use std::ops::Range;

use super::{HeadedFile, write};
use crate::findings::Judged;
use crate::plan::Plan;
use crate::secret::Wiped;
use crate::targets::Comment;

/// The text of a file: the header, then what the template gave, and where that begins. Lines that must be the first
/// stay there. Without comments there is no header.
pub(in crate::render) fn before(
    body: &str,
    plan: &Plan<'_>,
    findings: &[Judged],
    place: &HeadedFile<'_>,
) -> (Wiped<String>, Range<usize>) {
    let mut text = Wiped::new(String::with_capacity(body.len() + 2048));
    if *place.comment == Comment::None {
        text.push_str(body);
        return (text, 0..0);
    }
    let rest = after_first(body, &mut text);
    let start = text.len();
    write(&mut text, rest, plan, findings, place);
    let header = start..text.len();
    text.push_str(rest);
    (text, header)
}

/// The header of a file without comments, as a text of its own. `None` for one that is neither the first nor says
/// anything that the first does not say. `body` is what its template gave.
pub(in crate::render) fn beside(
    body: &str,
    plan: &Plan<'_>,
    findings: &[Judged],
    place: &HeadedFile<'_>,
) -> Option<Wiped<String>> {
    let says_more = place.first.is_none() || place.load.is_some() || !place.warnings.is_empty();
    if *place.comment != Comment::None || !says_more {
        return None;
    }
    let mut text = Wiped::new(String::with_capacity(2048));
    write(&mut text, body, plan, findings, place);
    Some(text)
}

/// Moves what must be first: a `#!` line, an XML declaration.
fn after_first<'b>(body: &'b str, text: &mut String) -> &'b str {
    let first = body.starts_with("#!") || body.starts_with("<?xml");
    let end = first.then(|| body.find('\n')).flatten();
    let (first, rest) = body.split_at(end.map_or(0, |end| end + 1));
    text.push_str(first);
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_must_be_first_stays_there() {
        let declaration = "<?xml version=\"1.0\"?>\n";
        for (body, first, rest) in [
            ("#!/bin/sh\nx\n", "#!/bin/sh\n", "x\n"),
            ("x\n#!\n", "", "x\n#!\n"),
            ("#!", "", "#!"),
            (&format!("{declaration}<a/>\n"), declaration, "<a/>\n"),
        ] {
            let mut text = String::new();
            assert_eq!(after_first(body, &mut text), rest);
            assert_eq!(text, first);
        }
    }
}
