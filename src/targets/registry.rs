//! All targets: the built-in ones and those of the user's folders, in one shape and through one
//! reader.
//!
//! A folder of the user holds `<vendor>/<platform>.toml` and `<vendor>/<platform>/*.j2`. A target of
//! the same id replaces the built-in one, a template of the same name too; `builtin/NAME` still
//! names the built-in template, to extend it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::embedded::{Embedded, MANIFESTS, TEMPLATES};
use super::error::TargetError;
use super::fault::{Fault, Listed};
use super::files::{self, manifests_below};
use super::manifest::Manifest;
use super::reader::{self, Broken};
use super::resolve::{Target, resolve};
use super::validate;
use super::version::Version;
use crate::suggest::nearest;

/// The prefix under which a template of the user reaches a built-in one.
const BUILTIN: &str = "builtin/";

/// Where targets come from.
#[derive(Debug, Default, Clone)]
pub struct Registry {
    folders: Vec<PathBuf>,
    own: BTreeMap<String, OwnManifest>,
    /// Manifests with faults, by the id that their file's place gives them.
    broken: BTreeMap<String, BrokenManifest>,
}

/// A manifest that nobody can use. Whoever asks for it is told why; the others go on.
#[derive(Debug, Clone)]
struct BrokenManifest {
    file: PathBuf,
    aliases: Vec<String>,
    faults: Vec<Fault>,
}

#[derive(Debug, Clone)]
struct OwnManifest {
    file: PathBuf,
    text: String,
    aliases: Vec<String>,
    family: bool,
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

    /// Adds a folder of the user. Every manifest in it is read and checked now. One with a fault stops nothing but itself:
    /// whoever asks for it is told all its faults, and it never falls back to a built-in target.
    ///
    /// # Errors
    ///
    /// [`TargetError`] where the folder or a file in it cannot be read.
    pub fn add_folder(&mut self, folder: &Path) -> Result<(), TargetError> {
        self.folders.push(folder.to_path_buf());
        for file in manifests_below(folder)? {
            let text = files::read(folder, &file)?;
            let place = id_of(&file);
            match reader::read(&text) {
                Ok(manifest) => {
                    self.broken.remove(&place);
                    let own = OwnManifest {
                        file,
                        text,
                        aliases: manifest.aliases,
                        family: manifest.family,
                    };
                    self.own.insert(place, own);
                }
                Err(Broken {
                    mut faults,
                    rest,
                    aliases,
                }) => {
                    let name = file.display().to_string();
                    let more = rest.map(|rest| validate::own_faults(&name, &rest));
                    // An id that is missing was told already.
                    let has_id = !faults.iter().any(|fault| fault.key == ["id"]);
                    let more = more
                        .into_iter()
                        .flatten()
                        .filter(|f| has_id || f.key != ["id"]);
                    faults.extend(more.map(|fault| fault.placed(&text)));
                    faults.sort_by_key(|fault| fault.line);
                    self.own.remove(&place);
                    let broken = BrokenManifest {
                        file,
                        aliases,
                        faults,
                    };
                    self.broken.insert(place, broken);
                }
            }
        }
        for id in self.own.keys().cloned().collect::<Vec<_>>() {
            let mut faults = match self.chain(&id) {
                Ok(chain) => validate::faults(&chain, self)?,
                Err(TargetError::Invalid { file, faults }) => {
                    let own = self.own.get(&id).map(|own| own.file.display().to_string());
                    if own.as_ref() == Some(&file) {
                        faults
                    } else {
                        vec![Fault::at(
                            ["parent"],
                            format!("{file} has faults of its own"),
                        )]
                    }
                }
                Err(error) => return Err(error),
            };
            faults.extend(self.clashes(&id));
            if faults.is_empty() {
                continue;
            }
            if let Some(own) = self.own.remove(&id) {
                let mut faults: Vec<Fault> = faults
                    .into_iter()
                    .map(|fault| fault.placed(&own.text))
                    .collect();
                faults.sort_by_key(|fault| fault.line);
                let broken = BrokenManifest {
                    file: own.file,
                    aliases: own.aliases,
                    faults,
                };
                self.broken.insert(id, broken);
            }
        }
        Ok(())
    }

    /// Short names that another target has: whoever typed one would get this target without knowing.
    fn clashes(&self, id: &str) -> Vec<Fault> {
        let Some(own) = self.own.get(id) else {
            return Vec::new();
        };
        let others = self.own.iter().filter(|(other, _)| *other != id);
        let mut taken: Vec<(&str, String)> = Vec::new();
        for (other, manifest) in others {
            let file = manifest.file.display().to_string();
            taken.push((other, file.clone()));
            taken.extend(
                manifest
                    .aliases
                    .iter()
                    .map(|alias| (alias.as_str(), file.clone())),
            );
        }
        for embedded in MANIFESTS.iter().filter(|embedded| embedded.id != id) {
            if self.own.contains_key(embedded.id) {
                continue;
            }
            let what = format!("the built-in target {}", embedded.id);
            taken.push((embedded.id, what.clone()));
            taken.extend(embedded.aliases.iter().map(|alias| (*alias, what.clone())));
        }
        let clash = |alias: &String| {
            let (_, owner) = taken.iter().find(|(name, _)| name == alias)?;
            let what = format!("{alias:?} is taken by {owner}; give this target another one");
            Some(Fault::at(["aliases"], what))
        };
        own.aliases.iter().filter_map(clash).collect()
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
        let told = |fault: Fault| {
            let fault = own.map_or_else(|| fault.clone(), |own| fault.clone().placed(&own.text));
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

    /// The id that a name (`asa`, `cisco/asa`) stands for.
    pub fn find(&self, name: &str) -> Result<String, TargetError> {
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
        Err(TargetError::Unknown {
            name: name.to_owned(),
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

    /// A manifest and its parents, the child first.
    pub(super) fn chain(&self, id: &str) -> Result<Vec<(String, Manifest)>, TargetError> {
        let mut chain: Vec<(String, Manifest)> = Vec::new();
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
    serde_json::from_str(embedded.json).map_err(|error| TargetError::Syntax {
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

/// The id that a file's place gives it.
fn id_of(file: &Path) -> String {
    let name = |path: Option<&std::ffi::OsStr>| path.map(|p| p.to_string_lossy().into_owned());
    let vendor = name(file.parent().and_then(Path::file_name)).unwrap_or_default();
    format!("{vendor}/{}", name(file.file_stem()).unwrap_or_default())
}

impl BrokenManifest {
    fn error(&self) -> TargetError {
        TargetError::Invalid {
            file: self.file.display().to_string(),
            faults: self.faults.clone(),
        }
    }
}

impl Registry {
    /// The full name of a target's template: in its own folder, else in those of its parents.
    pub fn template_name(
        &self,
        target: &Target,
        template: &str,
    ) -> Result<Option<String>, TargetError> {
        super::validate::template_name(target, template, self)
    }

    /// Checks every manifest, the built-in ones too.
    pub fn check_all(&self) -> Vec<TargetError> {
        let ids = MANIFESTS
            .iter()
            .map(|embedded| embedded.id)
            .chain(self.own.keys().map(String::as_str));
        let check = |id: &str| {
            let chain = self.chain(id)?;
            let faults = validate::faults(&chain, self)?;
            if faults.is_empty() {
                return Ok(());
            }
            let file = chain
                .into_iter()
                .next()
                .map(|(file, _)| file)
                .unwrap_or_default();
            Err(TargetError::Invalid { file, faults })
        };
        ids.filter_map(|id| check(id).err()).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn every_built_in_manifest_is_sound() {
        let faults: Vec<String> = Registry::builtin()
            .check_all()
            .iter()
            .map(ToString::to_string)
            .collect();
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }

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
    fn a_misspelt_target_is_refused() {
        let error = Registry::builtin().load("no/such/thing").unwrap_err();
        assert!(matches!(error, TargetError::Unknown { .. }), "{error}");
    }
}
