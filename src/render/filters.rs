//! The filters, tests and functions that templates have; none that loads, marks as safe what it was given or changes escaping.

use minijinja::functions::Function;
use minijinja::value::{FunctionArgs, FunctionResult, Kwargs, Rest, ValueOrKwargs};
use minijinja::{Environment, Error, ErrorKind, State, Value};

use super::key::{looked_into, mark_of};
use super::mark::has_mark;
use super::{bounds, said, worksheet};
use crate::targets::quoting::xml;
use crate::targets::{Form, Version};

/// Marks the error of `fail("…")`: the template said no, and nothing is wrong with it.
#[derive(Debug, thiserror::Error)]
#[error("the template's own words")]
pub(super) struct OwnWords;

fn stop(reason: impl Into<std::borrow::Cow<'static, str>>) -> Error {
    Error::new(ErrorKind::InvalidOperation, reason)
}

/// A value as JSON, in one line: a text with its quotes, a number, a list. No key, which its style writes.
fn tojson(value: &Value) -> Result<String, Error> {
    let json = serde_json::to_string(value).map_err(|error| stop(error.to_string()))?;
    if holds_key(value) || has_mark(&json) {
        return Err(looked_into());
    }
    Ok(json)
}

/// A text that stands in a form without quotes: a name in a reference, a label, a key of YAML. A marker becomes a word
/// that stays a marker.
fn word(text: &str) -> Result<Value, Error> {
    let text = match text
        .strip_prefix("<FILL-IN:")
        .and_then(|t| t.strip_suffix('>'))
    {
        Some(name) => format!("FILL_IN_{name}"),
        None => text.to_owned(),
    };
    let mut characters = text.chars();
    let starts = characters
        .next()
        .is_some_and(|c| c.is_ascii_alphabetic() || c == '_');
    if !starts || characters.any(|c| !(c.is_ascii_alphanumeric() || c == '_' || c == '-')) {
        return Err(stop(
            "word: a name of letters, digits, `_` and `-` that does not begin with a digit is wanted here",
        ));
    }
    Ok(Value::from_safe_string(text))
}

/// Adds everything that a template of the form may call.
pub(super) fn add(environment: &mut Environment<'static>, form: Form) {
    add_filters(environment, form);
    add_tests(environment);
    environment.add_function("range", minijinja::functions::range);
    environment.add_function("fail", |reason: &str| -> Result<Value, Error> {
        Err(stop(reason.to_owned()).with_source(OwnWords))
    });
    environment.add_function("since", since);
    environment.add_function(
        "take",
        |state: &mut State<'_, '_>, name: &str, tunnel: Option<Value>, kwargs: Kwargs| {
            said::take(state, name, tunnel.as_ref(), &kwargs)
        },
    );
    environment.add_function(
        "counter",
        |state: &mut State<'_, '_>, name: &str, kwargs: Kwargs| said::counter(state, name, &kwargs),
    );
    environment.add_function(
        "warn",
        |state: &mut State<'_, '_>, sentence: &str, kwargs: Kwargs| {
            said::warn(state, sentence, &kwargs)
        },
    );
    worksheet::add(environment, form);
}

/// Each takes a value and gives one; those that look into a text refuse a key.
fn add_filters(environment: &mut Environment<'static>, form: Form) {
    use minijinja::filters;
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
    add_text_filter(environment, "word", word);
    // What is in the notation of the file already is not written in it again.
    let laid_out = |is_own: bool| {
        move |text: String| {
            if is_own {
                Value::from_safe_string(text)
            } else {
                Value::from(text)
            }
        }
    };
    let of_xml = laid_out(form == Form::Xml);
    add_text_filter(environment, "xml", move |text: &str| of_xml(xml(text)));
    let of_json = laid_out(matches!(form, Form::Json | Form::Yaml));
    environment.add_filter("tojson", move |value: &Value| tojson(value).map(of_json));
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
}

fn add_tests(environment: &mut Environment<'static>) {
    use minijinja::tests;
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
