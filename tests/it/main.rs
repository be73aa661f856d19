//! Tests of the whole: the library from response to text, the program, the documentation.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod authoring;
mod beside;
mod cli;
mod docs;
mod docs_book;
mod exhaustive;
mod expected;
mod features;
mod fixtures;
mod format;
mod forms;
mod hand;
mod headers;
mod identities;
mod injection;
mod inputs;
mod inventories;
mod keys;
mod layers;
mod limits;
mod looking;
mod manifests;
mod many;
mod neutral;
mod one_name;
mod other_tools;
mod overlay;
mod paths;
#[path = "../support/program.rs"]
mod program;
mod readme;
mod releases;
mod rendering;
mod rules;
mod schemas;
mod site_values;
mod sketches;
mod snapshots;
mod sources;
mod terms;
mod twins;
mod unread;
mod write_ups;
