//! Files of the output, as a manifest declares them.

use std::sync::OnceLock;

use serde::Deserialize;

use super::comment::Comment;
use super::form::Form;
use super::quoting::Style;
use super::when::When;
use crate::prose::Prose;

/// A file of the output.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Output {
    /// What the file is for.
    pub section: Section,
    /// Name in the output folder; `{name}` is the name prefix.
    pub path: String,
    /// Where it goes on the device, if it is a file there.
    #[serde(default)]
    pub install: Option<String>,
    /// What the file is: `lines` unless said otherwise. Any other form writes values and keys itself.
    #[serde(default)]
    pub form: Form,
    /// How this file is loaded and saved, where it differs from the target's.
    #[serde(default)]
    pub load: Option<Prose>,
    /// The same in Chinese.
    #[serde(default)]
    pub load_zh: Option<Prose>,
    /// Template in the target's folder, or in that of a parent.
    pub template: String,
    /// True when a key stands in it, that of a tunnel or of a BGP session: the file is then readable by its
    /// owner only. The check compares it with what the templates print.
    #[serde(default)]
    pub holds_secret: bool,
    /// How PSKs are written in this file, where it differs from `[psk]`.
    #[serde(default)]
    pub psk_style: Option<Style>,
    /// How keys of BGP sessions are written in this file, where it differs from `[bgp_key]`.
    #[serde(default)]
    pub bgp_key_style: Option<Style>,
    /// True for a script.
    #[serde(default)]
    pub executable: bool,
    /// What makes a comment, where it differs from the target's (`lines`; the other forms have their own).
    #[serde(default)]
    pub comment: Option<Comment>,
    /// Whether its comments may hold UTF-8, where that differs from the target's (`lines`; the other forms know it).
    #[serde(default)]
    pub comment_utf8: Option<bool>,
    /// The file is made only when this holds.
    #[serde(default)]
    pub when: When,
    /// The full name of the template, once it was looked for.
    #[serde(skip)]
    pub(crate) found: OnceLock<String>,
    /// Places of the two styles among the target's.
    #[serde(skip)]
    pub(crate) style_places: StylePlaces,
}

/// Which of a target's styles a file writes its keys in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct StylePlaces {
    /// Among [`super::Target::psk_styles`].
    pub(crate) psk: usize,
    /// Among [`super::Target::bgp_key_styles`].
    pub(crate) bgp_key: usize,
}

/// What a file of the output is for.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, serde::Serialize,
)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Section {
    /// The configuration itself.
    Config,
    /// The values for a device without a command line, field by field; the configuration where there is no other.
    Worksheet,
    /// Commands that check and debug.
    Verify,
    /// Commands that remove what the configuration made.
    Cleanup,
}

impl Section {
    /// All, in the order in which an engineer needs them.
    pub const ALL: [Self; 4] = [Self::Config, Self::Worksheet, Self::Verify, Self::Cleanup];

    /// `config`, `worksheet`, `verify`, `cleanup`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Config => "config",
            Self::Worksheet => "worksheet",
            Self::Verify => "verify",
            Self::Cleanup => "cleanup",
        }
    }
}

impl Output {
    /// What makes a comment in it. Known once the target is whole.
    pub fn comment(&self) -> &Comment {
        self.comment.as_ref().unwrap_or(&Comment::None)
    }

    /// Whether its comments, or what stands beside it in their place, are in the reader's language. `PowerShell` 5.1 reads
    /// a script without a mark of its encoding in the code page of the system.
    pub fn takes_utf8(&self) -> bool {
        match self.form {
            // Lines of commands are plain ASCII, unless the manifest knows better of their parser.
            Form::Lines => {
                *self.comment() == Comment::None || self.comment_utf8.unwrap_or_default()
            }
            Form::Powershell => false,
            _ => true,
        }
    }

    /// The file beside it that holds what would stand in comments, where it has none.
    pub fn beside(path: &str) -> String {
        format!("{path}.notes.txt")
    }

    /// The form's own comments and styles, where the manifest leaves them to it.
    pub(super) fn with_form(&mut self, of_target: Option<&Comment>, utf8: Option<bool>) {
        self.comment_utf8 = self.comment_utf8.or(utf8);
        self.comment = self
            .form
            .comment()
            .or_else(|| self.comment.take())
            .or_else(|| of_target.cloned());
        if let Some(style) = self.form.style() {
            self.psk_style = Some(style.clone());
            self.bgp_key_style = Some(style);
        }
    }
}
