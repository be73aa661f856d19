//! From the responses to readings, in the way of every command.

use peerconf::connection::{self, Reading};
use peerconf::document::{self, Document};
use peerconf::findings::json::{Count, FindingRecord};
use peerconf::findings::{Judged, Lang, Texts};
use serde_json::{Value, json};

use crate::ask::Given;

/// What was read, and what could not be.
pub(crate) struct Readings<'g> {
    /// What could be parsed: the response's name, its text, its document.
    pub(crate) documents: Vec<(&'g str, &'g str, Document<'g>)>,
    pub(crate) readings: Vec<Reading>,
    /// What could not be read: the response's name and why.
    pub(crate) unread: Vec<(String, String)>,
}

impl<'g> Readings<'g> {
    pub(crate) fn of(given: &'g Given) -> Result<Self, String> {
        let mut labels = Vec::new();
        let mut documents = Vec::new();
        let mut unread = Vec::new();
        for response in &given.responses {
            let parsed = document::decode(response.text.as_bytes())
                .and_then(|text| Ok((text, Document::parse(text)?)));
            match parsed {
                Ok((text, document)) => {
                    labels.push((response.name.as_str(), text));
                    documents.push(document);
                }
                Err(error) => unread.push((response.name.clone(), error.to_string())),
            }
        }
        let (readings, items) = connection::read_each(&documents, &given.options()?);
        unread.extend(items.into_iter().map(|item| {
            let label = labels.get(item.document as usize);
            let name = label.map_or_else(String::new, |(name, _)| (*name).to_owned());
            (name, item.error.to_string())
        }));
        let labelled = labels.into_iter().zip(documents);
        Ok(Self {
            documents: labelled
                .map(|((name, text), document)| (name, text, document))
                .collect(),
            readings,
            unread,
        })
    }

    /// The connection that is meant.
    pub(crate) fn reading(&self, given: &Given) -> Result<&Reading, String> {
        self.readings
            .get(given.connection)
            .ok_or_else(|| "there is no such connection in the response".to_owned())
    }

    /// Findings with the lines that they are about.
    pub(crate) fn findings<'j>(
        &self,
        judged: impl IntoIterator<Item = &'j Judged>,
        lang: Lang,
    ) -> Value {
        let texts = Texts::new(self.documents.iter().map(|(name, text, _)| (*name, *text)));
        let mut count = Count::default();
        let records: Vec<FindingRecord> = judged
            .into_iter()
            .map(|judged| {
                count.add(judged.level);
                FindingRecord::new(judged, &texts, lang)
            })
            .collect();
        json!({ "list": records, "count": count })
    }
}
