//! Names of folders for connections, from ids that anybody may have chosen.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// Longest name, before a number is added.
const LONGEST: usize = 64;

/// Gives every connection a name of its own that no file system takes for a path, also where letters'
/// case does not count. Remembers a few bytes a name.
#[derive(Debug, Default)]
pub struct Names {
    /// How often each name was asked for, by its hash.
    taken: HashMap<u64, u32>,
}

impl Names {
    /// A name for an id; `fallback` where the id has nothing to make a name of.
    pub fn name(&mut self, id: Option<&str>, fallback: &str) -> String {
        let base = id
            .and_then(plain)
            .or_else(|| plain(fallback))
            .unwrap_or_else(|| "connection".to_owned());
        let first = !self.taken.contains_key(&hash(&base));
        // The index stands beside the folders.
        if first && !base.to_ascii_lowercase().starts_with("index.") {
            self.taken.insert(hash(&base), 1);
            return base;
        }
        loop {
            let count = self.taken.entry(hash(&base)).or_insert(0);
            *count += 1;
            let name = format!("{base}~{count}");
            if let Entry::Vacant(free) = self.taken.entry(hash(&name)) {
                free.insert(1);
                return name;
            }
        }
    }
}

/// Letters, digits, `-`, `_` and inner dots of a text; the rest becomes `_`.
fn plain(text: &str) -> Option<String> {
    let name: String = text
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || "-_.".contains(c) {
                c
            } else {
                '_'
            }
        })
        .take(LONGEST)
        .collect();
    let name = name.trim_matches('.');
    // A leading `-` would be taken for an option by every tool.
    let name = name.trim_start_matches('-');
    (!name.is_empty()).then(|| name.to_owned())
}

fn hash(name: &str) -> u64 {
    use std::hash::{DefaultHasher, Hasher as _};
    let mut hasher = DefaultHasher::new();
    hasher.write(name.to_ascii_lowercase().as_bytes());
    hasher.finish()
}

/// A text from the input for one line of a terminal or a table.
pub fn printable(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { '.' } else { c })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_ids_stay_inside_the_folder() {
        let mut names = Names::default();
        for (id, wanted) in [
            ("vco-1", "vco-1"),
            ("../../etc/passwd", "_.._etc_passwd"),
            ("/etc/passwd", "_etc_passwd"),
            ("..", "line-1"),
            (".ssh", "ssh"),
            ("-rf", "rf"),
            ("a\\b:c\0d\ne", "a_b_c_d_e"),
            ("Büro", "B_ro"),
            ("index.json", "index.json~1"),
            ("", "line-1~2"),
        ] {
            assert_eq!(names.name(Some(id), "line-1"), wanted, "{id:?}");
        }
        let long = names.name(Some(&"x".repeat(500)), "line-1");
        assert_eq!(long.len(), LONGEST);
    }

    #[test]
    fn no_two_are_alike() {
        let mut names = Names::default();
        let ids = ["a", "A", "a", "a~2", "a_2", "a/2", "a~3", "a", "a"];
        let mut given: Vec<String> = ids
            .iter()
            .map(|id| names.name(Some(id), "x").to_ascii_lowercase())
            .collect();
        given.sort();
        given.dedup();
        assert_eq!(given.len(), ids.len());
        assert_eq!(names.name(None, "line-7"), "line-7");
    }
}
