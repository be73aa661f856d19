//! What is given for an input, checked against what the manifest declares.

use std::net::Ipv4Addr;

use regex_lite::Regex;

use super::input::InputValues;
use super::input_spec::{InputKind, InputSpec};
use super::value::{InputError, Value};

impl InputSpec {
    /// The checked value: what was given, else the default, else [`Value::Missing`].
    pub fn value(&self, given: &InputValues) -> Result<Value, InputError> {
        if let Some(text) = given.get(&self.name) {
            return self.check(text);
        }
        let not_given = || {
            let default = self.default.as_ref();
            Box::new(default.map_or(Ok(Value::Missing), |text| self.check(text)))
        };
        self.not_given.get_or_init(not_given).as_ref().clone()
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
                help: self.help.to_string(),
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
                    let compiled = Regex::new(&format!("^(?:{pattern})$"));
                    Box::new(compiled.map_err(|error| error.to_string()))
                });
                match compiled.as_ref() {
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
}
