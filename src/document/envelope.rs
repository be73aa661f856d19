//! What may stand beside a response in the object that gives it an id.

use super::entry::Kind;
use super::node::Node;
use super::wrong_value;
use crate::suggest::{hint, nearest};

/// The fields of such an object.
const FIELDS: [&str; 3] = ["id", "response", "values"];

/// What the object says beside the response.
#[derive(Debug, Clone, Copy, Default)]
pub struct Envelope<'d> {
    /// What the response is called.
    pub name: Option<&'d str>,
    /// Values of the target's inputs.
    values: Option<Node<'d>>,
}

impl<'d> Envelope<'d> {
    /// The envelope that an object is, or the field that nobody knows: what is passed over in silence would be
    /// missed on the device.
    pub(super) fn of(object: Node<'d>) -> Result<Self, (Node<'d>, String)> {
        for field in object.children() {
            let name = field.name();
            if !FIELDS.iter().any(|known| known.eq_ignore_ascii_case(name)) {
                let suggestion = hint(nearest(name, FIELDS.into_iter()).as_deref());
                let text = format!(
                    "beside a response stand its id and values, and {} is neither{suggestion}: remove it, or call \
                     it by its right name",
                    wrong_value::shown(name)
                );
                return Err((field, text));
            }
        }
        let values = object.get("values");
        if let Some(values) = values {
            if values.kind() != Kind::Object {
                let text = "the values beside a response must be an object of names and values";
                return Err((values, text.to_owned()));
            }
            if let Some(odd) = values.children().find(|value| value.text().is_none()) {
                let text = format!(
                    "the value of {} must be a text, a whole number, true or false",
                    wrong_value::shown(odd.name())
                );
                return Err((odd, text));
            }
        }
        Ok(Self {
            name: object.get("id").and_then(Node::text),
            values,
        })
    }

    /// Names and values, in their order.
    pub fn values(&self) -> Vec<(String, String)> {
        let values = self.values.into_iter().flat_map(Node::children);
        values
            .filter_map(|value| Some((value.name().to_owned(), value.text()?.to_owned())))
            .collect()
    }
}
