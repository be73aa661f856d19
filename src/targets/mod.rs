//! Targets: devices as data. A manifest says what a device calls things, what it cannot do and why,
//! how it quotes a PSK, what it must be told. Nothing here knows a vendor.

pub mod allot;
pub mod comment;
pub mod condition;
mod condition_words;
pub mod description;
mod embedded;
mod error;
mod fault;
mod files;
pub mod form;
mod input;
pub mod input_spec;
pub mod keys;
mod layer;
mod layered_values;
pub mod manifest;
pub mod names;
pub mod new_target;
pub mod output;
mod own_folder;
mod proof;
pub mod quoting;
mod reader;
mod registry;
pub mod releases;
mod resolve;
pub mod samples;
#[cfg(feature = "cli")]
pub mod schema;
mod source_files;
mod sources;
mod validate;
mod version;
mod vocabulary;
mod why;
pub mod words;

pub use comment::Comment;
pub use condition::{Condition, IdentityKind, Situation, Topology};
pub use error::TargetError;
pub use fault::Fault;
pub use form::Form;
pub use input::{InputError, InputValues, Value};
pub use input_spec::{InputKind, InputSpec};
pub use keys::{KeyError, KeyRules, Keys};
pub use manifest::Makes;
pub use output::{Output, Section};
pub use proof::Proof;
pub use registry::{CatalogueEntry, Registry};
pub use resolve::{ActiveLimit, Target};
pub use source_files::{SourceFile, SourceFiles};
pub use version::{BadVersion, Version};
pub use vocabulary::{Cell, Phase, Slot};
pub use why::Why;
