//! Tickets: one document to attach to a change. What connects to what, every parameter of both ends,
//! findings, what is left to fill in, the configuration without its keys, how to verify it, what to do
//! in the window and how to go back. As Markdown, as HTML and in the notations of two ticket systems, in English and Chinese.
//!
//! A ticket is made of a connection whose values are already as they may be shown: redaction is no
//! business of this module, and it never sees a key. Whatever comes from a response is hostile until it
//! is written: values stay apart from words (`rich`), and each form escapes them in its own way.
//!
//! No time, no path and no random number goes in, so that the same input gives the same bytes.

mod chapter;
mod checklist;
mod details;
mod drawing;
mod fact;
mod finding;
mod html;
mod inputs;
mod jira;
mod markdown;
mod mermaid;
mod missing;
mod rich;
mod servicenow;
mod sheet;
mod sides;
mod texts;
mod topology;
mod worksheet;

use serde::Serialize;

use crate::findings::Lang;
use crate::pipeline::Case;
use crate::plan::Replaced;
use crate::render::RenderError;

use chapter::Chapter;
pub use details::Details;
use fact::Fact;
use rich::Rich;

/// A case that no ticket can be made of.
#[derive(Debug, thiserror::Error)]
#[error("{error}")]
pub struct Unwritten {
    /// Which of the cases, counted from 0.
    pub index: usize,
    /// What the template says.
    pub error: RenderError,
}

/// A document about one or more connections.
#[derive(Debug, Serialize)]
pub struct Ticket {
    #[serde(skip)]
    lang: Lang,
    title: Rich,
    /// What the change is: its number, who makes it.
    fields: Vec<Fact>,
    about: Vec<Rich>,
    made_by: Rich,
    chapters: Vec<Chapter>,
}

impl Ticket {
    /// Writes up connections. `replaced` says what was replaced in them beside keys.
    ///
    /// # Errors
    ///
    /// [`Unwritten`] when a template gives no text for one of them.
    pub fn new(cases: &[Case<'_>], replaced: Replaced, lang: Lang) -> Result<Self, Unwritten> {
        Self::with(cases, replaced, lang, &Details::default())
    }

    /// The same with what the change itself is: its title, its number, who makes it.
    ///
    /// # Errors
    ///
    /// As [`Ticket::new`].
    pub fn with(
        cases: &[Case<'_>],
        replaced: Replaced,
        lang: Lang,
        details: &Details,
    ) -> Result<Self, Unwritten> {
        let say = |text| Rich::fill(text, lang, &[]);
        let mut about = vec![say(&texts::ABOUT_KEYS)];
        about.extend(replaced.addresses.then(|| say(&texts::ABOUT_ADDRESSES)));
        about.extend(replaced.ids.then(|| say(&texts::ABOUT_IDS)));
        let version = Rich::words(env!("CARGO_PKG_VERSION"));
        Ok(Self {
            lang,
            title: match &details.title {
                Some(given) => Rich::words(given),
                None => title(cases, lang),
            },
            fields: details.fields(lang),
            about,
            made_by: Rich::fill(&texts::MADE_BY, lang, &[("version", version)]),
            chapters: cases
                .iter()
                .enumerate()
                .map(|(index, case)| {
                    Chapter::new(case, (index, cases.len()), lang)
                        .map_err(|error| Unwritten { index, error })
                })
                .collect::<Result<_, _>>()?,
        })
    }

    /// As GitHub-flavoured Markdown with a Mermaid drawing.
    pub fn markdown(&self) -> String {
        markdown::write(self)
    }

    /// In the notation of Jira's wiki renderer.
    pub fn jira(&self) -> String {
        jira::of_markdown(&self.markdown())
    }

    /// For the work notes and comments of `ServiceNow`.
    pub fn servicenow(&self) -> String {
        servicenow::of_markdown(&self.markdown())
    }

    /// As one HTML file that needs nothing else.
    ///
    /// # Errors
    ///
    /// [`RenderError`] when the built-in template is broken.
    pub fn html(&self) -> Result<String, RenderError> {
        html::write(self)
    }
}

fn title(cases: &[Case<'_>], lang: Lang) -> Rich {
    let [case] = cases else {
        let count = Rich::words(cases.len().to_string());
        return Rich::fill(&texts::TITLE_OF_MANY, lang, &[("count", count)]);
    };
    let device = match &case.devices[..] {
        [device] => Rich::words(&device.target.name),
        _ => Rich::fill(&texts::THE_DEVICE, lang, &[]),
    };
    Rich::fill(&texts::TITLE, lang, &[("device", device)])
}
