//! What the user's options make of a finding: its level, or nothing.

use std::collections::BTreeMap;

use super::{Finding, Judged, Level, Profile, catalogue};
use crate::suggest::{hint, nearest};

/// The user's choices: a profile, levels for single rules, strictness.
#[derive(Debug, Clone, Default)]
pub struct Judge {
    profile: Profile,
    strict: bool,
    draft: bool,
    chosen: BTreeMap<String, Choice>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Choice {
    Allow,
    Warn,
    Deny,
}

/// A rule name that neither the catalogue nor a manifest knows.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no rule is called {name:?}{}; `peerconf rules` lists them", hint(suggestion.as_deref()))]
pub struct UnknownRule {
    /// What was asked for.
    pub name: String,
    /// The nearest name.
    pub suggestion: Option<String>,
}

impl Judge {
    /// A judge of a profile; `strict` makes every warning an error.
    pub fn new(profile: Profile, strict: bool) -> Self {
        Self {
            profile,
            strict,
            draft: false,
            chosen: BTreeMap::new(),
        }
    }

    /// For a draft: a masked value is no longer an error, since a marker stands in its place.
    #[must_use]
    pub const fn for_draft(mut self, draft: bool) -> Self {
        self.draft = draft;
        self
    }

    /// Leaves findings of a rule out, unless the rule is fixed.
    pub fn allow(&mut self, slug: &str) {
        self.chosen.insert(slug.to_owned(), Choice::Allow);
    }

    /// Makes findings of a rule warnings, unless the rule is fixed.
    pub fn warn(&mut self, slug: &str) {
        self.chosen.insert(slug.to_owned(), Choice::Warn);
    }

    /// Makes findings of a rule errors.
    pub fn deny(&mut self, slug: &str) {
        self.chosen.insert(slug.to_owned(), Choice::Deny);
    }

    /// Checks every chosen name against the catalogue and the rules that a manifest adds.
    pub fn check_names<'r>(
        &self,
        device_rules: &(impl Iterator<Item = &'r str> + Clone),
    ) -> Result<(), UnknownRule> {
        let known = || {
            catalogue::ALL
                .iter()
                .map(|rule| rule.slug)
                .chain(device_rules.clone())
        };
        for name in self.chosen.keys() {
            if !known().any(|slug| slug == name) {
                let suggestion = nearest(name, known());
                return Err(UnknownRule {
                    name: name.clone(),
                    suggestion,
                });
            }
        }
        Ok(())
    }

    /// The level of a finding, or `None` where the user allowed it.
    pub fn level(&self, finding: &Finding) -> Option<Level> {
        let is_marked = self.draft && catalogue::has_marker(finding.slug());
        let own = if is_marked {
            Level::Warning
        } else {
            finding.rule.level(self.profile)
        };
        let level = match self.chosen.get(finding.slug()) {
            Some(Choice::Deny) => return Some(Level::Error),
            Some(_) if finding.rule.is_fixed() => own,
            Some(Choice::Allow) => return None,
            Some(Choice::Warn) => return Some(Level::Warning),
            None => own,
        };
        Some(if self.strict && level == Level::Warning {
            Level::Error
        } else {
            level
        })
    }

    /// Judges all findings: the errors first, else in their order.
    pub fn judge(&self, findings: Vec<Finding>) -> Vec<Judged> {
        let mut judged: Vec<Judged> = findings
            .into_iter()
            .filter_map(|finding| {
                let level = self.level(&finding)?;
                Some(Judged::new(finding, level))
            })
            .collect();
        judged.sort_by_key(|judged| std::cmp::Reverse(judged.level));
        judged
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(judge: &Judge, rule: &'static super::super::Rule) -> Option<Level> {
        judge.level(&Finding::new(rule))
    }

    #[test]
    fn choices_change_levels_but_not_of_fixed_rules() {
        let mut judge = Judge::new(Profile::Compatible, false);
        judge.allow("aggressive-mode");
        judge.allow("missing-field");
        judge.deny("psk-short");
        assert_eq!(judged(&judge, &catalogue::AGGRESSIVE_MODE), None);
        assert_eq!(
            judged(&judge, &catalogue::MISSING_FIELD),
            Some(Level::Error)
        );
        assert_eq!(judged(&judge, &catalogue::PSK_SHORT), Some(Level::Error));
    }

    #[test]
    fn a_draft_lets_masked_values_through() {
        let judge = Judge::default();
        assert_eq!(judged(&judge, &catalogue::MASKED_VALUE), Some(Level::Error));
        let judge = judge.for_draft(true);
        assert_eq!(
            judged(&judge, &catalogue::MASKED_VALUE),
            Some(Level::Warning)
        );
        assert_eq!(
            judged(&judge, &catalogue::MISSING_FIELD),
            Some(Level::Error)
        );
    }

    #[test]
    fn strict_makes_warnings_errors_and_leaves_notes() {
        let judge = Judge::new(Profile::Compatible, true);
        assert_eq!(
            judged(&judge, &catalogue::AGGRESSIVE_MODE),
            Some(Level::Error)
        );
        assert_eq!(judged(&judge, &catalogue::ASSUMED_VALUE), Some(Level::Note));
    }

    #[test]
    fn a_misspelt_rule_is_refused_with_a_suggestion() {
        let mut judge = Judge::default();
        judge.allow("agressive-mode");
        let error = judge.check_names(&std::iter::empty()).unwrap_err();
        assert_eq!(error.suggestion.as_deref(), Some("aggressive-mode"));
    }
}
