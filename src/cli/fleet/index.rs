//! What a folder holds, as JSON and as a table. Both grow line by line, so that nothing is kept.

use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use crate::cli::exit::Failure;
use crate::cli::output::{self, Making};
use crate::findings::{Level, json};
use crate::fleet::{Count, Row};
use crate::showable::showable;

/// What the two are called.
pub(super) const JSON: &str = "index.json";
const TABLE: &str = "index.txt";

pub(super) struct Index {
    json: Draft,
    table: Draft,
    any: bool,
}

impl Index {
    pub(super) fn new(making: &Making, folder: &Path) -> Result<Self, Failure> {
        let mut index = Self {
            json: Draft::new(making, folder, JSON)?,
            table: Draft::new(making, folder, TABLE)?,
            any: false,
        };
        index.json.write(b"{\"version\":1,\"connections\":[")?;
        index.table.write(
            b"STATUS      ERRORS  WARNINGS  NOTES  TARGET                    CONNECTION, WHAT IT IS ABOUT\n",
        )?;
        Ok(index)
    }

    /// Adds a row, whose files stand at these paths below the folder.
    pub(super) fn note(
        &mut self,
        name: &str,
        row: &Row<'_>,
        paths: &[String],
    ) -> Result<(), Failure> {
        let mut line = Vec::from(if self.any { &b",\n"[..] } else { b"\n" });
        self.any = true;
        row.write_index(name, paths, &mut line);
        self.json.write(&line)?;
        let count = json::Count::of(&row.findings);
        let mut about: Vec<&str> = row
            .findings
            .iter()
            .filter(|judged| judged.level > Level::Note)
            .map(|judged| judged.finding.slug())
            .collect();
        about.dedup();
        let mut about = match &row.error {
            Some(error) => showable(error).into_owned(),
            None => about.join(", "),
        };
        if !row.missing.is_empty() {
            about = format!("{about}; to fill in: {}", row.missing.join(", "));
            about = about.trim_start_matches("; ").to_owned();
        }
        let line = format!(
            "{:<10}  {:>6}  {:>8}  {:>5}  {:<24}  {name}{}{about}\n",
            row.status.word(),
            count.error,
            count.warning,
            count.note,
            row.label(),
            if about.is_empty() { "" } else { ": " },
        );
        self.table.write(line.as_bytes())
    }

    /// Gives both indexes their names; says where the table is.
    pub(super) fn finish(mut self, making: &Making, count: &Count) -> Result<PathBuf, Failure> {
        let count = serde_json::to_string(count).unwrap_or_default();
        let end = format!("\n],\"count\":{count}}}\n");
        self.json.write(end.as_bytes())?;
        let table = self.table.finish(making)?;
        // The last of all: where it is, everything is.
        self.json.finish(making)?;
        Ok(table)
    }
}

/// A file that gets its name when it is whole.
struct Draft {
    path: PathBuf,
    file: BufWriter<output::Draft>,
}

impl Draft {
    fn new(making: &Making, folder: &Path, name: &str) -> Result<Self, Failure> {
        let path = folder.join(name);
        let file = making
            .start(folder)
            .map_err(|error| Failure::file(&path, &error))?;
        Ok(Self {
            file: BufWriter::new(file),
            path,
        })
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        self.file
            .write_all(bytes)
            .map_err(|error| Failure::file(&self.path, &error))
    }

    fn finish(self, making: &Making) -> Result<PathBuf, Failure> {
        let file = self
            .file
            .into_inner()
            .map_err(|error| Failure::file(&self.path, error.error()))?;
        making.publish_synced(file, &self.path)?;
        Ok(self.path)
    }
}
