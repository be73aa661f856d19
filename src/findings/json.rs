//! Findings as JSON: one object, stable names.

use serde::Serialize;

use super::{Judged, Lang, Level, Location, Texts};

/// The whole report.
#[derive(Debug, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Report {
    /// Every finding, errors first.
    pub findings: Vec<FindingRecord>,
    /// How many of each level.
    pub count: Count,
    /// What could not be read, a line each.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unreadable: Vec<String>,
}

/// How many findings there are.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Count {
    /// Errors.
    pub error: usize,
    /// Warnings.
    pub warning: usize,
    /// Notes.
    pub note: usize,
}

/// One finding.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FindingRecord {
    /// What the response or connection is called, where there are several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response: Option<String>,
    /// The rule's name.
    pub rule: String,
    /// Its level after the user's choices.
    pub level: Level,
    /// What is wrong.
    pub message: String,
    /// Why it matters.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub why: String,
    /// What to do.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub remedy: String,
    /// The target, if it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// The tunnel, from 1, if it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tunnel: Option<u8>,
    /// Where the values stand.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<Location>,
    /// What to set on the cloud side (`ModifyVpnConnectionAttribute`).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub settings: Vec<SettingItem>,
}

/// A value to set on the cloud side.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SettingItem {
    /// The API's field.
    pub field: &'static str,
    /// The value.
    pub value: String,
}

impl Count {
    /// Counts judged findings.
    pub fn of(judged: &[Judged]) -> Self {
        let mut count = Self::default();
        for judged in judged {
            count.add(judged.level);
        }
        count
    }

    /// Counts one finding.
    pub fn add(&mut self, level: Level) {
        *match level {
            Level::Error => &mut self.error,
            Level::Warning => &mut self.warning,
            Level::Note => &mut self.note,
        } += 1;
    }
}

impl Report {
    /// The report of judged findings.
    pub fn new(judged: &[Judged], texts: &Texts<'_>, lang: Lang) -> Self {
        Self {
            findings: judged
                .iter()
                .map(|judged| FindingRecord::new(judged, texts, lang))
                .collect(),
            count: Count::of(judged),
            unreadable: Vec::new(),
        }
    }
}

impl FindingRecord {
    /// One judged finding.
    pub fn new(judged: &Judged, texts: &Texts<'_>, lang: Lang) -> Self {
        let finding = &judged.finding;
        Self {
            response: None,
            rule: finding.slug().to_owned(),
            level: judged.level,
            message: finding.message(lang),
            why: finding.why(lang),
            remedy: finding.remedy(lang),
            target: finding.target.as_deref().map(ToOwned::to_owned),
            tunnel: finding.tunnel,
            places: finding
                .places
                .iter()
                .map(|origin| texts.locate(origin))
                .collect(),
            settings: finding
                .settings
                .iter()
                .map(|setting| SettingItem {
                    field: setting.field.api_name(),
                    value: setting.value.clone(),
                })
                .collect(),
        }
    }
}
