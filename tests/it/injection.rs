//! Whatever stands in a response, the output has only lines that the template laid out.
//!
//! The same connection is rendered twice, with a harmless value and with a hostile one; the two texts
//! must be equal but for the value itself, and a small reader of each quoting style must read exactly
//! the value back.

use std::sync::OnceLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use proptest::prelude::*;

use peerconf::connection::ReadOptions;
use peerconf::render::File;
use peerconf::targets::quoting::{Named, Notation, Style};
use peerconf::targets::{Form, InputValues, Target, Topology};

use crate::fixtures;
use crate::rendering::{Bench, Outcome};

const HARMLESS_PSK: &str = "HarmlessKeyOfTwentyLetters";
const HARMLESS_ID: &str = "harmless.example.com";

/// The targets are loaded once for all cases.
fn shared() -> &'static (Bench, Vec<Target>) {
    static SHARED: OnceLock<(Bench, Vec<Target>)> = OnceLock::new();
    SHARED.get_or_init(|| {
        let bench = Bench::new();
        let targets = bench.targets();
        (bench, targets)
    })
}

/// Every character that the API takes, both quotes and the backslash among them.
const LEGAL: &str = r#"[0-9A-Za-z~!`@#$%^&*()_\-+={}\[\]|;:',.<>/?"\\]{1,100}"#;

fn response(psk: &str, id: &str, subnet: &str) -> String {
    let text = serde_json::json!({
        "RequestId": "R",
        "VpnConnectionConfig": {
            "Local": "203.0.113.10", "Remote": "198.51.100.20", "LocalSubnet": subnet, "RemoteSubnet": "172.16.0.0/16",
            "IkeConfig": { "IkeVersion": "ikev2", "IkeMode": "main", "IkeEncAlg": "aes256", "IkeAuthAlg": "sha256",
                "IkePfs": "group14", "IkeLifetime": 86400, "LocalId": id, "RemoteId": "198.51.100.20", "Psk": psk },
            "IpsecConfig": { "IpsecEncAlg": "aes256", "IpsecAuthAlg": "sha256", "IpsecPfs": "group14", "IpsecLifetime": 3600 }
        }
    });
    text.to_string()
}

/// The texts of one response, where it is not refused.
fn rendered(bench: &Bench, target: &Target, text: &str) -> Option<Vec<File>> {
    let reading = fixtures::readings(text, &ReadOptions::default())
        .into_iter()
        .next()?;
    reading.connection.as_ref()?;
    for topology in Topology::ALL {
        let outcome = bench
            .render(&reading, target, topology, &InputValues::default())
            .unwrap_or_else(|error| panic!("{}: {error}", target.label()));
        if let Outcome::Rendered(mut files) = outcome {
            // The header of a form without comments, in a file of its own: findings differ between keys.
            files.retain(|file| !file.path.ends_with(".notes.txt"));
            return Some(files);
        }
    }
    None
}

/// Findings differ between keys; the header is not what a device reads.
fn body(file: &File) -> String {
    file.body()
        .lines()
        .filter(|line| !file.comment.is_on(line))
        .collect::<Vec<_>>()
        .join("\n")
}

/// Reads a quoted PSK at the start of a text, as the device's parser does: the value and its length.
fn read_back(style: &Style, text: &str) -> Option<(String, usize)> {
    let word = || text.split_whitespace().next().unwrap_or("");
    match style {
        Style::Named(Named::Bare) => Some((word().to_owned(), word().len())),
        Style::Named(Named::Hex) => {
            let digits = word().strip_prefix("0x")?.as_bytes();
            let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
            let bytes = digits.chunks(2).map(byte).collect::<Option<Vec<u8>>>()?;
            Some((String::from_utf8(bytes).ok()?, word().len()))
        }
        Style::Named(Named::Base64) => {
            let decoded = STANDARD.decode(word().strip_prefix("0s")?).ok()?;
            Some((String::from_utf8(decoded).ok()?, word().len()))
        }
        Style::Named(Named::DoubleQuotedEscaped) => {
            let mut value = String::new();
            let mut chars = text.strip_prefix('"')?.char_indices();
            while let Some((at, c)) = chars.next() {
                match c {
                    '"' => return Some((value, at + 2)),
                    '\\' => value.push(chars.next()?.1),
                    c => value.push(c),
                }
            }
            None
        }
        Style::Named(Named::DoubleQuotedDoubled) => doubled(text, '"'),
        Style::Named(Named::SingleQuotedDoubled | Named::Powershell) => doubled(text, '\''),
        // A line that is indented by four is code as it stands.
        Style::Named(Named::Markdown) if text.starts_with("    ") => {
            Some((word().to_owned(), word().len() + 4))
        }
        Style::Named(Named::Markdown) => enclosed(text, '`'),
        Style::Named(Named::ShellSingleQuoted) => {
            // A shell joins what stands side by side.
            let (mut value, mut rest) = (String::new(), text);
            loop {
                if let Some((inner, length)) = enclosed(rest, '\'') {
                    value.push_str(&inner);
                    rest = &rest[length..];
                } else if let Some(after) = rest.strip_prefix('\\') {
                    value.push(after.chars().next()?);
                    rest = &after[1..];
                } else {
                    return Some((value, text.len() - rest.len()));
                }
            }
        }
        Style::Named(Named::Json) => {
            let mut values = serde_json::Deserializer::from_str(text).into_iter::<String>();
            let value = values.next()?.ok()?;
            Some((value, values.byte_offset()))
        }
        Style::Named(Named::Hcl) => {
            let mut values = serde_json::Deserializer::from_str(text).into_iter::<String>();
            let value = values.next()?.ok()?;
            Some((
                value.replace("$${", "${").replace("%%{", "%{"),
                values.byte_offset(),
            ))
        }
        Style::Named(Named::Xml) => {
            let end = text.find('<').unwrap_or(text.len());
            let value = quick_xml::escape::unescape(&text[..end]).ok()?;
            Some((value.into_owned(), end))
        }
        Style::Described(Notation { quote, escape, .. }) => {
            let (mut value, mut rest) = (String::new(), text.strip_prefix(quote.as_str())?);
            loop {
                let by = escape
                    .as_ref()
                    .and_then(|escape| rest.strip_prefix(escape.by.as_str()));
                let doubled = escape.as_ref().is_some_and(|escape| escape.by == *quote);
                if let Some(after) =
                    by.filter(|after| !doubled || after.starts_with(quote.as_str()))
                {
                    value.push(after.chars().next()?);
                    rest = &after[1..];
                } else if rest.starts_with(quote.as_str()) {
                    return Some((value, text.len() - rest.len() + quote.len()));
                } else {
                    value.push(rest.chars().next()?);
                    rest = &rest[1..];
                }
            }
        }
        Style::Named(Named::DoubleQuoted) => enclosed(text, '"'),
        Style::Named(Named::SingleQuoted) => enclosed(text, '\''),
        Style::Named(Named::Vrp) if text.starts_with('"') => enclosed(text, '"'),
        Style::Named(Named::Vrp) => {
            (!word().contains('?')).then(|| (word().to_owned(), word().len()))
        }
        // A style that is newer than this reader reads as nothing, which fails.
        Style::Named(_) => None,
    }
}

fn enclosed(text: &str, quote: char) -> Option<(String, usize)> {
    let inner = text.strip_prefix(quote)?;
    let end = inner.find(quote)?;
    Some((inner[..end].to_owned(), end + 2))
}

/// A quote that stands twice means itself.
fn doubled(text: &str, quote: char) -> Option<(String, usize)> {
    let mut value = String::new();
    let mut chars = text.strip_prefix(quote)?.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if c != quote {
            value.push(c);
        } else if chars.next_if(|(_, next)| *next == quote).is_some() {
            value.push(quote);
        } else {
            return Some((value, at + 2));
        }
    }
    None
}

#[test]
fn every_style_is_read_back_by_a_parser_of_its_own() {
    let described = |text: &str| {
        let notation: Notation = toml::from_str(text).unwrap();
        Style::Described(notation)
    };
    let styles = Named::ALL.into_iter().map(Style::Named).chain([
        described("quote = '\"'\nescape = { chars = '\"\\$', by = '\\' }"),
        described("quote = \"'\"\nescape = { chars = \"'\", by = \"'\" }"),
    ]);
    let special: String = ('!'..='~').collect();
    let keys = [
        special.as_str(),
        "0x41",
        "0sQQ==",
        "${a}%{b}%%",
        "''",
        "\"\"",
        "\\",
        "a'b\\'c",
        "&amp;",
        "plain-1",
    ];
    for style in styles {
        let mut written = 0;
        for key in keys {
            let Ok(quoted) = style.quote(key) else {
                continue;
            };
            written += 1;
            let end = if style == Style::Named(Named::Xml) {
                "<"
            } else {
                " next"
            };
            let back = read_back(&style, &format!("{quoted}{end}"));
            assert_eq!(back, Some((key.to_owned(), quoted.len())), "{style:?}");
        }
        assert!(written > 3, "{style:?} says almost nothing");
    }
}

/// Every character that the API takes in an identity, and that is read as a name: `LocalId` and `RemoteId` are
/// 1 to 100 characters without blanks.
const LEGAL_ID: &str = r#"[A-Za-z][0-9A-Za-z~!`@#$%^&*()_\-+={}\[\]|;:',.<>/?"\\]{0,99}"#;

/// The first line that is not the harmless text's line with the identity in the place of the harmless one. An
/// identity may stand in it in the device's quotes: with a backslash before signs, or with a type before it.
fn beside_the_identity(hostile: &str, harmless: &str, id: &str) -> Option<String> {
    let mut lines = hostile.lines();
    for plain in harmless.lines() {
        let line = lines.next().unwrap_or("");
        if line == plain {
            continue;
        }
        let Some((before, after)) = plain.split_once(HARMLESS_ID) else {
            return Some(format!("{line:?} in the place of {plain:?}"));
        };
        let after = after.replace(HARMLESS_ID, id);
        // The type of the identity may differ: a host name or a label.
        let kept =
            before.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || "-_:@ \"'".contains(c));
        let own = line
            .strip_prefix(kept)
            .and_then(|rest| rest.strip_suffix(after.as_str()));
        let is_type = |text: &str| {
            text.chars()
                .all(|c| c.is_ascii_alphanumeric() || "-_:@ \"'".contains(c))
        };
        let plainly = |text: &str| text.replace('\\', "");
        let is_own = own.is_some_and(|own| {
            let alone = own.strip_suffix(id).map(ToOwned::to_owned);
            let quoted = || {
                plainly(own)
                    .strip_suffix(&plainly(id))
                    .map(ToOwned::to_owned)
            };
            alone.or_else(quoted).is_some_and(|kind| is_type(&kind))
        });
        if !is_own {
            return Some(format!("{line:?} in the place of {plain:?}"));
        }
    }
    lines
        .next()
        .map(|line| format!("{line:?} is one line more"))
}

#[test]
fn the_look_beside_an_identity_can_fail() {
    let harmless = "a\n  id fqdn harmless.example.com\nb\n";
    for good in ["a\n  id fqdn x;y\nb\n", "a\n  id keyid x;y\nb\n"] {
        assert_eq!(beside_the_identity(good, harmless, "x;y"), None, "{good}");
    }
    for bad in [
        "a\n  id fqdn x\ny\nb\n",
        "a\n  id fqdn x\nb\n",
        "a\n  id fqdn x;y z\nb\n",
        "a\n  id fqdn x;y\nreload\nb\n",
        "a\n  id fqdn x;y\nb\nreload\n",
        "c\n  id fqdn x;y\nb\n",
    ] {
        assert!(beside_the_identity(bad, harmless, "x;y").is_some(), "{bad}");
    }
}

/// How PSKs are written in the files of this form.
fn style_in(target: &Target, form: Form) -> Style {
    let mut styles: Vec<&Style> = target
        .outputs
        .iter()
        .filter(|output| output.holds_secret && output.form == form)
        .map(|output| target.psk_style(output))
        .collect();
    styles.dedup();
    assert!(
        styles.len() < 2,
        "{}: two styles in one form",
        target.label()
    );
    styles
        .first()
        .map_or(&target.psk.style, |style| *style)
        .clone()
}

/// Where a text differs from the harmless one by more than the key, in the file's own notation.
fn outside_its_place(psk: &str) -> Option<String> {
    let (bench, targets) = shared();
    let text = |psk| response(psk, "203.0.113.10", "192.168.10.0/24");
    for target in targets {
        let Some(hostile) = rendered(bench, target, &text(psk)) else {
            continue;
        };
        let harmless = rendered(bench, target, &text(HARMLESS_PSK))
            .expect("the harmless key is taken by every target that takes another one");
        // Such a key moves to the end of a sheet; tests/forms reads it back there.
        let is_sheet = target
            .outputs
            .iter()
            .any(|output| output.holds_secret && output.form == Form::Markdown);
        if is_sheet && psk.contains(['`', '|']) {
            continue;
        }
        let label = target.label();
        if hostile.len() != harmless.len() {
            return Some(format!("{label}: another number of files"));
        }
        let mut seen = false;
        for (hostile, harmless) in hostile.iter().zip(&harmless) {
            let style = style_in(target, hostile.form);
            let (Ok(own), Ok(other)) = (style.quote(psk), style.quote(HARMLESS_PSK)) else {
                return Some(format!("{label}: a key without notation was written"));
            };
            let (hostile, harmless) = (body(hostile), body(harmless));
            let mut lines = hostile.lines();
            for plain in harmless.lines() {
                let line = lines.next().unwrap_or("");
                if line != plain.replace(&other, &own) {
                    return Some(format!("{label}: {line:?} in the place of {plain:?}"));
                }
                let Some(at) = plain.find(&other) else {
                    continue;
                };
                seen = true;
                let back = read_back(&style, &line[at..]);
                if back != Some((psk.to_owned(), own.len())) {
                    return Some(format!("{label}: {line:?} is read as {back:?}"));
                }
            }
            if let Some(line) = lines.next() {
                return Some(format!("{label}: {line:?} is one line more"));
            }
        }
        if !seen {
            return Some(format!("{label}: the PSK stands nowhere"));
        }
    }
    None
}

/// Signs that begin something in a language that a file is read by: random keys seldom hold them.
#[test]
fn a_psk_that_means_something_elsewhere_stays_in_its_place() {
    for psk in [
        "a${b}c", "${", "%{", "%%{", "$${", "$(id)", "{{id}}", "{%if%}", "!!x", "#x", "//x",
        "/*x*/", "a;b", "a\\nb", "\\", "'", "\"", "a'b", "a\"b", "$b", "`id`", "&amp;", "]]>",
        "</a>", "<<E", "*a", "a?",
    ] {
        let outside = outside_its_place(psk);
        assert!(outside.is_none(), "{psk}: {}", outside.unwrap_or_default());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_psk_cannot_leave_its_place(psk in LEGAL) {
        let outside = outside_its_place(&psk);
        prop_assert!(outside.is_none(), "{}", outside.unwrap_or_default());
    }

    #[test]
    fn an_identity_cannot_leave_its_place(id in LEGAL_ID) {
        let (bench, targets) = shared();
        let mut rendered_on = 0;
        for target in targets {
            let Some(hostile) = rendered(bench, target, &response(HARMLESS_PSK, &id, "192.168.10.0/24")) else { continue };
            let harmless = rendered(bench, target, &response(HARMLESS_PSK, HARMLESS_ID, "192.168.10.0/24"))
                .expect("a host name is an identity that every target takes that takes a stranger one");
            rendered_on += 1;
            prop_assert_eq!(hostile.len(), harmless.len());
            for (hostile, harmless) in hostile.iter().zip(&harmless) {
                // The variables say which kind of name it is.
                let of_one_kind = |file| body(file).replace("\"label\"", "\"fqdn\"");
                let (hostile, harmless) = (of_one_kind(hostile), of_one_kind(harmless));
                let difference = beside_the_identity(&hostile, &harmless, &id);
                prop_assert!(difference.is_none(), "{}: {}", target.label(), difference.unwrap_or_default());
            }
        }
        // A name of letters only is taken somewhere; else nothing was looked at.
        if id.chars().all(|c| c.is_ascii_lowercase()) {
            prop_assert!(rendered_on > 0, "{id} is taken nowhere");
        }
    }

    #[test]
    fn subnets_and_names_make_no_lines(octet in 0u8..=255, length in 8u8..=24, prefix in "[ -~]{1,20}") {
        let net = ipnet::Ipv4Net::new(std::net::Ipv4Addr::new(10, octet, 0, 0), length).unwrap().trunc();
        let (bench, targets) = shared();
        let text = response(HARMLESS_PSK, "203.0.113.10", &net.to_string());
        let reading = fixtures::readings(&text, &ReadOptions::default()).remove(0);
        let mut inputs = InputValues::default();
        inputs.insert("name_prefix", &prefix);
        for target in targets {
            let mut kit = bench.kit.clone();
            kit.inputs.clone_from(&inputs);
            // A name that is no name is refused before anything is planned.
            let case = kit.case(&reading, std::slice::from_ref(target));
            let is_name = prefix.chars().next().is_some_and(|c| c.is_ascii_alphabetic())
                && prefix.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
            prop_assert_eq!(case.failure().is_none(), is_name, "{:?} on {}", prefix, target.label());
        }
    }
}
