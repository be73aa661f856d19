//! Where a ticket goes and what its files are called.

use std::path::{Path, PathBuf};

use crate::cli::exit::Failure;
use crate::cli::output::{self, NewFile};
use crate::pipeline::Case;
use crate::render::RenderError;
use crate::report::Ticket;

/// What a ticket can be written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TicketForm {
    Markdown,
    Html,
}

/// Where the ticket goes.
pub(super) enum Destination<'p> {
    Stdout,
    File(&'p Path, TicketForm),
    Folder(&'p Path),
}

impl TicketForm {
    pub(super) fn text(self, ticket: &Ticket) -> Result<String, Failure> {
        Ok(match self {
            Self::Markdown => ticket.markdown(),
            Self::Html => ticket.html()?,
        })
    }
}

impl<'p> Destination<'p> {
    pub(super) fn of(output: Option<&'p Path>) -> Result<Self, Failure> {
        let Some(path) = output else {
            return Ok(Self::Stdout);
        };
        if path.is_dir() || path.as_os_str().to_string_lossy().ends_with('/') {
            return Ok(Self::Folder(path));
        }
        let extension = path
            .extension()
            .map(|extension| extension.to_string_lossy().to_ascii_lowercase());
        match extension.as_deref() {
            Some("md" | "markdown") => Ok(Self::File(path, TicketForm::Markdown)),
            Some("html" | "htm") => Ok(Self::File(path, TicketForm::Html)),
            _ => Err(Failure::Usage(format!(
                "{}: the name of a ticket ends in .md or .html; that of a folder in /",
                path.display()
            ))),
        }
    }
}

/// Writes a ticket for each connection, in both forms.
pub(super) fn folder_of(
    folder: &Path,
    cases: &[Case<'_>],
    ticket: impl Fn(&[Case<'_>]) -> Result<Ticket, RenderError>,
    force: bool,
) -> Result<(), Failure> {
    let mut texts: Vec<(PathBuf, String)> = Vec::with_capacity(cases.len() * 2);
    for (case, name) in cases.iter().zip(names(cases)) {
        let ticket = ticket(std::slice::from_ref(case))?;
        for (form, extension) in [(TicketForm::Markdown, "md"), (TicketForm::Html, "html")] {
            let path = folder.join(format!("{name}.{extension}"));
            texts.push((path, form.text(&ticket)?));
        }
    }
    let new: Vec<NewFile<'_>> = texts
        .iter()
        .map(|(path, text)| NewFile::open(path.clone(), text))
        .collect();
    output::told(&new, force)
}

/// A file's name for each connection: its id where it has one that is fit for a name and not taken.
fn names(cases: &[Case<'_>]) -> Vec<String> {
    let mut names: Vec<String> = Vec::with_capacity(cases.len());
    for (index, case) in cases.iter().enumerate() {
        let id = case.id.as_deref().filter(|id| {
            (1..=64).contains(&id.len())
                && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        });
        let name = match id {
            Some(id) if !names.iter().any(|name| name == id) => id.to_owned(),
            _ if cases.len() == 1 => "ticket".to_owned(),
            _ => format!("ticket-{}", index + 1),
        };
        names.push(name);
    }
    names
}
