//! A finding with its level, and the texts that are made of it once.
//!
//! Most connections of a fleet have the same few findings: what was assumed, what nobody has proven of the
//! target. They are one value in memory, and what they look like in a file's header and in a batch's results
//! is made for the first of them.

use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use super::{Finding, Lang, Level};

/// How many findings are remembered, so that neither the memory nor the search grows with a fleet.
const KNOWN: usize = 32;

/// A finding and the level that the user's choices give it.
#[derive(Debug, Clone)]
pub struct Judged(Arc<Judgement>);

/// What a [`Judged`] holds.
#[derive(Debug)]
pub struct Judgement {
    /// The finding.
    pub finding: Finding,
    /// Its level.
    pub level: Level,
    /// What is wrong, in English.
    pub message: Arc<str>,
    /// As it stands in a file's header, without what starts a comment line. The renderer makes it.
    pub(crate) comment: OnceLock<String>,
    /// As it stands in the results of a batch, in JSON. The batch makes it.
    pub(crate) result: OnceLock<Vec<u8>>,
}

impl Judged {
    pub(super) fn new(finding: Finding, level: Level) -> Self {
        Self(Arc::new(Judgement {
            level,
            message: finding.message(Lang::En).into(),
            comment: OnceLock::new(),
            result: OnceLock::new(),
            finding,
        }))
    }
}

impl Deref for Judged {
    type Target = Judgement;

    fn deref(&self) -> &Judgement {
        &self.0
    }
}

/// Findings that were met before. Each place is written once and then only read, so that threads never
/// wait for each other.
#[derive(Debug)]
pub(super) struct Known(Vec<OnceLock<Judged>>);

impl Default for Known {
    fn default() -> Self {
        Self((0..KNOWN).map(|_| OnceLock::new()).collect())
    }
}

impl Known {
    /// The finding at its level: the one that is known, where there is one that does not differ in anything.
    pub(super) fn judged(&self, mut finding: Finding, level: Level) -> Judged {
        // A byte in a text is another one in the next response; the field is the same.
        for place in &mut finding.places {
            place.offset = None;
        }
        let is_same = |known: &Judged| known.level == level && known.finding == finding;
        for place in &self.0 {
            match place.get() {
                Some(known) if is_same(known) => return known.clone(),
                Some(_) => {}
                None => {
                    let new = Judged::new(finding, level);
                    // Another thread may have been first; then it is not remembered this time.
                    let _ = place.set(new.clone());
                    return new;
                }
            }
        }
        Judged::new(finding, level)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::catalogue;
    use crate::origin::{Field, Origin};

    fn assumed(field: Field) -> Finding {
        Finding::new(&catalogue::ASSUMED_VALUE)
            .with("field", field.api_name())
            .at(Origin::assumed(field))
    }

    #[test]
    fn findings_that_do_not_differ_are_one() {
        let known = Known::default();
        let first = known.judged(assumed(Field::EnableDpd), Level::Note);
        let again = known.judged(assumed(Field::EnableDpd), Level::Note);
        assert!(Arc::ptr_eq(&first.0, &again.0));
        for (finding, level) in [
            (assumed(Field::EnableDpd), Level::Warning),
            (assumed(Field::Psk), Level::Note),
            (assumed(Field::EnableDpd).in_tunnel(1), Level::Note),
            (assumed(Field::EnableDpd).on("a/b@1".into()), Level::Note),
        ] {
            let other = known.judged(finding, level);
            assert!(!Arc::ptr_eq(&first.0, &other.0), "{other:?}");
        }
    }

    #[test]
    fn many_different_ones_are_judged_and_forgotten() {
        let known = Known::default();
        for number in 0..KNOWN + 2 {
            let finding = || assumed(Field::Psk).with("value", number.to_string());
            let (one, other) = (
                known.judged(finding(), Level::Note),
                known.judged(finding(), Level::Note),
            );
            assert_eq!(one.finding, other.finding);
            assert_eq!(Arc::ptr_eq(&one.0, &other.0), number < KNOWN);
        }
    }
}
