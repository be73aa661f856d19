//! What every item of a run goes through.

use super::row::{Row, Status};
use super::sites::{self, Sites};
use super::{LINE_BYTES, Naming};
use crate::connection::{self, Beside, Neighbours, ReadOptions, Reading, Unread};
use crate::document::{self, Document, DocumentError};
use crate::findings::{Judged, Level};
use crate::pipeline::{Device, Kit, Verdict};
use crate::render;
use crate::targets::{Section, Target};

/// Everything that is the same for all items.
#[derive(Debug)]
pub struct Fleet {
    /// The way from a reading to files; make it with [`for_many`](super::for_many). Values are replaced in every item by
    /// itself: only with a salt do items agree.
    pub kit: Kit,
    /// What is rendered for.
    pub targets: Vec<Target>,
    /// How responses are read.
    pub options: ReadOptions,
    /// Which files are made.
    pub sections: Vec<Section>,
    /// Which of the targets each connection goes to; all of them where there is no list.
    pub sites: Option<Sites>,
}

/// What became of one connection: a row for each target, or one where nothing could be read.
#[derive(Debug)]
pub struct Outcome<'t> {
    /// As in the rows.
    pub id: Option<String>,
    /// At least one.
    pub rows: Vec<Row<'t>>,
}

impl Outcome<'_> {
    /// Gives it another id.
    pub fn set_id(&mut self, id: &str) {
        self.id = Some(id.to_owned());
        for row in &mut self.rows {
            row.id = Some(id.to_owned());
        }
    }
}

impl Fleet {
    /// Renders a line: a response in any envelope, or an object of `id` and `response`. What comes out is handed
    /// to `each`, one after the other, until that wants no more.
    pub fn line<'t>(&'t self, line: &[u8], each: &mut dyn FnMut(Outcome<'t>) -> bool) {
        if line.len() > LINE_BYTES {
            each(self.too_long());
        } else {
            self.bytes(line, None, each);
        }
    }

    /// Renders the content of a file in the same way. `name` is the id of a connection that has none of its own.
    pub fn bytes<'t>(
        &'t self,
        bytes: &[u8],
        name: Option<&str>,
        each: &mut dyn FnMut(Outcome<'t>) -> bool,
    ) {
        self.bytes_among(bytes, name, Vec::new(), each);
    }

    /// The same for a file among others: what stands before each of its connections on its device.
    pub(crate) fn bytes_among<'t>(
        &'t self,
        bytes: &[u8],
        name: Option<&str>,
        beside: Vec<Beside>,
        each: &mut dyn FnMut(Outcome<'t>) -> bool,
    ) {
        let document = document::decode(bytes).and_then(Document::parse);
        let document = match document {
            Ok(document) => document,
            Err(error) => {
                each(self.refused(name, error));
                return;
            }
        };
        let (readings, unread) =
            connection::read_in_turn(std::slice::from_ref(&document), &self.options);
        let naming = Naming::new(&document, name, readings.len() + unread.len());
        let mut unread = unread.into_iter().peekable();
        let mut beside = beside.into_iter();
        for mut reading in readings {
            if let Some(beside) = beside.next() {
                reading.stands_behind(beside);
            }
            while let Some(unread) = unread.next_if(|unread| unread.index < reading.index) {
                if !each(self.broken(&naming, unread)) {
                    return;
                }
            }
            let id = naming.reading(&reading);
            if !each(self.reading(reading, id)) {
                return;
            }
        }
        for unread in unread {
            if !each(self.broken(&naming, unread)) {
                return;
            }
        }
    }

    /// What stands before each connection of a file on its device, where files are rendered one after another. `name` is
    /// that of [`Fleet::bytes`]; where results are numbered, `number` is what they are called.
    pub fn places(
        &self,
        bytes: &[u8],
        (name, number): (Option<&str>, &str),
        neighbours: &mut Neighbours,
    ) -> Vec<Beside> {
        let Ok(document) = document::decode(bytes).and_then(Document::parse) else {
            return Vec::new();
        };
        let (readings, unread) =
            connection::read_in_turn(std::slice::from_ref(&document), &self.options);
        let naming = Naming::new(&document, name, readings.len() + unread.len());
        let mut redactor = self.kit.redaction.redactor();
        let mut unread = unread.iter().peekable();
        let mut results = 0;
        let named = readings.map(|reading| {
            results += 1;
            while unread
                .next_if(|unread| unread.index < reading.index)
                .is_some()
            {
                results += 1;
            }
            let called = if self.is_numbered() {
                Some(numbered(number, results))
            } else {
                naming.reading(&reading).map(|id| redactor.id(id))
            };
            (reading, called)
        });
        neighbours.place_file(named)
    }

    fn broken(&self, naming: &Naming<'_>, unread: Unread) -> Outcome<'static> {
        let id = naming.item(unread.index);
        self.refused(id.as_deref(), unread.error)
    }

    /// The result of a document that is not read.
    fn refused(&self, id: Option<&str>, mut error: DocumentError) -> Outcome<'static> {
        self.kit.redaction.redactor().document_error(&mut error);
        self.unread(id, error.to_string())
    }

    /// Whether every item's replacements begin anew, so that ids say nothing and items are told apart by their
    /// numbers.
    pub fn is_numbered(&self) -> bool {
        let redaction = &self.kit.redaction;
        redaction.values.ids && redaction.salt.is_none()
    }

    /// Renders a connection for every target.
    pub fn reading<'t>(&'t self, reading: Reading, id: Option<String>) -> Outcome<'t> {
        let mut redactor = self.kit.redaction.redactor();
        let wanted = self
            .sites
            .as_ref()
            .map(|sites| sites.of(&names(&reading, id.as_deref())));
        if wanted.is_some_and(<[String]>::is_empty) {
            let error = "it is not in the list of sites, and there is no target for what is not";
            return self.unread(id.as_deref(), error.to_owned());
        }
        let case = self.kit.case_with(reading, &self.targets, &mut redactor);
        let id = id.map(|id| redactor.id(id));
        let mut row = |device: Device<'t>, target: &'t Target| {
            let mut row = self.row(id.clone(), target, &case.findings, device);
            row.error = row.error.map(|error| redactor.text(&error));
            row
        };
        let rows = case.devices.into_iter().zip(&self.targets);
        let rows =
            rows.filter(|(_, target)| wanted.is_none_or(|wanted| sites::has(wanted, target)));
        let rows = rows.map(|(device, target)| row(device, target)).collect();
        Outcome { id, rows }
    }

    fn row<'t>(
        &self,
        id: Option<String>,
        target: &'t Target,
        of_connection: &[Judged],
        device: Device<'t>,
    ) -> Row<'t> {
        let mut row = Row {
            id,
            target: Some(&target.id),
            release: Some(target.version.as_str()),
            status: Status::Refused,
            error: None,
            missing: Vec::new(),
            files: Vec::new(),
            findings: Vec::new(),
        };
        let of_both = || [of_connection, &device.findings].concat();
        let rendered = match device.verdict {
            Verdict::Refused(_) => {
                row.findings = of_both();
                Ok(None)
            }
            Verdict::Failed(error) => {
                row.findings = of_both();
                Err(error.to_string())
            }
            Verdict::Ready(ready) => {
                let missing = ready.plan().missing.iter();
                row.missing = missing.map(|one| one.name).collect();
                let files = ready.render(&self.sections);
                row.findings = ready.into_findings();
                files.map(Some).map_err(|error| error.to_string())
            }
        };
        match rendered {
            Ok(None) => {}
            Ok(Some(files)) => {
                let said = self.kit.judge.judge(render::warnings(&files));
                let refused = said.iter().any(|judged| judged.level == Level::Error);
                row.findings.extend(said);
                if !refused {
                    row.files = files;
                    row.status = Status::Rendered;
                }
            }
            Err(error) => {
                row.error = Some(error);
                row.status = Status::Failed;
            }
        }
        row.findings
            .sort_by_key(|judged| std::cmp::Reverse(judged.level));
        row
    }

    /// The result of a line that was passed over.
    pub(crate) fn too_long(&self) -> Outcome<'static> {
        self.unread(None, too_long())
    }

    /// The result of something that holds no connection.
    pub fn unread(&self, id: Option<&str>, error: String) -> Outcome<'static> {
        // An id that is replaced in its own rows would still stand here.
        let hidden = self.kit.redaction.values.ids;
        let id = id.filter(|_| !hidden).map(ToOwned::to_owned);
        let row = Row {
            id: id.clone(),
            target: None,
            release: None,
            status: Status::Unreadable,
            error: Some(error),
            missing: Vec::new(),
            files: Vec::new(),
            findings: Vec::new(),
        };
        Outcome {
            id,
            rows: vec![row],
        }
    }
}

/// What a result is called that is told apart by its number alone: the place of its file, and its own in there.
pub(crate) fn numbered(file: &str, result: usize) -> String {
    let file = file.replace(' ', "-");
    match result {
        1 => file,
        result => format!("{file}.{result}"),
    }
}

/// What a connection may be called in a list of sites.
fn names(reading: &Reading, id: Option<&str>) -> Vec<String> {
    let mut names = reading.names();
    names.extend(id.map(str::to_owned));
    names
}

/// Why a line was passed over.
pub(crate) fn too_long() -> String {
    format!(
        "the line is longer than {LINE_BYTES} bytes, too long for a response; each response must be one line"
    )
}
