//! What the fetching code has to say while it works. It prints nothing itself: it tells an
//! [`Observer`], and the command line decides what a person sees.

use std::{fmt, path::Path, time::Duration};

/// Hears of what happens. Called from several threads.
pub trait Observer: Send + Sync {
    /// Something happened.
    fn notice(&self, notice: &Notice<'_>);
}

/// Hears nothing.
impl Observer for () {
    fn notice(&self, _: &Notice<'_>) {}
}

/// One thing that happened. None holds a secret, a signature or an address with a query string.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Notice<'a> {
    /// Others on this machine may read a file that holds credentials.
    LoosePermissions {
        /// The file.
        path: &'a Path,
        /// Its permission bits.
        mode: u32,
    },
    /// An identity was found.
    Identity {
        /// Where.
        source: &'a str,
        /// The key's first and last characters.
        masked_id: &'a str,
    },
    /// A request goes out.
    Sending {
        /// The operation.
        action: &'a str,
        /// The server.
        host: &'a str,
        /// 1 for the first try.
        attempt: u32,
    },
    /// An answer came.
    Answered {
        /// The operation.
        action: &'a str,
        /// The HTTP status.
        status: u16,
        /// The size of the body.
        bytes: usize,
    },
    /// The same call will be made again.
    Waiting {
        /// The operation.
        action: &'a str,
        /// What went wrong.
        reason: &'a str,
        /// How long to wait.
        wait: Duration,
    },
    /// A call waits so that the account's quota is not passed.
    Pacing {
        /// The operation.
        action: &'a str,
        /// How long it waits.
        wait: Duration,
    },
    /// A page of the listing was read.
    Listed {
        /// Connections known so far.
        known: usize,
        /// How many there are, where the server says so.
        total: Option<usize>,
    },
    /// All connections are known; fetching them begins.
    Walking {
        /// How many there are.
        total: usize,
    },
    /// One connection of a walk is settled, one way or another.
    Settled {
        /// The connection.
        connection: &'a str,
        /// How it went.
        outcome: &'a super::outcome::Outcome,
    },
}

impl Notice<'_> {
    /// Whether a person should see this without asking.
    pub fn is_warning(&self) -> bool {
        matches!(self, Self::LoosePermissions { .. })
    }
}

impl fmt::Display for Notice<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LoosePermissions { path, mode } => write!(
                f,
                "{path} holds credentials and others may read it (mode {mode:04o}): \
                 chmod 600 {path}",
                path = path.display(),
            ),
            Self::Identity { source, masked_id } => {
                write!(f, "signing with {masked_id} from {source}")
            }
            Self::Sending {
                action,
                host,
                attempt: 1,
            } => write!(f, "{action} to {host}"),
            Self::Sending {
                action,
                host,
                attempt,
            } => {
                write!(f, "{action} to {host}, try {attempt}")
            }
            Self::Answered {
                action,
                status,
                bytes,
            } => {
                write!(f, "{action}: HTTP {status}, {bytes} bytes")
            }
            Self::Waiting {
                action,
                reason,
                wait,
            } => {
                write!(
                    f,
                    "{action}: again in {:.1} s, because: {reason}",
                    wait.as_secs_f32()
                )
            }
            Self::Pacing { action, wait } => write!(
                f,
                "{action}: waits {} s for the account's quota of calls",
                wait.as_secs()
            ),
            Self::Listed {
                known,
                total: Some(total),
            } => write!(f, "{known} of {total} connections listed"),
            Self::Listed { known, total: None } => write!(f, "{known} connections listed"),
            Self::Walking { total } => write!(f, "{total} connections to fetch"),
            Self::Settled {
                connection,
                outcome,
            } => write!(f, "{connection}: {outcome}"),
        }
    }
}
