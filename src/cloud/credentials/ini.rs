//! Reads the simple INI that the SDKs' credentials file is written in: `[section]`, `key = value` or `key: value`,
//! comments after `#` or `;`. As for the SDKs, the case of a key does not matter.
//!
//! It is read here and not by a crate so that a key goes from the file into wiped memory without
//! stopping in a map of plain strings, and because a dozen lines are all the format has.

use crate::secret::Secret;

/// One section's values. Any of them may be a secret, so all are treated as one.
pub(super) struct Section(Vec<(String, Secret)>);

/// Where a file is not what it should be.
#[derive(Debug, Eq, PartialEq)]
pub(super) struct Malformed {
    /// Counted from 1.
    pub(super) line: usize,
}

impl Section {
    /// The section of that name, with those of the same name put together; `None` where there is none.
    /// What the other sections hold is not kept.
    pub(super) fn read(text: &str, name: &str) -> Result<Option<Self>, Malformed> {
        let mut values = None;
        let mut inside = false;
        for (index, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            let line = line.trim();
            let malformed = || Malformed { line: index + 1 };
            if line.is_empty() || line.starts_with(['#', ';']) {
            } else if let Some(rest) = line.strip_prefix('[') {
                let (section, _) = rest.split_once(']').ok_or_else(malformed)?;
                inside = section.trim() == name;
                if inside {
                    values.get_or_insert_with(Vec::new);
                }
            } else {
                let (key, value) = line.split_once(['=', ':']).ok_or_else(malformed)?;
                if let (true, Some(values)) = (inside, values.as_mut()) {
                    let value = Secret::new(unquoted(value).to_owned());
                    values.push((key.trim().to_ascii_lowercase(), value));
                }
            }
        }
        Ok(values.map(Self))
    }

    /// Whether two sections say the same, in whatever order and with whatever comments.
    pub(super) fn agrees_with(&self, other: &Self) -> bool {
        let says = |one: &Self, another: &Self| {
            one.0
                .iter()
                .all(|(key, _)| match (one.get(key), another.get(key)) {
                    (Some(one), Some(another)) => one.same_as(another),
                    (one, another) => one.is_none() && another.is_none(),
                })
        };
        says(self, other) && says(other, self)
    }

    /// The last value of that key which is not empty.
    pub(super) fn get(&self, key: &str) -> Option<&Secret> {
        let mut values = self.0.iter().rev().filter(|(known, _)| known == key);
        values
            .next()
            .map(|(_, value)| value)
            .filter(|value| !value.is_empty())
    }
}

/// A value without the quotes around it, or without a comment after it. A comment needs a blank before
/// it, because a key may hold `#`.
fn unquoted(value: &str) -> &str {
    let value = value.trim();
    for quote in ['"', '\''] {
        if let Some(rest) = value.strip_prefix(quote)
            && let Some((inside, _)) = rest.split_once(quote)
        {
            return inside;
        }
    }
    let comment = [" #", " ;", "\t#", "\t;"]
        .iter()
        .filter_map(|mark| value.find(mark))
        .min();
    comment.map_or(value, |start| value[..start].trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "\u{feff}# comment
[default]
type = access_key   ; trailing
access_key_id=id#1
access_key_secret = \"a = b # c\"
empty =

[ other ]
type = ecs_ram_role
[default]
region = 'cn-hangzhou'
";

    #[test]
    fn values_of_one_section() {
        let section = Section::read(FILE, "default").unwrap().unwrap();
        let get = |key| section.get(key).map(Secret::reveal);
        assert_eq!(get("type"), Some("access_key"));
        assert_eq!(get("access_key_id"), Some("id#1"));
        assert_eq!(get("access_key_secret"), Some("a = b # c"));
        assert_eq!(get("region"), Some("cn-hangzhou"));
        assert_eq!((get("empty"), get("absent")), (None, None));
    }

    #[test]
    fn a_colon_does_as_well_and_the_first_of_both_divides() {
        let text = "[default]\nType: access_key\naccess_key_id : a=b\naccess_key_secret = c:d\n";
        let section = Section::read(text, "default").unwrap().unwrap();
        let get = |key| section.get(key).map(Secret::reveal);
        assert_eq!(get("type"), Some("access_key"));
        assert_eq!(get("access_key_id"), Some("a=b"));
        assert_eq!(get("access_key_secret"), Some("c:d"));
    }

    #[test]
    fn sections_agree_by_what_they_say() {
        let section = |text: &str| Section::read(text, "default").unwrap().unwrap();
        let one = section("[default]\na = 1\nb = 2\nempty =\n");
        assert!(one.agrees_with(&section("# note\n[default]\nb: '2'\na=0\na=1\n")));
        for other in [
            "[default]\na=1\n",
            "[default]\na=1\nb=3\n",
            "[default]\na=1\nb=2\nc=3\n",
        ] {
            assert!(!one.agrees_with(&section(other)), "{other}");
            assert!(!section(other).agrees_with(&one), "{other}");
        }
    }

    #[test]
    fn another_section_and_none() {
        let other = Section::read(FILE, "other").unwrap().unwrap();
        assert_eq!(other.get("type").map(Secret::reveal), Some("ecs_ram_role"));
        assert!(Section::read(FILE, "nobody").unwrap().is_none());
        assert!(Section::read("", "default").unwrap().is_none());
    }

    #[test]
    fn a_line_that_is_neither_is_named() {
        let malformed = |text| Section::read(text, "default").err().map(|error| error.line);
        assert_eq!(malformed("[default]\nnonsense"), Some(2));
        assert_eq!(malformed("\n\n[default"), Some(3));
    }

    proptest::proptest! {
        #[test]
        fn a_key_in_quotes_comes_back(key in "[A-Za-z0-9+/=#; ]{1,40}") {
            let text = format!("[default]\nsecret = \"{key}\"\n");
            let section = Section::read(&text, "default").unwrap().unwrap();
            proptest::prop_assert_eq!(section.get("secret").map(Secret::reveal), Some(key.as_str()));
        }

        #[test]
        fn no_file_is_too_strange(text in "[ -~\\n]*") {
            let _ = Section::read(&text, "default");
        }
    }
}
