//! What is the same for all connections of a run.

use std::sync::Arc;

use crate::findings::{Judge, Lang};
use crate::plan::Replaced;
use crate::redact::{Redactor, Salt};
use crate::render::{Branches, Renderer, Shortcut};
use crate::targets::{InputValues, Registry, Topology};

/// Everything that does not depend on the response: the engine with its targets, and what the user chose. A
/// copy is cheap, since it shares the engine.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Kit {
    /// The engine, with the registry of its templates inside.
    pub(super) renderer: Arc<Renderer>,
    /// What becomes of findings.
    pub judge: Judge,
    /// Values of the targets' inputs.
    pub inputs: InputValues,
    /// How devices are configured; `None` takes what each target prefers.
    pub topology: Option<Topology>,
    /// What is replaced, since the output is to be shared.
    pub redaction: Redaction,
    /// The language of worksheets.
    pub lang: Lang,
    /// Words of the command line that change what is written, for the command that makes it again.
    pub options: Vec<String>,
}

/// What is replaced in an output.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Redaction {
    /// Puts placeholders in the place of keys.
    pub keys: bool,
    /// What else is replaced.
    pub values: Replaced,
    /// Ties the replacements of several runs together.
    pub salt: Option<Salt>,
}

impl Redaction {
    /// Keys only.
    pub fn of_keys() -> Self {
        Self {
            keys: true,
            ..Self::default()
        }
    }

    /// A redactor that has seen nothing yet. Use one for everything that is shared together.
    pub fn redactor(&self) -> Redactor {
        Redactor::new(self.values, self.salt.as_ref()).without_keys(self.keys)
    }
}

impl Kit {
    /// A kit over a registry's targets, with no choice made.
    pub fn new(registry: impl Into<Arc<Registry>>) -> Self {
        Self {
            renderer: Arc::new(Renderer::new(registry.into())),
            judge: Judge::default(),
            inputs: InputValues::default(),
            topology: None,
            redaction: Redaction::default(),
            lang: Lang::default(),
            options: Vec::new(),
        }
    }

    /// The same with a note of the branches of templates that its renders go through.
    #[must_use]
    pub fn noting_branches(self) -> (Self, Branches) {
        let (renderer, branches) = Renderer::noting_branches(Arc::clone(self.renderer.registry()));
        let renderer = Arc::new(renderer);
        (Self { renderer, ..self }, branches)
    }

    /// The same with another way to the text of a template.
    #[must_use]
    pub(crate) fn with_shortcut(self, shortcut: Arc<dyn Shortcut>) -> Self {
        let registry = Arc::clone(self.renderer.registry());
        Self {
            renderer: Arc::new(Renderer::with_shortcut(registry, shortcut)),
            ..self
        }
    }

    /// The targets that it knows.
    pub fn registry(&self) -> &Registry {
        self.renderer.registry()
    }

    /// The same engine without any choice of the user, and with placeholders for keys.
    pub(crate) fn plain(&self) -> Self {
        Self {
            renderer: Arc::clone(&self.renderer),
            judge: Judge::default(),
            inputs: InputValues::default(),
            topology: None,
            redaction: Redaction::of_keys(),
            lang: self.lang,
            options: Vec::new(),
        }
    }

    /// The engine.
    pub(crate) fn renderer(&self) -> &Renderer {
        &self.renderer
    }
}
