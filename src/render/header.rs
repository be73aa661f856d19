//! The comments in front of every file: what it is for, what it was made from, what was assumed, what to look at, what
//! is left to fill in. Where a form has no comments, they are a file beside it. No time, so that the same input gives
//! the same bytes.

use std::borrow::Cow;
use std::ops::Range;

use super::key;
use super::said::Warning;
use super::wrap::{Comments, wrapped};
use crate::findings::{Judged, Lang, Level, Text};
use crate::plan::{Doubt, MASKED_KEY, Mark, Plan, Replaced};
use crate::secret::Wiped;
use crate::targets::{Comment, Section};

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
        if let Some(replaced) = redaction(self.plan, self.place.holds_key, self.lang) {
            self.lines.line(&[&replaced]);
        }
    }

    /// Of a text that looks or takes away: what must be known before, in one sentence after the other.
    fn before_it_is_run(&mut self) {
        self.short_connection();
        self.redaction();
        let (plan, lang) = (self.plan, self.lang);
        let way_back = plan.header.way_back.as_ref();
        let way_back = way_back.filter(|_| self.place.section == Section::Verify);
        let mut known: Vec<Cow<'_, str>> = Vec::new();
        known.extend(self.to_fill_in().map(Cow::Owned));
        known.extend(self.place.load(plan, lang).map(Cow::Borrowed));
        if self.place.first.is_none() {
            known.extend(way_back.map(|way_back| way_back.in_lang(lang).into()));
        }
        known.extend(self.warnings().map(Cow::Owned));
        let ends = ['.', '。'];
        let known: Vec<&str> = known
            .iter()
            .map(|text| text.trim_end_matches(ends))
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
        for judged in findings.iter().filter(|judged| judged.level < Level::Error) {
            match lang {
                Lang::En => self.lines.lines(&comment(judged)),
                Lang::Zh => self.lines.text(&comment_zh(judged)),
            }
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
        let unsure = unsure(self.body, &self.plan.doubts, self.place.comment);
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
        let missing = self.plan.missing.iter().map(|missing| &*missing.name);
        let names: Vec<&str> = missing.filter(|name| has_marker(self.body, name)).collect();
        let about = self.say("TO FILL IN before use: ", "使用前须填写：");
        (!names.is_empty()).then(|| [about, &names.join(self.say(", ", "、"))].concat())
    }
}

/// Whether the marker of a value stands in a text, as a word too. That of a key stands behind its mark still.
fn has_marker(body: &str, name: &str) -> bool {
    let starts = ["FILL-IN:", "FILL_IN_"];
    let ends = |rest: &str| {
        let rest = rest.strip_prefix(name)?.bytes().next();
        Some(!rest.is_some_and(|b| b.is_ascii_alphanumeric() || b == b'_'))
    };
    let stands = |start: &str| {
        let mut rests = body.match_indices(start);
        rests.any(|(at, _)| ends(&body[at + start.len()..]) == Some(true))
    };
    name == MASKED_KEY && key::has_psk(body) || starts.into_iter().any(stands)
}

/// A finding in Chinese; in English where a manifest says it in English alone.
fn comment_zh(judged: &Judged) -> String {
    let finding = &judged.finding;
    let tunnel = finding
        .tunnel
        .map(|number| format!("（隧道 {number}）"))
        .unwrap_or_default();
    let level = judged.level.text().in_lang(Lang::Zh);
    let message = finding.message(Lang::Zh);
    let message = if message.is_empty() {
        &judged.message
    } else {
        message.as_str()
    };
    [level, " ", finding.slug(), &tunnel, "：", message].concat()
}

/// A finding as it stands in a header.
fn comment(judged: &Judged) -> String {
    let finding = &judged.finding;
    let tunnel = finding
        .tunnel
        .map(|number| format!(" (tunnel {number})"))
        .unwrap_or_default();
    let (level, slug) = (judged.level.word(), finding.slug());
    wrapped(&[level, " ", slug, &tunnel, ": ", &judged.message].concat())
}

/// Most lines that are named; who has more reads the finding.
const MOST_UNSURE: usize = 12;

/// The lines of a file that unsure statements concern, each once. A key stays a mark.
fn unsure(body: &str, doubts: &[Doubt], comment: &Comment) -> String {
    let comment = comment.line_start();
    if doubts.iter().all(|doubt| doubt.mark == Mark::None) {
        return String::new();
    }
    let mut named: Vec<String> = Vec::new();
    let mut more = 0_usize;
    for line in body.lines().map(str::trim) {
        let concerns = |doubt: &Doubt| match &doubt.mark {
            Mark::Word(word) => has_word(line, word),
            Mark::Group(word) => {
                let lower = line.to_ascii_lowercase();
                has_word(line, word)
                    && ["group", "dh", "pfs", "modp"]
                        .iter()
                        .any(|w| lower.contains(w))
            }
            Mark::Key => key::has_mark(line),
            Mark::None => false,
        };
        if line.is_empty()
            || !comment.is_empty() && line.starts_with(comment)
            || !doubts.iter().any(concerns)
        {
            continue;
        }
        let line = key::hidden(&row(line));
        if named.contains(&line) {
            continue;
        }
        if named.len() < MOST_UNSURE {
            named.push(line);
        } else {
            more += 1;
        }
    }
    if more > 0 {
        named.push(format!("and {more} more"));
    }
    named.join("; ")
}

/// A row of a worksheet's table as a person says it; another line as it is.
fn row(line: &str) -> Cow<'_, str> {
    let inner = line
        .strip_prefix("| ")
        .and_then(|line| line.strip_suffix(" |"));
    inner.map_or(line.into(), |inner| {
        inner.replace(" | ", ": ").replace('`', "").into()
    })
}

/// Whether a line holds a word that stands by itself.
fn has_word(line: &str, word: &str) -> bool {
    let inside = |c: char| c.is_ascii_alphanumeric() || c == '.';
    line.match_indices(word).any(|(start, _)| {
        let before = line[..start].chars().next_back();
        let after = line[start + word.len()..].chars().next();
        !before.is_some_and(inside) && !after.is_some_and(inside)
    })
}

/// What was replaced, so that nobody takes a replacement for a value.
///
/// A file without a key is whole where keys alone were replaced.
fn redaction(plan: &Plan<'_>, holds_key: bool, lang: Lang) -> Option<String> {
    let say = |en, zh| Text { en, zh }.in_lang(lang);
    let replaced: Vec<&str> = [
        (plan.redacted && holds_key, say("keys", "密钥")),
        (plan.replaced.addresses, say("public addresses", "公网地址")),
        (plan.replaced.ids, say("ids and names", "ID 与名称")),
    ]
    .into_iter()
    .filter_map(|(is, word)| is.then_some(word))
    .collect();
    (!replaced.is_empty()).then(|| {
        let replaced = replaced.join(say(", ", "、"));
        match lang {
            Lang::En => {
                format!("REDACTED ({replaced}): this text is for reading, not for a device.")
            }
            Lang::Zh => format!("已脱敏（{replaced}）：此文本仅供阅读，请勿加载到设备。"),
        }
    })
}

/// The text of a file: the header, then what the template gave, and where that begins. Lines that must be the first
/// stay there. Without comments there is no header.
pub(super) fn before(
    body: &str,
    plan: &Plan<'_>,
    findings: &[Judged],
    place: &HeadedFile<'_>,
) -> (Wiped<String>, Range<usize>) {
    let mut text = Wiped::new(String::with_capacity(body.len() + 2048));
    if *place.comment == Comment::None {
        text.push_str(body);
        return (text, 0..0);
    }
    let rest = after_first(body, &mut text);
    let start = text.len();
    write(&mut text, rest, plan, findings, place);
    let header = start..text.len();
    text.push_str(rest);
    (text, header)
}

/// The header of a file without comments, as a text of its own. `None` for one that is neither the first nor says
/// anything that the first does not say. `body` is what its template gave.
pub(super) fn beside(
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

/// Moves what must be first: a `#!` line, an XML declaration.
fn after_first<'b>(body: &'b str, text: &mut String) -> &'b str {
    let first = body.starts_with("#!") || body.starts_with("<?xml");
    let end = first.then(|| body.find('\n')).flatten();
    let (first, rest) = body.split_at(end.map_or(0, |end| end + 1));
    text.push_str(first);
    rest
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
            let mut text = String::new();
            assert_eq!(after_first(body, &mut text), rest);
            assert_eq!(text, first);
        }
    }
}
