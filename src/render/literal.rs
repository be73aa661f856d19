//! A value as a form writes it: in its quotes, escaped, as a number, as a list. A key is a mark until the file is made,
//! and gets its quotes then.

use minijinja::value::ValueKind;
use minijinja::{Error, ErrorKind, Value};

use super::key::mark_of;
use super::mark::{has_mark, is_mark};
use super::refusal::{UNASKED, refuse};
use super::unasked;
use crate::showable::has_acting;
use crate::targets::Form;

/// The value in the notation of the form.
pub(super) fn literal(form: Form, value: &Value) -> Result<String, Error> {
    if let Some(mark) = mark_of(value) {
        return Ok(mark.to_string());
    }
    match value.kind() {
        ValueKind::Undefined => Err(Error::from(ErrorKind::UndefinedError)),
        ValueKind::None => Err(refuse("an absent value")),
        ValueKind::Plain if unasked::is(value) => Err(refuse(UNASKED)),
        ValueKind::Bool => truth(form, value.is_true()),
        ValueKind::Number if value.is_integer() => Ok(value.to_string()),
        ValueKind::Number => Err(refuse("a fraction")),
        ValueKind::String => match value.as_str() {
            Some(text) => self::text(form, text),
            None => Err(refuse("bytes")),
        },
        ValueKind::Seq | ValueKind::Iterable => list(form, value),
        _ => Err(refuse("a map")),
    }
}

fn text(form: Form, text: &str) -> Result<String, Error> {
    if unasked::is_in(text) {
        return Err(refuse(UNASKED));
    }
    if has_acting(text) {
        return Err(refuse("a value with a control character"));
    }
    let written = |text: &str| form.text(text).map_err(|error| refuse(&error.to_string()));
    if !has_mark(text) {
        return written(text);
    }
    if form != Form::Xml {
        return Err(refuse(
            "a key that is joined with a text: it has its own quotes in this form, and stands alone",
        ));
    }
    let mut whole = String::with_capacity(text.len() + 8);
    for piece in text.split_inclusive(is_mark) {
        let plain = piece.trim_end_matches(is_mark);
        whole.push_str(&written(plain)?);
        whole.push_str(&piece[plain.len()..]);
    }
    Ok(whole)
}

fn truth(form: Form, holds: bool) -> Result<String, Error> {
    match form {
        Form::Json | Form::Hcl | Form::Yaml => Ok(holds.to_string()),
        Form::Powershell => Ok(format!("${holds}")),
        Form::Lines | Form::Shell | Form::Xml | Form::Markdown => Err(refuse("a truth value")),
    }
}

fn list(form: Form, value: &Value) -> Result<String, Error> {
    let mut items = Vec::new();
    for item in value.try_iter()? {
        items.push(literal(form, &item)?);
    }
    match form {
        Form::Json | Form::Hcl | Form::Yaml => Ok(format!("[{}]", items.join(", "))),
        Form::Powershell => Ok(format!("@({})", items.join(", "))),
        Form::Shell => Ok(items.join(" ")),
        Form::Markdown => Ok(items.join(", ")),
        Form::Lines | Form::Xml => Err(refuse("a list")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(form: Form, value: impl Into<Value>) -> Result<String, String> {
        literal(form, &value.into()).map_err(|error| error.to_string())
    }

    #[test]
    fn each_form_writes_values_in_its_own_notation() {
        let nasty = "a'b\"c${d}<e>&f";
        for (form, text, list) in [
            (Form::Shell, r#"'a'\''b"c${d}<e>&f'"#, "x 1"),
            (Form::Powershell, r#"'a''b"c${d}<e>&f'"#, "@('x', 1)"),
            (Form::Hcl, r#""a'b\"c$${d}<e>&f""#, "[\"x\", 1]"),
            (Form::Yaml, r#""a'b\"c${d}<e>&f""#, "[\"x\", 1]"),
            (Form::Json, r#""a'b\"c${d}<e>&f""#, "[\"x\", 1]"),
            (Form::Markdown, "`a'b\"c${d}<e>&f`", "`x`, 1"),
        ] {
            assert_eq!(written(form, nasty).as_deref(), Ok(text), "{form:?}");
            let both = Value::from(vec![Value::from("x"), Value::from(1)]);
            assert_eq!(written(form, both).as_deref(), Ok(list), "{form:?}");
        }
        assert_eq!(
            written(Form::Xml, nasty).as_deref(),
            Ok("a&apos;b&quot;c${d}&lt;e&gt;&amp;f")
        );
        assert_eq!(written(Form::Markdown, "a|b").as_deref(), Ok("a\\|b"));
        assert_eq!(
            written(Form::Shell, "10.0.0.0/8").as_deref(),
            Ok("10.0.0.0/8")
        );
        assert_eq!(written(Form::Powershell, true).as_deref(), Ok("$true"));
        assert_eq!(written(Form::Json, false).as_deref(), Ok("false"));
    }

    #[test]
    fn what_a_form_cannot_say_stops_the_render() {
        for form in Form::ALL {
            assert!(written(form, ()).is_err(), "{form:?}");
            assert!(written(form, "a\nb").is_err(), "{form:?}");
            assert!(written(form, 1.5).is_err(), "{form:?}");
        }
        assert!(written(Form::Xml, true).is_err());
    }
}
