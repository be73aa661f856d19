//! Whose name a request is signed in, and where that identity comes from.
//!
//! The places and their order are those of the official SDKs, the files those of the official command;
//! see [`Chain`]. What a place needs of the machine goes through [`Machine`], so that tests touch no
//! real environment, home folder or metadata service.

mod chain;
mod cloud_sso;
mod environment;
mod external;
mod file;
mod ini;
mod issued;
mod key;
mod login;
mod machine;
mod metadata;
mod oidc;
mod process;
mod profile;
mod shared_file;
mod sts;
mod uri;

pub use super::error::CredentialsError;
pub use chain::{Chain, Whereabouts};
pub use key::Credentials;
pub use machine::{Machine, ThisMachine};

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use super::exchange::Exchange;

/// A source of credentials.
pub trait Provider: Send + Sync {
    /// Credentials that are good now. Asked again when temporary ones come to their end.
    fn credentials(&self) -> Result<Credentials, CredentialsError>;
}

/// The same credentials every time.
impl Provider for Credentials {
    fn credentials(&self) -> Result<Credentials, CredentialsError> {
        Ok(self.clone())
    }
}

/// What every place needs.
#[derive(Clone, Copy)]
struct Environment<'a> {
    machine: &'a dyn Machine,
    exchange: Exchange<'a>,
    warned: &'a Warned,
}

/// The files that a warning went out for: one is enough.
#[derive(Default)]
struct Warned(Mutex<BTreeSet<PathBuf>>);

impl Warned {
    /// Whether this is the first time.
    fn is_new(&self, path: &Path) -> bool {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(path.to_owned())
    }
}

impl Environment<'_> {
    /// Whether a switch of the environment is on.
    fn is_on(&self, variable: &str) -> bool {
        self.machine
            .variable(variable)
            .is_some_and(|value| value == "1" || value.eq_ignore_ascii_case("true"))
    }
}

/// Credentials and where they are from, for people.
struct Found {
    credentials: Credentials,
    source: String,
}

/// What asking one place gives.
enum Answer {
    /// Credentials.
    Found(Found),
    /// The place is not set up; the reason, for the message when no place is.
    Absent(String),
}

/// A place that is set up but broken is an error, never a reason to go on in another name.
type Asked = Result<Answer, CredentialsError>;
