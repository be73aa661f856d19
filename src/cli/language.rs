//! In which language people are told things. Like colour, it is a choice for the whole run: `--lang`, then `PEERCONF_LANG`, then what the
//! terminal's session speaks (`LC_ALL`, `LC_MESSAGES`, `LANG`), then the `language` of the official command's `~/.aliyun/config.json`.

use std::ffi::OsString;
use std::io::Read as _;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::{Args, ValueEnum};

use crate::findings::Lang;

/// What was chosen.
static CHINESE: AtomicBool = AtomicBool::new(false);

/// Far above what the official command writes.
const MOST_BYTES: u64 = 4 << 20;

/// The language of what people read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum LangArg {
    /// English
    En,
    /// Chinese
    Zh,
}

impl LangArg {
    const fn lang(self) -> Lang {
        match self {
            Self::En => Lang::En,
            Self::Zh => Lang::Zh,
        }
    }
}

/// The flag.
#[derive(Debug, Clone, Copy, Args)]
pub(super) struct Language {
    /// The language of findings, lists, tickets and comments [default: PEERCONF_LANG, else LANG, else
    /// the language of the aliyun command, else en]
    #[arg(long, value_enum, value_name = "LANG", global = true)]
    lang: Option<LangArg>,
}

impl Language {
    pub(super) fn write_global(self) {
        let lang = self.lang.map_or_else(of_session, LangArg::lang);
        CHINESE.store(lang == Lang::Zh, Ordering::Relaxed);
    }
}

/// The language of the help, which is written before the arguments are understood.
pub(super) fn before_parsing(args: &[OsString]) -> Lang {
    let words = || args.iter().filter_map(|word| word.to_str());
    let after = words().zip(words().skip(1));
    let named = after.filter_map(|(name, value)| (name == "--lang").then_some(value));
    let joined = words().filter_map(|word| word.strip_prefix("--lang="));
    match named.chain(joined).next() {
        Some("zh") => Lang::Zh,
        Some(_) => Lang::En,
        None => of_session(),
    }
}

/// The language of this run.
pub(super) fn lang() -> Lang {
    if CHINESE.load(Ordering::Relaxed) {
        Lang::Zh
    } else {
        Lang::En
    }
}

/// One of two texts.
pub(super) fn say<'t>(en: &'t str, zh: &'t str) -> &'t str {
    match lang() {
        Lang::En => en,
        Lang::Zh => zh,
    }
}

fn of_session() -> Lang {
    ["PEERCONF_LANG", "LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty())
        .and_then(|value| of_locale(&value))
        .or_else(of_official_command)
        .unwrap_or_default()
}

/// The language of a locale's name (`zh_CN.UTF-8`); none for `C` and `POSIX`, which speak none. Whoever speaks another language reads English.
fn of_locale(locale: &str) -> Option<Lang> {
    let word = locale
        .split(['_', '-', '.', '@'])
        .next()
        .unwrap_or_default();
    match word.to_ascii_lowercase().as_str() {
        "zh" => Some(Lang::Zh),
        "" | "c" | "posix" => None,
        _ => Some(Lang::En),
    }
}

/// What the current profile of the official command says. Whatever is wrong with the file is told by who needs its credentials.
fn of_official_command() -> Option<Lang> {
    let path: PathBuf = std::env::home_dir()?.join(".aliyun").join("config.json");
    let mut text = String::new();
    std::fs::File::open(path)
        .ok()?
        .take(MOST_BYTES)
        .read_to_string(&mut text)
        .ok()?;
    let text = zeroize::Zeroizing::new(text);
    of_profiles(&text)
}

fn of_profiles(text: &str) -> Option<Lang> {
    /// The file's form; the keys in it are passed over.
    #[derive(serde::Deserialize)]
    struct File {
        #[serde(default)]
        current: String,
        #[serde(default)]
        profiles: Vec<Profile>,
    }
    #[derive(serde::Deserialize)]
    struct Profile {
        #[serde(default)]
        name: String,
        #[serde(default)]
        language: String,
    }
    let file: File = serde_json::from_str(text).ok()?;
    let profile = file
        .profiles
        .iter()
        .find(|profile| profile.name == file.current)?;
    of_locale(&profile.language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locale_names_a_language_or_none() {
        for (locale, lang) in [
            ("zh_CN.UTF-8", Some(Lang::Zh)),
            ("zh", Some(Lang::Zh)),
            ("ZH-Hans", Some(Lang::Zh)),
            ("en_US.UTF-8", Some(Lang::En)),
            ("de_DE", Some(Lang::En)),
            ("C.UTF-8", None),
            ("POSIX", None),
        ] {
            assert_eq!(of_locale(locale), lang, "{locale}");
        }
    }

    #[test]
    fn the_current_profile_of_the_official_command_counts() {
        let file = |current: &str| {
            format!(
                r#"{{"current":"{current}","profiles":[{{"name":"a","language":"zh","mode":"AK"}},{{"name":"b","language":"en"}},{{"name":"c"}}]}}"#
            )
        };
        assert_eq!(of_profiles(&file("a")), Some(Lang::Zh));
        assert_eq!(of_profiles(&file("b")), Some(Lang::En));
        assert_eq!(of_profiles(&file("c")), None);
        assert_eq!(of_profiles(&file("d")), None);
        assert_eq!(of_profiles("{"), None);
    }
}
