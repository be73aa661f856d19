//! Values that only the user can know: checked against what the manifest declares.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use regex_lite::Regex;

use super::input_spec::{InputKind, InputSpec};
use super::layered_values::Layers;
use crate::suggest::nearest;

/// What the user gave, by name, before any target has looked at it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InputValues {
    /// Those of files, for all targets and connections.
    pub(super) values: BTreeMap<String, String>,
    /// Those that were typed: they win.
    pub(super) set: BTreeMap<String, String>,
    /// Those of files for one target or connection.
    pub(super) layers: Layers,
}

/// A checked value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Text of one line without control characters.
    Text(String),
    /// A whole number.
    Number(i64),
    /// A flag.
    Flag(bool),
    /// Nothing was given and there is no default.
    Missing,
}

impl Value {
    /// The value as it would be typed; empty where there is none.
    pub fn typed(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Flag(flag) => flag.to_string(),
            Self::Missing => String::new(),
        }
    }
}

/// Why a value cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InputError {
    /// `--set` without `=`.
    #[error("{0:?} is no input: write NAME=VALUE")]
    NoEquals(String),
    /// The target has no such input.
    #[error("{target} has no input {name:?}{}; `peerconf targets TARGET` lists those of a target", suggestion.as_ref().map(|s| format!(" (did you mean {s:?}?)")).unwrap_or_default())]
    Unknown {
        /// The input.
        name: String,
        /// The target.
        target: String,
        /// The nearest name.
        suggestion: Option<String>,
    },
    /// The value does not fit the input's type.
    #[error("{name}={value:?} does not fit: {wanted} ({help})")]
    Invalid {
        /// The input.
        name: String,
        /// The value.
        value: String,
        /// What it must be.
        wanted: String,
        /// The input's help.
        help: String,
    },
    /// A values file that cannot be read as one.
    #[error("{file}: {message}")]
    File {
        /// The file.
        file: String,
        /// What the reader says.
        message: String,
    },
}

impl InputValues {
    /// Takes `NAME=VALUE`; a later one wins.
    pub fn set(&mut self, assignment: &str) -> Result<(), InputError> {
        let (name, value) = assignment
            .split_once('=')
            .ok_or_else(|| InputError::NoEquals(assignment.to_owned()))?;
        self.set.insert(name.trim().to_owned(), value.to_owned());
        Ok(())
    }

    /// Takes a value; a later one wins.
    pub fn insert(&mut self, name: &str, value: &str) {
        self.values.insert(name.to_owned(), value.to_owned());
    }

    /// The names of those that were typed.
    pub fn typed(&self) -> impl Iterator<Item = &str> {
        self.set.keys().map(String::as_str)
    }

    /// The same without one of them.
    #[must_use]
    pub fn without(&self, name: &str) -> Self {
        let mut without = self.clone();
        without.values.remove(name);
        without.set.remove(name);
        without
    }

    /// Takes the `name = value` lines of a TOML file; values may be text, whole numbers, booleans.
    pub fn read_toml(&mut self, file: &str, text: &str) -> Result<(), InputError> {
        let fault = |message: String| InputError::File {
            file: file.to_owned(),
            message,
        };
        let table: toml::Table = text
            .parse()
            .map_err(|e: toml::de::Error| fault(e.to_string()))?;
        for (name, value) in table {
            if self.layers.read(file, &name, &value)? {
                continue;
            }
            let value = plain_value(&value).ok_or_else(|| {
                fault(format!(
                    "{name} must be a text, a whole number, true or false"
                ))
            })?;
            self.values.insert(name, value);
        }
        Ok(())
    }

    /// What was given for an input.
    pub fn get(&self, name: &str) -> Option<&str> {
        let value = self.set.get(name).or_else(|| self.values.get(name));
        value.map(String::as_str)
    }

    /// Refuses names that none of the given inputs has.
    pub fn check_names(&self, target: &str, specs: &[InputSpec]) -> Result<(), InputError> {
        self.check_names_of_all(&[(target, specs)])
    }

    /// Refuses names that no target has; what is for one target alone must be that target's.
    pub fn check_names_of_all(&self, targets: &[(&str, &[InputSpec])]) -> Result<(), InputError> {
        let for_all = self.values.keys().chain(self.set.keys());
        let of_connections = self.layers.connections.values().flat_map(BTreeMap::keys);
        for name in for_all.chain(of_connections) {
            check_name(name, targets)?;
        }
        for (target, values) in &self.layers.targets {
            // A file may serve more targets than this run has.
            if let Some(target) = targets.iter().find(|(id, _)| id == target) {
                for name in values.keys() {
                    check_name(name, &[*target])?;
                }
            }
        }
        Ok(())
    }
}

/// Refuses a name that none of the targets has.
fn check_name(name: &str, targets: &[(&str, &[InputSpec])]) -> Result<(), InputError> {
    let known = || targets.iter().flat_map(|(_, specs)| *specs);
    if known().any(|spec| spec.name == name) {
        return Ok(());
    }
    let ids: Vec<&str> = targets.iter().map(|(id, _)| *id).collect();
    Err(InputError::Unknown {
        name: name.to_owned(),
        target: ids.join(" or "),
        suggestion: nearest(name, known().map(|spec| spec.name.as_str())),
    })
}

/// A value as it would be typed; none for lists, tables, fractions and dates.
pub(super) fn plain_value(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Integer(number) => Some(number.to_string()),
        toml::Value::Boolean(flag) => Some(flag.to_string()),
        _ => None,
    }
}

impl InputSpec {
    /// The checked value: what was given, else the default, else [`Value::Missing`].
    pub fn value(&self, given: &InputValues) -> Result<Value, InputError> {
        if let Some(text) = given.get(&self.name) {
            return self.check(text);
        }
        let not_given = || match &self.default {
            Some(text) => self.check(text),
            None => Ok(Value::Missing),
        };
        self.not_given.get_or_init(not_given).clone()
    }

    /// A value that fits and is not the default, as far as there is one: the example where the manifest
    /// has one. Tests and values files use it.
    pub fn sample(&self) -> String {
        if let Some(example) = &self.example {
            return example.clone();
        }
        let default = self.default.as_deref().unwrap_or_default();
        match self.kind {
            InputKind::Ipv4 => "192.0.2.99".to_owned(),
            InputKind::Number => {
                let least = self.min.unwrap_or(0);
                let next = default.parse().map_or(least, |number: i64| number + 1);
                let most = self.max.unwrap_or(i64::from(u32::MAX));
                if next > most { least } else { next }.to_string()
            }
            InputKind::Choice => {
                let other = self.choices.iter().find(|choice| *choice != default);
                other.or(self.choices.first()).cloned().unwrap_or_default()
            }
            InputKind::Flag => (default != "true").to_string(),
            InputKind::Name | InputKind::Interface | InputKind::Text => "Name7".to_owned(),
        }
    }

    /// Why a pattern is none.
    pub(super) fn compiles(pattern: &str) -> Result<(), String> {
        let compiled = Regex::new(&format!("^(?:{pattern})$"));
        compiled.map(|_| ()).map_err(|error| error.to_string())
    }

    /// Checks a text against the type. An empty default means "not given, and not needed".
    pub fn check(&self, text: &str) -> Result<Value, InputError> {
        let invalid = |wanted: String| {
            Err(InputError::Invalid {
                name: self.name.clone(),
                value: text.to_owned(),
                wanted,
                help: self.help.clone(),
            })
        };
        if text.is_empty() && self.default.as_deref() == Some("") {
            return Ok(Value::Text(String::new()));
        }
        if text.len() > 255 || text.chars().any(|c| !(c.is_ascii_graphic() || c == ' ')) {
            return invalid("one line of printable ASCII, at most 255 characters".to_owned());
        }
        match self.kind {
            InputKind::Ipv4 => match text.parse::<Ipv4Addr>() {
                Ok(address) => Ok(Value::Text(address.to_string())),
                Err(_) => invalid("it must be an IPv4 address such as 192.0.2.1".to_owned()),
            },
            InputKind::Number => {
                let (min, max) = (
                    self.min.unwrap_or(0),
                    self.max.unwrap_or(i64::from(u32::MAX)),
                );
                match text.parse::<i64>() {
                    Ok(number) if (min..=max).contains(&number) => Ok(Value::Number(number)),
                    _ => invalid(format!("it must be a whole number from {min} to {max}")),
                }
            }
            InputKind::Name => {
                let mut chars = text.chars();
                let fits = chars.next().is_some_and(|c| c.is_ascii_alphabetic())
                    && chars.all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
                    && text.len() <= 63;
                if fits {
                    Ok(Value::Text(text.to_owned()))
                } else {
                    invalid("it must be a letter, then letters, digits, '-' or '_'".to_owned())
                }
            }
            InputKind::Choice => match self.choices.iter().find(|choice| *choice == text) {
                Some(choice) => Ok(Value::Text(choice.clone())),
                None => invalid(format!("it must be one of {}", self.choices.join(", "))),
            },
            InputKind::Flag => match text {
                "true" => Ok(Value::Flag(true)),
                "false" => Ok(Value::Flag(false)),
                _ => invalid("it must be true or false".to_owned()),
            },
            InputKind::Interface | InputKind::Text => {
                let pattern = self.pattern.as_deref().unwrap_or("[A-Za-z0-9._/-]+");
                let compiled = self.compiled.get_or_init(|| {
                    Regex::new(&format!("^(?:{pattern})$")).map_err(|error| error.to_string())
                });
                match compiled {
                    Ok(regex) if regex.is_match(text) => Ok(Value::Text(text.to_owned())),
                    Ok(_) => invalid(format!("it must look like {pattern}")),
                    Err(error) => invalid(format!(
                        "the manifest's pattern {pattern:?} is broken: {error}"
                    )),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spec(text: &str) -> InputSpec {
        toml::from_str(&format!("name = \"x\"\nhelp = \"an x\"\n{text}")).unwrap()
    }

    #[test]
    fn each_type_takes_what_it_means() {
        let number = spec("type = \"number\"\nmin = 1\nmax = 9\ndefault = \"5\"");
        assert_eq!(number.value(&InputValues::default()), Ok(Value::Number(5)));
        assert!(number.check("10").is_err());
        let name = spec("type = \"name\"");
        assert!(name.check("ali-1").is_ok());
        assert!(name.check("1ali").is_err());
        assert_eq!(name.value(&InputValues::default()), Ok(Value::Missing));
        let interface = spec("type = \"interface\"\npattern = \"GigabitEthernet[0-9/.]+\"");
        assert!(interface.check("GigabitEthernet0/0/1").is_ok());
        assert!(interface.check("GigabitEthernet0/0/1\n shutdown").is_err());
        assert!(interface.check("xGigabitEthernet0").is_err());
        let address = spec("type = \"ipv4\"\ndefault = \"\"");
        assert_eq!(
            address.value(&InputValues::default()),
            Ok(Value::Text(String::new()))
        );
        assert!(address.check("10.0.0.256").is_err());
    }

    #[test]
    fn a_sample_fits_and_is_not_the_default() {
        for (text, sample) in [
            ("type = \"number\"\nmin = 1\nmax = 9\ndefault = \"5\"", "6"),
            ("type = \"number\"\nmin = 1\nmax = 9\ndefault = \"9\"", "1"),
            ("type = \"flag\"\ndefault = \"true\"", "false"),
            (
                "type = \"choice\"\nchoices = [\"a\", \"b\"]\ndefault = \"a\"",
                "b",
            ),
            ("type = \"ipv4\"\ndefault = \"\"", "192.0.2.99"),
            ("type = \"name\"", "Name7"),
            (
                "type = \"text\"\npattern = \"[0-9]+\"\nexample = \"64999\"",
                "64999",
            ),
        ] {
            let spec = spec(text);
            assert_eq!(spec.sample(), sample);
            assert!(spec.check(sample).is_ok(), "{text}");
        }
    }

    #[test]
    fn unknown_names_are_refused_with_a_suggestion() {
        let mut values = InputValues::default();
        values.set("name_prefx=a").unwrap();
        let known =
            [toml::from_str("name = \"name_prefix\"\ntype = \"name\"\nhelp = \"h\"").unwrap()];
        let error = values.check_names("t", &known).unwrap_err();
        assert!(error.to_string().contains("name_prefix"), "{error}");
    }

    #[test]
    fn a_values_file_takes_plain_values_only() {
        let mut values = InputValues::default();
        values
            .read_toml("v.toml", "a = 1\nb = true\nc = \"x\"")
            .unwrap();
        assert_eq!(
            (values.get("a"), values.get("b")),
            (Some("1"), Some("true"))
        );
        assert!(values.read_toml("v.toml", "a = [1]").is_err());
    }
}
