//! Values that only the user can know, as they were given: typed, or in a file.

use std::collections::BTreeMap;

use super::input_spec::InputSpec;
use super::value::{InputError, plain_value};
use super::value_tables::Layers;
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

#[cfg(test)]
mod tests {
    use super::*;

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
