//! `peerconf page` in a program that was built without the page: what is missing, instead of a guess at another command.

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::exit::Failure;

/// What to say where the command that is unknown is `page`.
pub(super) fn told(error: &Error) -> Option<Failure> {
    let is_page = error.kind() == ErrorKind::InvalidSubcommand
        && matches!(error.get(ContextKind::InvalidSubcommand), Some(ContextValue::String(word)) if word == "page");
    is_page.then(|| {
        let why = "this program was built without the page; in a copy of the source, \
                   `page/build && cargo install --path . --features page` makes one with it";
        Failure::Usage(why.to_owned())
    })
}
