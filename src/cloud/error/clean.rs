//! Makes a server's message fit for a terminal and a log.
//!
//! A server that refuses a signature repeats the text that it signed, which holds the access key's id
//! and the session token. It may also send what a terminal would obey.

use crate::cloud::sign::encode::percent;

/// What stands in a message where something was left out.
const CUT: &str = "[cut]";

/// The longest message that is shown, in characters.
const LONGEST: usize = 400;

/// From the end of any of these on, a message repeats the request.
const ECHOES: [&str; 3] = ["string to sign", "stringtosign", "canonicalrequest"];

/// A word with any of these in it is a piece of a signed request.
const PIECES: [&str; 4] = [
    "accesskeyid=",
    "accesskeyid%",
    "securitytoken",
    "signaturenonce",
];

/// The message on one line, without what it repeats of the request and without the `hidden` texts.
pub(super) fn message(text: &str, hidden: &[&str]) -> String {
    let mut text = cut_echo(text);
    for secret in hidden.iter().filter(|secret| secret.len() >= 4) {
        let once = percent(secret);
        let twice = percent(&once);
        // The most encoded form first: the plain one may be a part of it.
        for form in [twice.as_str(), once.as_str(), secret] {
            text = text.replace(form, CUT);
        }
    }
    let words: Vec<_> = text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .map(|word| if is_piece(word) { CUT } else { word })
        .collect();
    shortened(&words.join(" "))
}

/// A code or id: what is not a letter, digit or one of `._-` has no place in it.
pub(super) fn token(text: &str) -> String {
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

fn is_piece(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    PIECES.iter().any(|piece| lower.contains(piece))
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
        let echo = "bad request: GET&%2F&AccessKeyId%3Dabc and SecurityToken=xyz here";
        assert_eq!(message(echo, &[]), "bad request: [cut] and [cut] here");
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
    fn a_message_is_one_line_without_control_characters() {
        assert_eq!(message("a\r\nb\u{1b}[31mred\u{7}", &[]), "a b [31mred");
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
