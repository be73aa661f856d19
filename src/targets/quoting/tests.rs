//! What each style writes and refuses.

use super::*;

const NASTY: &str = r#"a"b\c'd#e;f!g$h{i}j"#;

fn quote(style: Named, text: &str) -> Result<String, QuoteError> {
    Style::Named(style).quote(text)
}

#[derive(serde::Deserialize)]
struct Holder {
    style: Style,
}

fn described(toml: &str) -> Style {
    toml::from_str::<Holder>(toml).unwrap().style
}

#[test]
fn each_style_has_its_notation() {
    for (style, text, written) in [
        (Named::Bare, NASTY, NASTY),
        (Named::Base64, "0sAAA", "0sMHNBQUE="),
        (Named::Hex, "0x1\u{7e}", "0x3078317e"),
        (Named::DoubleQuotedEscaped, r#"a"\b"#, r#""a\"\\b""#),
        (Named::DoubleQuoted, "a#b", "\"a#b\""),
        (Named::DoubleQuotedDoubled, "a\"b", "\"a\"\"b\""),
        (Named::SingleQuoted, "a\"b", "'a\"b'"),
        (Named::SingleQuotedDoubled, "a'b$c", "'a''b$c'"),
        (Named::ShellSingleQuoted, "a'b", r"'a'\''b'"),
        (Named::Json, r#"a"\/b"#, r#""a\"\\/b""#),
        (
            Named::Powershell,
            "a'b$c`\u{2019}",
            "'a''b$c`\u{2019}\u{2019}'",
        ),
        (Named::Markdown, "a*b'", "`a*b'`"),
        (Named::Markdown, "a`b", "    a`b"),
        (Named::Markdown, "a|b", "    a|b"),
        (Named::Xml, "<a&'\">", "&lt;a&amp;&apos;&quot;&gt;"),
        (Named::Hcl, "a${b}%{c}$d", "\"a$${b}%%{c}$d\""),
        (Named::Vrp, "a?b", "\"a?b\""),
        (Named::Vrp, "a\"b", "a\"b"),
    ] {
        assert_eq!(quote(style, text).as_deref(), Ok(written), "{style:?}");
    }
}

#[test]
fn what_cannot_be_said_is_refused() {
    use QuoteError::{Both, Character, First, Last};
    for (style, text, error) in [
        (Named::DoubleQuoted, "a\"b", Character('"')),
        (Named::SingleQuoted, "a'b", Character('\'')),
        (Named::Vrp, "a?\"", Both('?', '"')),
        (Named::Vrp, "ab?", Last('?')),
        (Named::Vrp, "\"ab", First('"')),
    ] {
        assert_eq!(quote(style, text), Err(error), "{style:?}");
    }
    for style in Named::ALL {
        assert_eq!(quote(style, "a\nb"), Err(Character('\n')), "{style:?}");
    }
}

#[test]
fn a_style_may_be_described() {
    let escaping = described(r#"style = { quote = '"', escape = { chars = '"\$', by = '\' } }"#);
    assert_eq!(escaping.quote(r#"a"$\b"#).unwrap(), r#""a\"\$\\b""#);
    let doubling = described(r#"style = { quote = "'", escape = { chars = "'", by = "'" } }"#);
    assert_eq!(doubling.quote("a'b").unwrap(), "'a''b'");
    let bare = described(r##"style = { quote = "", refuse = "#", refuse_sequences = ["%%"] }"##);
    assert_eq!(bare.quote("a%b").unwrap(), "a%b");
    assert_eq!(bare.quote("a#b"), Err(QuoteError::Character('#')));
    assert_eq!(bare.quote("a b"), Err(QuoteError::Character(' ')));
    assert_eq!(
        bare.quote("a%%b"),
        Err(QuoteError::Sequence("%%".to_owned()))
    );
    let plain = described("style = { quote = '\"' }");
    assert_eq!(plain.quote("a\"b"), Err(QuoteError::Character('"')));
}

#[test]
fn each_character_shows_in_its_way() {
    let style = Style::Named(Named::DoubleQuotedEscaped);
    assert_eq!(style.shows('"'), Shown::As("\\\"".to_owned()));
    assert_eq!(style.shows('$'), Shown::AsItIs);
    assert_eq!(Style::Named(Named::DoubleQuoted).shows('"'), Shown::Refused);
    assert_eq!(Style::Named(Named::Hex).shows('"'), Shown::Encoded);
    assert_eq!(
        Style::Named(Named::Xml).shows('&'),
        Shown::As("&amp;".to_owned())
    );
}

#[test]
fn an_unknown_name_keeps_its_place() {
    let error = toml::from_str::<Holder>("style = \"singel-quoted\"")
        .err()
        .unwrap()
        .to_string();
    assert!(
        error.contains("singel-quoted") && error.contains("shell-single-quoted"),
        "{error}"
    );
    assert!(error.contains("line 1"), "{error}");
}
