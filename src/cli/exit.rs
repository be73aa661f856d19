//! How the program ends.

use std::io;
use std::path::Path;
use std::process::ExitCode;

#[cfg(feature = "fetch")]
use crate::cloud::CloudError;
use crate::document::DocumentError;
use crate::findings::UnknownRule;
use crate::findings::json::Count;
use crate::render::RenderError;
use crate::targets::{InputError, TargetError};

/// The exit codes, as `peerconf --help` and the README list them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// 0: done.
    Fine,
    /// 1: refused by findings.
    Refused,
    /// 2: the command line, a values file or a manifest is wrong.
    Usage,
    /// 3: the input cannot be read.
    Input,
    /// 4: the cloud's API said no, or could not be reached.
    Cloud,
    /// 5: the output cannot be written: no space, no permission.
    Output,
}

impl Exit {
    /// How a command ends that found so much.
    pub(super) const fn of(count: Count) -> Self {
        if count.error > 0 {
            Self::Refused
        } else {
            Self::Fine
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Fine => 0,
            Exit::Refused => 1,
            Exit::Usage => 2,
            Exit::Input => 3,
            Exit::Cloud => 4,
            Exit::Output => 5,
        })
    }
}

/// What ends a command before its time.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    /// The reader of our output went away: no failure.
    #[error("the pipe was closed")]
    ClosedPipe,
    #[error("{0}")]
    Usage(String),
    #[error("{0}")]
    Input(String),
    #[error("{name}: {error}")]
    Document {
        name: String,
        error: Box<DocumentError>,
    },
    #[error(transparent)]
    Target(#[from] TargetError),
    #[error(transparent)]
    Render(#[from] RenderError),
    #[error(transparent)]
    Value(#[from] InputError),
    #[error(transparent)]
    Rule(#[from] UnknownRule),
    #[cfg(feature = "fetch")]
    #[error(transparent)]
    Cloud(#[from] CloudError),
    /// A file or folder is in the way of the output.
    #[error("{0}")]
    Taken(String),
    /// Standard output or an output file cannot be written.
    #[error("{0}")]
    Output(String),
}

impl Failure {
    /// Writing to standard output failed.
    pub(super) fn stdout(error: &io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Self::ClosedPipe
        } else {
            Self::Output(format!("standard output: {error}"))
        }
    }

    /// A file or folder cannot be written.
    pub(super) fn file(path: &Path, error: &io::Error) -> Self {
        Self::Output(format!("{}: {error}", path.display()))
    }

    /// There is a file of that name.
    pub(super) fn exists(path: &Path) -> Self {
        Self::Taken(format!(
            "{} exists; add --force to replace it, or choose another name",
            path.display()
        ))
    }

    /// With what became of the files before it.
    pub(super) fn and(self, sentence: &str) -> Self {
        match self {
            failure if sentence.is_empty() => failure,
            Self::Taken(text) => Self::Taken(format!("{text} ({sentence})")),
            Self::Output(text) => Self::Output(format!("{text} ({sentence})")),
            failure => failure,
        }
    }
}
