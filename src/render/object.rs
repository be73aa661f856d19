//! How the types of the context become values of the engine: fields are looked up in them when a template
//! asks, instead of everything being copied into maps first. Most files read a small part of the tree.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use minijinja::Value;
use minijinja::value::{Enumerator, Object};

/// A text, made ready once.
pub(super) type Text = Value;

/// A list of objects or texts.
pub struct List<T> {
    items: Value,
    of: PhantomData<fn() -> T>,
}

impl<T> Clone for List<T> {
    fn clone(&self) -> Self {
        Self {
            items: self.items.clone(),
            of: PhantomData,
        }
    }
}

impl<T: Object + 'static> FromIterator<Arc<T>> for List<T> {
    fn from_iter<I: IntoIterator<Item = Arc<T>>>(items: I) -> Self {
        Self {
            items: items.into_iter().map(Value::from_dyn_object).collect(),
            of: PhantomData,
        }
    }
}

impl FromIterator<Text> for List<Text> {
    fn from_iter<I: IntoIterator<Item = Text>>(items: I) -> Self {
        Self {
            items: items.into_iter().collect(),
            of: PhantomData,
        }
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

/// A field as the engine sees it.
pub(super) trait Field {
    /// Cheap: a template may ask often.
    fn value(&self) -> Value;
}

macro_rules! plain_fields {
    ($($kind:ty),*) => {
        $(impl Field for $kind {
            fn value(&self) -> Value {
                Value::from(*self)
            }
        })*
    };
}

plain_fields!(bool, u8, u32, i64, usize, &'static str);

impl Field for Text {
    fn value(&self) -> Value {
        self.clone()
    }
}

impl Field for String {
    fn value(&self) -> Value {
        Value::from(self.as_str())
    }
}

impl<T> Field for List<T> {
    fn value(&self) -> Value {
        self.items.clone()
    }
}

impl Field for Named {
    fn value(&self) -> Value {
        Value::from_dyn_object(Arc::clone(&self.0))
    }
}

impl<T: Object + 'static> Field for Arc<T> {
    fn value(&self) -> Value {
        Value::from_dyn_object(Arc::clone(self))
    }
}

impl<T: Field> Field for Option<T> {
    fn value(&self) -> Value {
        self.as_ref().map_or(Value::from(()), Field::value)
    }
}

/// Makes objects of types: every field is one that templates see, and a field that is not listed does not
/// compile. `Debug` shows no value, for one is a key.
macro_rules! fields {
    ($($view:ident { $($field:ident),* })*) => {
        $(impl minijinja::value::Object for $view {
            fn get_value(self: &Arc<Self>, key: &minijinja::Value) -> Option<minijinja::Value> {
                self.get_value_by_str(key.as_str()?)
            }

            fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<minijinja::Value> {
                let Self { $($field),* } = &**self;
                $(if key == stringify!($field) {
                    return Some(super::object::Field::value($field));
                })*
                None
            }

            fn enumerate(self: &Arc<Self>) -> minijinja::value::Enumerator {
                minijinja::value::Enumerator::Str(&[$(stringify!($field)),*])
            }
        }

        impl std::fmt::Debug for $view {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($view)).finish_non_exhaustive()
            }
        })*
    };
}

pub(super) use fields;
