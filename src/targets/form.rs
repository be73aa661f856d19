//! What a file of the output is: lines of commands, or a notation with a parser of its own. The form says how comments
//! look and how values and keys are written, so that no template escapes by hand, and the check holds every file of
//! a form against a real parser.

use serde::Deserialize;

use super::comment::{Block, Comment};
use super::quoting::{Named, QuoteError, Style};

/// The form of a file.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, serde::Serialize,
)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Form {
    /// Lines of commands: values come out as they are, keys in the style that the manifest names, comments after
    /// `comment`.
    #[default]
    Lines,
    /// A POSIX shell script: every value is one word, in single quotes where that is needed; comments after `#`.
    Shell,
    /// A `PowerShell` script: texts in single quotes, numbers bare, truth values `$true` and `$false`, lists `@(…)`;
    /// comments after `#`.
    Powershell,
    /// HCL (Terraform): texts in double quotes without templates in them, numbers and truth values bare, lists `[…]`;
    /// comments after `#`.
    Hcl,
    /// YAML: texts in double quotes, numbers and truth values bare, lists `[…]`; comments after `#`.
    Yaml,
    /// JSON: texts in double quotes, numbers and truth values bare, lists `[…]`; no comments.
    Json,
    /// XML: texts and attributes escaped, without quotes; comments in `<!-- -->`.
    Xml,
    /// Markdown, for worksheets: values as code, words by `say`; no comments.
    Markdown,
}

impl Form {
    /// Every form.
    pub const ALL: [Self; 8] = [
        Self::Lines,
        Self::Shell,
        Self::Powershell,
        Self::Hcl,
        Self::Yaml,
        Self::Json,
        Self::Xml,
        Self::Markdown,
    ];

    /// The word, as manifests write it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Lines => "lines",
            Self::Shell => "shell",
            Self::Powershell => "powershell",
            Self::Hcl => "hcl",
            Self::Yaml => "yaml",
            Self::Json => "json",
            Self::Xml => "xml",
            Self::Markdown => "markdown",
        }
    }

    /// How the form writes comments; `None` where the manifest says it.
    pub(crate) fn comment(self) -> Option<Comment> {
        Some(match self {
            Self::Lines => return None,
            Self::Shell | Self::Powershell | Self::Hcl | Self::Yaml => {
                Comment::Line("#".to_owned())
            }
            Self::Json | Self::Markdown => Comment::None,
            Self::Xml => Comment::Block(Block {
                start: "<!--".to_owned(),
                end: "-->".to_owned(),
            }),
        })
    }

    /// How the form writes keys; `None` where the manifest says it.
    pub(crate) fn style(self) -> Option<Style> {
        self.named().map(Style::Named)
    }

    const fn named(self) -> Option<Named> {
        Some(match self {
            Self::Lines => return None,
            Self::Shell => Named::ShellSingleQuoted,
            Self::Powershell => Named::Powershell,
            Self::Hcl => Named::Hcl,
            Self::Yaml | Self::Json => Named::Json,
            Self::Xml => Named::Xml,
            Self::Markdown => Named::Markdown,
        })
    }

    /// A text as the form writes it.
    pub(crate) fn text(self, text: &str) -> Result<String, QuoteError> {
        match self.named() {
            None => Ok(text.to_owned()),
            Some(Named::ShellSingleQuoted) if crate::shell::is_plain(text) => Ok(text.to_owned()),
            // A bar would end the cell of a table, in code too.
            Some(Named::Markdown) if text.contains('|') => Ok(crate::markdown::words(text)),
            Some(Named::Markdown) => Ok(crate::markdown::span(text)),
            Some(named) => Style::Named(named).quote(text),
        }
    }
}
