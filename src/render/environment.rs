//! The template engines over the templates of a registry, one for each form.

use std::fmt;
use std::sync::{Arc, OnceLock};

use minijinja::{Environment, Error, ErrorKind, Value};

use super::bounds::Bounded;
use super::branches::Branches;
use super::context::Context;
use super::decisions::Decisions;
use super::filters::OwnWords;
use super::lazy_context::LazyContext;
use super::mark::without_marks;
use super::{RenderError, engine, said};
use crate::targets::{Form, Registry};

/// The engine over a registry's templates. Make one and use it for many plans: a template is
/// compiled when it is first needed. `Sync`.
#[derive(Debug)]
pub struct Renderer {
    registry: Arc<Registry>,
    /// One for each form, in the order of [`Form::ALL`], made when it is first needed.
    engines: [OnceLock<Environment<'static>>; Form::ALL.len()],
    noting: Option<Branches>,
    shortcut: Option<Arc<dyn Shortcut>>,
}

impl Renderer {
    /// An engine that finds the registry's templates.
    pub fn new(registry: Arc<Registry>) -> Self {
        Self {
            registry,
            engines: Default::default(),
            noting: None,
            shortcut: None,
        }
    }

    /// An engine that notes which branches of the templates it goes through.
    pub fn noting_branches(registry: Arc<Registry>) -> (Self, Branches) {
        let branches = Branches::default();
        let renderer = Self {
            noting: Some(branches.clone()),
            ..Self::new(registry)
        };
        (renderer, branches)
    }

    /// The same engine with another way to the text of a template.
    #[must_use]
    pub(crate) fn with_shortcut(registry: Arc<Registry>, shortcut: Arc<dyn Shortcut>) -> Self {
        Self {
            shortcut: Some(shortcut),
            ..Self::new(registry)
        }
    }

    /// Where its templates come from.
    pub const fn registry(&self) -> &Arc<Registry> {
        &self.registry
    }

    /// The other way, if it has one.
    pub(crate) fn shortcut(&self) -> Option<&dyn Shortcut> {
        self.shortcut.as_deref()
    }

    /// The engine for files of a form.
    fn engine(&self, form: Form) -> &Environment<'static> {
        let new = || engine::new(form, Arc::clone(&self.registry), self.noting.clone());
        self.engines[form as usize].get_or_init(new)
    }

    /// Lays out a context.
    pub(crate) fn lay_out(
        &self,
        name: &str,
        form: Form,
        context: &Arc<Context>,
    ) -> Result<Laid, RenderError> {
        self.render(name, form, &Value::from_dyn_object(Arc::clone(context)))
    }

    /// Renders one template.
    pub(super) fn render(
        &self,
        name: &str,
        form: Form,
        context: &Value,
    ) -> Result<Laid, RenderError> {
        let engine = self.engine(form);
        let fault = |error: &Error| fault(engine, name, error);
        let template = engine.get_template(name).map_err(|error| fault(&error))?;
        let mut text = Bounded::default();
        let mut captured = template
            .render_captured_to(context, &mut text)
            .map_err(|error| fault(&error))?;
        let said = captured
            .with_state_mut(|state| state.get_extension_mut::<said::Said>().map(std::mem::take));
        Ok(Laid {
            text: text.into_text(),
            warnings: said.unwrap_or_default().into_warnings(),
        })
    }

    /// Compiles a template, to check it.
    pub fn check(&self, name: &str) -> Result<(), RenderError> {
        let engine = self.engine(Form::Lines);
        engine
            .get_template(name)
            .map(|_| ())
            .map_err(|error| fault(engine, name, &error))
    }
}

/// The engine's error with its place, and the name that it stumbled over, but no value. An error from an included
/// file is told with that file's place.
fn fault(engine: &Environment<'_>, name: &str, error: &Error) -> RenderError {
    let error = innermost(error);
    let name = error.name().unwrap_or(name);
    let mut message = error
        .detail()
        .map_or_else(|| error.kind().to_string(), ToOwned::to_owned);
    if let (ErrorKind::UndefinedError, Ok(template), Some(range)) =
        (error.kind(), engine.get_template(name), error.range())
        && let Some(expression) = template.source().get(range)
    {
        message = format!("{message}: {expression}");
    }
    let message = without_marks(&message);
    let source = std::error::Error::source(error);
    RenderError::Template {
        template: without_marks(name),
        line: error.line().unwrap_or(0),
        message,
        own_words: source.is_some_and(<dyn std::error::Error>::is::<OwnWords>),
    }
}

/// Another way from a context to the text of a template, which gives the same text. A fleet has one.
pub(crate) trait Shortcut: fmt::Debug + Send + Sync {
    /// What the template makes of the context, of which `decisions` are a view.
    fn lay_out(
        &self,
        renderer: &Renderer,
        template: &str,
        context: &LazyContext<'_>,
        decisions: &Decisions<'_>,
    ) -> Result<Laid, RenderError>;
}

/// What a template gave.
pub(crate) struct Laid {
    /// The lines, with marks in the place of keys: nothing in it is secret.
    pub(crate) text: String,
    /// What it warned of.
    pub(crate) warnings: Vec<said::Warning>,
}

/// The error at the bottom: those around it say only which file was being included.
fn innermost(error: &Error) -> &Error {
    let mut inner = error;
    while let Some(source) = std::error::Error::source(inner).and_then(|e| e.downcast_ref()) {
        inner = source;
    }
    inner
}

#[cfg(test)]
mod tests {
    use super::*;

    fn render(text: &str, context: &Value) -> Result<String, String> {
        render_in(Form::Lines, text, context)
    }

    fn render_in(form: Form, text: &str, context: &Value) -> Result<String, String> {
        let renderer = Renderer::new(Arc::new(Registry::builtin()));
        let mut engine = renderer.engine(form).clone();
        engine
            .add_template_owned("t", text.to_owned())
            .map_err(|e| e.to_string())?;
        let renderer = Renderer::new(Arc::new(Registry::builtin()));
        let _ = renderer.engines[form as usize].set(engine);
        renderer
            .render("t", form, context)
            .map(|laid| laid.text)
            .map_err(|error| error.to_string())
    }

    fn context() -> Value {
        minijinja::context! { target => minijinja::context! { version => "9.16" }, a => "x", evil => "x\nreload", flag => true }
    }

    #[test]
    fn only_lines_that_the_template_laid_out_come_out() {
        assert_eq!(render("{{ a }}\n", &context()).unwrap(), "x\n");
        assert_eq!(
            render("{% macro m() %}1\n2\n{% endmacro %}{{ m() }}", &context()).unwrap(),
            "1\n2\n"
        );
        for bad in [
            "{{ evil }}",
            "{{ flag }}",
            "{{ none }}",
            "{{ 3 / 2 }}",
            "{{ [1] }}",
            "{{ a ~ evil }}",
            "{% set b = evil %}{{ b }}",
        ] {
            assert!(render(bad, &context()).is_err(), "{bad}");
        }
        let macro_with_evil = "{% macro m(x) %}{{ x }}{% endmacro %}{{ m(evil) }}";
        assert!(render(macro_with_evil, &context()).is_err());
    }

    #[test]
    fn errors_have_a_place_and_no_value() {
        let error = render("a\n{{ missing }}\n", &context()).unwrap_err();
        assert!(error.starts_with("t:2:"), "{error}");
        assert!(error.contains("missing"), "{error}");
        let error = render("\n\n{{ fail('needs a zone') }}", &context()).unwrap_err();
        assert_eq!(error, "t:3: needs a zone");
    }

    #[test]
    fn releases_are_compared() {
        assert_eq!(
            render("{% if since('9.8') %}new{% endif %}", &context()).unwrap(),
            "new"
        );
        assert_eq!(
            render("{% if since('9.20') %}new{% endif %}", &context()).unwrap(),
            ""
        );
    }

    #[test]
    fn a_form_escapes_what_is_printed_and_nothing_twice() {
        let context = minijinja::context! { x => "a\"<b>", n => 7, l => ["p", "q"], lang => "zh" };
        for (form, text, wanted) in [
            (
                Form::Json,
                "{{ x }} {{ n }} {{ l }}",
                r#""a\"<b>" 7 ["p", "q"]"#,
            ),
            (Form::Json, "{{ l | tojson }}", r#"["p","q"]"#),
            (Form::Xml, "<a>{{ x }}</a>", "<a>a&quot;&lt;b&gt;</a>"),
            (Form::Xml, "<a>{{ x | xml }}</a>", "<a>a&quot;&lt;b&gt;</a>"),
            (
                Form::Hcl,
                "{% macro m(v) %}v = {{ v }}{% endmacro %}{{ m(x) }}",
                r#"v = "a\"<b>""#,
            ),
            (Form::Hcl, "{{ l[0] | word }}.id", "p.id"),
            (
                Form::Markdown,
                "{{ row(say('Key', '密钥'), x) }}",
                "| 密钥 | `a\"<b>` |",
            ),
            (
                Form::Markdown,
                "{{ row('A|B', true, say('not *this*')) }}",
                "| A\\|B | 开启 not \\*this\\* |",
            ),
            (Form::Markdown, "{{ row('L', l) }}", "| L | `p`、`q` |"),
            (
                Form::Markdown,
                "{{ menu('VPN', say('Add', '新增')) }}",
                "**VPN › 新增**",
            ),
            (
                Form::Markdown,
                "{{ say('to {} by {}', '由 {2} 到 {1}', l[0], n) }}",
                "由 7 到 `p`",
            ),
            (
                Form::Markdown,
                "{{ say('x {}.', 'x {}.', l[0]) }}",
                "x `p`.",
            ),
            (
                Form::Markdown,
                "{{ head() }}",
                "| 字段 | 值 |\n| --- | --- |",
            ),
        ] {
            assert_eq!(
                render_in(form, text, &context).as_deref(),
                Ok(wanted),
                "{text}"
            );
        }
        for (form, text) in [
            (Form::Hcl, "{{ x | word }}"),
            (Form::Markdown, "{{ say('{} {}', '{} {}', n) }}"),
            (Form::Markdown, "{{ say('none', '无', n) }}"),
            (Form::Lines, "{{ row('a', n) }}"),
        ] {
            assert!(render_in(form, text, &context).is_err(), "{text}");
        }
    }
}
