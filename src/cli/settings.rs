//! What a user wants always: `peerconf/config.toml` in the configuration folder, and `PEERCONF_…` variables.
//!
//! Both become defaults of options, so that they hold in every command that has the option. What is nearer counts alone:
//! the command line, then the environment, then the file.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use clap::{Arg, ArgAction};

use super::args::configuration_folder;
use super::exit::Failure;
use super::small_file;

/// A key of the file: the option that it stands for, and its variable.
struct Setting {
    key: &'static str,
    /// Values are paths, relative to the file's folder.
    paths: bool,
    variable: &'static str,
}

const SETTINGS: [Setting; 8] = [
    Setting::of("lang", "PEERCONF_LANG"),
    Setting::of("target", "PEERCONF_TARGET"),
    Setting::of_paths("values", "PEERCONF_VALUES"),
    Setting::of_paths("vendors", "PEERCONF_VENDORS"),
    Setting::of("allow", "PEERCONF_ALLOW"),
    Setting::of("warn", "PEERCONF_WARN"),
    Setting::of("deny", "PEERCONF_DENY"),
    Setting::of("crypto", "PEERCONF_CRYPTO"),
];

impl Setting {
    const fn of(key: &'static str, variable: &'static str) -> Self {
        Self {
            key,
            paths: false,
            variable,
        }
    }

    const fn of_paths(key: &'static str, variable: &'static str) -> Self {
        Self {
            paths: true,
            ..Self::of(key, variable)
        }
    }

    /// Whether an option is the one. `check -t` is no default: a response is also checked by itself.
    fn is(&self, command: &str, arg: &Arg) -> bool {
        arg.get_long() == Some(self.key)
            && (self.key != "target" || matches!(command, "render" | "ticket"))
    }
}

/// What stands in the file, once it was read: the values of each key.
static OF_FILE: OnceLock<Vec<(&'static str, Vec<String>)>> = OnceLock::new();

/// Reads the file, for the commands that are made after it.
pub(super) fn load() -> Result<(), Failure> {
    let file = configuration_folder().map(|folder| folder.join("config.toml"));
    if let Some(file) = file.filter(|file| file.is_file()) {
        let values = read(&file)?;
        OF_FILE.get_or_init(|| values);
    }
    Ok(())
}

/// Whether any default comes from a variable or the file.
pub(super) fn are_given() -> bool {
    let in_environment = |setting: &Setting| std::env::var_os(setting.variable).is_some();
    OF_FILE.get().is_some() || SETTINGS.iter().any(in_environment)
}

/// The option of a command, with its default from a variable and the file.
pub(super) fn with_default(command: &str, arg: Arg) -> Arg {
    let Some(setting) = SETTINGS.iter().find(|setting| setting.is(command, &arg)) else {
        return arg;
    };
    let is_list = matches!(arg.get_action(), ArgAction::Append);
    let mut arg = arg.env(setting.variable).hide_env_values(true);
    if is_list && !setting.paths {
        arg = arg.value_delimiter(',');
    }
    let mut of_file = OF_FILE.get().into_iter().flatten();
    match of_file.find(|(key, _)| *key == setting.key) {
        Some((_, values)) => arg.default_values(values.clone()).required(false),
        None => arg,
    }
}

/// What the file says, by key.
fn read(file: &Path) -> Result<Vec<(&'static str, Vec<String>)>, Failure> {
    let fault = |message: String| Failure::Usage(format!("{}: {message}", file.display()));
    let text = small_file::text(file).map_err(|error| fault(error.to_string()))?;
    let table: toml::Table = text
        .parse()
        .map_err(|error: toml::de::Error| fault(error.to_string()))?;
    let mut settings = Vec::new();
    for (key, value) in table {
        let Some(setting) = SETTINGS.iter().find(|setting| setting.key == key) else {
            let known: Vec<&str> = SETTINGS.iter().map(|setting| setting.key).collect();
            return Err(fault(format!(
                "{key:?} is no key; there are {}",
                known.join(", ")
            )));
        };
        let values = texts(&value)
            .ok_or_else(|| fault(format!("{key} must be a text or a list of texts")))?;
        let values = values.into_iter().map(|value| {
            if setting.paths {
                beside(file, &value).display().to_string()
            } else {
                value
            }
        });
        settings.push((setting.key, values.collect()));
    }
    Ok(settings)
}

/// A path as it is meant: from the file's folder on.
fn beside(file: &Path, path: &str) -> PathBuf {
    file.parent().unwrap_or(Path::new(".")).join(path)
}

fn texts(value: &toml::Value) -> Option<Vec<String>> {
    match value {
        toml::Value::String(text) => Some(vec![text.clone()]),
        toml::Value::Array(list) => list
            .iter()
            .map(|item| item.as_str().map(str::to_owned))
            .collect(),
        _ => None,
    }
}
