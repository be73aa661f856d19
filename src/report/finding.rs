//! A finding as a ticket shows it.

use serde::Serialize;

use crate::connection::Source;
use crate::findings::side_name::SideName;
use crate::findings::{Finding, Judged, Lang, Level, Said};

use super::rich::Rich;
use super::texts;

/// A finding.
#[derive(Debug, Serialize)]
pub(super) struct FindingView {
    /// `error`, `warning`, `note`: for classes.
    pub(super) level: &'static str,
    /// The level for people.
    pub(super) label: &'static str,
    /// The rule.
    pub(super) rule: String,
    /// The tunnel and the target, if it is about one.
    pub(super) about: Vec<Rich>,
    /// What is wrong.
    pub(super) message: Rich,
    /// Why it matters.
    pub(super) why: Rich,
    /// What to do.
    pub(super) remedy: Rich,
    /// What to set on the cloud side.
    pub(super) settings: Vec<SettingView>,
    /// Paths of the fields in the response.
    pub(super) places: Rich,
    /// Where the rule is written.
    pub(super) source: Rich,
}

/// A value to set on the cloud side.
#[derive(Debug, Serialize)]
pub(super) struct SettingView {
    /// The API's field.
    pub(super) field: &'static str,
    /// The value.
    pub(super) value: Rich,
    /// Whose it is, in brackets; empty for what is no side's.
    pub(super) whose: Rich,
}

impl FindingView {
    /// True for something to know, which stands in no one's way.
    pub(super) fn is_note(&self) -> bool {
        self.level == Level::Note.word()
    }
}

/// Slugs of findings that the list of what is left to fill in says better.
const LISTED_ELSEWHERE: [&str; 2] = ["input-missing", "prefixes-missing"];

/// Findings, errors first; without those that are listed elsewhere.
pub(super) fn views(findings: &[&Judged], lang: Lang) -> Vec<FindingView> {
    let mut listed: Vec<&&Judged> = findings
        .iter()
        .filter(|judged| !is_listed_elsewhere(judged))
        .collect();
    listed.sort_by_key(|judged| std::cmp::Reverse(judged.level));
    listed.iter().map(|judged| view(judged, lang)).collect()
}

/// True for a finding that says only that a marker stands in the output.
pub(super) fn is_listed_elsewhere(judged: &Judged) -> bool {
    judged.level < Level::Error && LISTED_ELSEWHERE.contains(&judged.finding.slug())
}

fn view(judged: &Judged, lang: Lang) -> FindingView {
    let finding = &judged.finding;
    let mut about = Vec::new();
    if let Some(number) = finding.tunnel {
        let number = Rich::words(number.to_string());
        about.push(Rich::fill(&texts::TUNNEL, lang, &[("number", number)]));
    }
    if let Some(target) = &finding.target {
        about.push(Rich::words(target));
    }
    FindingView {
        level: judged.level.word(),
        label: label(judged.level, lang),
        rule: finding.slug().to_owned(),
        about,
        message: said(finding, lang, Said::Message),
        why: said(finding, lang, Said::Why),
        remedy: said(finding, lang, Said::Remedy),
        settings: settings(finding, lang),
        places: places(finding, lang),
        source: Rich::marked(finding.rule.source()),
    }
}

/// What is to be set on the cloud side, each field once.
pub(super) fn settings(finding: &Finding, lang: Lang) -> Vec<SettingView> {
    finding
        .settings
        .iter()
        .map(|setting| SettingView {
            field: setting.field.api_name(),
            value: Rich::code(&setting.value),
            whose: SideName::in_api(setting.field).map_or_else(Rich::default, |name| {
                let gloss = Rich::words(name.gloss.in_lang(lang));
                Rich::fill(&texts::IN_BRACKETS, lang, &[("words", gloss)])
            }),
        })
        .collect()
}

/// One of the finding's texts, in English where the other language has none.
fn said(finding: &Finding, lang: Lang, said: Said) -> Rich {
    let rich = Rich::of_finding(finding, said, lang);
    if rich.is_empty() && lang != Lang::En {
        return Rich::of_finding(finding, said, Lang::En);
    }
    rich
}

fn places(finding: &Finding, lang: Lang) -> Rich {
    let mut paths: Vec<String> = finding
        .places
        .iter()
        .filter(|place| place.source != Source::Default)
        .map(crate::connection::Origin::path)
        .collect();
    paths.dedup();
    Rich::list(paths, lang)
}

fn label(level: Level, lang: Lang) -> &'static str {
    match level {
        Level::Error => &texts::LEVEL_ERROR,
        Level::Warning => &texts::LEVEL_WARNING,
        Level::Note => &texts::LEVEL_NOTE,
    }
    .in_lang(lang)
}
