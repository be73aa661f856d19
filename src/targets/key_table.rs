//! What a manifest says of a key, the pre-shared one of a tunnel and that of a BGP session: the style, what the device
//! cannot take, what it reads as something else, and what somebody has asked about and found harmless. A manifest that is
//! silent on a character is at fault, for a key with it may come out as another key.

use serde::Deserialize;

use super::keys::{KeyRules, Keys};
use super::quoting::{Shown, Style};
use super::why::Why;
use crate::prose::Prose;

/// Beginnings that some parser reads as another notation of a key.
pub const BEGINNINGS: [&str; 2] = ["0x", "0s"];

/// Beginnings that open a quoted text where the style sets no quotes itself.
const QUOTES: [char; 2] = ['"', '\''];

/// Every printable character that is neither letter nor digit: what the cloud takes in a key.
pub fn special() -> impl Iterator<Item = char> {
    ('!'..='~').filter(|c| !c.is_ascii_alphanumeric())
}

/// `[psk]` or `[bgp_key]` as it is written.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct KeyTable {
    /// Why the device can have no such key at all (`[bgp_key]` only).
    pub never: Option<Prose>,
    /// The same in Chinese.
    pub never_zh: Option<Prose>,
    /// The name of a style, or a table that describes one.
    pub style: Option<Style>,
    /// Characters that the device cannot take, quoted or not; empty where there is none.
    pub refuse: Option<String>,
    /// Beginnings that the device reads as something else (`0x`); empty where there is none.
    pub refuse_start: Option<Vec<String>>,
    /// Sequences that it reads as something else, anywhere in the key.
    pub refuse_sequences: Vec<String>,
    /// Special characters that come back as they are in this style.
    pub takes: Option<String>,
    /// Beginnings that were asked about and are read as they are.
    pub takes_start: Vec<String>,
    /// Fewest characters; 1 where the device sets no bound.
    pub min: Option<usize>,
    /// Most characters; 100, the cloud's own bound, where the device sets none.
    pub max: Option<usize>,
    /// Where the vendor says so.
    pub source: Option<Prose>,
    /// Whether somebody proved it on a device.
    pub verified: Option<bool>,
}

impl KeyTable {
    /// The whole table, or what is missing in it, each with its key.
    ///
    /// `outputs` are the styles in which some file writes the key instead.
    pub fn check(&self, outputs: &[&Style]) -> Result<Keys, Vec<(&'static str, String)>> {
        if let Some(never) = &self.never {
            return Ok(Keys::Never(Why::said(never, self.never_zh.as_ref())));
        }
        let mut faults = self.missing();
        let (Some(style), Some(refuse), Some(refuse_start)) =
            (&self.style, &self.refuse, &self.refuse_start)
        else {
            return Err(faults);
        };
        let takes = self.takes.as_deref().unwrap_or_default();
        for style in std::iter::once(style).chain(outputs.iter().copied()) {
            if let Style::Described(notation) = style {
                faults.extend(notation.faults().into_iter().map(|fault| ("style", fault)));
            }
        }
        let styles: Vec<&Style> = std::iter::once(style)
            .chain(outputs.iter().copied())
            .collect();
        faults.extend(unanswered(&styles, refuse, takes));
        faults.extend(self.open_beginnings(&styles, refuse, refuse_start));
        if let Some(both) = takes.chars().find(|c| refuse.contains(*c)) {
            faults.push(("takes", format!("{both:?} stands in refuse too")));
        }
        if refuse_start.iter().any(String::is_empty)
            || self.refuse_sequences.iter().any(String::is_empty)
        {
            faults.push(("refuse_start", "an empty text begins every key".to_owned()));
        }
        match (self.min, self.max, &self.source) {
            (Some(min), Some(max), _) if min > max => {
                faults.push(("min", format!("{min} is more than max, {max}")));
            }
            (Some(min), Some(max), Some(source)) if faults.is_empty() => {
                return Ok(Keys::Written(Box::new(KeyRules {
                    style: style.clone(),
                    refuse: refuse.clone(),
                    refuse_start: refuse_start.clone(),
                    refuse_sequences: self.refuse_sequences.clone(),
                    takes: takes.to_owned(),
                    takes_start: self.takes_start.clone(),
                    min,
                    max,
                    source: source.clone(),
                    verified: self.verified.unwrap_or(true),
                })));
            }
            _ => {}
        }
        Err(faults)
    }

    fn missing(&self) -> Vec<(&'static str, String)> {
        let said = [
            ("style", self.style.is_some(), "how a key is quoted"),
            (
                "refuse",
                self.refuse.is_some(),
                "the characters that the device cannot take, \"\" if there is none",
            ),
            (
                "refuse_start",
                self.refuse_start.is_some(),
                "the beginnings that it reads as something else, [] if there is none",
            ),
            (
                "min",
                self.min.is_some(),
                "the fewest characters, 1 if it sets no bound",
            ),
            (
                "max",
                self.max.is_some(),
                "the most characters, 100 (the cloud's own bound) if it sets none",
            ),
            (
                "source",
                self.source.as_ref().is_some_and(|s| !s.is_empty()),
                "where the vendor says so",
            ),
        ];
        said.into_iter()
            .filter(|(_, is_said, _)| !is_said)
            .map(|(key, _, what)| (key, format!("is missing: {what}")))
            .collect()
    }

    /// Beginnings that neither the style nor the manifest answers for.
    fn open_beginnings(
        &self,
        styles: &[&Style],
        refuse: &str,
        refuse_start: &[String],
    ) -> Vec<(&'static str, String)> {
        let mut faults = Vec::new();
        let answered = |start: &str| {
            refuse_start
                .iter()
                .chain(&self.takes_start)
                .any(|said| said == start)
                || start.chars().any(|c| refuse.contains(c))
        };
        if let Some(both) = self
            .takes_start
            .iter()
            .find(|start| refuse_start.contains(start))
        {
            faults.push((
                "takes_start",
                format!("{both:?} stands in refuse_start too"),
            ));
        }
        let open = |start: &str| {
            styles.iter().any(|style| {
                let writes_same = style
                    .quote(start)
                    .is_ok_and(|written| written.contains(start));
                !style.encodes() && writes_same
            }) && !answered(start)
        };
        let quotes: Vec<String> = QUOTES
            .iter()
            .filter(|_| styles.iter().any(|style| !style.has_quotes()))
            .map(char::to_string)
            .collect();
        let open: Vec<&str> = BEGINNINGS
            .into_iter()
            .chain(quotes.iter().map(String::as_str))
            .filter(|start| open(start))
            .collect();
        if !open.is_empty() {
            let shown: Vec<String> = open.iter().map(|start| format!("{start:?}")).collect();
            faults.push((
                "refuse_start",
                format!(
                    "a key that begins with {} would be written as it is, and nobody said how the device reads it: put it into refuse_start, or into takes_start if it is harmless",
                    shown.join(" or ")
                ),
            ));
        }
        faults
    }
}

/// Characters that some style writes as they are and that nobody spoke of.
fn unanswered(styles: &[&Style], refuse: &str, takes: &str) -> Option<(&'static str, String)> {
    let open: String = special()
        .filter(|c| !refuse.contains(*c) && !takes.contains(*c))
        .filter(|c| styles.iter().any(|style| style.shows(*c) == Shown::AsItIs))
        .collect();
    (!open.is_empty()).then(|| {
        (
            "takes",
            format!(
                "keys with the characters {open} would be written as they are, and nobody said that the device reads them back: put each into takes (it does) or refuse (it does not)"
            ),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::super::keys::KeyError;
    use super::super::quoting::QuoteError;
    use super::*;

    fn table(text: &str) -> KeyTable {
        toml::from_str(text).unwrap()
    }

    fn faults(text: &str) -> String {
        let faults = table(text).check(&[]).unwrap_err();
        let lines: Vec<String> = faults
            .iter()
            .map(|(key, what)| format!("{key}: {what}"))
            .collect();
        lines.join("\n")
    }

    const WHOLE: &str = r#"style = "single-quoted"
refuse = '"\'
refuse_start = ["0x", "0s"]
takes = '''!#$%&()*+,-./:;<=>?@[]^_`{|}~'''
min = 1
max = 100
source = "a manual"
"#;

    #[test]
    fn a_whole_table_is_taken() {
        let Keys::Written(rules) = table(WHOLE).check(&[]).unwrap() else {
            panic!("it is written");
        };
        let write = |key: &str| rules.write(&rules.style, key);
        assert_eq!(write("a#b").unwrap(), "'a#b'");
        assert_eq!(write("0xa"), Err(KeyError::Start("0x".to_owned())));
        assert_eq!(write("a\\b"), Err(KeyError::Character('\\')));
        assert_eq!(
            write("a'b"),
            Err(KeyError::Quote(QuoteError::Character('\'')))
        );
        assert_eq!(write(&"x".repeat(101)), Err(KeyError::TooLong(100)));
        assert_eq!(write(""), Err(KeyError::TooShort(1)));
    }

    #[test]
    fn silence_is_a_fault_with_its_key() {
        let said = faults("style = \"double-quoted-escaped\"");
        for key in ["refuse", "refuse_start", "min", "max", "source"] {
            assert!(said.contains(&format!("{key}: is missing")), "{said}");
        }
        let said = faults(&WHOLE.replace("takes = '''!#$", "takes = '''!#"));
        assert!(
            said.starts_with("takes: keys with the characters $ would"),
            "{said}"
        );
        let said = faults(&WHOLE.replace("[\"0x\", \"0s\"]", "[\"0x\"]"));
        assert!(
            said.starts_with("refuse_start: a key that begins with \"0s\""),
            "{said}"
        );
        let said = faults(&WHOLE.replace("takes = '''!", "takes = '''\"!"));
        assert!(said.contains("stands in refuse too"), "{said}");
    }

    #[test]
    fn a_style_that_encodes_answers_for_all() {
        let text = "style = \"base64-0s\"\nrefuse = \"\"\nrefuse_start = []\nmin = 1\nmax = 100\nsource = \"s\"";
        assert!(table(text).check(&[]).is_ok());
        let bare: Style = Style::Named(super::super::quoting::Named::Bare);
        let faults = table(text).check(&[&bare]).unwrap_err();
        assert_eq!(faults.len(), 2, "{faults:?}");
    }

    #[test]
    fn a_bare_style_is_asked_about_quotes() {
        let said = faults(
            &WHOLE
                .replace("single-quoted", "bare")
                .replace("takes = '''", "takes = '''\"'")
                .replace("refuse = '\"\\'", "refuse = '\\'"),
        );
        assert!(said.contains("\"\\\"\" or \"'\""), "{said}");
    }
}
