//! A ticket as one HTML file: style, script and drawings inside, nothing to fetch.
//!
//! The template engine escapes every value for HTML. A content security policy allows nothing but this
//! very style sheet and this very script, by their hashes, so that even markup that got through could
//! neither run nor fetch.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Error, UndefinedBehavior, Value};
use sha2::{Digest, Sha256};

use super::{Ticket, texts};
use crate::render::{RenderError, set_syntax};

const NAME: &str = "ticket.html";
const TEMPLATE: &str = include_str!("templates/ticket.html.j2");
const STYLE: &str = include_str!("templates/ticket.css");
const SCRIPT: &str = include_str!("templates/copy.js");

pub(super) fn write(ticket: &Ticket) -> Result<String, RenderError> {
    let text: std::collections::BTreeMap<String, &str> = texts::all()
        .map(|(name, text)| (name.to_lowercase(), text.in_lang(ticket.lang)))
        .collect();
    let context = minijinja::context! {
        ticket => Value::from(Serde(ticket)),
        t => Value::from(Serde(&text)),
        // Between the tags stands the text that was hashed, with nothing around it.
        style => Value::from_safe_string(STYLE.to_owned()),
        script => Value::from_safe_string(SCRIPT.to_owned()),
        policy => policy(),
    };
    let mut environment = Environment::new();
    environment.set_debug(false);
    set_syntax(&mut environment);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    let fault = |error: &Error| RenderError::Template {
        template: NAME.to_owned(),
        line: error.line().unwrap_or(0),
        message: error
            .detail()
            .map_or_else(|| error.kind().to_string(), ToOwned::to_owned),
        own_words: false,
    };
    environment
        .add_template(NAME, TEMPLATE)
        .map_err(|error| fault(&error))?;
    environment
        .get_template(NAME)
        .and_then(|template| template.render(context))
        .map_err(|error| fault(&error))
}

/// What the page may do: nothing but what stands in it.
fn policy() -> String {
    format!(
        "default-src 'none'; style-src '{}'; script-src '{}'; base-uri 'none'; form-action 'none'",
        hash(STYLE),
        hash(SCRIPT)
    )
}

/// A source expression of Content Security Policy level 3, section 2.3.1.
fn hash(text: &str) -> String {
    format!(
        "sha256-{}",
        STANDARD.encode(Sha256::digest(text.as_bytes()))
    )
}
