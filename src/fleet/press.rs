//! What every item of a run goes through.

use std::sync::Arc;

use super::row::{Row, Status};
use super::{Called, LINE_BYTES};
use crate::connection::{self, ReadOptions, Reading, Unread};
use crate::document::{self, Document};
use crate::findings::{Checked, Finding, Judge, Judged, Level};
use crate::plan::{Plan, Replaced, Request};
use crate::redact::{self, Redactor, Salt};
use crate::render::{self, Renderer};
use crate::targets::{InputError, InputValues, Registry, Section, Target, Topology};

/// Everything that is the same for all items.
#[derive(Debug)]
pub struct Press {
    /// Where templates are.
    pub registry: Arc<Registry>,
    /// The engine over them.
    pub renderer: Renderer,
    /// What is rendered for.
    pub targets: Vec<Target>,
    /// What becomes of findings.
    pub judge: Judge,
    /// How responses are read.
    pub options: ReadOptions,
    /// Values of the targets' inputs, checked against the targets.
    pub inputs: InputValues,
    /// How devices are configured; `None` takes what the target prefers.
    pub topology: Option<Topology>,
    /// Puts placeholders in the place of keys.
    pub redact: bool,
    /// What else is replaced, in every item by itself; only with a salt do items agree.
    pub replace: Replaced,
    /// The salt.
    pub salt: Option<Salt>,
    /// Which files are made.
    pub sections: Vec<Section>,
}

/// What became of one connection: a row for each target, or one where nothing could be read.
#[derive(Debug)]
pub struct Outcome<'t> {
    /// As in the rows.
    pub id: Option<String>,
    /// At least one.
    pub rows: Vec<Row<'t>>,
}

impl Press {
    /// Renders a line: a response in any envelope, or an object of `id` and `response`.
    pub fn line(&self, line: &[u8]) -> Vec<Outcome<'_>> {
        if line.len() > LINE_BYTES {
            return vec![self.too_long()];
        }
        self.bytes(line, None)
    }

    /// Renders the content of a file. `name` is the id of a connection that has none of its own.
    pub fn bytes(&self, bytes: &[u8], name: Option<&str>) -> Vec<Outcome<'_>> {
        let document = document::decode(bytes).and_then(Document::parse);
        let document = match document {
            Ok(document) => document,
            Err(error) => return vec![self.unread(name, error.to_string())],
        };
        let (readings, unread) =
            connection::read_each(std::slice::from_ref(&document), &self.options);
        let called = Called::new(&document, name, readings.len() + unread.len());
        let mut unread = unread.into_iter().peekable();
        let mut outcomes = Vec::with_capacity(1);
        for reading in readings {
            while let Some(unread) = unread.next_if(|unread| unread.index < reading.index) {
                outcomes.push(self.broken(&called, &unread));
            }
            let id = called.reading(&reading);
            outcomes.push(self.reading(reading, id));
        }
        outcomes.extend(unread.map(|unread| self.broken(&called, &unread)));
        outcomes
    }

    fn broken(&self, called: &Called<'_>, unread: &Unread) -> Outcome<'static> {
        let id = called.item(unread.index);
        self.unread(id.as_deref(), unread.error.to_string())
    }

    /// Renders a connection for every target.
    pub fn reading(&self, mut reading: Reading, id: Option<String>) -> Outcome<'_> {
        let mut redactor = Redactor::new(self.replace, self.salt.as_ref());
        let request = Request {
            topology: self.topology,
            inputs: Some(&self.inputs),
            redact: self.redact,
        };
        let planned = match &mut reading.connection {
            None => Ok(Vec::new()),
            Some(connection) => redact::plan(&mut redactor, connection, &self.targets, &request),
        };
        for finding in &mut reading.findings {
            redactor.finding(finding);
        }
        let id = id.map(|id| redactor.id(id));
        let of_connection = self.judged(reading.findings);
        let rows = match planned {
            Ok(planned) => self.rows(id.as_ref(), &of_connection, planned),
            Err(error) => self.without_plan(id.as_ref(), &of_connection, Some(&error)),
        };
        Outcome { id, rows }
    }

    fn rows(
        &self,
        id: Option<&String>,
        of_connection: &[Judged],
        planned: Vec<Checked<Plan<'_>>>,
    ) -> Vec<Row<'_>> {
        if planned.is_empty() {
            return self.without_plan(id, of_connection, None);
        }
        let each = self.targets.iter().zip(planned).map(|(target, planned)| {
            let mut findings = of_connection.to_vec();
            findings.extend(self.judged(planned.findings));
            let row = Row {
                id: id.cloned(),
                target: Some(&target.id),
                release: Some(target.version.as_str()),
                status: Status::Refused,
                error: None,
                files: Vec::new(),
                findings,
            };
            self.laid_out(row, planned.value)
        });
        each.collect()
    }

    /// Results name the places of errors only. Without places, the same finding on many responses is one.
    fn judged(&self, mut findings: Vec<Finding>) -> Vec<Judged> {
        for finding in &mut findings {
            if self.judge.level(finding) < Some(Level::Error) {
                finding.places.clear();
            }
        }
        self.judge.judge(findings)
    }

    /// Adds the files, unless a finding is an error.
    fn laid_out<'t>(&self, mut row: Row<'t>, plan: Option<Plan<'_>>) -> Row<'t> {
        let refused = row.findings.iter().any(|j| j.level == Level::Error);
        if let (Some(plan), false) = (plan, refused) {
            let (renderer, registry) = (&self.renderer, &self.registry);
            match render::render(renderer, registry, &plan, &row.findings, &self.sections) {
                Ok(files) => {
                    row.files = files;
                    row.status = Status::Rendered;
                }
                Err(error) => {
                    row.error = Some(error.to_string());
                    row.status = Status::Failed;
                }
            }
        }
        row.findings
            .sort_by_key(|judged| std::cmp::Reverse(judged.level));
        row
    }

    fn without_plan(
        &self,
        id: Option<&String>,
        of_connection: &[Judged],
        error: Option<&InputError>,
    ) -> Vec<Row<'_>> {
        let each = self.targets.iter().map(|target| Row {
            id: id.cloned(),
            target: Some(&target.id),
            release: Some(target.version.as_str()),
            status: if error.is_some() {
                Status::Failed
            } else {
                Status::Refused
            },
            error: error.map(ToString::to_string),
            files: Vec::new(),
            findings: of_connection.to_vec(),
        });
        each.collect()
    }

    /// The result of a line that was passed over.
    pub fn too_long(&self) -> Outcome<'static> {
        let error = format!(
            "the line is longer than {LINE_BYTES} bytes, too long for a response; each response must be \
             one line"
        );
        self.unread(None, error)
    }

    /// The result of something that holds no connection.
    pub fn unread(&self, id: Option<&str>, error: String) -> Outcome<'static> {
        // An id that is replaced in its own rows would still stand here.
        let hidden = self.replace.ids;
        let id = id.filter(|_| !hidden).map(ToOwned::to_owned);
        let row = Row {
            id: id.clone(),
            target: None,
            release: None,
            status: Status::Unreadable,
            error: Some(error),
            files: Vec::new(),
            findings: Vec::new(),
        };
        Outcome {
            id,
            rows: vec![row],
        }
    }
}
