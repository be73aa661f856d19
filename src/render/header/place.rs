//! Where the header stands: in front of the text, behind what must be its first line, or in a file beside it.

use super::{HeadedFile, write};
use crate::findings::Judged;
use crate::plan::Plan;
use crate::secret::Wiped;
use crate::targets::Comment;

/// What the template gave, cut where the header stands.
pub(in crate::render) struct Headed<'b> {
    /// Lines that must be the first.
    pub(in crate::render) first: &'b str,
    /// The header; empty for a file without comments.
    pub(in crate::render) header: String,
    /// The rest.
    pub(in crate::render) rest: &'b str,
}

/// The header of a file, and where it goes.
pub(in crate::render) fn before<'b>(
    body: &'b str,
    plan: &Plan<'_>,
    findings: &[Judged],
    place: &HeadedFile<'_>,
) -> Headed<'b> {
    if *place.comment == Comment::None {
        return Headed {
            first: "",
            header: String::new(),
            rest: body,
        };
    }
    let (first, rest) = body.split_at(first_end(body));
    let mut header = String::with_capacity(2048);
    write(&mut header, rest, plan, findings, place);
    Headed {
        first,
        header,
        rest,
    }
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

/// Where a line ends that must be the first: `#!`, an XML declaration. 0 where there is none.
fn first_end(body: &str) -> usize {
    let first = body.starts_with("#!") || body.starts_with("<?xml");
    let end = first.then(|| body.find('\n')).flatten();
    end.map_or(0, |end| end + 1)
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
            assert_eq!(body.split_at(first_end(body)), (first, rest));
        }
    }
}
