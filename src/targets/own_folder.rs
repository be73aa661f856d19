//! Folders of the user: every manifest is read and checked when its folder is added, and one with a fault stops nothing
//! but itself.

use std::path::Path;

use super::embedded::MANIFESTS;
use super::error::TargetError;
use super::fault::Fault;
use super::files::{self, manifests_below};
use super::own_manifest::{BrokenManifest, OwnManifest};
use super::reader::{self, Broken};
use super::registry::Registry;
use super::validate;

impl Registry {
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
}

/// The id that a file's place gives it.
fn id_of(file: &Path) -> String {
    let name = |path: Option<&std::ffi::OsStr>| path.map(|p| p.to_string_lossy().into_owned());
    let vendor = name(file.parent().and_then(Path::file_name)).unwrap_or_default();
    format!("{vendor}/{}", name(file.file_stem()).unwrap_or_default())
}
