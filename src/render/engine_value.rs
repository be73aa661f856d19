//! How the types of the context become values of the engine: fields are looked up in them when a template
//! asks, instead of everything being copied into maps first. Most files read a small part of the tree.

use std::fmt;
use std::sync::Arc;

use minijinja::Value;
use minijinja::value::{Enumerator, Object, ObjectRepr};

use super::decisions::Decisions;

/// A field as the engine sees it, and as a part of the context's shape. The two walks, `note` and
/// `with_texts`, meet the printed texts in the same order.
pub(super) trait Field {
    /// Cheap: a template may ask often.
    fn value(&self) -> Value;

    /// Adds what a template may decide by, and what it only prints.
    fn note<'c>(&'c self, shape: &mut Decisions<'c>);

    /// The same field with other texts to print.
    fn with_texts(&self, next: &mut dyn FnMut(&str) -> String) -> Self;
}

/// Fields that stand in an object of their own.
pub(crate) trait View: Object + Sized + 'static {
    /// Every field's [`Field::note`].
    fn note<'c>(&'c self, shape: &mut Decisions<'c>);

    /// Every field's [`Field::with_texts`].
    fn with_texts(&self, next: &mut dyn FnMut(&str) -> String) -> Self;
}

/// What a list can hold, and how it holds it.
pub trait Item {
    /// An object behind an `Arc`, or a text.
    type Held;
}

/// A list of objects or texts. Whoever asks for it gets a list of its own of the same objects.
pub struct List<T: Item>(Vec<T::Held>);

/// The engine's side of a list.
struct Items<H>(Vec<H>);

impl<T: Item> FromIterator<T::Held> for List<T> {
    fn from_iter<I: IntoIterator<Item = T::Held>>(items: I) -> Self {
        Self(items.into_iter().collect())
    }
}

impl<T: Item> Field for List<T>
where
    T::Held: Field + Clone + Send + Sync + 'static,
{
    fn value(&self) -> Value {
        Value::from_object(Items(self.0.clone()))
    }

    fn note<'c>(&'c self, shape: &mut Decisions<'c>) {
        shape.number(self.0.len() as u64);
        for item in &self.0 {
            item.note(shape);
        }
    }

    fn with_texts(&self, next: &mut dyn FnMut(&str) -> String) -> Self {
        self.0.iter().map(|item| item.with_texts(next)).collect()
    }
}

impl<H: Field + Send + Sync + 'static> Object for Items<H> {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Seq
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.0.get(key.as_usize()?).map(Field::value)
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Seq(self.0.len())
    }
}

/// `Debug` shows no value, for one is a key.
impl<H> fmt::Debug for Items<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").finish_non_exhaustive()
    }
}

/// Values by names that the target gives: always the same names, so they are shared.
#[derive(Clone)]
pub struct Named(Arc<Table>);

/// Names, and a value for each.
struct Table {
    names: Arc<[Box<str>]>,
    values: Vec<Value>,
}

impl Named {
    /// As many values as names, in their order.
    pub(super) fn new(names: &Arc<[Box<str>]>, values: impl Iterator<Item = Value>) -> Self {
        Self(Arc::new(Table {
            names: Arc::clone(names),
            values: values.collect(),
        }))
    }
}

impl Object for Table {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        let place = self.names.iter().rposition(|name| **name == *key)?;
        self.values.get(place).cloned()
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        let mut names: Vec<&str> = self.names.iter().map(|name| &**name).collect();
        names.sort_unstable();
        Enumerator::Values(names.into_iter().map(Value::from).collect())
    }
}

impl fmt::Debug for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(&*self.names).finish()
    }
}

impl Field for Named {
    fn value(&self) -> Value {
        Value::from_dyn_object(Arc::clone(&self.0))
    }

    /// The names belong to the target, which is noted with its id and release.
    fn note<'c>(&'c self, shape: &mut Decisions<'c>) {
        for value in &self.0.values {
            shape.value(value);
        }
    }

    fn with_texts(&self, _: &mut dyn FnMut(&str) -> String) -> Self {
        self.clone()
    }
}

macro_rules! plain_fields {
    ($($kind:ty as |$field:ident, $shape:ident| $note:expr;)*) => {
        $(impl Field for $kind {
            fn value(&self) -> Value {
                Value::from(*self)
            }

            fn note<'c>(&'c self, $shape: &mut Decisions<'c>) {
                let $field = *self;
                $note;
            }

            fn with_texts(&self, _: &mut dyn FnMut(&str) -> String) -> Self {
                *self
            }
        })*
    };
}

plain_fields! {
    bool as |flag, shape| shape.flag(flag);
    u8 as |number, shape| shape.number(number.into());
    u32 as |number, shape| shape.number(number.into());
    usize as |number, shape| shape.number(number as u64);
    i64 as |number, shape| shape.number(number.cast_unsigned());
    &'static str as |word, shape| shape.word(word);
}

impl<T: View> Field for Arc<T> {
    fn value(&self) -> Value {
        Value::from_dyn_object(Arc::clone(self))
    }

    fn note<'c>(&'c self, shape: &mut Decisions<'c>) {
        (**self).note(shape);
    }

    fn with_texts(&self, next: &mut dyn FnMut(&str) -> String) -> Self {
        Self::new((**self).with_texts(next))
    }
}

impl<T: Field> Field for Option<T> {
    fn value(&self) -> Value {
        self.as_ref().map_or(Value::from(()), Field::value)
    }

    fn note<'c>(&'c self, shape: &mut Decisions<'c>) {
        shape.flag(self.is_some());
        if let Some(field) = self {
            field.note(shape);
        }
    }

    fn with_texts(&self, next: &mut dyn FnMut(&str) -> String) -> Self {
        self.as_ref().map(|field| field.with_texts(next))
    }
}

/// Objects that stand in their owner: few templates look into each, and most contexts of a fleet meet none. Whoever looks
/// gets a copy.
macro_rules! small {
    ($($view:ident),*) => {
        $(impl super::engine_value::Field for $view {
            fn value(&self) -> minijinja::Value {
                minijinja::Value::from_object(self.clone())
            }

            fn note<'c>(&'c self, shape: &mut super::decisions::Decisions<'c>) {
                super::engine_value::View::note(self, shape);
            }

            fn with_texts(&self, next: &mut dyn FnMut(&str) -> String) -> Self {
                super::engine_value::View::with_texts(self, next)
            }
        })*
    };
}

/// Makes objects of types: every field is one that templates see and a part of the shape, and a field that
/// is not listed does not compile. `Debug` shows no value, for one is a key.
macro_rules! fields {
    ($($view:ident { $($field:ident),* })*) => {
        $(impl minijinja::value::Object for $view {
            fn get_value(self: &Arc<Self>, key: &minijinja::Value) -> Option<minijinja::Value> {
                self.get_value_by_str(key.as_str()?)
            }

            fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<minijinja::Value> {
                let Self { $($field),* } = &**self;
                $(if key == stringify!($field) {
                    return Some(super::engine_value::Field::value($field));
                })*
                None
            }

            fn enumerate(self: &Arc<Self>) -> minijinja::value::Enumerator {
                minijinja::value::Enumerator::Str(&[$(stringify!($field)),*])
            }
        }

        impl super::engine_value::View for $view {
            fn note<'c>(&'c self, shape: &mut super::decisions::Decisions<'c>) {
                let Self { $($field),* } = self;
                $(super::engine_value::Field::note($field, shape);)*
            }

            fn with_texts(&self, next: &mut dyn FnMut(&str) -> String) -> Self {
                let Self { $($field),* } = self;
                $(let $field = super::engine_value::Field::with_texts($field, next);)*
                Self { $($field),* }
            }
        }

        impl super::engine_value::Item for $view {
            type Held = Arc<$view>;
        }

        impl std::fmt::Debug for $view {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($view)).finish_non_exhaustive()
            }
        })*
    };
}

pub(super) use {fields, small};
