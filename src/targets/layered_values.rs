//! Values for one target or one connection, in the tables of a values file, beside those for all.
//!
//! ```toml
//! name_prefix = "ali"
//!
//! [targets."cisco/ios-xe"]
//! wan_interface = "GigabitEthernet1"
//!
//! [connections."vco-2ze0example"]
//! wan_interface = "GigabitEthernet2"
//! ```
//!
//! The nearer wins: what is for all, then what is for the target, then what is for the connection.

use std::collections::BTreeMap;

use super::input::{InputError, InputValues, plain_value};

/// The tables of a values file that are not for all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Layers {
    /// By the target's id.
    pub(super) targets: BTreeMap<String, BTreeMap<String, String>>,
    /// By the connection's id, or what its document calls it.
    pub(super) connections: BTreeMap<String, BTreeMap<String, String>>,
}

impl Layers {
    pub(super) fn is_empty(&self) -> bool {
        self.targets.is_empty() && self.connections.is_empty()
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

impl InputValues {
    /// The values for one target and one connection, which may be called in several ways. `None` where those for
    /// all are meant.
    pub fn nearest(
        &self,
        target: &str,
        connection: &[&str],
        own: &[(String, String)],
    ) -> Option<Self> {
        if self.layers.is_empty() && own.is_empty() {
            return None;
        }
        let mut values = self.values.clone();
        let layers = self.layers.targets.get(target).into_iter();
        let layers = layers.chain(
            connection
                .iter()
                .filter_map(|name| self.layers.connections.get(*name)),
        );
        for layer in layers {
            values.extend(layer.clone());
        }
        values.extend(own.iter().cloned());
        values.extend(self.set.clone());
        Some(Self {
            values,
            set: BTreeMap::new(),
            layers: Layers::default(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearer_value_wins_and_what_is_typed_wins_over_all() {
        let mut values = InputValues::default();
        let text = "a = 1\nb = 1\nc = 1\nd = 1\n[targets.\"x/y\"]\nb = 2\nc = 2\nd = 2\n\
            [connections.\"vco-1\"]\nc = 3\nd = 3\n";
        values.read_toml("v.toml", text).unwrap();
        values.set("d=4").unwrap();
        let near = values.nearest("x/y", &["vco-1"], &[]).unwrap();
        let of = |values: &InputValues| {
            ["a", "b", "c", "d"].map(|name| values.get(name).unwrap().to_owned())
        };
        assert_eq!(of(&near), ["1", "2", "3", "4"]);
        let other = values.nearest("z/z", &["vco-2"], &[]).unwrap();
        assert_eq!(of(&other), ["1", "1", "1", "4"]);
        let own = [
            ("a".to_owned(), "9".to_owned()),
            ("d".to_owned(), "9".to_owned()),
        ];
        let own = values.nearest("x/y", &["vco-1"], &own).unwrap();
        assert_eq!(of(&own), ["9", "2", "3", "4"]);
    }

    #[test]
    fn a_table_of_something_else_is_refused() {
        for text in ["targets = 1", "[targets]\nx = 1", "[other.\"x\"]\na = 1"] {
            assert!(
                InputValues::default().read_toml("v.toml", text).is_err(),
                "{text}"
            );
        }
    }
}
