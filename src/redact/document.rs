//! What an error says of a document that is not read.

use super::Redactor;
use crate::document::{DocumentError, is_known};

/// Stands in the place of what a server says.
const MESSAGE: &str = "<REDACTED:message>";
const UNKNOWN: &str = "<REDACTED:code>";

impl Redactor {
    /// Takes out of an error what a document or a server says in words of its own: ids, addresses, names. What is
    /// wrong and where stays.
    pub(crate) fn document_error(&self, error: &mut DocumentError) {
        if self.is_idle() {
            return;
        }
        match error {
            DocumentError::Api(refusal) => {
                let is_code = |c: char| c.is_ascii_alphabetic() || c == '.' || c == '_';
                if refusal.http_status.is_none() && !refusal.code.chars().all(is_code) {
                    UNKNOWN.clone_into(&mut refusal.code);
                }
                MESSAGE.clone_into(&mut refusal.message);
                refusal.request_id = None;
                refusal.host_id = None;
                refusal.recommend = None;
            }
            DocumentError::Unrecognised { found, .. } => "something else".clone_into(found),
            DocumentError::Repeated { path, .. } => {
                let known = path.split('.').map(|part| {
                    let name = part.split('[').next().unwrap_or_default();
                    if is_known(name) { part } else { "…" }
                });
                *path = known.collect::<Vec<_>>().join(".");
            }
            _ => {}
        }
    }
}
