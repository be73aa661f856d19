//! The form of what a command prints, and JSON with the number of its form.

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::exit::Failure;
use super::language::lang;
use super::output;
use crate::findings::Lang;

/// The form of a listing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ListForm {
    /// For people
    Text,
    /// For programs
    Json,
}

/// The form of what is printed.
#[derive(Debug, Clone, Copy, Args)]
pub(super) struct FormArgs {
    /// Form of the output
    #[arg(long, value_enum, default_value_t = ListForm::Text, value_name = "FORM")]
    format: ListForm,

    /// The old word for it
    #[arg(short = 'o', long = "output", hide = true, value_name = "FORM")]
    output: Option<ListForm>,
}

impl FormArgs {
    /// The form that is wanted.
    pub(super) fn form(self) -> ListForm {
        let Some(form) = self.output else {
            return self.format;
        };
        let word = match form {
            ListForm::Text => "text",
            ListForm::Json => "json",
        };
        output::note(&match lang() {
            Lang::En => format!(
                "-o says where to write; the form is --format {word} (-o is taken for it until the next release)"
            ),
            Lang::Zh => format!(
                "-o 表示写到哪里；输出形式请用 --format {word}（-o 的旧用法保留到下一个版本）"
            ),
        });
        form
    }
}

/// The form of all of them. It grows by keys; it gets another number when a key changes or goes.
const VERSION: u32 = 1;

/// What is printed, with the number of its form.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Versioned<T> {
    /// The number of the form. A form grows by keys; it gets another number when a key changes or goes.
    version: u32,
    #[serde(flatten)]
    data: T,
}

/// The data as it is printed.
pub(super) const fn versioned<T>(data: T) -> Versioned<T> {
    Versioned {
        version: VERSION,
        data,
    }
}

/// Any listing as indented JSON.
pub(super) fn json<T: Serialize + ?Sized>(value: &T) -> Result<String, Failure> {
    Ok(
        serde_json::to_string_pretty(value).map_err(|error| Failure::Output(error.to_string()))?
            + "\n",
    )
}
