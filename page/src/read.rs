//! What the responses mean: connections in words, the findings about them, and the responses as they may be shown.

use peerconf::connection::summary::Summary;
use peerconf::document;
use serde_json::{Value, json};

use crate::ask::Given;
use crate::case::Readings;

pub(crate) fn read(given: &Given) -> Result<Value, String> {
    let read = Readings::of(given)?;
    let judge = given.judge()?;
    let mut connections = Vec::new();
    for reading in &read.readings {
        let judged = judge.judge(reading.findings.clone());
        let summary = reading.connection.as_ref().map(|connection| {
            let mut summary = Summary::new(connection);
            summary.hide_key_lengths();
            summary
        });
        connections.push(json!({
            "names": reading.names(),
            "document": reading.document,
            "findings": read.findings(&judged, given.lang),
            "summary": summary,
        }));
    }
    let documents: Vec<Value> = read
        .documents
        .iter()
        .map(|(name, _, document)| json!({ "name": name, "shown": document::shown(document) }))
        .collect();
    let unread: Vec<Value> = read
        .unread
        .iter()
        .map(|(name, error)| json!({ "name": name, "error": error }))
        .collect();
    Ok(json!({ "connections": connections, "documents": documents, "unread": unread }))
}
