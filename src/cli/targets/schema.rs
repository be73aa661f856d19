//! `peerconf targets schema [TARGET]`: JSON Schemas, for editors that complete and check.

use clap::Args;

use super::super::args::VendorArgs;
use super::super::exit::{Exit, Failure};
use super::super::form::json;
use super::super::output;
use crate::targets::schema;

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  peerconf targets schema > manifest.schema.json
  peerconf targets schema cisco/asa > asa-values.schema.json
An editor with a TOML plugin takes it by a first line `#:schema ./manifest.schema.json`.")]
pub(super) struct SchemaArgs {
    /// The schema of this target's values file (-f); without one, that of a manifest
    target: Option<String>,

    #[command(flatten)]
    vendors: VendorArgs,
}

pub(super) fn run(args: &SchemaArgs) -> Result<Exit, Failure> {
    match &args.target {
        Some(target) => {
            let schema = schema::values(&args.vendors.registry()?.load(target)?);
            output::stdout(&json(&schema)?)?;
        }
        None => output::stdout(schema::MANIFEST)?,
    }
    Ok(Exit::Fine)
}
