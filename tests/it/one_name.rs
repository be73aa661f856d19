//! What belongs to a side is never called by one document's word alone: `LocalSubnet` is the device's network in a download and the
//! cloud's in the API, and who reads one word alone changes the wrong side.

use peerconf::connection::ReadOptions;
use peerconf::findings::side_name::ALL;
use peerconf::findings::{Lang, catalogue};
use peerconf::targets::Registry;

use crate::fixtures::{all, readings};

const LANGS: [Lang; 2] = [Lang::En, Lang::Zh];

/// The word of one view that stands in a text without that of the other; `None` where both or neither do.
fn word_alone(text: &str) -> Option<&'static str> {
    ALL.into_iter().find_map(|name| {
        let (one, other) = (name.api.api_name(), name.download.api_name());
        (text.contains(one) && !text.contains(other)).then_some(one)
    })
}

#[test]
fn findings_of_every_fixture_name_a_side_in_both_views() {
    let mut seen = 0;
    for (name, text) in all("json") {
        for reading in readings(&text, &ReadOptions::default()) {
            for finding in &reading.findings {
                for lang in LANGS {
                    let message = finding.message(lang);
                    assert_eq!(word_alone(&message), None, "{name}: {message}");
                    let names = ALL.iter().map(|name| name.whole.in_lang(lang));
                    let plain = |text: &str| text.replace('`', "");
                    seen +=
                        usize::from(names.map(plain).any(|name| plain(&message).contains(&name)));
                }
            }
        }
    }
    assert!(seen > 30, "{seen}");
}

#[test]
fn texts_of_rules_and_targets_name_a_side_in_both_views() {
    let mut alone = Vec::new();
    for rule in catalogue::ALL {
        for text in [rule.message, rule.why, rule.remedy] {
            for lang in LANGS {
                let text = text.in_lang(lang);
                alone.extend(word_alone(text).map(|word| format!("{}: {word}: {text}", rule.slug)));
            }
        }
    }
    let registry = Registry::builtin();
    for entry in registry.list() {
        let target = registry.load(&entry.id).unwrap();
        for limit in &target.limits {
            let rule = &limit.rule;
            let texts = [
                Some(&rule.reason),
                rule.reason_zh.as_ref(),
                Some(&rule.remedy),
                rule.remedy_zh.as_ref(),
            ];
            for text in texts.into_iter().flatten() {
                alone.extend(
                    word_alone(text)
                        .map(|word| format!("{}: {}: {word}: {text}", entry.id, rule.slug)),
                );
            }
        }
    }
    assert!(alone.is_empty(), "{alone:#?}");
}
