//! Saved responses: files, folders, lists, lines and standard input, read in the same way by every command.

mod each;
mod stream;
mod together;

use std::fs::File;
use std::io::{self, IsTerminal as _, Read};
use std::path::Path;

use zeroize::Zeroizing;

use super::args::ReadArgs;
use super::exit::Failure;
use crate::document::{self, Document, DocumentError, limits};
pub(super) use each::{Unreadable, each};
pub(super) use stream::{Part, Stream};
pub(super) use together::{Element, Found, documents, found};

/// A text and what the user calls it.
pub(super) struct Source {
    pub(super) name: String,
    /// What its file is called without its ending.
    pub(super) stem: Option<String>,
    /// Whether it was named as what completes others.
    pub(super) is_companion: bool,
    /// Holds keys: wiped when dropped. Empty where it could not be read.
    pub(super) text: Zeroizing<String>,
}

/// Why sources could not be read, each with the source's place.
pub(super) type Failures = Vec<(usize, Failure)>;

const STDIN: &str = "standard input";

/// Reads every input, the companions last, and says which of them could not be read, in their order.
pub(super) fn load(args: &ReadArgs) -> Result<(Vec<Source>, Failures), Failure> {
    let mut sources = Vec::new();
    let mut failures = Vec::new();
    let mut add = |name: String, path: Option<&Path>, is_companion, text| {
        let text = self::text(text, &name).unwrap_or_else(|failure| {
            failures.push((sources.len(), failure));
            Zeroizing::default()
        });
        sources.push(Source {
            name,
            stem: path.and_then(stem),
            is_companion,
            text,
        });
    };
    #[cfg(feature = "fetch")]
    let fetched = args.cloud.fetch()?;
    #[cfg(not(feature = "fetch"))]
    let fetched: Option<(&str, Vec<u8>)> = None;
    let nothing = args.inputs.is_empty() && fetched.is_none();
    if let Some((connection, response)) = fetched {
        add(
            connection.to_owned(),
            None,
            false,
            Ok(Zeroizing::new(response)),
        );
    }
    let stdin = || bytes(io::stdin().lock());
    if nothing {
        if io::stdin().is_terminal() {
            return Err(Failure::Usage(
                "no response given: name a file, or pipe one in (`peerconf example` has some to try)"
                    .to_owned(),
            ));
        }
        add(STDIN.to_owned(), None, false, stdin());
    }
    let inputs = args.inputs.iter().map(|path| (path, false));
    for (path, is_companion) in inputs.chain(args.with.iter().map(|path| (path, true))) {
        if path.as_os_str() == "-" {
            add(STDIN.to_owned(), None, is_companion, stdin());
        } else {
            let name = path.display().to_string();
            add(
                name,
                Some(path),
                is_companion,
                File::open(path).and_then(bytes),
            );
        }
    }
    Ok((sources, failures))
}

impl Source {
    /// One text, read by itself.
    fn alone(name: String, path: Option<&Path>, text: Zeroizing<String>) -> Self {
        Self {
            name,
            stem: path.and_then(stem),
            is_companion: false,
            text,
        }
    }
}

/// A file's name without its folder and ending.
fn stem(path: &Path) -> Option<String> {
    path.file_stem()
        .map(|stem| stem.to_string_lossy().into_owned())
}

/// All bytes, or one more than the cap, so that `decode` sees that it was passed.
pub(super) fn bytes(from: impl Read) -> io::Result<Zeroizing<Vec<u8>>> {
    // Nearly every response fits, so that no copy of it is left behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(8 << 10));
    from.take(limits::BYTES as u64 + 1)
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn text(bytes: io::Result<Zeroizing<Vec<u8>>>, name: &str) -> Result<Zeroizing<String>, Failure> {
    let bytes = bytes.map_err(|error| Failure::Input(format!("{name}: {error}")))?;
    let text = document::decode(&bytes).map_err(|error| Failure::Document {
        name: name.to_owned(),
        error: Box::new(error),
    })?;
    Ok(Zeroizing::new(text.to_owned()))
}

/// The document of a source.
pub(super) fn document(source: &Source) -> Result<Document<'_>, Failure> {
    Document::parse(&source.text).map_err(|error| not_read(source, error))
}

/// Why a source was not read.
pub(super) fn not_read(source: &Source, error: DocumentError) -> Failure {
    Failure::Document {
        name: source.name.clone(),
        error: Box::new(error),
    }
}
