//! The files that a target is made of, as they are written: to read them, and to start another target from them.

use std::collections::VecDeque;
use std::sync::LazyLock;

use regex_lite::Regex;

use super::embedded::{MANIFEST_TEXTS, TEMPLATES};
use super::error::TargetError;
use super::registry::Registry;
use super::target::Target;

/// A manifest or a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Its path: in the project where it is built in (`vendors/…`, `templates/…`), else in the user's folder.
    pub path: String,
    /// Its name for other files: the id of a manifest, the name that templates include.
    pub name: String,
    /// What stands in it.
    pub text: String,
}

/// What a target is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFiles {
    /// The target's own manifest, then its parents'.
    pub manifests: Vec<SourceFile>,
    /// Templates: those of its files, in their order, then what they include.
    pub templates: Vec<SourceFile>,
}

/// `{% include … %}`, `{% import … %}`, `{% from … import … %}`, `{% extends … %}`.
static REFERENCE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\{%[-+]?\s*(?:include|import|from|extends)\b([^%]*)%\}").ok());
/// A text in an expression.
static QUOTED: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r#"["']([^"']+)["']"#).ok());

impl Registry {
    /// The files of a target: `asa`, `cisco/asa`.
    ///
    /// # Errors
    ///
    /// [`TargetError`] where there is no such target, or a file of it cannot be read.
    pub fn source_files(&self, target: &str) -> Result<SourceFiles, TargetError> {
        let target = self.load(target)?;
        let mut manifests = Vec::new();
        for (path, manifest) in self.chain(&target.id)? {
            let text = self.manifest_text(&manifest.id).unwrap_or_default();
            manifests.push(SourceFile {
                path,
                name: manifest.id,
                text: text.to_owned(),
            });
        }
        let mut templates = self.reached_templates(&target)?;
        self.reach(&mut templates, self.templates_below(&target.id)?)?;
        Ok(SourceFiles {
            manifests,
            templates,
        })
    }

    /// The templates of a target's outputs, in their order, then what they include.
    pub(crate) fn reached_templates(
        &self,
        target: &Target,
    ) -> Result<Vec<SourceFile>, TargetError> {
        let mut names = Vec::new();
        for output in &target.outputs {
            names.extend(self.template_name(target, &output.template)?);
        }
        let mut templates = Vec::new();
        self.reach(&mut templates, names)?;
        Ok(templates)
    }

    /// Adds templates and what they include, each once.
    fn reach(
        &self,
        templates: &mut Vec<SourceFile>,
        names: Vec<String>,
    ) -> Result<(), TargetError> {
        let mut names = VecDeque::from(names);
        while let Some(name) = names.pop_front() {
            if templates.iter().any(|known| known.name == name) {
                continue;
            }
            let Some(text) = self.template(&name)? else {
                continue;
            };
            names.extend(references(&text));
            templates.push(SourceFile {
                path: self.template_path(&name),
                text: text.into_owned(),
                name,
            });
        }
        Ok(())
    }

    /// What stands in the manifest of an id.
    pub(super) fn manifest_text(&self, id: &str) -> Option<&str> {
        let built_in = || MANIFEST_TEXTS.iter().find(|(known, _)| *known == id);
        self.own_text(id)
            .or_else(|| built_in().map(|(_, text)| *text))
    }

    /// Names of the templates in a target's own folder.
    fn templates_below(&self, id: &str) -> Result<Vec<String>, TargetError> {
        let mut names = self.own_templates(id)?;
        let below = |name: &str| {
            name.rsplit_once('/')
                .is_some_and(|(folder, _)| folder == id)
        };
        let built_in = TEMPLATES.iter().map(|(name, _)| *name);
        names.extend(built_in.filter(|name| below(name)).map(str::to_owned));
        Ok(names)
    }

    fn template_path(&self, name: &str) -> String {
        let is_there = |folder: &&std::path::PathBuf| folder.join(name).is_file();
        match self.folders().iter().rev().find(is_there) {
            Some(folder) => folder.join(name).display().to_string(),
            None => format!("templates/{}", name.trim_start_matches("builtin/")),
        }
    }
}

/// The templates that a template names, in conditions and lists too.
fn references(text: &str) -> Vec<String> {
    let tags = REFERENCE.iter().flat_map(|regex| regex.captures_iter(text));
    let tags = tags.filter_map(|captures| Some(captures.get(1)?.as_str()));
    let quoted = tags.flat_map(|tag| QUOTED.iter().flat_map(|regex| regex.captures_iter(tag)));
    quoted
        .filter_map(|captures| Some(captures.get(1)?.as_str().to_owned()))
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_template_may_choose_what_it_includes() {
        let text = "{%- include \"a.j2\" if x else 'b.j2' %}\n{% from \"c.j2\" import d %}{% if y == \"z\" %}";
        assert_eq!(references(text), ["a.j2", "b.j2", "c.j2"]);
    }

    #[test]
    fn every_template_of_every_target_is_among_its_files() {
        let registry = Registry::builtin();
        let mut all = BTreeSet::new();
        for entry in registry.list() {
            let files = registry.source_files(&entry.id).unwrap();
            assert_eq!(files.manifests[0].name, entry.id);
            assert!(files.manifests[0].text.contains("schema = 1"));
            assert!(!files.templates.is_empty(), "{}", entry.id);
            all.extend(files.templates.into_iter().map(|file| file.name));
        }
        let missing: Vec<&str> = TEMPLATES
            .iter()
            .map(|(name, _)| *name)
            .filter(|name| !all.contains(*name))
            .collect();
        assert!(missing.is_empty(), "no target's files have {missing:?}");
    }

    #[test]
    fn references_are_found() {
        let text = "{% include \"a/b.j2\" %}\n{%-   from 'c/d.j2' import x %}{% import \"e.j2\" as e %}{{ \"f.j2\" }}";
        assert_eq!(references(text), ["a/b.j2", "c/d.j2", "e.j2"]);
    }
}
