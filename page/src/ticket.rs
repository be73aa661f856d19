//! The document to attach to a change. Keys are never in it.

use peerconf::report::Ticket;
use serde_json::{Value, json};

use crate::ask::Given;
use crate::case::Readings;
use crate::render;

pub(crate) fn ticket(given: &Given) -> Result<Value, String> {
    let read = Readings::of(given)?;
    let reading = read.reading(given)?;
    let (mut kit, target) = render::chosen(given)?;
    kit.redaction.keys = true;
    let targets = [target];
    let mut case = kit.case(reading, &targets);
    if let Some(error) = case.failure() {
        return Err(error.to_string());
    }
    case.hear_templates();
    let cases = [case];
    let ticket = Ticket::new(&cases, kit.redaction.redactor().what(), given.lang)
        .map_err(|unwritten| unwritten.to_string())?;
    let html = ticket.html().map_err(|error| error.to_string())?;
    Ok(json!({ "html": html, "markdown": ticket.markdown() }))
}
