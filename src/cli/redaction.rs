//! What is replaced in an output that is to be shared.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::exit::Failure;
use super::small_file;
use crate::pipeline::Redaction;
use crate::plan::Replaced;
use crate::redact::Salt;

/// Where a salt may stand instead of in a file.
const SALT_VARIABLE: &str = "PEERCONF_SALT";

#[derive(Debug, Args)]
#[command(next_help_heading = "Sharing")]
pub(super) struct RedactArgs {
    /// Put placeholders in the place of keys; with =all, replace public addresses, ids and names too
    #[arg(long, value_enum, value_name = "WHAT", num_args = 0..=1, require_equals = true, default_missing_value = "keys")]
    redact: Option<RedactArg>,

    /// Replace public addresses and networks; what lay in one network still does
    #[arg(long)]
    redact_addresses: bool,

    /// Replace ids, names, identities that are names, and public AS numbers
    #[arg(long)]
    redact_ids: bool,

    /// A file with a secret text, so that several outputs agree in their replacements; else they follow
    /// the order of occurrence [env: `PEERCONF_SALT` holds the text itself]
    #[arg(long, value_name = "FILE")]
    salt_file: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum RedactArg {
    /// Pre-shared keys and BGP MD5 keys
    Keys,
    /// Keys, public addresses, ids and names
    All,
}

impl RedactArgs {
    /// Whether anything is to be replaced at all. Keys then are.
    pub(super) const fn wanted(&self) -> bool {
        self.redact.is_some() || self.redact_addresses || self.redact_ids
    }

    /// Whether more than keys is replaced.
    pub(super) fn replaces_values(&self) -> bool {
        self.redact == Some(RedactArg::All) || self.redact_addresses || self.redact_ids
    }

    pub(super) fn redaction(&self) -> Result<Redaction, Failure> {
        let all = self.redact == Some(RedactArg::All);
        Ok(Redaction {
            keys: self.wanted(),
            values: Replaced {
                addresses: all || self.redact_addresses,
                ids: all || self.redact_ids,
            },
            salt: self.salt()?,
        })
    }

    fn salt(&self) -> Result<Option<Salt>, Failure> {
        let (name, bytes) = match &self.salt_file {
            Some(file) => {
                let name = file.display().to_string();
                let bytes = small_file::bytes(file)
                    .map_err(|error| Failure::Usage(format!("{name}: {error}")))?;
                (name, bytes)
            }
            None => match std::env::var_os(SALT_VARIABLE) {
                Some(text) => {
                    let bytes = zeroize::Zeroizing::new(text.into_encoded_bytes());
                    (SALT_VARIABLE.to_owned(), bytes)
                }
                None => return Ok(None),
            },
        };
        Salt::new(&bytes)
            .map(Some)
            .map_err(|error| Failure::Usage(format!("{name}: {error}")))
    }
}
