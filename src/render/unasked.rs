//! Inputs that a connection does not ask for and that nobody gave. A template may ask whether there is one; printing it
//! would leave a hole in a line, and stops the render.

use std::fmt;
use std::sync::Arc;

use minijinja::Value;
use minijinja::value::{Object, ObjectRepr};

/// Stands for it within a text that was joined; the last character of a plane for private use.
const MARK: char = '\u{10_FFFD}';

/// The input's place in the context.
struct Unasked;

/// What a template has in the place of such an input.
pub(super) fn value() -> Value {
    Value::from_object(Unasked)
}

/// Whether a value is one.
pub(super) fn is(value: &Value) -> bool {
    value.downcast_object_ref::<Unasked>().is_some()
}

/// Whether one was joined into a text.
pub(super) fn is_in(text: &str) -> bool {
    text.contains(MARK)
}

impl Object for Unasked {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn is_true(self: &Arc<Self>) -> bool {
        false
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{MARK}")
    }
}

impl fmt::Debug for Unasked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Unasked")
    }
}
