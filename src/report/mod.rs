//! Tickets: one document to attach to a change. What connects to what, every parameter of both ends,
//! findings, what is left to fill in, the configuration without its keys, how to verify it, what to do
//! in the window and how to go back. As Markdown and as HTML, in English and Chinese.
//!
//! A ticket is made of a connection whose values are already as they may be shown: redaction is no
//! business of this module, and it never sees a key. Whatever comes from a response is hostile until it
//! is written: values stay apart from words (`rich`), and each form escapes them in its own way.
//!
//! No time, no path and no random number goes in, so that the same input gives the same bytes.

mod chapter;
mod checklist;
mod drawing;
mod finding;
mod html;
mod markdown;
mod mermaid;
mod missing;
mod rich;
mod sheet;
mod sides;
mod texts;
mod topology;

use serde::Serialize;

use crate::connection::Connection;
use crate::findings::{Judged, Lang};
use crate::plan::{Plan, Replaced};
use crate::render::{File, RenderError};
use crate::targets::Target;

use chapter::Chapter;
use rich::Rich;

/// A connection and the devices that it is to be configured on.
#[derive(Debug)]
pub struct Case<'c> {
    /// The connection; `None` where findings stand in its way.
    pub connection: Option<&'c Connection>,
    /// Its id, where the documents carry one.
    pub id: Option<&'c str>,
    /// What was found about the connection itself, judged.
    pub findings: Vec<Judged>,
    /// The devices, in the order in which they were asked for.
    pub devices: Vec<Device<'c>>,
}

/// A connection on one target.
#[derive(Debug)]
pub struct Device<'c> {
    /// The target.
    pub target: &'c Target,
    /// The plan, made with [`crate::plan::Request::redact`]; `None` where it was refused.
    pub plan: Option<Plan<'c>>,
    /// What was found about the connection on this target, judged.
    pub findings: Vec<Judged>,
    /// The rendered files of every section; empty where an error stands in the way.
    pub files: Vec<File>,
}

/// A document about one or more connections.
#[derive(Debug, Serialize)]
pub struct Ticket {
    #[serde(skip)]
    lang: Lang,
    title: Rich,
    about: Vec<Rich>,
    made_by: Rich,
    chapters: Vec<Chapter>,
}

impl Ticket {
    /// Writes up connections. `replaced` says what was replaced in them beside keys.
    pub fn new(cases: &[Case<'_>], replaced: Replaced, lang: Lang) -> Self {
        let say = |text| Rich::fill(text, lang, &[]);
        let mut about = vec![say(&texts::ABOUT_KEYS)];
        about.extend(replaced.addresses.then(|| say(&texts::ABOUT_ADDRESSES)));
        about.extend(replaced.ids.then(|| say(&texts::ABOUT_IDS)));
        let version = Rich::words(env!("CARGO_PKG_VERSION"));
        Self {
            lang,
            title: title(cases, lang),
            about,
            made_by: Rich::fill(&texts::MADE_BY, lang, &[("version", version)]),
            chapters: cases
                .iter()
                .enumerate()
                .map(|(index, case)| Chapter::new(case, index, cases.len(), lang))
                .collect(),
        }
    }

    /// As GitHub-flavoured Markdown with a Mermaid drawing.
    pub fn markdown(&self) -> String {
        markdown::write(self)
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
