//! One template engine, for files of one form, as strict as it can be set.

use std::borrow::Cow;
use std::sync::Arc;

use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment, Error, ErrorKind, UndefinedBehavior, Value};

use super::bounds;
use super::branches::{self, Branches};
use super::{filters, guard};
use crate::targets::{Form, Registry};

/// An engine that finds the registry's templates, and notes the branches that it goes through where it is asked to.
pub(super) fn new(
    form: Form,
    registry: Arc<Registry>,
    noting: Option<Branches>,
) -> Environment<'static> {
    let mut environment = Environment::empty();
    // Debug output would print every variable that a failing template refers to, the PSK too.
    environment.set_debug(false);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    set_syntax(&mut environment);
    environment.set_fuel(Some(bounds::FUEL));
    environment.set_recursion_limit(bounds::DEPTH);
    // The formatter escapes; a named mode makes the engine mark what macros and captured blocks return, so that
    // the formatter can tell laid-out lines from values.
    environment.set_auto_escape_callback(|_| AutoEscape::Custom("lines".into()));
    environment.set_formatter(guard::print(form));
    filters::add(&mut environment, form);
    match noting {
        None => load(&mut environment, registry),
        Some(branches) => load_noting(&mut environment, registry, branches),
    }
    environment
}

fn load(environment: &mut Environment<'static>, registry: Arc<Registry>) {
    environment.set_loader(move |name| text(&registry, name).map(|text| text.map(Cow::into_owned)));
}

/// A template's text; one of the user's only where the engine may read it. What is built in is checked by a test.
fn text(registry: &Registry, name: &str) -> Result<Option<Cow<'static, str>>, Error> {
    let text = registry
        .template(name)
        .map_err(|error| Error::new(ErrorKind::InvalidOperation, error.to_string()))?;
    if let Some(Cow::Owned(text)) = &text {
        bounds::checked(text)?;
    }
    Ok(text)
}

fn load_noting(
    environment: &mut Environment<'static>,
    registry: Arc<Registry>,
    branches: Branches,
) {
    let noting = branches.clone();
    environment.set_loader(move |name| {
        text(&registry, name).map(|text| text.map(|text| noting.noted(name, &text)))
    });
    let noting = branches.clone();
    let entered = move |place: String| noting.note(place);
    environment.add_function(branches::ENTERED, entered);
    let decided = move |place: String, value: Value| {
        let way = if value.is_true() { "yes" } else { "no" };
        branches.note(format!("{place}:{way}"));
        value
    };
    environment.add_function(branches::DECIDED, decided);
}

/// Tags that stand alone in a line leave no line, and the last line keeps its end.
pub(crate) fn set_syntax(environment: &mut Environment<'_>) {
    // The default delimiters cannot clash, so this never fails.
    if let Ok(syntax) = SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .keep_trailing_newline(true)
        .build()
    {
        environment.set_syntax(syntax);
    }
}
