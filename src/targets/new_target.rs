//! A target to start from: an invented device, whole and commented, or a copy of one that is there.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::error::TargetError;
use super::fault::Fault;
use super::registry::Registry;
use super::source_files::SourceFiles;
use crate::capital::capital;
use crate::examples;

/// The id of the invented device, and the words in which it is named.
const INVENTED: [&str; 3] = ["acme/router", "Acme Router", "Acme"];

/// A file to write, by its path below the folder of targets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFile {
    /// `vendor/platform.toml`, `vendor/platform/config.j2`.
    pub path: String,
    /// What goes into it.
    pub text: String,
}

/// The settings of the tests of a new target.
const SETTINGS: &str = r#"# How `peerconf targets test` tries this target. Every key may be left out.

# A checker of your own, run over each file of the output: a parser of the vendor, a schema, a simulator. `{file}` is the
# file's path; no shell reads the line. That it fails is a failure. It runs under --run-checker only.
# checker = "acme-parser --strict {file}"

# Other checkers for single sections, in its place.
# [checkers]
# config = "acme-parser --strict {file}"
# verify = "true {file}"

# Values for inputs, where the manifest's `example` would not do.
# [inputs]
# uplink = "eth1"
"#;

/// The invented device under an id, `vendor/platform`.
///
/// # Errors
///
/// [`TargetError`] where the id is none.
pub fn invented(registry: &Registry, id: &str) -> Result<Vec<NewFile>, TargetError> {
    let (vendor, platform) = parts(id)?;
    let title = format!("{} {}", capital(vendor), capital(platform));
    let words = [id, &title, &capital(vendor)];
    let is_free = |name: &&str| registry.find(name).is_err();
    let alias = [vendor, platform].into_iter().find(is_free);
    let alias = alias.map(|alias| format!("{alias:?}")).unwrap_or_default();
    let alias = format!("aliases = [{alias}]");
    let named = |text: &str| {
        let text = text.replace("aliases = [\"acme\"]", &alias);
        let words = INVENTED.iter().zip(words);
        words.fold(text, |text, (old, new)| text.replace(old, new))
    };
    let file = |(name, text): &(&str, &str)| {
        let path = match name.strip_prefix("router") {
            Some(rest) => format!("{id}{rest}"),
            None => format!("{id}/{name}"),
        };
        NewFile {
            path,
            text: named(text),
        }
    };
    let mut files: Vec<NewFile> = examples::TARGET.iter().map(file).collect();
    files.push(settings(id));
    Ok(files)
}

/// A copy of a target under an id: its manifest, which keeps its parents, and every template of its own and of them.
///
/// # Errors
///
/// [`TargetError`] where the id is none, or there is no such target.
pub fn copied(registry: &Registry, from: &str, id: &str) -> Result<Vec<NewFile>, TargetError> {
    parts(id)?;
    let target = registry.load(from)?;
    let SourceFiles {
        manifests,
        templates,
    } = registry.source_files(from)?;
    let Some(manifest) = manifests.first() else {
        return Ok(Vec::new());
    };
    let mut text = with_value(&manifest.text, "id", &format!("{id:?}"));
    if id != target.id {
        // Two targets of one alias would be a fault.
        text = with_value(&text, "aliases", "[]");
    }
    let head = format!(
        "# Started from {} as peerconf {} has it. Keep the sources true: each says where this device's maker states it.\n",
        target.id,
        env!("CARGO_PKG_VERSION")
    );
    let mut files = vec![NewFile {
        path: format!("{id}.toml"),
        text: head + &text,
    }];
    // Old name to new one; of two with one file name the first is meant, as everywhere.
    let mut moved: Vec<(&str, String)> = Vec::new();
    for folder in &target.template_dirs {
        for template in &templates {
            let Some((_, name)) = template
                .name
                .rsplit_once('/')
                .filter(|(at, _)| at == folder)
            else {
                continue;
            };
            let new = format!("{id}/{name}");
            if moved.iter().all(|(_, known)| *known != new) {
                moved.push((&template.name, new));
            }
        }
    }
    for (old, new) in &moved {
        let Some(template) = templates.iter().find(|template| template.name == *old) else {
            continue;
        };
        let mut text = template.text.clone();
        for (old, new) in &moved {
            for quote in ['"', '\''] {
                text = text.replace(
                    &format!("{quote}{old}{quote}"),
                    &format!("{quote}{new}{quote}"),
                );
            }
        }
        files.push(NewFile {
            path: new.clone(),
            text,
        });
    }
    files.push(settings(id));
    Ok(files)
}

fn settings(id: &str) -> NewFile {
    NewFile {
        path: format!("{id}/tests/settings.toml"),
        text: SETTINGS.to_owned(),
    }
}

/// Vendor and platform of an id.
fn parts(id: &str) -> Result<(&str, &str), TargetError> {
    let plain = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_lowercase())
            && part
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '.')
    };
    id.split_once('/')
        .filter(|(vendor, platform)| plain(vendor) && plain(platform))
        .ok_or_else(|| TargetError::Invalid {
            file: id.to_owned(),
            faults: vec![Fault::at(
                ["id"],
                "an id is VENDOR/PLATFORM, each of lower-case letters, digits, '-' and '.'",
            )],
        })
}

/// The text with another value of a key at its top level, where it has one.
fn with_value(text: &str, key: &str, value: &str) -> String {
    let (table, _) = DeTable::parse_recoverable(text);
    let old: Option<&Spanned<DeValue<'_>>> = table.get_ref().get(key);
    match old {
        Some(old) => {
            let span = old.span();
            [&text[..span.start], value, &text[span.end..]].concat()
        }
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_replaced_and_nothing_else() {
        let text =
            "# id = \"x\"\nid = \"a/b\"   # here\naliases = [\n  \"a\",\n]\n[t]\nid = \"no\"\n";
        assert_eq!(
            with_value(&with_value(text, "id", "\"c/d\""), "aliases", "[]"),
            "# id = \"x\"\nid = \"c/d\"   # here\naliases = []\n[t]\nid = \"no\"\n"
        );
    }

    #[test]
    fn an_id_has_two_plain_parts() {
        for bad in [
            "router", "a/b/c", "A/b", "a/", "/b", "a/b c", "../b", "a/..", "1/b",
        ] {
            assert!(parts(bad).is_err(), "{bad}");
        }
        assert_eq!(parts("acme/router-7.x").unwrap(), ("acme", "router-7.x"));
    }

    #[test]
    fn the_invented_device_takes_its_new_name_everywhere() {
        let files = invented(&Registry::builtin(), "zeta/box").unwrap();
        let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
        assert!(paths.contains(&"zeta/box.toml") && paths.contains(&"zeta/box/config.j2"));
        assert!(paths.contains(&"zeta/box/tests/settings.toml"));
        for file in files
            .iter()
            .filter(|file| !file.path.ends_with("settings.toml"))
        {
            assert!(!file.text.to_lowercase().contains("acme"), "{}", file.path);
        }
    }
}
