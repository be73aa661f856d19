//! `tests/settings.toml` in a target's folder: a checker of the author's own, values for inputs.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::targets::{InputKind, InputSpec, InputValues, Section, Target};

/// How a target is tried.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// A command that is run over each file of the output; `{file}` is its path. That it fails is a failure.
    pub checker: Option<String>,
    /// Other commands for single sections, in its place.
    pub checkers: BTreeMap<Section, String>,
    /// Values for inputs, in the place of the manifest's examples.
    pub inputs: BTreeMap<String, String>,
}

/// Settings that cannot be.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SettingsError {
    /// The notation, a key or a value.
    #[error("{0}")]
    Notation(#[from] toml::de::Error),
    /// A checker without the file.
    #[error("the checker {0:?} has no {{file}}, so that it would look at nothing")]
    NoFile(String),
    /// An input that the target has not.
    #[error("[inputs]: the target has no input {0:?}")]
    NoInput(String),
}

impl Settings {
    /// Reads and checks the text.
    ///
    /// # Errors
    ///
    /// [`SettingsError`] with the first thing that cannot be.
    pub fn read(text: &str, target: &Target) -> Result<Self, SettingsError> {
        let settings: Self = toml::from_str(text)?;
        let commands = settings.checker.iter().chain(settings.checkers.values());
        for command in commands {
            if !command
                .split_whitespace()
                .any(|word| word.contains("{file}"))
            {
                return Err(SettingsError::NoFile(command.clone()));
            }
        }
        let known = |name: &&String| target.inputs.iter().any(|spec| spec.name == **name);
        match settings.inputs.keys().find(|name| !known(name)) {
            Some(name) => Err(SettingsError::NoInput(name.clone())),
            None => Ok(settings),
        }
    }

    /// The command for files of a section.
    pub fn command(&self, section: Section) -> Option<&str> {
        let own = self.checkers.get(&section);
        own.or(self.checker.as_ref()).map(String::as_str)
    }

    /// The value that an input is tried with.
    pub fn value(&self, spec: &InputSpec) -> String {
        if let Some(given) = self.inputs.get(&spec.name) {
            return given.clone();
        }
        let second = spec.of_tunnel.as_ref().is_some_and(|of| of.second);
        if second && spec.kind == InputKind::Ipv4 && spec.example.is_none() {
            // Two hosts, for a device may need two.
            return "192.0.2.98".to_owned();
        }
        spec.sample()
    }

    /// Values for the inputs that a target needs, for these have no default.
    pub fn needed(&self, target: &Target) -> InputValues {
        let mut values = InputValues::default();
        for spec in target.inputs.iter().filter(|spec| spec.default.is_none()) {
            values.insert(&spec.name, &self.value(spec));
        }
        values
    }

    /// Sets of values in which an input may show, the plain ones first: those that are needed, all, all but the device's
    /// own addresses, and the last with each other answer to each question.
    pub(crate) fn bases(&self, target: &Target) -> Vec<InputValues> {
        let mut all = InputValues::default();
        for spec in &target.inputs {
            all.insert(&spec.name, &self.value(spec));
        }
        let own = target.inputs.iter().map(|spec| spec.name.as_str());
        let own = own.filter(|name| name.starts_with("local_address"));
        let unbound = own.fold(all.clone(), |values, name| values.without(name));
        let mut bases = vec![self.needed(target), all, unbound.clone()];
        for spec in &target.inputs {
            let answers = match spec.kind {
                InputKind::Choice => spec.choices.clone(),
                InputKind::Flag => vec!["true".to_owned(), "false".to_owned()],
                _ => continue,
            };
            for answer in answers.iter().filter(|answer| **answer != self.value(spec)) {
                let mut other = unbound.clone();
                other.insert(&spec.name, answer);
                bases.push(other);
            }
        }
        bases
    }
}
