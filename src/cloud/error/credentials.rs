//! Why there are no credentials.

use crate::cloud::CloudError;

/// Why no identity could be had. Holds no secret.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CredentialsError {
    /// None of the places is set up.
    #[error("no credentials found: {}", .tried.join("; "))]
    NotFound {
        /// Each place and why it has none.
        tried: Vec<String>,
    },
    /// A place is set up, but not rightly.
    #[error("{place}: {problem}")]
    Broken {
        /// A variable, a file, a profile in a file.
        place: String,
        /// What is wrong with it.
        problem: String,
    },
    /// A profile of a kind that only the official command can use.
    #[error("{place} has mode {mode}, which peerconf cannot use")]
    Unsupported {
        /// The profile and its file.
        place: String,
        /// Its mode.
        mode: String,
    },
    /// A service was asked for temporary credentials and gave none.
    #[error("{place}: {source}")]
    Service {
        /// What led to the service.
        place: String,
        /// How it failed.
        source: Box<CloudError>,
    },
}

impl CredentialsError {
    pub(in crate::cloud) fn broken(place: impl Into<String>, problem: impl Into<String>) -> Self {
        Self::Broken {
            place: place.into(),
            problem: problem.into(),
        }
    }

    /// What to do about it, a sentence an entry.
    pub fn help(&self) -> Vec<String> {
        match self {
            Self::NotFound { .. } => vec![
                "run `aliyun configure`, or set ALIBABA_CLOUD_ACCESS_KEY_ID and \
                 ALIBABA_CLOUD_ACCESS_KEY_SECRET"
                    .to_owned(),
                PIPE.to_owned(),
            ],
            Self::Unsupported { .. } => vec![PIPE.to_owned()],
            Self::Service { source, .. } => source.help(),
            Self::Broken { .. } => Vec::new(),
        }
    }
}

/// The way that works with every kind of login.
const PIPE: &str = "the aliyun command can fetch instead: `aliyun vpc DownloadVpnConnectionConfig \
    --RegionId REGION --VpnConnectionId vco-… | peerconf render -t TARGET`";
