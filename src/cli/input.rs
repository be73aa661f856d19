//! Saved responses from files and standard input.

use std::fs::File;
use std::io::{self, IsTerminal as _, Read};
use std::path::Path;

use zeroize::Zeroizing;

use super::args::ReadArgs;
use super::exit::Failure;
use crate::connection::{self, Reading};
use crate::document::{self, Document, limits};

/// A text and what the user calls it.
pub(super) struct Source {
    pub(super) name: String,
    /// Holds keys: wiped when dropped.
    pub(super) text: Zeroizing<String>,
}

/// Reads every input, the companions last.
pub(super) fn load(args: &ReadArgs) -> Result<Vec<Source>, Failure> {
    let mut sources = Vec::new();
    #[cfg(feature = "fetch")]
    if let Some((connection, response)) = args.cloud.fetch()? {
        sources.push(read(connection.to_owned(), response.as_slice())?);
    }
    if args.inputs.is_empty() && sources.is_empty() {
        if io::stdin().is_terminal() {
            return Err(Failure::Usage(
                "no response given: name a file, or pipe one in (`peerconf example` has some to try)"
                    .to_owned(),
            ));
        }
        sources.push(stdin()?);
    }
    for path in args.inputs.iter().chain(&args.with) {
        sources.push(if path.as_os_str() == "-" {
            stdin()?
        } else {
            file(path)?
        });
    }
    Ok(sources)
}

fn stdin() -> Result<Source, Failure> {
    read("standard input".to_owned(), io::stdin().lock())
}

fn file(path: &Path) -> Result<Source, Failure> {
    let name = path.display().to_string();
    let file = File::open(path).map_err(|error| Failure::Input(format!("{name}: {error}")))?;
    read(name, file)
}

fn read(name: String, from: impl Read) -> Result<Source, Failure> {
    let mut bytes = Zeroizing::new(Vec::new());
    // One byte beyond the cap, so that `decode` sees that it was passed.
    let cap = limits::BYTES as u64 + 1;
    from.take(cap)
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::Input(format!("{name}: {error}")))?;
    let text = document::decode(&bytes).map_err(|error| Failure::Document {
        name: name.clone(),
        error: Box::new(error),
    })?;
    Ok(Source {
        text: Zeroizing::new(text.to_owned()),
        name,
    })
}

/// The documents of the sources, in their order.
pub(super) fn documents(sources: &[Source]) -> Result<Vec<Document<'_>>, Failure> {
    sources
        .iter()
        .map(|source| {
            Document::parse(&source.text).map_err(|error| Failure::Document {
                name: source.name.clone(),
                error: Box::new(error),
            })
        })
        .collect()
}

/// The connections of the documents.
pub(super) fn readings(
    sources: &[Source],
    documents: &[Document<'_>],
    args: &ReadArgs,
) -> Result<Vec<Reading>, Failure> {
    // An envelope that cannot be opened is found here, with the file that it stands in.
    for (source, document) in sources.iter().zip(documents) {
        document.items().map_err(|error| Failure::Document {
            name: source.name.clone(),
            error: Box::new(error),
        })?;
    }
    connection::read(documents, &args.options()).map_err(|error| Failure::Document {
        name: sources
            .first()
            .map(|source| source.name.clone())
            .unwrap_or_default(),
        error: Box::new(error),
    })
}
