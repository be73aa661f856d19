//! What worksheets are made of: words in the language that was asked for, paths of menus, and tables of fields in which
//! no value can break a cell.
//!
//! | in a template | gives |
//! |---|---|
//! | `say("Encryption", "加密算法")` | the words in the reader's language; one text counts for both |
//! | `say("Add {} to {}", "将 {} 加入 {}", a, b)` | with values in their places, `{2}` where the order differs |
//! | `note("Up: {}", "应为已建立：{}", a)` | the same as the words of a comment, for forms whose comments end with their line |
//! | `menu("VPN", "IPsec")` | the way through the menus |
//! | `head()` | the head of a table of fields; `head(a, b)` with other words |
//! | `row(field, value)`, `row(field, value, note)` | a line of it: a text or number as a value, a list, `true` and `false` as on and off, `say(…)` as words |

use minijinja::value::{Rest, ValueKind};
use minijinja::{Environment, Error, ErrorKind, State, Value};

use super::key::{looked_into, mark_of};
use super::literal::literal;
use super::mark::has_mark;
use super::refusal::refuse;
use crate::findings::{Lang, Text};
use crate::markdown::{escaped, span, words};
use crate::targets::Form;

const FIELD: Text = Text {
    en: "Field",
    zh: "字段",
};
const VALUE: Text = Text {
    en: "Value",
    zh: "值",
};
const ON: Text = Text {
    en: "on",
    zh: "开启",
};
const OFF: Text = Text {
    en: "off",
    zh: "关闭",
};

/// `say` is for every form, `note` for those whose comments end with their line, the rest for Markdown.
pub(super) fn add(environment: &mut Environment<'static>, form: Form) {
    environment.add_function(
        "say",
        move |state: &mut State<'_, '_>, en: &str, rest: Rest<Value>| say(form, state, en, &rest),
    );
    if matches!(form, Form::Lines | Form::Shell | Form::Hcl | Form::Yaml) {
        environment.add_function(
            "note",
            move |state: &mut State<'_, '_>, en: &str, zh: &str, values: Rest<Value>| {
                // No character of a line has a meaning in a comment.
                said(form, state, en, zh, &values).map(Value::from_safe_string)
            },
        );
    }
    if form == Form::Markdown {
        environment.add_function("menu", |items: Rest<Value>| menu(&items));
        environment.add_function("head", |state: &mut State<'_, '_>, columns: Rest<Value>| {
            head(state, &columns)
        });
        environment.add_function("row", row);
    }
}

fn stop(reason: &str) -> Error {
    Error::new(ErrorKind::InvalidOperation, reason.to_owned())
}

fn lang(state: &State<'_, '_>) -> Lang {
    match state.lookup("lang").as_ref().and_then(Value::as_str) {
        Some("zh") => Lang::Zh,
        _ => Lang::En,
    }
}

/// The sentence of the reader's language with values in its places.
fn say(form: Form, state: &State<'_, '_>, en: &str, rest: &[Value]) -> Result<Value, Error> {
    let (zh, values) = match rest.split_first() {
        None => (en, &[][..]),
        Some((zh, values)) => (
            zh.as_str()
                .ok_or_else(|| stop("say: the second is the Chinese text"))?,
            values,
        ),
    };
    let said = said(form, state, en, zh, values)?;
    Ok(match form {
        Form::Markdown => Value::from_safe_string(said),
        _ => Value::from(said),
    })
}

/// One of two texts with values in its places.
fn said(
    form: Form,
    state: &State<'_, '_>,
    en: &str,
    zh: &str,
    values: &[Value],
) -> Result<String, Error> {
    let sentence = match lang(state) {
        Lang::En => en,
        Lang::Zh => zh,
    };
    let is_key = |value: &Value| mark_of(value).is_some() || value.as_str().is_some_and(has_mark);
    if has_mark(sentence) || values.iter().any(is_key) {
        return Err(looked_into());
    }
    let mut said = String::with_capacity(sentence.len() + 16);
    let mut rest = sentence;
    let mut next = 0;
    while let Some((before, place, after)) = place(rest) {
        let index = place.unwrap_or(next);
        next += 1;
        let value = values
            .get(index)
            .ok_or_else(|| stop("say: there are fewer values than places"))?;
        said.push_str(&plain(form, before, said.is_empty()));
        said.push_str(&match form {
            Form::Markdown if value.kind() != ValueKind::Number => cell(value, lang(state))?,
            _ => literal(Form::Lines, value)?,
        });
        rest = after;
    }
    if next < values.len() {
        return Err(stop("say: there are more values than places"));
    }
    said.push_str(&plain(form, rest, said.is_empty()));
    Ok(said)
}

/// Words that mean nothing to Markdown.
fn plain(form: Form, text: &str, at_start: bool) -> String {
    match form {
        Form::Markdown => escaped(text, at_start),
        _ => text.to_owned(),
    }
}

/// The next `{}` or `{2}`: what stands before it, its number from 0, what stands after it.
fn place(text: &str) -> Option<(&str, Option<usize>, &str)> {
    let start = text.find('{')?;
    let end = start + text[start..].find('}')?;
    let number = &text[start + 1..end];
    let index = match number {
        "" => None,
        number => Some(number.parse::<usize>().ok()?.checked_sub(1)?),
    };
    Some((&text[..start], index, &text[end + 1..]))
}

/// `**VPN › IPsec › Add**`.
fn menu(items: &[Value]) -> Result<Value, Error> {
    let items: Vec<String> = items.iter().map(words_of).collect::<Result<_, _>>()?;
    if items.is_empty() {
        return Err(stop("menu: name at least one item"));
    }
    Ok(Value::from_safe_string(format!(
        "**{}**",
        items.join(" › ")
    )))
}

/// Two lines: names of the columns, and what makes a table of them.
fn head(state: &State<'_, '_>, columns: &[Value]) -> Result<Value, Error> {
    let lang = lang(state);
    let columns: Vec<String> = if columns.is_empty() {
        [FIELD, VALUE]
            .map(|text| text.in_lang(lang).to_owned())
            .into()
    } else {
        columns.iter().map(words_of).collect::<Result<_, _>>()?
    };
    let line = format!(
        "| {} |\n|{}",
        columns.join(" | "),
        " --- |".repeat(columns.len())
    );
    Ok(Value::from_safe_string(line))
}

/// A line of a table.
fn row(
    state: &mut State<'_, '_>,
    field: &Value,
    value: &Value,
    note: Option<&Value>,
) -> Result<Value, Error> {
    let field = words_of(field)?;
    let mut value = cell(value, lang(state))?;
    if let Some(note) = note {
        value.push(' ');
        value.push_str(&words_of(note)?);
    }
    Ok(Value::from_safe_string(format!("| {field} | {value} |")))
}

/// A value in a cell or a sentence.
fn cell(value: &Value, lang: Lang) -> Result<String, Error> {
    match value.kind() {
        ValueKind::Bool => {
            let text = if value.is_true() { ON } else { OFF };
            Ok(text.in_lang(lang).to_owned())
        }
        ValueKind::Number if value.is_integer() => Ok(span(&value.to_string())),
        ValueKind::String if value.is_safe() => words_of(value),
        ValueKind::Seq | ValueKind::Iterable if mark_of(value).is_none() => {
            let mut items = Vec::new();
            for item in value.try_iter()? {
                items.push(cell(&item, lang)?);
            }
            if items.is_empty() {
                return Err(refuse("an empty list: ask for it with `if`"));
            }
            let between = match lang {
                Lang::En => ", ",
                Lang::Zh => "、",
            };
            Ok(items.join(between))
        }
        _ => literal(Form::Markdown, value),
    }
}

/// Words for a cell: what `say` gave, or a text.
fn words_of(value: &Value) -> Result<String, Error> {
    let text = value
        .as_str()
        .ok_or_else(|| refuse("this in the place of words: give a text or say(…)"))?;
    if has_mark(text) {
        return Err(looked_into());
    }
    if text.chars().any(char::is_control) {
        return Err(refuse("a line break in a table"));
    }
    Ok(if value.is_safe() {
        text.to_owned()
    } else {
        words(text)
    })
}
