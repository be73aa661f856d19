//! What is wrong in a manifest, and where: the key, and its line in the file.

use std::fmt;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Line in the file, from 1; of the nearest key that is there. None for what is built in.
    pub line: Option<usize>,
    /// The key, as a path: `input.uplink.pattern`.
    pub key: Vec<String>,
    /// What is wrong with it.
    pub what: String,
}

impl Fault {
    /// At a key. Elements of lists are named by their `name`, `rule` or `path`.
    pub(crate) fn at<'k>(key: impl IntoIterator<Item = &'k str>, what: impl Into<String>) -> Self {
        Self {
            line: None,
            key: key.into_iter().map(ToOwned::to_owned).collect(),
            what: what.into(),
        }
    }

    /// The same with its line in the file's text.
    pub(super) fn placed(mut self, text: &str) -> Self {
        self.line = self.line.or_else(|| line_of(text, &self.key));
        self
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.key.is_empty() {
            return f.write_str(&self.what);
        }
        write!(f, "{}: {}", self.key.join("."), self.what)
    }
}

/// Faults of a file, one a line: `file:line: key: what`.
pub(super) struct Listed<'f> {
    pub(super) file: &'f str,
    pub(super) faults: &'f [Fault],
}

impl fmt::Display for Listed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, fault) in self.faults.iter().enumerate() {
            let before = if index == 0 { "" } else { "\n" };
            write!(f, "{before}{}", self.file)?;
            if let Some(line) = fault.line {
                write!(f, ":{line}")?;
            }
            write!(f, ": {fault}")?;
        }
        Ok(())
    }
}

/// The line of a byte, from 1.
pub(super) fn line(text: &str, byte: usize) -> usize {
    text.bytes().take(byte).filter(|b| *b == b'\n').count() + 1
}

/// The line of a key, or of the nearest one around it that is there.
fn line_of(text: &str, key: &[String]) -> Option<usize> {
    let (table, _) = DeTable::parse_recoverable(text);
    let mut found = None;
    let mut inside: Option<&DeValue<'_>> = None;
    for segment in key {
        let next = match inside {
            None => of_table(table.get_ref(), segment),
            Some(DeValue::Table(table)) => of_table(table, segment),
            Some(DeValue::Array(array)) => array
                .iter()
                .find(|element| is_called(element.get_ref(), segment))
                .map(|element| (element.span().start, element.get_ref())),
            Some(_) => None,
        };
        let Some((start, value)) = next else { break };
        found = Some(start);
        inside = Some(value);
    }
    found.map(|start| line(text, start))
}

fn of_table<'t, 'i>(table: &'t DeTable<'i>, key: &str) -> Option<(usize, &'t DeValue<'i>)> {
    let (name, value) = table.iter().find(|(name, _)| name.get_ref() == key)?;
    Some((name.span().start, value.get_ref()))
}

/// Whether an element of a list has this name.
fn is_called(value: &DeValue<'_>, name: &str) -> bool {
    let DeValue::Table(table) = value else {
        return false;
    };
    ["name", "rule", "path", "makes"].iter().any(|key| {
        let value: Option<&Spanned<DeValue<'_>>> = table.get(*key);
        value.is_some_and(|value| matches!(value.get_ref(), DeValue::String(text) if text == name))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "a = 1\n[psk]\nstyle = \"bare\"\n\n[[input]]\nname = \"x\"\npattern = \"(\"\n\n[[input]]\nname = \"y\"\nhelp = \"h\"\n";

    #[test]
    fn a_key_has_its_line_and_one_that_is_missing_that_of_its_table() {
        for (key, line) in [
            (&["a"][..], Some(1)),
            (&["psk", "style"], Some(3)),
            (&["psk", "max"], Some(2)),
            (&["input", "x", "pattern"], Some(7)),
            (&["input", "y", "pattern"], Some(9)),
            (&["nothing"], None),
        ] {
            let fault = Fault::at(key.iter().copied(), "no").placed(TEXT);
            assert_eq!(fault.line, line, "{key:?}");
        }
    }

    #[test]
    fn faults_are_listed_one_a_line() {
        let faults = [
            Fault::at(["psk", "max"], "is missing").placed(TEXT),
            Fault::at(["nothing"], "is odd"),
        ];
        let listed = Listed {
            file: "f.toml",
            faults: &faults,
        };
        assert_eq!(
            listed.to_string(),
            "f.toml:2: psk.max: is missing\nf.toml: nothing: is odd"
        );
    }
}
