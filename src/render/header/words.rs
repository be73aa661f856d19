//! Sentences of a header that stand by themselves.

use crate::findings::{Judged, Lang, Text};
use crate::plan::{MASKED_KEY, Plan};
use crate::render::key;

/// A finding as it stands in a header. What a manifest says in English alone is English.
pub(super) fn finding(judged: &Judged, lang: Lang) -> String {
    let say = |en, zh| Text { en, zh }.in_lang(lang);
    let finding = &judged.finding;
    let tunnel = finding.tunnel.map(|number| {
        say(" (tunnel {number})", "（隧道 {number}）").replace("{number}", &number.to_string())
    });
    let said = match lang {
        Lang::En => String::new(),
        Lang::Zh => finding.message(lang),
    };
    let message = if said.is_empty() {
        &judged.message
    } else {
        said.as_str()
    };
    let (level, tunnel) = (
        judged.level.text().in_lang(lang),
        tunnel.unwrap_or_default(),
    );
    [
        level,
        " ",
        finding.slug(),
        &tunnel,
        say(": ", "："),
        message,
    ]
    .concat()
}

/// Whether the marker of a value stands in a text, as a word too. That of a key stands behind its mark still.
pub(super) fn has_marker(body: &str, name: &str) -> bool {
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

/// What was replaced, so that nobody takes a replacement for a value.
///
/// A file without a key is whole where keys alone were replaced.
pub(super) fn redaction(plan: &Plan<'_>, holds_key: bool, lang: Lang) -> Option<String> {
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
