//! A plan to text: templates lay out lines, this module sets up the engine, puts the header in
//! front, and is the only place where a key is revealed. The engine never sees one: see `key`.
//!
//! The engine is strict: an undefined name is an error, and so is printing nothing, a boolean, a
//! fraction or a control character. Only the template that is needed is compiled.

mod bounds;
mod branches;
pub mod context;
mod decisions;
pub mod dialect;
mod engine;
mod engine_value;
mod environment;
mod field_usage;
mod filters;
mod fingerprint;
mod guard;
mod header;
mod key;
mod lazy_context;
mod literal;
mod mark;
mod network;
mod plan_decisions;
mod refusal;
mod reveal;
mod said;
mod text;
mod unasked;
mod worksheet;
mod wrap;

use std::cell::OnceCell;

use crate::findings::{Finding, Judged, Lang};
use crate::plan::Plan;
use crate::prose::Prose;
use crate::secret::Wiped;
use crate::targets::{Comment, Form, Output, Section, Target, TargetError};
use key::Keys;

pub use branches::Branches;
pub(crate) use decisions::{Decisions, Printing};
pub(crate) use engine::set_syntax;
pub(crate) use engine_value::View;
pub use environment::Renderer;
pub(crate) use environment::{Laid, Shortcut};
pub use field_usage::Fields;
pub(crate) use field_usage::fields;
pub(crate) use lazy_context::LazyContext;
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
    /// What it is.
    pub form: Form,
    /// What makes a comment in it.
    pub comment: Comment,
    /// How it is loaded and saved, where that is another way than the target's; the same in Chinese.
    pub load: Option<(Prose, Option<Prose>)>,
    /// The file whose header this is, where that has no comments.
    pub notes_of: Option<String>,
    /// Where what the template gave begins in the text, after the header.
    pub body_start: usize,
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
    /// Where the header ends what must be first, and where its keys are.
    header_start: usize,
    keys: Keys,
}

/// Why a template gave no text. Never shows a value: it may be a key.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
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
    pub(crate) const fn is_own_words(&self) -> bool {
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
    let contexts = [plan.lang, Lang::En].map(|lang| LazyContext::new(plan, findings, lang));
    let decisions = [const { OnceCell::new() }; 2];
    let mut files: Vec<File> = Vec::new();
    for output in &target.outputs {
        if !target.is_asked_for(output, sections) || !plan.wants(output) {
            continue;
        }
        let template = template_of(renderer, target, output)?;
        let lang = usize::from(plan.lang != Lang::En && !output.takes_utf8());
        let context = &contexts[lang];
        // It fills in texts as they are, and only lines print them so.
        let shortcut = renderer.shortcut().filter(|_| output.form == Form::Lines);
        let shortcut = shortcut.and_then(|shortcut| {
            let decisions = decisions[lang].get_or_init(|| context.decisions());
            Some((shortcut, decisions.as_ref()?))
        });
        let laid = match shortcut {
            Some((shortcut, decisions)) => {
                shortcut.lay_out(renderer, template, context, decisions)?
            }
            None => renderer.lay_out(template, output.form, context.context())?,
        };
        let first = files
            .iter()
            .find(|file| file.section == output.section && tells_all(file))
            .map(|file| file.install.as_ref().unwrap_or(&file.path).clone());
        let (file, notes) = file(plan, output, findings, laid, first.as_deref());
        files.push(file);
        files.extend(notes);
    }
    Ok(files)
}

/// Whether a file has the whole header of its section: the first one, or the notes beside it.
fn tells_all(file: &File) -> bool {
    file.comment != Comment::None || file.notes_of.is_some()
}

/// A file, and the one beside it that holds its header where it cannot have one.
fn file(
    plan: &Plan<'_>,
    output: &Output,
    findings: &[Judged],
    laid: Laid,
    first: Option<&str>,
) -> (File, Option<File>) {
    let Laid {
        text: body,
        warnings,
    } = laid;
    let named = |text: &String| text.replace("{name}", &plan.name);
    let path = named(&output.path);
    let install = output.install.as_ref().map(named);
    let comment = output.comment();
    let place = header::HeadedFile {
        section: output.section,
        path: install.as_deref().unwrap_or(&path),
        first,
        load: output.load.as_deref(),
        load_zh: output.load_zh.as_deref(),
        holds_key: mark::has_mark(&body),
        takes_utf8: output.takes_utf8(),
        comment,
        warnings: &warnings,
    };
    let headed = header::before(&body, plan, findings, &place);
    let notes = header::beside(&body, plan, findings, &place);
    let pieces = [headed.first, &headed.header, headed.rest];
    let (text, keys) = key::filled(&pieces, plan, output);
    let header_start = headed.first.len();
    let printed = !keys.is_empty();
    let load = output.load.clone();
    let file = File {
        section: output.section,
        form: output.form,
        comment: comment.clone(),
        load: load.map(|load| (load, output.load_zh.clone())),
        notes_of: None,
        body_start: header_start + headed.header.len(),
        text,
        // What the program printed counts; the manifest can only add to it.
        holds_secret: (output.holds_secret || printed) && !plan.redacted,
        executable: output.executable,
        header_start,
        keys,
        printed_key: printed,
        warnings: warnings
            .into_iter()
            .map(|warning| warning.finding(plan.target))
            .collect(),
        path,
        install,
    };
    let notes = notes.map(|text| File {
        section: output.section,
        path: Output::beside(&file.path),
        install: None,
        form: Form::Lines,
        comment: Comment::None,
        load: None,
        notes_of: Some(file.path.clone()),
        body_start: 0,
        text,
        holds_secret: false,
        executable: false,
        header_start: 0,
        keys: Keys::default(),
        printed_key: false,
        warnings: Vec::new(),
    });
    (file, notes)
}

impl File {
    /// What the template gave, without the header.
    pub fn body(&self) -> &str {
        self.text.get(self.body_start..).unwrap_or_default()
    }

    /// A short name for what the template gave, keys left out: the same with keys and without. Empty for notes, which
    /// are nothing but a header.
    pub fn fingerprint(&self) -> String {
        if self.notes_of.is_some() {
            return String::new();
        }
        let first = self.keys.marked(&self.text, 0..self.header_start);
        let rest = self
            .keys
            .marked(&self.text, self.body_start..self.text.len());
        fingerprint::of(first.iter().chain(&rest).map(|piece| piece.as_bytes()))
    }
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
