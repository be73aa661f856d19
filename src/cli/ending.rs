//! A failure, said on standard error, and the exit code that it gives.

use super::exit::{Exit, Failure};
use super::output;
#[cfg(feature = "fetch")]
use crate::cloud::CloudError;
use crate::document::DocumentError;
use crate::showable::showable_lines;

impl Failure {
    /// Says it on standard error.
    pub(super) fn report(&self) -> Exit {
        if !matches!(self, Self::ClosedPipe) {
            output::error(&showable_lines(&self.to_string()));
        }
        #[cfg(feature = "fetch")]
        if let Self::Cloud(error) = self {
            for sentence in error.help() {
                let style = anstyle::AnsiColor::Cyan.on_default().bold();
                anstream::eprintln!("{style}help{style:#}: {sentence}");
            }
        }
        match self {
            Self::ClosedPipe => Exit::Fine,
            Self::Document { error, .. } if matches!(**error, DocumentError::Api(_)) => Exit::Cloud,
            #[cfg(feature = "fetch")]
            Self::Cloud(CloudError::Option(_) | CloudError::NoRegion | CloudError::Endpoint(_)) => {
                Exit::Usage
            }
            #[cfg(feature = "fetch")]
            Self::Cloud(_) => Exit::Cloud,
            Self::Input(_) | Self::Document { .. } => Exit::Input,
            Self::Usage(_)
            | Self::Target(_)
            | Self::Render(_)
            | Self::Value(_)
            | Self::Rule(_)
            | Self::Taken(_) => Exit::Usage,
            Self::Output(_) => Exit::Output,
        }
    }
}
