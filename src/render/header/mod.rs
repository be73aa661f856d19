//! The comments in front of every file: what it is for, what it was made from, what was assumed, what to look at, what
//! is left to fill in. Where a form has no comments, they are a file beside it. No time, so that the same input gives
//! the same bytes.

mod place;
mod unsure;
mod words;

use std::borrow::Cow;

use self::words::{add_finding, has_marker};
use super::said::Warning;
use super::wrap::Comments;
use crate::capital::capital;
use crate::findings::{Judged, Lang, Level, Text};
use crate::plan::{Plan, Replaced};
use crate::targets::{Comment, Section};

pub(super) use self::place::{before, beside};

/// The file that the header stands in.
pub(super) struct HeadedFile<'f> {
    /// What the file is for.
    pub(super) section: Section,
    /// Where it goes.
    pub(super) path: &'f str,
    /// The first file of the section, where this is another.
    pub(super) first: Option<&'f str>,
    /// How it is loaded and saved, where that is another way than the target's.
    pub(super) load: Option<&'f str>,
    /// The same in Chinese.
    pub(super) load_zh: Option<&'f str>,
    /// Its comments may hold UTF-8.
    pub(super) takes_utf8: bool,
    /// A key, or what stands in the place of one, is in the file that this tells of.
    pub(super) holds_key: bool,
    /// What makes a comment.
    pub(super) comment: &'f Comment,
    /// What the file's template warned of.
    pub(super) warnings: &'f [Warning],
}

impl HeadedFile<'_> {
    /// How it is loaded: the file's own way, or for the first of the configuration the target's.
    fn load<'l>(&'l self, plan: &'l Plan<'_>, lang: Lang) -> Option<&'l str> {
        let is_config = matches!(self.section, Section::Config | Section::Worksheet);
        let of_target = match (lang, &plan.target.load_zh) {
            (Lang::Zh, Some(load)) => load,
            _ => plan.header.load,
        };
        let of_target = || (is_config && self.first.is_none()).then_some(of_target);
        let own = match lang {
            Lang::En => self.load,
            Lang::Zh => self.load_zh.or(self.load),
        };
        own.or_else(of_target).filter(|load| !load.is_empty())
    }

    /// The language of what stands in it.
    fn lang(&self, plan: &Plan<'_>) -> Lang {
        if self.takes_utf8 { plan.lang } else { Lang::En }
    }
}

/// Writes the lines. The first file of a configuration tells what a colleague needs in a year; its other files say what
/// they are and where the rest stands; what is run beside it says what it is and what must be known before.
fn write(
    out: &mut String,
    body: &str,
    plan: &Plan<'_>,
    findings: &[Judged],
    place: &HeadedFile<'_>,
) {
    let lang = place.lang(plan);
    let mut header = Header {
        lines: Comments::new(out, place.comment, lang == Lang::Zh),
        body,
        plan,
        place,
        lang,
    };
    header.what_it_is();
    match place.section {
        Section::Verify | Section::Cleanup => header.before_it_is_run(),
        Section::Config | Section::Worksheet if place.first.is_none() => header.whole(findings),
        Section::Config | Section::Worksheet => header.one_of_several(),
    }
    header.lines.close();
}

/// A header while it is written.
struct Header<'o, 'h> {
    lines: Comments<'o>,
    /// What the template gave.
    body: &'h str,
    plan: &'h Plan<'h>,
    place: &'h HeadedFile<'h>,
    lang: Lang,
}

impl Header<'_, '_> {
    fn say(&self, en: &'static str, zh: &'static str) -> &'static str {
        Text { en, zh }.in_lang(self.lang)
    }

    /// The section, the file and the device.
    fn what_it_is(&mut self) {
        let section = match (self.lang, self.place.section) {
            (Lang::En, section) => section.word(),
            (Lang::Zh, Section::Config) => "配置",
            (Lang::Zh, Section::Worksheet) => "填写表",
            (Lang::Zh, Section::Verify) => "验证",
            (Lang::Zh, Section::Cleanup) => "清理",
        };
        let target = match self.lang {
            Lang::En => Cow::Borrowed(self.plan.header.target),
            Lang::Zh => self.plan.target.title_zh().into(),
        };
        let (colon, of) = (self.say(": ", "："), self.say(", for ", "，用于 "));
        self.lines
            .line(&[section, colon, self.place.path, of, &target]);
    }

    /// The connection and its fingerprint, in a line.
    fn short_connection(&mut self) {
        let header = &self.plan.header;
        let fingerprint = self.say(", fingerprint ", "，指纹 ");
        let connection = header.connection.in_lang(self.lang);
        self.lines
            .line(&[connection, fingerprint, &header.fingerprint]);
    }

    fn redaction(&mut self) {
        if let Some(replaced) = words::redaction(self.plan, self.place.holds_key, self.lang) {
            self.lines.line(&[&replaced]);
        }
    }

    /// Of a text that looks or takes away: what must be known before, in one sentence after the other.
    fn before_it_is_run(&mut self) {
        self.short_connection();
        self.redaction();
        let (plan, lang) = (self.plan, self.lang);
        let mut known: Vec<Cow<'_, str>> = Vec::new();
        known.extend(self.to_fill_in().map(Cow::Owned));
        known.extend(self.place.load(plan, lang).map(Cow::Borrowed));
        if self.place.section == Section::Verify && self.place.first.is_none() {
            known.extend(plan.way_back(lang).map(Cow::Owned));
        }
        known.extend(self.warnings().map(Cow::Owned));
        let ends = ['.', '。'];
        let known: Vec<String> = known
            .iter()
            .map(|text| capital(text.trim_end_matches(ends)))
            .collect();
        if !known.is_empty() {
            self.lines.text(&known.join(self.say(". ", "。")));
        }
    }

    /// Of a configuration: everything.
    fn whole(&mut self, findings: &[Judged]) {
        let (plan, lang) = (self.plan, self.lang);
        let header = &plan.header;
        self.lines.line(&[
            header.connection.in_lang(lang),
            header.tunnels.in_lang(lang),
        ]);
        self.lines.line(&[
            self.say("fingerprint ", "指纹 "),
            &header.fingerprint,
            self.say(", ", "，"),
            plan.topology.text().in_lang(lang),
            self.say(", peerconf ", "，peerconf "),
            env!("CARGO_PKG_VERSION"),
        ]);
        if lang != plan.lang {
            self.lines
                .line(&["comments are in English: lines of commands are plain ASCII"]);
        }
        self.redaction();
        self.command();
        if let Some(load) = self.place.load(plan, lang) {
            self.lines.text(load);
        }
        let mut text = String::with_capacity(512);
        for judged in findings.iter().filter(|judged| judged.level < Level::Error) {
            text.clear();
            add_finding(&mut text, judged, lang);
            self.lines.text(&text);
        }
        self.about_this_file();
    }

    /// Of another file of a configuration.
    fn one_of_several(&mut self) {
        self.short_connection();
        if let Some(first) = self.place.first {
            let see = self.say("command, notes and warnings: see ", "命令、提示与警告见 ");
            self.lines.line(&[see, first]);
        }
        self.redaction();
        if let Some(load) = self.place.load(self.plan, self.lang) {
            self.lines.text(load);
        }
        self.about_this_file();
    }

    /// The command that makes it again, where it can be said: not with replaced values, nor where a character of it
    /// would not be what it is.
    fn command(&mut self) {
        let Replaced { addresses, ids } = self.plan.replaced;
        if addresses || ids {
            return;
        }
        let about = match (self.plan.redacted && self.place.holds_key, self.lang) {
            (false, Lang::En) => "to make it again: ",
            (false, Lang::Zh) => "重新生成：",
            (true, Lang::En) => "to make it with its keys: ",
            (true, Lang::Zh) => "生成含密钥的文本：",
        };
        if let Some(words) = self.plan.command_words() {
            self.lines.words(about, &words);
        }
    }

    /// What is unsure, what the template warned of and what is left to fill in.
    fn about_this_file(&mut self) {
        let unsure = unsure::lines(self.body, &self.plan.doubts, self.place.comment, self.lang);
        if !unsure.is_empty() {
            let about = self.say(
                "not proven on a device, in this file: ",
                "本文件中未经设备验证的内容：",
            );
            self.lines.text(&[about, &unsure].concat());
        }
        let more: Vec<String> = self.warnings().chain(self.to_fill_in()).collect();
        for text in more {
            self.lines.text(&text);
        }
    }

    fn warnings(&self) -> impl Iterator<Item = String> {
        let (warning, colon) = (self.say("warning", "警告"), self.say(": ", "："));
        let warnings = self.place.warnings.iter();
        let lang = self.lang;
        warnings.map(move |said| {
            let sentence = said.in_lang(lang);
            format!("{warning} {}{colon}{sentence}", said.rule)
        })
    }

    /// The markers that stand in the file.
    fn to_fill_in(&self) -> Option<String> {
        let missing = self.plan.missing.iter().map(|missing| missing.name);
        let names: Vec<&str> = missing.filter(|name| has_marker(self.body, name)).collect();
        let about = self.say("TO FILL IN before use: ", "使用前须填写：");
        (!names.is_empty()).then(|| [about, &names.join(self.say(", ", "、"))].concat())
    }
}
