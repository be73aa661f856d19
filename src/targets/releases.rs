//! Which releases of a device's software exist, as far as is known: a typing mistake in `@RELEASE`, or a release of
//! another product, should not choose a range in silence.

use serde::Deserialize;

use super::version::Version;
use crate::prose::Prose;

/// The releases that there are.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Releases {
    /// The trains that releases belong to, oldest first: `9.16` for `9.16(1)` and all that follow it. Older ones than the
    /// first of `versions` need not stand here.
    pub trains: Vec<Version>,
    /// True where the vendor makes no newer ones.
    #[serde(default)]
    pub closed: bool,
    /// Where the vendor says so.
    pub source: Prose,
    /// Whether the whole list was read there.
    #[serde(default = "yes")]
    pub verified: bool,
}

const fn yes() -> bool {
    true
}

impl Releases {
    /// What is odd about a release, in a sentence; nothing where it belongs to a train.
    pub(super) fn doubt(&self, name: &str, asked: &Version) -> Option<String> {
        let is_of = |train: &Version| train.is_train_of(asked) || asked.is_train_of(train);
        if self.trains.iter().any(is_of) {
            return None;
        }
        let before = self.trains.iter().rfind(|train| *train < asked);
        let after = self.trains.iter().find(|train| *train > asked);
        match (before, after) {
            (Some(before), Some(after)) => Some(format!(
                "{name} has no release {asked} that is known here: {before} is followed by {after}"
            )),
            (Some(last), None) if self.closed => Some(format!(
                "{name} has no release {asked}: the last is {last}; is it another product?"
            )),
            (Some(last), None) => Some(format!(
                "{name} {asked} is newer than {last}, the newest that was known when this was written"
            )),
            (None, _) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn releases(closed: bool) -> Releases {
        let version = |text| Version::parse(text).unwrap();
        Releases {
            trains: ["9.10", "9.12", "9.16"].map(version).to_vec(),
            closed,
            source: Prose::default(),
            verified: true,
        }
    }

    #[test]
    fn a_release_that_does_not_exist_is_told() {
        let doubt = |closed: bool, asked: &str| {
            releases(closed).doubt("X", &Version::parse(asked).unwrap())
        };
        for known in ["9.10", "9.12(4)", "9.16(3)23", "9"] {
            assert_eq!(doubt(true, known), None, "{known}");
        }
        assert!(
            doubt(false, "9.11(1)")
                .unwrap()
                .contains("9.10 is followed by 9.12")
        );
        assert!(doubt(false, "9.30").unwrap().contains("newer than 9.16"));
        assert!(doubt(true, "16.3").unwrap().contains("the last is 9.16"));
    }
}
