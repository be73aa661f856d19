//! The template engine, as strict as it can be set.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use minijinja::functions::Function;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{FunctionArgs, FunctionResult, Kwargs, Rest, ValueKind, ValueOrKwargs};
use minijinja::{
    AutoEscape, Environment, Error, ErrorKind, Output, State, UndefinedBehavior, Value,
};

use super::RenderError;
use super::bounds::{self, Bounded};
use super::branches::{self, Branches};
use super::context::Context;
use super::decisions::Decisions;
use super::key::{has_mark, looked_into, mark_of, without_marks};
use super::said;
use super::unasked;
use crate::secret::Wiped;
use crate::showable::has_acting;
use crate::targets::{Registry, Version};

/// What stands behind a line with a hole.
const UNASKED: &str = "an input that this connection does not ask for (its `when` does not hold) and nobody gave: ask for it with `if`, or give it a default";

/// The engine over a registry's templates. Make one and use it for many plans: a template is
/// compiled when it is first needed. `Sync`.
#[derive(Debug)]
pub struct Renderer {
    registry: Arc<Registry>,
    environment: Environment<'static>,
    shortcut: Option<Arc<dyn Shortcut>>,
}

impl Renderer {
    /// An engine that finds the registry's templates.
    pub fn new(registry: Arc<Registry>) -> Self {
        let mut environment = Environment::empty();
        // Debug output would print every variable that a failing template refers to, the PSK too.
        environment.set_debug(false);
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        // The default delimiters cannot clash, so this never fails.
        if let Ok(syntax) = SyntaxConfig::builder()
            .trim_blocks(true)
            .lstrip_blocks(true)
            .keep_trailing_newline(true)
            .build()
        {
            environment.set_syntax(syntax);
        }
        environment.set_fuel(Some(bounds::FUEL));
        environment.set_recursion_limit(bounds::DEPTH);
        // No escaping is wanted; a named mode makes the engine mark what macros and captured blocks
        // return, so that the formatter can tell laid-out lines from values.
        environment.set_auto_escape_callback(|_| AutoEscape::Custom("lines".into()));
        environment.set_formatter(guard);
        let templates = Arc::clone(&registry);
        environment.set_loader(move |name| {
            let text = templates
                .template(name)
                .map_err(|error| Error::new(ErrorKind::InvalidOperation, error.to_string()))?;
            // What is built in is checked by a test.
            if let Some(Cow::Owned(text)) = &text {
                bounds::checked(text)?;
            }
            Ok(text.map(Cow::into_owned))
        });
        add_filters(&mut environment);
        environment.add_function("range", minijinja::functions::range);
        environment.add_function("fail", |reason: &str| -> Result<Value, Error> {
            let error = Error::new(ErrorKind::InvalidOperation, reason.to_owned());
            Err(error.with_source(OwnWords))
        });
        environment.add_function("since", since);
        environment.add_function(
            "take",
            |state: &mut State<'_, '_>, name: &str, tunnel: Option<Value>, kwargs: Kwargs| {
                said::take(state, name, tunnel.as_ref(), &kwargs)
            },
        );
        environment.add_function(
            "warn",
            |state: &mut State<'_, '_>, sentence: &str, kwargs: Kwargs| {
                said::warn(state, sentence, &kwargs)
            },
        );
        Self {
            registry,
            environment,
            shortcut: None,
        }
    }

    /// An engine that notes which branches of the templates it goes through.
    pub fn noting_branches(registry: Arc<Registry>) -> (Self, Branches) {
        let branches = Branches::default();
        let mut renderer = Self::new(Arc::clone(&registry));
        let noting = branches.clone();
        renderer.environment.set_loader(move |name| {
            let text = registry.template(name);
            text.map(|text| text.map(|text| noting.noted(name, &text)))
                .map_err(|error| Error::new(ErrorKind::InvalidOperation, error.to_string()))
        });
        let noting = branches.clone();
        let entered = move |place: String| noting.note(place);
        renderer
            .environment
            .add_function(branches::ENTERED, entered);
        let noting = branches.clone();
        let decided = move |place: String, value: Value| {
            let way = if value.is_true() { "yes" } else { "no" };
            noting.note(format!("{place}:{way}"));
            value
        };
        renderer
            .environment
            .add_function(branches::DECIDED, decided);
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

    /// Lays out a context.
    pub(crate) fn lay_out(&self, name: &str, context: &Arc<Context>) -> Result<Laid, RenderError> {
        self.render(name, &Value::from_dyn_object(Arc::clone(context)))
    }

    /// Renders one template.
    pub(super) fn render(&self, name: &str, context: &Value) -> Result<Laid, RenderError> {
        let template = self
            .environment
            .get_template(name)
            .map_err(|error| self.fault(name, &error))?;
        let mut text = Bounded::default();
        let mut captured = template
            .render_captured_to(context, &mut text)
            .map_err(|error| self.fault(name, &error))?;
        let said = captured
            .with_state_mut(|state| state.get_extension_mut::<said::Said>().map(std::mem::take));
        Ok(Laid {
            text: Wiped::new(text.into_text()),
            warnings: said.unwrap_or_default().into_warnings(),
        })
    }

    /// Compiles a template, to check it.
    pub fn check(&self, name: &str) -> Result<(), RenderError> {
        self.environment
            .get_template(name)
            .map(|_| ())
            .map_err(|error| self.fault(name, &error))
    }

    /// The engine's error with its place, and the name that it stumbled over, but no value. An error from an included
    /// file is told with that file's place.
    fn fault(&self, name: &str, error: &Error) -> RenderError {
        let error = innermost(error);
        let name = error.name().unwrap_or(name);
        let mut message = error
            .detail()
            .map_or_else(|| error.kind().to_string(), ToOwned::to_owned);
        if let (ErrorKind::UndefinedError, Ok(template), Some(range)) = (
            error.kind(),
            self.environment.get_template(name),
            error.range(),
        ) && let Some(expression) = template.source().get(range)
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
}

/// Another way from a context to the text of a template, which gives the same text. A fleet has one.
pub(crate) trait Shortcut: fmt::Debug + Send + Sync {
    /// What the template makes of the context, of which `decisions` is a view.
    fn lay_out(
        &self,
        renderer: &Renderer,
        template: &str,
        context: &Arc<Context>,
        decisions: &Decisions<'_>,
    ) -> Result<Laid, RenderError>;
}

/// Marks the error of `fail("…")`: the template said no, and nothing is wrong with it.
#[derive(Debug, thiserror::Error)]
#[error("the template's own words")]
struct OwnWords;

/// What a template gave.
pub(crate) struct Laid {
    /// The lines, with marks in the place of keys.
    pub(crate) text: Wiped<String>,
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

/// A value as JSON, in one line: a text with its quotes, a number, a list. No key, which its style writes.
fn tojson(value: &Value) -> Result<Value, Error> {
    let json = serde_json::to_string(value)
        .map_err(|error| Error::new(ErrorKind::InvalidOperation, error.to_string()))?;
    if holds_key(value) || has_mark(&json) {
        return Err(looked_into());
    }
    Ok(Value::from(json))
}

/// The filters that layouts need; none that loads, marks as safe or changes escaping.
fn add_filters(environment: &mut Environment<'static>) {
    use minijinja::{filters, tests};
    environment.add_filter("join", filters::join);
    environment.add_filter("map", filters::map);
    add_text_filter(environment, "upper", filters::upper);
    add_text_filter(environment, "lower", filters::lower);
    add_text_filter(environment, "replace", filters::replace);
    add_text_filter(environment, "length", filters::length);
    add_text_filter(environment, "slice", filters::slice);
    add_text_filter(environment, "batch", filters::batch);
    add_text_filter(environment, "int", filters::int);
    add_text_filter(environment, "string", filters::string);
    add_text_filter(environment, "trim", filters::trim);
    add_text_filter(environment, "split", filters::split);
    add_text_filter(environment, "format", filters::format);
    add_text_filter(environment, "xml", crate::targets::quoting::xml);
    environment.add_filter("tojson", tojson);
    environment.add_filter("first", filters::first);
    environment.add_filter("last", filters::last);
    environment.add_filter("list", filters::list);
    environment.add_filter("unique", filters::unique);
    environment.add_filter("select", filters::select);
    environment.add_filter("reject", filters::reject);
    environment.add_filter("selectattr", filters::selectattr);
    environment.add_filter("rejectattr", filters::rejectattr);
    environment.add_filter("sort", filters::sort);
    environment.add_filter("min", filters::min);
    environment.add_filter("max", filters::max);
    environment.add_filter("indent", bounds::indent);
    environment.add_filter("default", filters::default);
    environment.add_test("defined", tests::is_defined);
    environment.add_test("undefined", tests::is_undefined);
    environment.add_test("none", tests::is_none);
    environment.add_test("string", tests::is_string);
    environment.add_test("number", tests::is_number);
    environment.add_test("startingwith", tests::is_startingwith);
    environment.add_test("endingwith", tests::is_endingwith);
    environment.add_test("in", tests::is_in);
    environment.add_test("eq", tests::is_eq);
    environment.add_test("equalto", tests::is_eq);
    environment.add_test("ne", tests::is_ne);
    environment.add_test("gt", tests::is_gt);
    environment.add_test("lt", tests::is_lt);
}

/// A filter that looks into a text: not into one that holds a key, which would come out as another key.
fn add_text_filter<F, Rv, Args>(
    environment: &mut Environment<'static>,
    name: &'static str,
    filter: F,
) where
    F: Function<Rv, Args>,
    Rv: FunctionResult,
    Args: for<'a> FunctionArgs<'a>,
{
    let filter = Value::from_function(filter);
    environment.add_filter(
        name,
        move |state: &mut State<'_, '_>, args: Rest<ValueOrKwargs>| {
            let args = args.into_values();
            if args.iter().any(holds_key) {
                return Err(looked_into());
            }
            filter.call(state, &args)
        },
    );
}

fn holds_key(value: &Value) -> bool {
    mark_of(value).is_some() || value.as_str().is_some_and(has_mark)
}

/// `since("9.8")`: whether the target's release is at least that.
fn since(state: &State<'_, '_>, release: &str) -> Result<bool, Error> {
    let bad = |error: crate::targets::BadVersion| {
        Error::new(ErrorKind::InvalidOperation, error.to_string())
    };
    let wanted = Version::parse(release).map_err(bad)?;
    let target = state
        .lookup("target")
        .and_then(|target| target.get_attr("version").ok());
    let current = target.as_ref().and_then(Value::as_str).unwrap_or_default();
    Ok(Version::parse(current).map_err(bad)? >= wanted)
}

/// Lets whole numbers, text of one line and laid-out lines through, and nothing else.
fn guard(out: &mut Output<'_>, _: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    let refuse = |what: &str| {
        Err(Error::new(
            ErrorKind::InvalidOperation,
            format!("a template may not print {what}"),
        ))
    };
    if let Some(mark) = mark_of(value) {
        write!(out, "{mark}")?;
        return Ok(());
    }
    match value.kind() {
        ValueKind::String => {
            let Some(text) = value.as_str() else {
                return refuse("bytes");
            };
            if unasked::is_in(text) {
                return refuse(UNASKED);
            }
            if !value.is_safe() && has_acting(text) {
                return refuse("a value with a control character");
            }
            out.write_str(text)?;
            Ok(())
        }
        ValueKind::Number if value.is_integer() => {
            match i64::try_from(value.clone()) {
                Ok(number) => out.write_str(&number.to_string())?,
                Err(_) => write!(out, "{value}")?,
            }
            Ok(())
        }
        ValueKind::Plain if unasked::is(value) => refuse(UNASKED),
        ValueKind::Number => refuse("a fraction"),
        ValueKind::Bool => refuse("a truth value"),
        ValueKind::None => refuse("an absent value"),
        ValueKind::Undefined => Err(Error::from(ErrorKind::UndefinedError)),
        _ => refuse("a list or a map"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn render(text: &str, context: &Value) -> Result<String, String> {
        let mut renderer = Renderer::new(Arc::new(Registry::builtin()));
        renderer
            .environment
            .add_template_owned("t", text.to_owned())
            .map_err(|e| e.to_string())?;
        renderer
            .render("t", context)
            .map(|laid| laid.text.to_owned())
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
}
