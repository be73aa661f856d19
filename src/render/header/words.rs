//! Sentences of a header that stand by themselves.

use crate::findings::{Judged, Lang, Text};
use crate::plan::{MASKED_KEY, Plan};
use crate::render::mark;

/// Adds a finding to a text as it stands in a header. What a manifest says in English alone is English.
pub(super) fn add_finding(text: &mut String, judged: &Judged, lang: Lang) {
    let say = |en, zh| Text { en, zh }.in_lang(lang);
    let finding = &judged.finding;
    text.extend([judged.level.text().in_lang(lang), " ", finding.slug()]);
    if let Some(number) = finding.tunnel {
        let tunnel = say(" (tunnel {number})", "（隧道 {number}）");
        text.push_str(&tunnel.replace("{number}", &number.to_string()));
    }
    text.push_str(say(": ", "："));
    let said = match lang {
        Lang::En => String::new(),
        Lang::Zh => finding.message(lang),
    };
    text.push_str(if said.is_empty() {
        &judged.message
    } else {
        &said
    });
}

/// Whether the marker of a value stands in a text, as a word too. That of a key stands behind its mark still.
pub(super) fn has_marker(body: &str, name: &str) -> bool {
    let is_marker = |start: usize| {
        let marker = body.get(start..)?;
        let mut starts = ["FILL-IN:", "FILL_IN_"].iter();
        let named = starts.find_map(|start| marker.strip_prefix(start))?;
        let next = named.strip_prefix(name)?.bytes().next();
        Some(!next.is_some_and(|b| b.is_ascii_alphanumeric() || b == b'_'))
    };
    let is_key = name == MASKED_KEY && mark::has_psk(body);
    is_key || mark::places_of(b'F', body).any(|start| is_marker(start) == Some(true))
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
