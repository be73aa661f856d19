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

use super::input::InputValues;
use super::input_spec::InputSpec;
use super::value_tables::Layers;

impl InputValues {
    /// Takes values for one connection on one target.
    pub fn insert_for(&mut self, connection: &str, target: &str, values: &[(String, String)]) {
        let key = (connection.to_owned(), target.to_owned());
        let site = self.layers.sites.entry(key).or_default();
        site.extend(values.iter().cloned());
    }

    /// Keeps what was typed for those of several targets that it fits, where it does not fit all: a name may be an interface
    /// here and a device there. Returns the name and the ids that it is kept for, of each such value.
    pub fn keep_where_it_fits(
        &mut self,
        targets: &[(&str, &[InputSpec])],
    ) -> Vec<(String, Vec<String>)> {
        let mut kept = Vec::new();
        for (name, value) in self.set.clone() {
            let specs = targets.iter().filter_map(|(id, specs)| {
                let spec = specs.iter().find(|spec| spec.name == name)?;
                Some((*id, spec.check(&value).is_ok()))
            });
            let (fits, others): (Vec<_>, Vec<_>) = specs.partition(|(_, fits)| *fits);
            if fits.is_empty() || others.is_empty() {
                continue;
            }
            self.set.remove(&name);
            for (id, _) in &fits {
                let own = self.layers.typed.entry((*id).to_owned()).or_default();
                own.insert(name.clone(), value.clone());
            }
            let ids = fits.into_iter().map(|(id, _)| id.to_owned()).collect();
            kept.push((name, ids));
        }
        kept
    }

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
        let at = |name: &&str| {
            self.layers
                .sites
                .get(&((*name).to_owned(), target.to_owned()))
        };
        let layers = layers.chain(connection.iter().filter_map(at));
        for layer in layers {
            values.extend(layer.clone());
        }
        values.extend(own.iter().cloned());
        values.extend(self.set.clone());
        values.extend(self.layers.typed.get(target).cloned().unwrap_or_default());
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
    fn what_is_typed_is_kept_for_the_targets_that_it_fits() {
        let spec = |pattern: &str| -> [InputSpec; 1] {
            let text = format!(
                "name = \"a\"\nhelp = \"h\"\ntype = \"interface\"\npattern = \"{pattern}\""
            );
            [toml::from_str(&text).unwrap()]
        };
        let (capital, small) = (spec("[A-Z]+"), spec("[a-z]+"));
        let targets: [(&str, &[InputSpec]); 2] = [("x/y", &capital), ("x/z", &small)];
        let mut values = InputValues::default();
        values.set("a=ETH").unwrap();
        let kept = values.keep_where_it_fits(&targets);
        assert_eq!(kept, [("a".to_owned(), vec!["x/y".to_owned()])]);
        let of = |id| {
            values
                .nearest(id, &[], &[])
                .unwrap()
                .get("a")
                .map(str::to_owned)
        };
        assert_eq!(of("x/y").as_deref(), Some("ETH"));
        assert_eq!(of("x/z"), None);
        // What fits none is an error still, and that tells.
        values.set("a=1").unwrap();
        assert!(values.keep_where_it_fits(&targets).is_empty());
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
