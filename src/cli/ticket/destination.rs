//! Where a ticket goes and what its files are called.

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use crate::cli::exit::Failure;
use crate::cli::language::lang;
use crate::cli::output::{self, NewFile};
use crate::findings::Lang;
use crate::pipeline::Case;
use crate::render::RenderError;
use crate::report::Ticket;

/// What a ticket can be written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum TicketForm {
    /// GitHub-flavoured Markdown
    Markdown,
    /// One HTML file that needs nothing else
    Html,
    /// The notation of Jira's wiki renderer
    Jira,
    /// HTML between [code] and [/code], for work notes and comments
    Servicenow,
}

/// GitHub takes as many characters in an issue, a comment or a pull request.
const GITHUB_CHARACTERS: usize = 65_536;

/// Where the ticket goes.
pub(super) enum Destination<'p> {
    Stdout(TicketForm),
    File(&'p Path, TicketForm),
    Folder(&'p Path),
}

impl TicketForm {
    pub(super) fn text(self, ticket: &Ticket) -> Result<String, Failure> {
        Ok(match self {
            Self::Markdown => ticket.markdown(),
            Self::Html => ticket.html()?,
            Self::Jira => ticket.jira(),
            Self::Servicenow => ticket.servicenow(),
        })
    }

    /// What must be known of a text of this form before it is pasted.
    pub(super) fn too_long(self, text: &str) -> Option<String> {
        let count = text.chars().count();
        (self == Self::Markdown && count > GITHUB_CHARACTERS).then(|| match lang() {
            Lang::En => format!(
                "the ticket has {count} characters, and GitHub takes {GITHUB_CHARACTERS} in an issue or comment: attach it as a file, or write one for each connection (-o DIR/)"
            ),
            Lang::Zh => format!(
                "工单有 {count} 个字符，而 GitHub 的 issue 或评论最多 {GITHUB_CHARACTERS} 个：请作为附件上传，或为每个 IPsec 连接各写一份（-o DIR/）"
            ),
        })
    }
}

impl<'p> Destination<'p> {
    pub(super) fn of(output: Option<&'p Path>, form: Option<TicketForm>) -> Result<Self, Failure> {
        let Some(path) = output.filter(|path| *path != Path::new("-")) else {
            return Ok(Self::Stdout(form.unwrap_or(TicketForm::Markdown)));
        };
        if path.is_dir() || path.as_os_str().to_string_lossy().ends_with('/') {
            return Ok(Self::Folder(path));
        }
        if let Some(form) = form {
            return Ok(Self::File(path, form));
        }
        let extension = path
            .extension()
            .map(|extension| extension.to_string_lossy().to_ascii_lowercase());
        match extension.as_deref() {
            Some("md" | "markdown") => Ok(Self::File(path, TicketForm::Markdown)),
            Some("html" | "htm") => Ok(Self::File(path, TicketForm::Html)),
            _ => Err(Failure::Usage(format!(
                "{}: the name of a ticket ends in .md or .html, unless --form says what it is; that of a folder in /",
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
