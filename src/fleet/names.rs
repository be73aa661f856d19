//! Names of folders for connections, from ids that anybody may have chosen.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::targets::Target;

/// Longest name in bytes, before a number is added.
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

/// A folder's name for each target: its id, with its release where the target occurs with several.
pub fn target_folders(targets: &[Target]) -> Vec<String> {
    let mut names = Names::default();
    let name = |target: &Target| {
        let alike = targets.iter().filter(|other| other.id == target.id);
        let id: &str = if alike.count() > 1 {
            target.label()
        } else {
            &target.id
        };
        names.name(Some(&id.replace('/', "-")), "target")
    };
    targets.iter().map(name).collect()
}

/// Letters of any script, digits, `-`, `_`, `@` and inner dots of a text; the rest becomes `_`.
fn plain(text: &str) -> Option<String> {
    let mut name = String::new();
    for c in text.chars() {
        let c = if is_plain(c) { c } else { '_' };
        if name.len() + c.len_utf8() > LONGEST {
            break;
        }
        name.push(c);
    }
    let name = name.trim_matches('.');
    // A leading `-` would be taken for an option by every tool.
    let name = name.trim_start_matches('-');
    if is_device(name) {
        return Some(format!("_{name}"));
    }
    (!name.is_empty()).then(|| name.to_owned())
}

/// Compatibility ideographs are left out: some file systems take them for the characters that they stand for.
fn is_plain(c: char) -> bool {
    let is_compatibility = matches!(c, '\u{F900}'..='\u{FAFF}' | '\u{2F800}'..='\u{2FA1F}');
    c.is_ascii_digit() || "-_.@".contains(c) || (c.is_alphabetic() && !is_compatibility)
}

/// Whether Windows takes the name for a device, with any ending.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default();
    let stem = stem.to_ascii_uppercase();
    let numbered = |port: &str| {
        let number = stem.strip_prefix(port);
        number.is_some_and(|number| matches!(number.as_bytes(), [b'0'..=b'9']))
    };
    ["CON", "PRN", "AUX", "NUL"].contains(&stem.as_str()) || numbered("COM") || numbered("LPT")
}

/// The same for names that differ in case only.
fn hash(name: &str) -> u64 {
    use std::hash::{DefaultHasher, Hasher as _};
    let mut hasher = DefaultHasher::new();
    // By way of capitals, which are the same for more letters: both forms of sigma, ß and ss.
    hasher.write(name.to_uppercase().to_lowercase().as_bytes());
    hasher.finish()
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
            ("Büro", "Büro"),
            ("上海-办公室", "上海-办公室"),
            ("a\u{202E}b\u{200B}c", "a_b_c"),
            ("COM¹", "COM_"),
            ("con", "_con"),
            ("nul.txt", "_nul.txt"),
            ("Lpt1", "_Lpt1"),
            ("console", "console"),
            ("a b ", "a_b_"),
            ("user@site", "user@site"),
            ("index.json", "index.json~1"),
            ("", "line-1~2"),
        ] {
            assert_eq!(names.name(Some(id), "line-1"), wanted, "{id:?}");
        }
        let long = names.name(Some(&"x".repeat(500)), "line-1");
        assert_eq!(long.len(), LONGEST);
        let wide = names.name(Some(&"山".repeat(500)), "line-1");
        assert_eq!(wide, "山".repeat(LONGEST / 3));
    }

    #[test]
    fn no_two_are_alike() {
        let mut names = Names::default();
        let ids = [
            "a", "A", "a", "a~2", "a_2", "a/2", "a~3", "a", "a", "É", "é", "straße", "STRASSE",
        ];
        let mut given: Vec<String> = ids
            .iter()
            .map(|id| names.name(Some(id), "x").to_lowercase())
            .collect();
        given.sort();
        given.dedup();
        assert_eq!(given.len(), ids.len());
        assert_eq!(names.name(None, "line-7"), "line-7");
    }

    #[test]
    fn a_target_with_several_releases_has_a_folder_for_each() {
        let registry = crate::targets::Registry::builtin();
        let load = |spec: &str| registry.load(spec).unwrap();
        let ids: Vec<String> = registry.list().into_iter().map(|entry| entry.id).collect();
        let has_several = |id: &&String| load(id).versions.len() > 1;
        let (one, other) = (ids.iter().find(has_several).unwrap(), &ids[0]);
        assert_ne!(one, other);
        let releases = load(one).versions;
        let first = format!("{one}@{}", releases[0]);
        let last = format!("{one}@{}", releases[releases.len() - 1]);
        let folders = target_folders(&[load(&first), load(other), load(&last)]);
        let wanted = [&first, other, &last].map(|name| name.replace('/', "-"));
        assert_eq!(folders, wanted);
    }
}
