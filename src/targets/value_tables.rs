//! The tables of a values file that are for one target or one connection.

use std::collections::BTreeMap;

use super::value::{InputError, plain_value};

/// The tables of a values file that are not for all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Layers {
    /// By the target's id.
    pub(super) targets: BTreeMap<String, BTreeMap<String, String>>,
    /// By the connection's id, or what its document calls it.
    pub(super) connections: BTreeMap<String, BTreeMap<String, String>>,
    /// By both, of a list of sites.
    pub(super) sites: BTreeMap<(String, String), BTreeMap<String, String>>,
    /// What was typed and does not fit every target, by the target's id.
    pub(super) typed: BTreeMap<String, BTreeMap<String, String>>,
}

impl Layers {
    pub(super) fn is_empty(&self) -> bool {
        let Self {
            targets,
            connections,
            sites,
            typed,
        } = self;
        targets.is_empty() && connections.is_empty() && sites.is_empty() && typed.is_empty()
    }

    /// Takes a table of tables, if it is one of these; whether it is.
    pub(super) fn read(
        &mut self,
        file: &str,
        name: &str,
        value: &toml::Value,
    ) -> Result<bool, InputError> {
        let all = match name {
            "targets" => &mut self.targets,
            "connections" => &mut self.connections,
            _ => return Ok(false),
        };
        let fault = |message: String| InputError::File {
            file: file.to_owned(),
            message,
        };
        let tables = value.as_table().ok_or_else(|| {
            fault(format!(
                "{name} must hold a table for each, as in [{name}.\"…\"]"
            ))
        })?;
        for (own, table) in tables {
            let table = table
                .as_table()
                .ok_or_else(|| fault(format!("[{name}.{own:?}] must be a table of values")))?;
            let values = all.entry(own.clone()).or_default();
            for (input, value) in table {
                let value = plain_value(value).ok_or_else(|| {
                    fault(format!(
                        "{input} in [{name}.{own:?}] must be a text, a whole number, true or false"
                    ))
                })?;
                values.insert(input.clone(), value);
            }
        }
        Ok(true)
    }
}
