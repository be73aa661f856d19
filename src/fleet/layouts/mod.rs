//! Layouts that were learnt while many connections are rendered. Most connections of a fleet differ in
//! addresses, identities and keys only: what the engine made of the first is kept with gaps, and the others are
//! filled in, which takes a tenth of the engine's time.
//!
//! That is right as long as templates do not look into the texts that they print, and the built-in ones do not:
//! the tests try them all with texts that were chosen to be looked into. The user's own templates
//! may, so with them nothing is kept. Nothing secret is kept either: a key is a mark until the file is made.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use crate::pipeline::Kit;
use crate::render::context::Context;
use crate::render::{Decisions, Laid, LazyContext, RenderError, Renderer, Shortcut};
use crate::targets::Form;

mod layout;

use layout::{Layout, marked};

/// Bytes of layouts and decisions that are kept: some hundred. A fleet has a few shapes; one where every
/// connection has its own gains nothing from more, and pays for learning these alone.
const ROOM: usize = 4 << 20;

/// Learnt layouts, by template and decisions.
#[derive(Debug)]
struct Layouts {
    learnt: RwLock<Learnt>,
    room: usize,
}

#[derive(Debug, Default)]
struct Learnt {
    bytes: usize,
    by_template: HashMap<String, Shapes>,
}

/// By decisions: a thousand bytes or so, for which the standard library's hash takes several times as long.
type Shapes = HashMap<Box<[u8]>, Known, foldhash::fast::RandomState>;

/// `None` where filling did not give what the engine gave.
type Known = Option<Arc<Layout>>;

/// A kit for many connections: what was laid out for one is used again for others like it. The files are the same.
pub fn for_many(kit: Kit) -> Kit {
    if kit.registry().is_builtin() {
        kit.with_shortcut(Arc::<Layouts>::default())
    } else {
        kit
    }
}

/// How a context is laid out.
enum Way {
    /// Its layout is known.
    Fill(Arc<Layout>),
    /// By the engine, and what it gives is kept.
    Learn,
    /// By the engine.
    LayOut,
}

impl Default for Layouts {
    fn default() -> Self {
        Self::with_room(ROOM)
    }
}

impl Layouts {
    /// Keeps about so many bytes.
    fn with_room(room: usize) -> Self {
        Self {
            learnt: RwLock::default(),
            room,
        }
    }

    fn way(&self, template: &str, shape: &Decisions<'_>) -> Way {
        let learnt = self.learnt.read().unwrap_or_else(PoisonError::into_inner);
        let known = learnt
            .by_template
            .get(template)
            .and_then(|shapes| shapes.get(shape.decisions()));
        match known {
            Some(Some(layout)) => Way::Fill(Arc::clone(layout)),
            None if learnt.bytes < self.room => Way::Learn,
            Some(None) | None => Way::LayOut,
        }
    }

    fn keep(&self, template: &str, shape: &Decisions<'_>, layout: Known) {
        let bytes = shape.decisions().len() + layout.as_ref().map_or(0, |layout| layout.size());
        let mut learnt = self.learnt.write().unwrap_or_else(PoisonError::into_inner);
        let shapes = learnt.by_template.entry(template.to_owned()).or_default();
        if shapes.insert(shape.decisions().into(), layout).is_none() {
            learnt.bytes += bytes;
        }
    }
}

impl Shortcut for Layouts {
    fn lay_out(
        &self,
        renderer: &Renderer,
        template: &str,
        context: &LazyContext<'_>,
        shape: &Decisions<'_>,
    ) -> Result<Laid, RenderError> {
        let way = self.way(template, shape);
        if let Way::Fill(layout) = &way
            && let Some(text) = layout.fill(shape.texts())
        {
            return Ok(Laid {
                text,
                warnings: Vec::new(),
            });
        }
        let context = context.context();
        let laid = renderer.lay_out(template, Form::Lines, context)?;
        if matches!(way, Way::Learn) {
            // A layout has no place for warnings, and is none for decisions that are not the context's.
            let is_plain = laid.warnings.is_empty() && is_of(shape, context);
            let layout = is_plain
                .then(|| learn(renderer, template, context, shape, &laid.text))
                .flatten();
            self.keep(template, shape, layout);
        }
        Ok(laid)
    }
}

/// Whether a context decides so: a shape may have been told without it.
fn is_of(shape: &Decisions<'_>, context: &Context) -> bool {
    let own = context.decisions();
    let is = own.is_some_and(|own| own.decisions() == shape.decisions());
    debug_assert!(is, "the plan and its context decide alike");
    is
}

/// The layout of a shape; `None` where it does not give the text that the engine gave.
fn learn(
    renderer: &Renderer,
    template: &str,
    context: &Context,
    shape: &Decisions<'_>,
    text: &str,
) -> Known {
    let marked = marked(context)?;
    let layout = Layout::of(&renderer.lay_out(template, Form::Lines, &marked).ok()?.text);
    let filled = layout.fill(shape.texts())?;
    (filled == text).then(|| Arc::new(layout))
}

#[cfg(test)]
mod tests;
