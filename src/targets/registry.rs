//! All targets: the built-in ones and those of the user's folders, in one shape and through one
//! reader.
//!
//! A folder of the user holds `<vendor>/<platform>.toml` and `<vendor>/<platform>/*.j2`. A target of
//! the same id replaces the built-in one, a template of the same name too; `builtin/NAME` still
//! names the built-in template, to extend it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::PathBuf;

use super::embedded::{Embedded, MANIFESTS, TEMPLATES};
use super::error::TargetError;
use super::fault::{Fault, Listed};
use super::files;
use super::manifest::Manifest;
use super::own_manifest::{BrokenManifest, OwnManifest};
use super::resolve::resolve;
use super::target::Target;
use super::version::Version;
use crate::suggest::nearest;

/// The prefix under which a template of the user reaches a built-in one.
const BUILTIN: &str = "builtin/";

/// Where targets come from.
#[derive(Debug, Default, Clone)]
pub struct Registry {
    pub(super) folders: Vec<PathBuf>,
    pub(super) own: BTreeMap<String, OwnManifest>,
    /// Manifests with faults, by the id that their file's place gives them.
    pub(super) broken: BTreeMap<String, BrokenManifest>,
}

/// One line of the list of targets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogueEntry {
    /// `vendor/platform`.
    pub id: String,
    /// Short names.
    pub aliases: Vec<String>,
    /// The user's file, where it is not built in.
    pub file: Option<PathBuf>,
}

impl Registry {
    /// The built-in targets.
    pub fn builtin() -> Self {
        Self::default()
    }

    /// Every manifest that cannot be used, with all its faults.
    pub fn broken(&self) -> impl Iterator<Item = TargetError> {
        self.broken.values().map(BrokenManifest::error)
    }

    /// Faults that were found elsewhere, each in words with the file and the line where it is the user's.
    pub fn told(&self, id: &str, faults: Vec<Fault>) -> Vec<String> {
        let own = self.own.get(id);
        let file = match own {
            Some(own) => own.file.display().to_string(),
            None => format!("vendors/{id}.toml"),
        };
        let text = self.manifest_text(id).unwrap_or_default();
        let told = |fault: Fault| {
            let fault = fault.placed(text);
            Listed {
                file: &file,
                faults: &[fault],
            }
            .to_string()
        };
        faults.into_iter().map(told).collect()
    }

    /// Names of the templates that stand in a target's own folder, below the folders of the user.
    pub fn own_templates(&self, id: &str) -> Result<Vec<String>, TargetError> {
        let mut names = Vec::new();
        for folder in &self.folders {
            names.extend(files::templates(folder, id)?);
        }
        names.sort();
        names.dedup();
        Ok(names)
    }

    /// The folders of the user, in the order in which they were added.
    pub(super) fn folders(&self) -> &[PathBuf] {
        &self.folders
    }

    /// What stands in the user's manifest of an id.
    pub(super) fn own_text(&self, id: &str) -> Option<&str> {
        self.own.get(id).map(|own| own.text.as_str())
    }

    /// Whether no folder of the user was added.
    pub const fn is_builtin(&self) -> bool {
        self.folders.is_empty()
    }

    /// Every target, by id.
    pub fn list(&self) -> Vec<CatalogueEntry> {
        let mut entries: BTreeMap<String, CatalogueEntry> = MANIFESTS
            .iter()
            .filter(|embedded| !embedded.family)
            .map(|embedded| {
                let aliases = embedded.aliases.iter().map(ToString::to_string).collect();
                (
                    embedded.id.to_owned(),
                    CatalogueEntry {
                        id: embedded.id.to_owned(),
                        aliases,
                        file: None,
                    },
                )
            })
            .collect();
        for (id, own) in self.own.iter().filter(|(_, own)| !own.family) {
            let entry = CatalogueEntry {
                id: id.clone(),
                aliases: own.aliases.clone(),
                file: Some(own.file.clone()),
            };
            entries.insert(id.clone(), entry);
        }
        entries.into_values().collect()
    }

    /// The id that a name (`asa`, `cisco/asa`) stands for, without regard to case.
    pub fn find(&self, name: &str) -> Result<String, TargetError> {
        // Names are lower case; a user's own manifest may be called as it likes.
        if self.is_known(name) {
            return self.find_exactly(name);
        }
        let lower = name.to_lowercase();
        self.find_exactly(&lower).map_err(|error| match error {
            TargetError::Unknown {
                candidates,
                suggestion,
                ..
            } => TargetError::Unknown {
                name: name.to_owned(),
                candidates,
                suggestion,
            },
            error => error,
        })
    }

    fn is_known(&self, name: &str) -> bool {
        self.own.contains_key(name)
            || self.broken.contains_key(name)
            || self
                .own
                .values()
                .any(|own| own.aliases.iter().any(|alias| alias == name))
    }

    fn find_exactly(&self, name: &str) -> Result<String, TargetError> {
        let is_called = |(id, broken): &(&String, &BrokenManifest)| {
            *id == name || broken.aliases.iter().any(|alias| alias == name)
        };
        if let Some((_, broken)) = self.broken.iter().find(is_called) {
            return Err(broken.error());
        }
        if self.own.get(name).is_some_and(|own| !own.family) {
            return Ok(name.to_owned());
        }
        if let Some((id, _)) = self
            .own
            .iter()
            .find(|(_, own)| own.aliases.iter().any(|alias| alias == name))
        {
            return Ok(id.clone());
        }
        let builtin = MANIFESTS.iter().find(|embedded| {
            !embedded.family && (embedded.id == name || embedded.aliases.contains(&name))
        });
        if let Some(embedded) = builtin {
            return Ok(embedded.id.to_owned());
        }
        let entries = self.list();
        let known = entries
            .iter()
            .flat_map(|entry| entry.aliases.iter().chain([&entry.id]).map(String::as_str));
        let of_vendor = entries
            .iter()
            .filter(|entry| entry.id.split('/').next() == Some(name));
        Err(TargetError::Unknown {
            name: name.to_owned(),
            candidates: of_vendor.map(|entry| entry.id.clone()).collect(),
            suggestion: nearest(name, known),
        })
    }

    /// Loads a target: `asa`, `cisco/asa`, `cisco/asa@9.16`.
    pub fn load(&self, spec: &str) -> Result<Target, TargetError> {
        let (name, version) = match spec.split_once('@') {
            Some((name, version)) => (name, Some(Version::parse(version)?)),
            None => (spec, None),
        };
        let id = self.find(name)?;
        resolve(self.chain(&id)?, version)
    }

    /// A target at the first release of each range, the newest last.
    pub fn load_every_release(&self, name: &str) -> Result<Vec<Target>, TargetError> {
        let newest = self.load(name)?;
        let releases = newest.versions.iter();
        releases
            .map(|release| self.load(&format!("{}@{release}", newest.id)))
            .collect()
    }

    /// A manifest and its parents, the child first.
    pub(super) fn chain(&self, id: &str) -> Result<Vec<(String, Manifest)>, TargetError> {
        // A manifest is large, and few have more than two above them.
        let mut chain: Vec<(String, Manifest)> = Vec::with_capacity(4);
        let mut next = Some(id.to_owned());
        while let Some(id) = next.take() {
            let (file, manifest) = self.manifest(&id)?.ok_or_else(|| TargetError::Invalid {
                file: chain
                    .last()
                    .map_or_else(|| id.clone(), |(file, _)| file.clone()),
                faults: vec![Fault::at(
                    ["parent"],
                    format!("no manifest has the id {id:?}"),
                )],
            })?;
            if chain.iter().any(|(_, seen)| seen.id == manifest.id) {
                let what = format!("{id:?} is among its own parents");
                let faults = vec![Fault::at(["parent"], what)];
                return Err(TargetError::Invalid { file, faults });
            }
            next.clone_from(&manifest.parent);
            chain.push((file, manifest));
        }
        Ok(chain)
    }

    /// The manifest of an id, with its file; the user's first.
    fn manifest(&self, id: &str) -> Result<Option<(String, Manifest)>, TargetError> {
        if let Some(broken) = self.broken.get(id) {
            return Err(broken.error());
        }
        if let Some(own) = self.own.get(id) {
            let file = own.file.display().to_string();
            let manifest = parse(&own.text, &file)?;
            return Ok(Some((file, manifest)));
        }
        let embedded = MANIFESTS.iter().find(|embedded| embedded.id == id);
        embedded
            .map(|embedded| Ok((embedded.path.to_owned(), built_in(embedded)?)))
            .transpose()
    }

    /// The full name of a target's template: in its own folder, else in those of its parents.
    pub fn template_name(
        &self,
        target: &Target,
        template: &str,
    ) -> Result<Option<String>, TargetError> {
        for folder in &target.template_dirs {
            let name = format!("{folder}/{template}");
            if self.template(&name)?.is_some() {
                return Ok(Some(name));
            }
        }
        Ok(None)
    }

    /// The text of a template by its name below the folders; the user's first.
    pub fn template(&self, name: &str) -> Result<Option<Cow<'static, str>>, TargetError> {
        if let Some(builtin) = name.strip_prefix(BUILTIN) {
            return Ok(embedded_template(builtin));
        }
        if !is_plain(name) {
            return Ok(None);
        }
        for folder in self.folders.iter().rev() {
            if let Some(text) = files::template(folder, name)? {
                return Ok(Some(Cow::Owned(text)));
            }
        }
        Ok(embedded_template(name))
    }
}

fn embedded_template(name: &str) -> Option<Cow<'static, str>> {
    let place = TEMPLATES
        .binary_search_by(|(known, _)| known.cmp(&name))
        .ok()?;
    Some(Cow::Borrowed(TEMPLATES[place].1))
}

/// Only names below the folder: no `..`, no absolute path, no hidden file.
fn is_plain(name: &str) -> bool {
    !name.is_empty()
        && name
            .split('/')
            .all(|part| !part.is_empty() && !part.starts_with('.') && !part.contains('\\'))
}

fn built_in(embedded: &Embedded) -> Result<Manifest, TargetError> {
    rmp_serde::from_slice(embedded.packed).map_err(|error| TargetError::Syntax {
        file: embedded.path.to_owned(),
        message: error.to_string(),
    })
}

fn parse(text: &str, file: &str) -> Result<Manifest, TargetError> {
    toml::from_str(text).map_err(|error| TargetError::Syntax {
        file: file.to_owned(),
        message: error.to_string().trim().to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;

    #[test]
    fn what_is_built_in_is_what_the_files_say() {
        assert!(!MANIFESTS.is_empty());
        for embedded in MANIFESTS {
            let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(embedded.path);
            let text = fs::read_to_string(file).unwrap();
            let written = parse(&text, embedded.path).unwrap();
            let built_in = built_in(embedded).unwrap();
            assert_eq!(format!("{written:?}"), format!("{built_in:?}"));
        }
    }

    #[test]
    fn template_names_stay_below_the_folder() {
        assert!(is_plain("cisco/asa/config.j2"));
        for name in [
            "../x",
            "/etc/passwd",
            "a//b",
            "a/./b",
            "a/../b",
            ".hidden",
            "",
        ] {
            assert!(!is_plain(name), "{name}");
        }
    }

    #[test]
    fn names_are_found_without_regard_to_case() {
        let registry = Registry::builtin();
        for entry in registry.list() {
            for name in entry.aliases.iter().chain([&entry.id]) {
                assert_eq!(registry.find(&name.to_uppercase()).unwrap(), entry.id);
            }
        }
    }

    #[test]
    fn a_vendor_is_answered_with_its_targets() {
        let registry = Registry::builtin();
        for entry in registry.list() {
            let vendor = entry.id.split('/').next().unwrap();
            if registry.find(vendor).is_err() {
                let error = registry.load(vendor).unwrap_err().to_string();
                assert!(error.contains(&entry.id), "{error}");
            }
        }
    }

    #[test]
    fn a_misspelt_target_is_refused() {
        let error = Registry::builtin().load("no/such/thing").unwrap_err();
        assert!(matches!(error, TargetError::Unknown { .. }), "{error}");
    }
}
