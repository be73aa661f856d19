//! How a dozen nasty keys, identities and names come out on a target, so that whoever writes a manifest sees it; and what
//! the device makes of each special character, for the target's page.

use serde::Serialize;

use super::key_table::{BEGINNINGS, special};
use super::keys::{KeyRules, Keys};
use super::quoting::{Shown, Style};
use super::target::Target;

/// Keys that kill tunnels where a manifest is wrong; the last is the longest that the cloud takes.
const KEYS: [&str; 16] = [
    "PlainKey1",
    "plain-Key.1_x",
    "0x4142",
    "0sQUJD",
    "a\"b",
    "a'b",
    "a\\b",
    "a$b",
    "a${b}%{c}",
    "a?b",
    "a#b;c",
    "a<b>&c",
    "!a`b|c",
    "\"ab\"",
    "a%b^c~",
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-0123456789abcdefghijklmnopqrstuvwxyzABC",
];
const IDENTITIES: [&str; 6] = [
    "203.0.113.10",
    "gw.example.com",
    "branch_1-a",
    "user@example.com",
    "cn/site 1",
    "key:\"1\"",
];
const NAMES: [&str; 4] = ["ali", "ali_b", "ali-b", "a-very-long-prefix-of-names"];

/// One text on its way to the device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Sample {
    /// What it is: `PSK`, `BGP key`, `identity`, `name prefix`.
    pub what: String,
    /// The text.
    pub text: &'static str,
    /// What the device gets; absent where it is refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub written: Option<String>,
    /// Why it is refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
}

/// What a device makes of special characters in a kind of key.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Characters {
    /// `PSK` or `BGP key`.
    pub of: &'static str,
    /// Why there is none; absent where there is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub never: Option<String>,
    /// The style, in words; each other one that a file has too.
    pub styles: Vec<String>,
    /// Characters that are written as they are.
    pub as_they_are: String,
    /// Characters that are written otherwise, each with its notation.
    pub otherwise: Vec<(char, String)>,
    /// Characters that are refused.
    pub refused: String,
    /// Beginnings that are refused.
    pub refused_starts: Vec<String>,
    /// Sequences that are refused.
    pub refused_sequences: Vec<String>,
    /// Fewest and most characters.
    pub length: (usize, usize),
    /// Where the vendor says so.
    pub source: String,
    /// Whether somebody proved it.
    pub verified: bool,
}

impl Target {
    /// How the nasty texts come out.
    pub fn samples(&self) -> Vec<Sample> {
        let mut samples = Vec::new();
        for (place, style) in self.psk_styles.iter().enumerate() {
            of_key(&named("PSK", place, style), &self.psk, style, &mut samples);
        }
        if let Keys::Written(rules) = &self.bgp_key {
            for (place, style) in self.bgp_key_styles.iter().enumerate() {
                of_key(&named("BGP key", place, style), rules, style, &mut samples);
            }
        }
        for text in IDENTITIES {
            let refused = self.refuses_identity(text);
            samples.push(sample(
                "identity",
                text,
                refused.map_or(Ok(text.to_owned()), Err),
            ));
        }
        for text in NAMES {
            let written = self.tunnel_name(text);
            samples.push(sample("name prefix", text, written));
        }
        samples
    }

    /// What the device makes of each special character in keys.
    pub fn characters(&self) -> Vec<Characters> {
        let mut lines = vec![of_rules("PSK", &self.psk, &self.psk_styles)];
        lines.push(match &self.bgp_key {
            Keys::Written(rules) => of_rules("BGP key", rules, &self.bgp_key_styles),
            Keys::Never(why) => Characters {
                of: "BGP key",
                never: Some(why.in_lang(crate::findings::Lang::En).to_owned()),
                styles: Vec::new(),
                as_they_are: String::new(),
                otherwise: Vec::new(),
                refused: String::new(),
                refused_starts: Vec::new(),
                refused_sequences: Vec::new(),
                length: (0, 0),
                source: String::new(),
                verified: true,
            },
        });
        lines
    }

    fn refuses_identity(&self, text: &str) -> Option<String> {
        if text.parse::<std::net::Ipv4Addr>().is_ok() {
            return None;
        }
        let rules = self.identity.as_ref()?;
        if let Some(c) = rules.odd(text) {
            return Some(format!("the device takes no {c:?} there"));
        }
        let max = rules.max.filter(|max| text.len() > *max)?;
        Some(format!("more than {max} characters"))
    }

    /// The first tunnel's name, or why it cannot be.
    fn tunnel_name(&self, prefix: &str) -> Result<String, String> {
        let rules = &self.names;
        let odd = |c: char| !(c.is_ascii_alphanumeric() || rules.chars.contains(c));
        if let Some(c) = prefix.chars().find(|c| odd(*c)) {
            return Err(format!("names hold no {c:?}"));
        }
        if let Some(numbers) = &rules.numbers {
            return Ok(format!("the number {numbers}"));
        }
        let name = format!("{prefix}{}t1", rules.separator);
        let (max, reserve) = rules.tightest();
        if name.len() + reserve > max {
            let what = format!(
                "{} characters with what is added, at most {max}",
                name.len() + reserve
            );
            return Err(what);
        }
        Ok(if rules.upper {
            name.to_ascii_uppercase()
        } else {
            name
        })
    }
}

impl super::names::NameRules {
    /// The limit that is reached first: most characters, and what the templates add.
    pub(crate) fn tightest(&self) -> (usize, usize) {
        let kinds = self.kinds.values().map(|kind| (kind.max, kind.reserve));
        let all = std::iter::once((self.max, self.reserve)).chain(kinds);
        let room = |(max, reserve): &(usize, usize)| max.saturating_sub(*reserve);
        all.min_by_key(room).unwrap_or((self.max, self.reserve))
    }
}

fn named(what: &str, place: usize, style: &Style) -> String {
    if place == 0 {
        return what.to_owned();
    }
    format!("{what} ({})", style.in_words())
}

fn of_key(what: &str, rules: &KeyRules, style: &Style, samples: &mut Vec<Sample>) {
    for text in KEYS {
        let written = rules.write(style, text).map_err(|error| error.to_string());
        samples.push(sample(what, text, written));
    }
}

fn sample(what: &str, text: &'static str, written: Result<String, String>) -> Sample {
    let (written, refused) = match written {
        Ok(written) => (Some(written), None),
        Err(refused) => (None, Some(refused)),
    };
    Sample {
        what: what.to_owned(),
        text,
        written,
        refused,
    }
}

fn of_rules(of: &'static str, rules: &KeyRules, styles: &[Style]) -> Characters {
    let style = &rules.style;
    let (mut as_they_are, mut otherwise, mut refused) = (String::new(), Vec::new(), String::new());
    for c in special() {
        if rules.refuse.contains(c) {
            refused.push(c);
            continue;
        }
        match style.shows(c) {
            Shown::AsItIs => as_they_are.push(c),
            Shown::As(written) => otherwise.push((c, written)),
            Shown::Encoded => {}
            Shown::Refused => refused.push(c),
        }
    }
    Characters {
        of,
        never: None,
        styles: styles.iter().map(Style::in_words).collect(),
        as_they_are,
        otherwise,
        refused,
        refused_starts: rules.refuse_start.clone(),
        refused_sequences: rules.refuse_sequences.clone(),
        length: (rules.min, rules.max),
        source: rules.source.to_string(),
        verified: rules.verified,
    }
}

impl Characters {
    /// Rows for people: what, and how it comes out.
    pub fn rows(&self) -> Vec<(&'static str, String)> {
        if let Some(never) = &self.never {
            return vec![("none", never.clone())];
        }
        let joined = |chars: &str| {
            chars
                .chars()
                .map(String::from)
                .collect::<Vec<_>>()
                .join(" ")
        };
        let otherwise: Vec<String> = self
            .otherwise
            .iter()
            .map(|(c, written)| format!("{c} as {written}"))
            .collect();
        let quoted = |texts: &[String]| {
            texts
                .iter()
                .map(|text| format!("{text:?}"))
                .collect::<Vec<_>>()
                .join(" ")
        };
        let taken: Vec<String> = BEGINNINGS
            .iter()
            .filter(|start| !self.refused_starts.iter().any(|refused| refused == **start))
            .map(|start| format!("{start:?}"))
            .collect();
        let rows = [
            ("style", self.styles.join("; ")),
            ("written as they are", joined(&self.as_they_are)),
            ("written otherwise", otherwise.join(", ")),
            ("refused", joined(&self.refused)),
            ("refused at the start", quoted(&self.refused_starts)),
            ("taken at the start", taken.join(" ")),
            ("refused anywhere", quoted(&self.refused_sequences)),
            (
                "length",
                format!("{} to {} characters", self.length.0, self.length.1),
            ),
            (
                "source",
                format!(
                    "{}{}",
                    self.source,
                    if self.verified {
                        ""
                    } else {
                        " (not proven on a device)"
                    }
                ),
            ),
        ];
        rows.into_iter()
            .filter(|(_, value)| !value.is_empty())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::Registry;

    #[test]
    fn nasty_texts_are_written_or_refused_on_every_target() {
        let registry = Registry::builtin();
        for entry in registry.list() {
            let target = registry.load(&entry.id).unwrap();
            let samples = target.samples();
            assert!(
                samples
                    .iter()
                    .any(|sample| sample.what == "PSK" && sample.written.is_some())
            );
            for sample in &samples {
                assert_ne!(
                    sample.written.is_some(),
                    sample.refused.is_some(),
                    "{sample:?}"
                );
            }
            let characters = target.characters();
            let psk = &characters[0];
            let told =
                psk.as_they_are.chars().count() + psk.otherwise.len() + psk.refused.chars().count();
            let encoded = psk
                .styles
                .iter()
                .any(|style| style.contains("base64") || style.contains("hex"));
            assert!(
                encoded || told == super::special().count(),
                "{}: {psk:?}",
                entry.id
            );
        }
    }
}
