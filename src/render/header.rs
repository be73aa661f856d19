//! The comments in front of every file: what it is for, what it was made from, what was assumed, what to look at, what
//! is left to fill in. Where a form has no comments, they are a file beside it. No time, so that the same input gives
//! the same bytes.

use super::key;
use super::said::Warning;
use super::wrap::{Comments, wrapped};
use crate::findings::{Judged, Lang, Level, Text};
use crate::plan::{Doubt, Mark, Plan};
use crate::secret::Wiped;
use crate::targets::{Comment, Section, Topology};

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
    /// Its own notation takes UTF-8, or it is no file of the device's. Lines of commands are ASCII, whatever the device.
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

/// Writes the lines. The first file of a section tells everything; the others say what they are and
/// where the rest stands.
fn write(
    out: &mut String,
    body: &str,
    plan: &Plan<'_>,
    findings: &[Judged],
    place: &HeadedFile<'_>,
) {
    let header = &plan.header;
    let lang = place.lang(plan);
    let say = |en: &'static str, zh: &'static str| match lang {
        Lang::En => en,
        Lang::Zh => zh,
    };
    let mut lines = Comments::new(out, place.comment, lang == Lang::Zh);
    lines.line(&[header.target]);
    let section = match (lang, place.section) {
        (Lang::En, section) => section.word(),
        (Lang::Zh, Section::Config) => "配置",
        (Lang::Zh, Section::Worksheet) => "填写表",
        (Lang::Zh, Section::Verify) => "验证",
        (Lang::Zh, Section::Cleanup) => "清理",
    };
    lines.line(&[section, say(": ", "："), place.path]);
    lines.line(&[header.connection.in_lang(lang)]);
    let topology = match (lang, plan.topology) {
        (Lang::En, topology) => topology.word(),
        (Lang::Zh, Topology::Policy) => "基于策略",
        (Lang::Zh, Topology::Route) => "基于路由",
    };
    lines.line(&[
        say("fingerprint ", "指纹 "),
        &header.fingerprint,
        say(", ", "，"),
        topology,
        say("-based, peerconf ", "，peerconf "),
        env!("CARGO_PKG_VERSION"),
    ]);
    if lang != plan.lang && place.first.is_none() {
        lines.line(&["comments are in English: lines of commands are plain ASCII"]);
    }
    if let Some(replaced) = redaction(plan, place.holds_key, lang) {
        lines.line(&[&replaced]);
    }
    if let Some(first) = place.first {
        lines.line(&[say("notes and warnings: see ", "提示与警告见 "), first]);
    }
    if let Some(load) = place.load(plan, lang) {
        lines.text(load);
    }
    if place.first.is_none() {
        let way_back = header.way_back.as_ref();
        if let Some(way_back) = way_back.filter(|_| place.section == Section::Verify) {
            lines.text(way_back.in_lang(lang));
        }
        for judged in findings.iter().filter(|judged| judged.level < Level::Error) {
            match lang {
                Lang::En => lines.lines(&comment(judged)),
                Lang::Zh => lines.text(&comment_zh(judged)),
            }
        }
    }
    let unsure = unsure(body, &plan.doubts, place.comment);
    if !unsure.is_empty() {
        let about = say(
            "not proven on a device, in this file: ",
            "本文件中未经设备验证的内容：",
        );
        lines.text(&[about, &unsure].concat());
    }
    for Warning { rule, sentence } in place.warnings {
        lines.text(&format!(
            "{} {rule}{}{sentence}",
            say("warning", "警告"),
            say(": ", "：")
        ));
    }
    if !plan.missing.is_empty() {
        let names: Vec<&str> = plan.missing.iter().map(|missing| &*missing.name).collect();
        let about = say("TO FILL IN before use: ", "使用前须填写：");
        lines.text(&[about, &names.join(say(", ", "、"))].concat());
    }
    lines.close();
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
        let line = key::hidden(line);
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
) -> (Wiped<String>, usize) {
    let mut text = Wiped::new(String::with_capacity(body.len() + 2048));
    if *place.comment == Comment::None {
        text.push_str(body);
        return (text, 0);
    }
    let rest = after_first(body, &mut text);
    write(&mut text, rest, plan, findings, place);
    let start = text.len();
    text.push_str(rest);
    (text, start)
}

/// The header of a file without comments, as a text of its own. `None` for one that is neither the first nor says
/// anything that the first does not say.
pub(super) fn beside(
    plan: &Plan<'_>,
    findings: &[Judged],
    place: &HeadedFile<'_>,
) -> Option<Wiped<String>> {
    let says_more = place.first.is_none() || place.load.is_some() || !place.warnings.is_empty();
    if *place.comment != Comment::None || !says_more {
        return None;
    }
    let mut text = Wiped::new(String::with_capacity(2048));
    write(&mut text, "", plan, findings, place);
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
