//! What a template may print. In lines: whole numbers, text of one line and laid-out lines, as they are. In another form:
//! values as that form writes them, so that none can be printed without being escaped.

use minijinja::value::ValueKind;
use minijinja::{Error, ErrorKind, Output, State, Value};

use super::key::mark_of;
use super::literal::literal;
use super::refusal::{UNASKED, refuse};
use super::unasked;
use crate::showable::has_acting;
use crate::targets::Form;

/// Prints a value in a file of the form.
pub(super) fn print(
    form: Form,
) -> impl Fn(&mut Output<'_>, &mut State<'_, '_>, &Value) -> Result<(), Error> + Send + Sync + 'static
{
    move |out, _, value| match value.as_str() {
        // What a macro or a block laid out was printed once already.
        Some(laid_out) if value.is_safe() && !unasked::is_in(laid_out) => {
            Ok(out.write_str(laid_out)?)
        }
        _ if form == Form::Lines => in_lines(out, value),
        _ => Ok(out.write_str(&literal(form, value)?)?),
    }
}

fn in_lines(out: &mut Output<'_>, value: &Value) -> Result<(), Error> {
    if let Some(mark) = mark_of(value) {
        write!(out, "{mark}")?;
        return Ok(());
    }
    match value.kind() {
        ValueKind::String => {
            let Some(text) = value.as_str() else {
                return Err(refuse("bytes"));
            };
            if unasked::is_in(text) {
                return Err(refuse(UNASKED));
            }
            if has_acting(text) {
                return Err(refuse("a value with a control character"));
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
        ValueKind::Plain if unasked::is(value) => Err(refuse(UNASKED)),
        ValueKind::Number => Err(refuse("a fraction")),
        ValueKind::Bool => Err(refuse("a truth value")),
        ValueKind::None => Err(refuse("an absent value")),
        ValueKind::Undefined => Err(Error::from(ErrorKind::UndefinedError)),
        _ => Err(refuse("a list or a map")),
    }
}
