//! Everything that can go wrong between here and the API, each with advice.
//!
//! No error holds an address with a query string, a header, a body, a key or a token.

mod body;
mod class;
mod credentials;
mod help;
mod refusal;

pub use class::Class;
pub use refusal::{Refusal, Skew};

use super::{EndpointError, TransportError};
pub use credentials::CredentialsError;

/// Why something could not be fetched. `Display` says what happened, [`CloudError::help`] what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CloudError {
    /// An option is missing or cannot be right; nothing was sent.
    #[error("{0}")]
    Option(String),
    /// No region was named, here or anywhere else; nothing was sent.
    #[error(
        "which region? None is given, none is in the environment (ALIBABA_CLOUD_REGION_ID), and the \
         profile in use has none"
    )]
    NoRegion,
    /// The endpoint or region cannot be used; nothing was sent.
    #[error(transparent)]
    Endpoint(#[from] EndpointError),
    /// No identity to sign in the name of.
    #[error(transparent)]
    Credentials(#[from] CredentialsError),
    /// No answer came.
    #[error("{action} at {host} failed: {source}")]
    Transport {
        /// The operation.
        action: String,
        /// The server's name.
        host: String,
        /// What happened to the exchange.
        source: TransportError,
    },
    /// The API refused.
    #[error(transparent)]
    Refused(#[from] Box<Refusal>),
    /// Something answered that is not the API, such as a proxy's page.
    #[error("{action} at {host}: HTTP {status} with {what}, which is not an answer of the API")]
    NotTheApi {
        /// The operation.
        action: String,
        /// The server's name.
        host: String,
        /// The HTTP status.
        status: u16,
        /// What the body looks like.
        what: &'static str,
    },
    /// The list of connections was another one each time.
    #[error(
        "the list of connections changed in each of {passes} passes: connections may be missing"
    )]
    Unsettled {
        /// How often it was read.
        passes: usize,
    },
    /// The API answered, but what is needed from the answer is not in it.
    #[error("the answer of {action} has no {field}")]
    Incomplete {
        /// The operation.
        action: String,
        /// The field that is missing or of another kind.
        field: &'static str,
    },
}

impl CloudError {
    /// Whether the same call may succeed a little later.
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Transport { source, .. } => source.kind().is_transient(),
            Self::Refused(error) => error.class().is_transient(),
            Self::NotTheApi { status, .. } => matches!(status, 429 | 500..),
            Self::Unsettled { .. } => true,
            _ => false,
        }
    }

    /// Whether the quota of calls is used up for now.
    pub(crate) fn is_throttling(&self) -> bool {
        match self {
            Self::Refused(error) => error.class() == Class::Throttled,
            Self::NotTheApi { status, .. } => *status == 429,
            _ => false,
        }
    }

    /// Whether every other call would fail for the same reason: there is no point in going on.
    pub fn is_fatal(&self) -> bool {
        match self {
            Self::Option(_) | Self::NoRegion | Self::Endpoint(_) | Self::Credentials(_) => true,
            Self::Refused(error) => matches!(error.class(), Class::Credentials | Class::Clock),
            Self::Transport { source, .. } => !source.kind().is_transient(),
            _ => false,
        }
    }
}
