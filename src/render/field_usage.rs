//! Which fields of the context a template reads, and which it leaves out. A field that no template reads is
//! a value that never reaches the device.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use minijinja::Value;
use minijinja::value::{Enumerator, Object, ObjectRepr, ValueKind};

use super::{RenderError, Renderer, reveal, template_of};
use crate::findings::Judged;
use crate::plan::Plan;
use crate::targets::Section;

/// The language of what people read: nothing that a device needs.
const LANG: &str = "lang";

/// Paths of fields, as `docs/template-context.md` writes them: `tunnels.ike.dh`. Places in lists are left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields {
    /// Every field that had a value.
    pub present: BTreeSet<String>,
    /// Those that a template asked for.
    pub read: BTreeSet<String>,
}

impl Fields {
    /// Adds what another plan showed.
    pub fn extend(&mut self, other: Self) {
        self.present.extend(other.present);
        self.read.extend(other.read);
    }

    /// What no template asked for. A field that holds others is not listed, they are.
    pub fn unread(&self) -> Vec<&str> {
        let holds_others = |path: &str| {
            let next = self.present.range(format!("{path}.")..).next();
            next.is_some_and(|next| next.starts_with(&format!("{path}.")))
        };
        self.present
            .difference(&self.read)
            .map(String::as_str)
            .filter(|path| !holds_others(path) && *path != LANG)
            .collect()
    }
}

/// Renders the sections of a plan, drops the text and tells which fields it took.
pub(crate) fn fields(
    renderer: &Renderer,
    plan: &Plan<'_>,
    findings: &[Judged],
    sections: &[Section],
) -> Result<Fields, RenderError> {
    let context = Value::from_dyn_object(reveal::context(plan, findings, plan.lang));
    let mut present = BTreeSet::new();
    leaves(&context, "", &mut present);
    let read = Arc::new(Mutex::new(BTreeSet::new()));
    let watched = Value::from_object(Watched {
        value: context,
        path: String::new(),
        read: Arc::clone(&read),
    });
    for output in &plan.target.outputs {
        if plan.target.is_asked_for(output, sections) && plan.wants(output) {
            let template = template_of(renderer, plan.target, output)?;
            renderer.render(template, output.form, &watched)?;
        }
    }
    let read = read.lock().unwrap_or_else(PoisonError::into_inner).clone();
    Ok(Fields { present, read })
}

/// A list or map of the context that notes what is taken out of it.
#[derive(Debug)]
struct Watched {
    value: Value,
    path: String,
    read: Arc<Mutex<BTreeSet<String>>>,
}

impl Object for Watched {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        if self.value.kind() == ValueKind::Seq {
            ObjectRepr::Seq
        } else {
            ObjectRepr::Map
        }
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let value = self
            .value
            .get_item(key)
            .ok()
            .filter(|value| !value.is_undefined())?;
        let path = below(&self.path, key);
        self.read
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(path.clone());
        if !matches!(value.kind(), ValueKind::Seq | ValueKind::Map) {
            return Some(value);
        }
        Some(Value::from_object(Self {
            value,
            path,
            read: Arc::clone(&self.read),
        }))
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        match (self.repr(), self.value.len()) {
            (ObjectRepr::Seq, Some(length)) => Enumerator::Seq(length),
            _ => self
                .value
                .try_iter()
                .map_or(Enumerator::Empty, |keys| Enumerator::Values(keys.collect())),
        }
    }
}

/// A field's path; an element of a list has the list's.
fn below(path: &str, key: &Value) -> String {
    match key.as_str() {
        Some(name) if path.is_empty() => name.to_owned(),
        Some(name) => format!("{path}.{name}"),
        None => path.to_owned(),
    }
}

fn leaves(value: &Value, path: &str, found: &mut BTreeSet<String>) {
    if !matches!(value.kind(), ValueKind::Seq | ValueKind::Map) {
        found.insert(path.to_owned());
        return;
    }
    for key in value.try_iter().into_iter().flatten() {
        if value.kind() == ValueKind::Seq {
            leaves(&key, path, found);
        } else if let Ok(inner) = value.get_item(&key) {
            leaves(&inner, &below(path, &key), found);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn watched(template: &str) -> Vec<String> {
        let context = minijinja::context! {
            tunnels => [minijinja::context! { name => "a", ike => minijinja::context! { dh => "14", prf => "x" } }],
            nets => ["n"],
            flag => true,
        };
        let mut fields = Fields::default();
        leaves(&context, "", &mut fields.present);
        let read = Arc::new(Mutex::new(BTreeSet::new()));
        let value = Value::from_object(Watched {
            value: context,
            path: String::new(),
            read: Arc::clone(&read),
        });
        minijinja::Environment::new()
            .render_str(template, value)
            .unwrap();
        fields.read.clone_from(&read.lock().unwrap());
        fields.unread().into_iter().map(str::to_owned).collect()
    }

    #[test]
    fn what_no_template_asks_for_is_listed() {
        assert_eq!(
            watched("-"),
            [
                "flag",
                "nets",
                "tunnels.ike.dh",
                "tunnels.ike.prf",
                "tunnels.name"
            ]
        );
        assert_eq!(
            watched("{% for t in tunnels %}{{ t.ike.dh }}{% endfor %}{{ nets|join }}"),
            ["flag", "tunnels.ike.prf", "tunnels.name"]
        );
        assert_eq!(
            watched(
                "{{ tunnels|map(attribute='name')|join }}{% macro m(t) %}{{ t.ike.prf }}{% endmacro %}{{ m(tunnels[0]) }}"
            ),
            ["flag", "nets", "tunnels.ike.dh"]
        );
    }
}
