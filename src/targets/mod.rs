//! Targets: devices as data. A manifest says what a device calls things, what it cannot do and why,
//! how it quotes a PSK, what it must be told. Nothing here knows a vendor.

pub mod comment;
pub mod condition;
mod condition_facts;
mod condition_words;
pub mod description;
mod embedded;
mod error;
mod facts;
mod fault;
mod files;
pub mod form;
mod holds;
mod identity_rules;
mod input;
mod input_check;
pub mod input_spec;
pub mod key_table;
mod keys;
mod layer;
mod layered_values;
pub mod manifest;
#[cfg(test)]
mod manifest_schema;
pub mod names;
pub mod new_target;
pub mod numbers;
pub mod output;
mod own_folder;
mod own_manifest;
mod per_tunnel;
mod proof;
pub mod quoting;
mod reader;
mod registry;
pub mod releases;
mod resolve;
pub mod samples;
#[cfg(feature = "cli")]
pub mod schema;
mod situation;
mod source_files;
mod sources;
pub mod takes;
mod target;
mod validate;
mod value;
mod value_tables;
mod version;
mod vocabulary;
mod when;
mod why;
pub mod words;

pub use comment::Comment;
pub use condition::{Condition, IdentityKind, Topology};
pub use error::TargetError;
pub use fault::Fault;
pub use form::Form;
pub use input::InputValues;
pub use input_spec::{InputKind, InputSpec};
pub use keys::{KeyError, KeyRules, Keys};
pub use manifest::Makes;
pub use output::{Output, Section};
pub use proof::Proof;
pub use registry::{CatalogueEntry, Registry};
pub use situation::Situation;
pub use source_files::{SourceFile, SourceFiles};
pub use target::{ActiveLimit, Target};
#[cfg(feature = "cli")]
pub(crate) use value::plain_value;
pub use value::{InputError, Value};
pub use version::{BadVersion, Version};
pub use vocabulary::{Cell, Phase, Slot};
pub use when::When;
pub use why::Why;
