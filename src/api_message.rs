//! Makes a message of the API fit for a terminal, a log and a ticket.
//!
//! A server that refuses a signature repeats the text that it signed, which holds the access key's id and the
//! session token. It may also send what a terminal would obey. What fetching shows of a refusal and what is shown
//! of one that was saved in a file goes through here alike.

use crate::percent::percent;
use crate::showable::acts;

/// What stands in a message where something was left out.
const CUT: &str = "[cut]";

/// The longest message that is shown, in characters.
const LONGEST: usize = 400;

/// From the end of any of these on, a message repeats the request.
const ECHOES: [&str; 3] = ["string to sign", "stringtosign", "canonicalrequest"];

/// The parameters whose values must not be shown. Their names alone say nothing, and a sentence needs them.
const PARAMETERS: [&str; 5] = [
    "accesskeyid",
    "accesskeysecret",
    "securitytoken",
    "signaturenonce",
    "signature",
];

/// A run of letters, digits and signs of encodings that is as long as this is no word of a sentence.
const LONGEST_WORD: usize = 48;

/// The message on one line, without what it repeats of the request and without the `hidden` texts.
pub(crate) fn message(text: &str, hidden: &[&str]) -> String {
    // First of all: an invisible character within a secret would hide it.
    let text: String = text.chars().filter(|c| !is_invisible(*c)).collect();
    let mut text = cut_echo(&text);
    for secret in hidden.iter().filter(|secret| secret.len() >= 4) {
        let once = percent(secret);
        let twice = percent(&once);
        // The most encoded form first: the plain one may be a part of it.
        for form in [twice.as_str(), once.as_str(), secret] {
            text = text.replace(form, CUT);
        }
    }
    let mut is_value = false;
    let mut words = Vec::new();
    for word in text.split(is_space).filter(|word| !word.is_empty()) {
        let assigned = assigned(word);
        words.push(match assigned {
            Assigned::Value => CUT.to_owned(),
            _ if is_value || is_opaque(word) => CUT.to_owned(),
            _ => word.to_owned(),
        });
        is_value = assigned == Assigned::ValueFollows;
    }
    shortened(&words.join(" "))
}

/// A code or id: what is not a letter, digit or one of `._-` has no place in it.
pub(crate) fn token(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_ascii_alphanumeric() || "._-".contains(*c))
        .take(100)
        .collect()
}

fn cut_echo(text: &str) -> String {
    let lower = text.to_ascii_lowercase();
    let end = ECHOES
        .iter()
        .filter_map(|mark| Some(lower.find(mark)? + mark.len()))
        .min();
    match end {
        Some(end) => format!("{} {CUT}", &text[..end]),
        None => text.to_owned(),
    }
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || c.is_control()
}

/// A blank or control character ends a word; what else acts on what shows it is left out.
fn is_invisible(c: char) -> bool {
    acts(c) && !is_space(c)
}

/// Whether a word gives a value to a parameter of the request.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Assigned {
    Nothing,
    /// The value is in the word.
    Value,
    /// The value is the next word.
    ValueFollows,
}

fn assigned(word: &str) -> Assigned {
    let lower = word.to_ascii_lowercase();
    for name in PARAMETERS {
        for (start, _) in lower.match_indices(name) {
            let after = &lower[start + name.len()..];
            let after = after.trim_start_matches(['"', '\'', '\\', ']']);
            if after.starts_with('%') {
                return Assigned::Value;
            }
            if let Some(value) = after.strip_prefix(['=', ':']) {
                let value = value.trim_matches(['"', '\'', '\\']);
                return if value.is_empty() {
                    Assigned::ValueFollows
                } else {
                    Assigned::Value
                };
            }
        }
    }
    Assigned::Nothing
}

/// Whether a word is a key's id, a token or another text that no sentence has.
fn is_opaque(word: &str) -> bool {
    let is_encoded = |c: char| c.is_ascii_alphanumeric() || "+/=%".contains(c);
    let is_long = word
        .split(|c| !is_encoded(c))
        .any(|run| run.len() >= LONGEST_WORD);
    // The beginnings of long-lived and of temporary access key ids.
    let has_id = ["LTAI", "STS.", "TMP."].iter().any(|start| {
        word.split(start).skip(1).any(|rest| {
            let end = rest.find(|c: char| !c.is_ascii_alphanumeric());
            end.unwrap_or(rest.len()) >= 8
        })
    });
    is_long || has_id
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_echoed_string_to_sign_is_cut_out() {
        let echo = "Specified signature is not matched with our calculation. server string to sign \
            is:POST&%2F&AccessKeyId%3DLTAIexample%26Action%3DDescribeRegions";
        let shown = message(echo, &[]);
        assert_eq!(
            shown,
            "Specified signature is not matched with our calculation. server string to sign [cut]"
        );
    }

    #[test]
    fn pieces_of_a_request_are_cut_out_without_the_introduction() {
        for (text, shown) in [
            (
                "bad request: GET&%2F&AccessKeyId%3Dabc and SecurityToken=xyz here",
                "bad request: [cut] and [cut] here",
            ),
            (r#"{"SecurityToken":"CAIS"} was sent"#, "[cut] was sent"),
            (
                "SecurityToken: CAISx is no token",
                "SecurityToken: [cut] is no token",
            ),
            ("the key LTAI5tExampleExample1234.", "the key [cut]"),
            ("token STS.NUabcdefgh1234", "token [cut]"),
        ] {
            assert_eq!(message(text, &[]), shown);
        }
        let token = "CAISabc+/".repeat(20);
        assert_eq!(
            message(&format!("[{token}] has ended"), &[]),
            "[cut] has ended"
        );
    }

    #[test]
    fn a_sentence_stays_readable() {
        for sentence in [
            "Specified SecurityToken is expired.",
            "The specified parameter \"SecurityToken\" is not valid.",
            "Specified AccessKeyId is not found or invalid.",
            "SignatureNonce was used already, see https://help.aliyun.com/document_detail/25490.html",
            "指定的安全令牌已过期，请重新获取后再试。指定的安全令牌已过期，请重新获取后再试。指定的安全令牌已过期。",
        ] {
            assert_eq!(message(sentence, &[]), sentence);
        }
    }

    #[test]
    fn hidden_texts_go_in_every_encoding() {
        let token = "CAIS+/x=";
        let text = format!(
            "a {token} b {} c {} d",
            percent(token),
            percent(&percent(token))
        );
        assert_eq!(message(&text, &[token]), "a [cut] b [cut] c [cut] d");
    }

    proptest::proptest! {
        /// Whatever is around it, and however it is encoded.
        #[test]
        fn no_hidden_text_comes_through(
            before in ".{0,40}", secret in "[A-Za-z0-9+/=*~ ]{8,40}", after in ".{0,40}", times in 0..3,
        ) {
            let encoded = (0..times).fold(secret.clone(), |text, _| percent(&text));
            let shown = message(&format!("{before}{encoded}{after}"), &[&secret]);
            proptest::prop_assert!(!shown.contains(&encoded), "{}", shown);
            proptest::prop_assert!(!shown.contains(secret.as_str()), "{}", shown);
        }
    }

    #[test]
    fn a_message_is_one_line_of_characters_that_draw_only_themselves() {
        assert_eq!(message("a\r\nb\u{1b}[31mred\u{7}", &[]), "a b [31mred");
        assert_eq!(
            message(
                "a\u{202e}b\u{2066} \u{200b}c\u{ad}\u{85}d\u{9b}e\u{2028}f\u{e0041}",
                &[]
            ),
            "ab c d e f"
        );
    }

    #[test]
    fn a_long_message_is_shortened() {
        assert_eq!(message(&"é".repeat(500), &[]).chars().count(), LONGEST + 1);
    }

    #[test]
    fn codes_are_made_of_few_characters() {
        assert_eq!(token("Forbidden.RAM\u{1b}[0m <x>"), "Forbidden.RAM0mx");
    }
}
