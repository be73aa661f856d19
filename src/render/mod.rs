//! A plan to text: templates lay out lines, this module sets up the engine, puts the header in
//! front, and is the only place where a key is revealed. The engine never sees one: see [`key`].
//!
//! The engine is strict: an undefined name is an error, and so is printing nothing, a boolean, a
//! fraction or a control character. Only the template that is needed is compiled.

mod bounds;
mod branches;
pub mod context;
mod decisions;
mod engine_value;
mod environment;
mod field_usage;
mod header;
mod key;
mod network;
mod reveal;
mod said;
mod text;
mod unasked;
mod wrap;

use crate::findings::{Finding, Judged, Lang};
use crate::plan::Plan;
use crate::secret::Wiped;
use crate::targets::{Output, Section, Target, TargetError};

pub use branches::Branches;
pub(crate) use decisions::Decisions;
pub(crate) use engine_value::View;
pub use environment::Renderer;
pub(crate) use environment::{Laid, Shortcut};
pub use field_usage::Fields;
pub(crate) use field_usage::fields;
#[cfg(test)]
pub(crate) use reveal::context as context_of;
pub use said::Warning;

/// A file of the output.
#[derive(Debug)]
pub struct File {
    /// What it is for.
    pub section: Section,
    /// Its path in an output folder.
    pub path: String,
    /// Where it goes on the device, if it is a file there.
    pub install: Option<String>,
    /// What starts a comment line in it.
    pub comment: String,
    /// The text, wiped when dropped.
    pub text: Wiped<String>,
    /// True when a key stands in it.
    pub holds_secret: bool,
    /// True for a script.
    pub executable: bool,
    /// True when its template printed a key, or what stands in the place of one.
    pub printed_key: bool,
    /// What its template warned of, for the judge and the caller's findings.
    pub warnings: Vec<Finding>,
}

/// Why a template gave no text. Never shows a value: it may be a key.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// The manifest names a template that is nowhere.
    #[error("{target}: no template {template:?} in {folders}")]
    NoTemplate {
        /// The target.
        target: String,
        /// What the manifest names.
        template: String,
        /// Where it was looked for.
        folders: String,
    },
    /// The template is broken, or stopped the render with its own words.
    #[error("{template}:{line}: {message}")]
    Template {
        /// The template's name.
        template: String,
        /// Line in it, from 1.
        line: usize,
        /// What the engine says.
        message: String,
        /// True when it is the sentence of `fail("…")`: the template said no, and nothing is wrong with it.
        own_words: bool,
    },
    /// A template folder cannot be read.
    #[error(transparent)]
    Target(#[from] TargetError),
}

impl RenderError {
    /// Whether a template said no by `fail("…")`.
    pub const fn is_own_words(&self) -> bool {
        matches!(
            self,
            Self::Template {
                own_words: true,
                ..
            }
        )
    }
}

/// Renders the sections of a plan. `findings` are the judged ones, for the header. Only what the pipeline found
/// ready comes here.
pub(crate) fn render(
    renderer: &Renderer,
    plan: &Plan<'_>,
    findings: &[Judged],
    sections: &[Section],
) -> Result<Vec<File>, RenderError> {
    let target = plan.target;
    let context = reveal::context(plan, findings);
    let shortcut = renderer
        .shortcut()
        .and_then(|shortcut| Some((shortcut, context.decisions()?)));
    let mut files = Vec::new();
    for output in target
        .outputs
        .iter()
        .filter(|output| sections.contains(&output.section))
    {
        if !plan.wants(output) {
            continue;
        }
        let template = template_of(renderer, target, output)?;
        let Laid {
            text: body,
            warnings,
        } = match &shortcut {
            Some((shortcut, decisions)) => {
                shortcut.lay_out(renderer, template, &context, decisions)?
            }
            None => renderer.lay_out(template, &context)?,
        };
        let comment = output.comment.as_deref().unwrap_or(&target.comment);
        let path = output.path.replace("{name}", &plan.name);
        let install = output
            .install
            .as_ref()
            .map(|install| install.replace("{name}", &plan.name));
        let first = files
            .iter()
            .find(|file: &&File| file.section == output.section)
            .map(|file| file.install.as_ref().unwrap_or(&file.path).as_str());
        let place = header::HeadedFile {
            section: output.section,
            path: install.as_deref().unwrap_or(&path),
            first,
            comment,
            warnings: &warnings,
        };
        let text = header::before(&body, plan, findings, &place);
        let (text, printed) = key::filled(text, plan, output);
        files.push(File {
            section: output.section,
            text,
            comment: comment.to_owned(),
            // What the program printed counts; the manifest can only add to it.
            holds_secret: (output.holds_secret || printed) && !plan.redacted,
            executable: output.executable,
            printed_key: printed,
            warnings: warnings.into_iter().map(|w| w.finding(target)).collect(),
            path,
            install,
        });
    }
    Ok(files)
}

/// What the templates of some files warned of, each once.
pub fn warnings<'f>(files: impl IntoIterator<Item = &'f File>) -> Vec<Finding> {
    let mut each: Vec<Finding> = Vec::new();
    for warning in files.into_iter().flat_map(|file| &file.warnings) {
        let same = |known: &Finding| known.message(Lang::En) == warning.message(Lang::En);
        if !each.iter().any(same) {
            each.push(warning.clone());
        }
    }
    each
}

/// The full name of an output's template.
pub(crate) fn template_of<'t>(
    renderer: &Renderer,
    target: &Target,
    output: &'t Output,
) -> Result<&'t str, RenderError> {
    if let Some(found) = output.found.get() {
        return Ok(found);
    }
    let found = renderer
        .registry()
        .template_name(target, &output.template)?
        .ok_or_else(|| RenderError::NoTemplate {
            target: target.id.clone(),
            template: output.template.clone(),
            folders: target.template_dirs.join(", "),
        })?;
    Ok(output.found.get_or_init(|| found))
}

/// Compiles every template of a target; what is wrong with each.
pub(crate) fn check_templates(renderer: &Renderer, target: &Target) -> Vec<RenderError> {
    let check = |output| renderer.check(template_of(renderer, target, output)?);
    let each = target.outputs.iter().map(check);
    each.filter_map(Result::err).collect()
}
