//! Why a device lacks something, as its manifest says it.

use super::version::Version;
use crate::findings::Lang;
use crate::prose::Prose;

/// A reason in words that fit after a colon, in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Why {
    en: Prose,
    /// None where a manifest has it in English only.
    zh: Option<Prose>,
}

impl Why {
    /// The reason in a language, or in English where that one is missing.
    pub fn in_lang(&self, lang: Lang) -> &str {
        match (lang, &self.zh) {
            (Lang::Zh, Some(zh)) => zh,
            _ => &self.en,
        }
    }

    pub(super) fn said(en: &Prose, zh: Option<&Prose>) -> Self {
        Self {
            en: en.clone(),
            zh: zh.cloned(),
        }
    }

    /// Of a manifest that does not speak of it at all.
    pub(crate) const fn no_way() -> Self {
        Self {
            en: Prose::of("its manifest names no way"),
            zh: Some(Prose::of("其清单文件没有给出这种方式")),
        }
    }

    pub(super) const fn no_sessions() -> Self {
        Self {
            en: Prose::of("its manifest says nothing of BGP"),
            zh: Some(Prose::of("其清单文件没有涉及 BGP")),
        }
    }

    pub(super) const fn no_word() -> Self {
        Self {
            en: Prose::of("its manual has no word for it"),
            zh: Some(Prose::of("其手册中没有对应的关键字")),
        }
    }

    pub(super) fn came_with(release: &Version) -> Self {
        Self {
            en: format!("it came with release {release}").into(),
            zh: Some(format!("从版本 {release} 起才支持").into()),
        }
    }

    pub(super) fn went_with(release: &Version) -> Self {
        Self {
            en: format!("it went away with release {release}").into(),
            zh: Some(format!("从版本 {release} 起不再支持").into()),
        }
    }
}
