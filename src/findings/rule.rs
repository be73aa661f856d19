//! The parts of a rule: its name, its levels, its texts in both languages.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::prose::Prose;

/// How much a finding weighs. An error stops the render.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Something to know, for instance an assumption.
    Note,
    /// Works, but will hurt.
    Warning,
    /// Cannot work, or must not be done.
    Error,
}

impl Level {
    /// `note`, `warning` or `error`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// The same for people.
    pub const fn text(self) -> Text {
        match self {
            Self::Note => Text {
                en: "note",
                zh: "提示",
            },
            Self::Warning => Text {
                en: "warning",
                zh: "警告",
            },
            Self::Error => Text {
                en: "error",
                zh: "错误",
            },
        }
    }
}

/// How strict the judgement of weak cryptography is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Profile {
    /// What works is let through; what is broken is warned of.
    #[default]
    Compatible,
    /// What current guidance deprecates is warned of (RFC 8221, RFC 8247, RFC 9395).
    Recommended,
    /// What current guidance deprecates is refused.
    Strict,
}

/// A rule's level in each profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Levels {
    /// Under [`Profile::Compatible`], the default.
    pub compatible: Level,
    /// Under [`Profile::Recommended`].
    pub recommended: Level,
    /// Under [`Profile::Strict`].
    pub strict: Level,
}

impl Levels {
    /// The same level in every profile.
    pub const fn all(level: Level) -> Self {
        Self {
            compatible: level,
            recommended: level,
            strict: level,
        }
    }

    /// The level in one profile.
    pub const fn under(self, profile: Profile) -> Level {
        match profile {
            Profile::Compatible => self.compatible,
            Profile::Recommended => self.recommended,
            Profile::Strict => self.strict,
        }
    }
}

/// The language of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Simplified Chinese.
    Zh,
}

/// A text in both languages, with `{name}` places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text {
    /// English.
    pub en: &'static str,
    /// Simplified Chinese.
    pub zh: &'static str,
}

impl Text {
    /// The text in one language.
    pub const fn in_lang(self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.en,
            Lang::Zh => self.zh,
        }
    }
}

/// A rule of the catalogue.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Stable name in kebab case.
    pub slug: &'static str,
    /// Its level by profile.
    pub levels: Levels,
    /// True when nothing could be rendered against it, so that `--allow` cannot lift it.
    pub fixed: bool,
    /// The rule in a few words.
    pub title: Text,
    /// What was found, with places for the values.
    pub message: Text,
    /// Why it matters.
    pub why: Text,
    /// What to do.
    pub remedy: Text,
    /// RFC or API page.
    pub source: &'static str,
}

/// A rule that a device's manifest states.
#[derive(Debug, PartialEq, Eq)]
pub struct DeviceRule {
    /// Stable name in kebab case.
    pub slug: String,
    /// Its level.
    pub level: Level,
    /// True when nothing could be rendered against it.
    pub fixed: bool,
    /// The reason in words: the message.
    pub reason: Prose,
    /// The same in Chinese, where the manifest has it.
    pub reason_zh: Option<Prose>,
    /// What to do.
    pub remedy: Prose,
    /// The same in Chinese.
    pub remedy_zh: Option<Prose>,
    /// Where the vendor says so.
    pub source: Prose,
    /// Whether somebody proved it.
    pub verified: bool,
}

/// A rule of either kind.
#[derive(Debug, Clone)]
pub enum RuleRef {
    /// Of the catalogue.
    Catalogue(&'static Rule),
    /// Of a manifest.
    Device(Arc<DeviceRule>),
}

/// The same rule, not one that says the same.
impl PartialEq for RuleRef {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Catalogue(one), Self::Catalogue(other)) => std::ptr::eq(*one, *other),
            (Self::Device(one), Self::Device(other)) => Arc::ptr_eq(one, other),
            _ => false,
        }
    }
}

impl Eq for RuleRef {}

impl RuleRef {
    /// The stable name.
    pub fn slug(&self) -> &str {
        match self {
            Self::Catalogue(rule) => rule.slug,
            Self::Device(rule) => &rule.slug,
        }
    }

    /// The level under a profile, before options.
    pub fn level(&self, profile: Profile) -> Level {
        match self {
            Self::Catalogue(rule) => rule.levels.under(profile),
            Self::Device(rule) => rule.level,
        }
    }

    /// True when options cannot lower it.
    pub fn is_fixed(&self) -> bool {
        match self {
            Self::Catalogue(rule) => rule.fixed,
            Self::Device(rule) => rule.fixed,
        }
    }

    /// The rule in a few words.
    pub fn title(&self, lang: Lang) -> &str {
        match self {
            Self::Catalogue(rule) => rule.title.in_lang(lang),
            Self::Device(_) => self.message(lang),
        }
    }

    /// What was found, with places.
    pub fn message(&self, lang: Lang) -> &str {
        match self {
            Self::Catalogue(rule) => rule.message.in_lang(lang),
            Self::Device(rule) => chosen(lang, &rule.reason, rule.reason_zh.as_deref()),
        }
    }

    /// Why it matters, with places.
    pub fn why(&self, lang: Lang) -> &str {
        match self {
            Self::Catalogue(rule) => rule.why.in_lang(lang),
            Self::Device(_) => "",
        }
    }

    /// What to do, with places.
    pub fn remedy(&self, lang: Lang) -> &str {
        match self {
            Self::Catalogue(rule) => rule.remedy.in_lang(lang),
            Self::Device(rule) => chosen(lang, &rule.remedy, rule.remedy_zh.as_deref()),
        }
    }

    /// Where it is written.
    pub fn source(&self) -> &str {
        match self {
            Self::Catalogue(rule) => rule.source,
            Self::Device(rule) => &rule.source,
        }
    }
}

fn chosen<'t>(lang: Lang, en: &'t str, zh: Option<&'t str>) -> &'t str {
    match (lang, zh) {
        (Lang::Zh, Some(text)) => text,
        _ => en,
    }
}
