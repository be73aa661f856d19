//! The folder of a fleet: a folder for each connection, in it one for each target, and beside them the
//! index as JSON and as a table. Both grow line by line, so that nothing is kept.

use std::fs::File;
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use crate::cli::exit::Failure;
use crate::cli::output::{self, NewFile};
use crate::findings::Level;
use crate::findings::json;
use crate::fleet::{Count, Names, Outcome, Row, printable};

pub(super) struct Shelf {
    folder: PathBuf,
    names: Names,
    index: Draft,
    table: Draft,
    any: bool,
}

impl Shelf {
    /// A folder that is empty or new, unless files in it may be replaced.
    pub(super) fn new(folder: &Path, force: bool) -> Result<Self, Failure> {
        let fault = |error: &io::Error| fault(folder, error);
        std::fs::create_dir_all(folder).map_err(|error| fault(&error))?;
        let mut entries = std::fs::read_dir(folder).map_err(|error| fault(&error))?;
        if !force && entries.next().is_some() {
            return Err(Failure::Output(format!(
                "{} is not empty; add --force to replace files in it, or choose another folder",
                folder.display()
            )));
        }
        let mut shelf = Self {
            index: Draft::new(folder, "index.json")?,
            table: Draft::new(folder, "index.txt")?,
            folder: folder.to_owned(),
            names: Names::default(),
            any: false,
        };
        shelf.index.write(b"{\"connections\":[")?;
        shelf.table.write(
            b"STATUS      ERRORS  WARNINGS  NOTES  TARGET                    CONNECTION, WHAT IT IS ABOUT\n",
        )?;
        Ok(shelf)
    }

    /// Writes the files of a connection and its lines of the index.
    pub(super) fn put(&mut self, place: &str, outcome: &Outcome<'_>) -> Result<(), Failure> {
        let name = self
            .names
            .name(outcome.id.as_deref(), &place.replace(' ', "-"));
        for row in &outcome.rows {
            let paths: Vec<String> = row
                .files
                .iter()
                .map(|file| {
                    let target = row.target.unwrap_or_default().replace('/', "-");
                    format!("{name}/{target}/{}", file.path)
                })
                .collect();
            let new: Vec<NewFile<'_>> = row
                .files
                .iter()
                .zip(&paths)
                .map(|(file, path)| NewFile::of(self.folder.join(path), file))
                .collect();
            // Whether anything may be replaced was asked before the first.
            output::files(&new, true)?;
            self.note(&name, row, &paths)?;
        }
        Ok(())
    }

    fn note(&mut self, name: &str, row: &Row<'_>, paths: &[String]) -> Result<(), Failure> {
        let mut line = Vec::from(if self.any { &b",\n"[..] } else { b"\n" });
        self.any = true;
        row.write_index(name, paths, &mut line);
        self.index.write(&line)?;
        let count = json::Count::of(&row.findings);
        let mut about: Vec<&str> = row
            .findings
            .iter()
            .filter(|judged| judged.level > Level::Note)
            .map(|judged| judged.finding.slug())
            .collect();
        about.dedup();
        let about = match &row.error {
            Some(error) => printable(error),
            None => about.join(", "),
        };
        let line = format!(
            "{:<10}  {:>6}  {:>8}  {:>5}  {:<24}  {name}{}{about}\n",
            row.status.word(),
            count.error,
            count.warning,
            count.note,
            row.target.unwrap_or("-"),
            if about.is_empty() { "" } else { ": " },
        );
        self.table.write(line.as_bytes())
    }

    /// Gives both indexes their names; says where the table is.
    pub(super) fn finish(mut self, count: &Count) -> Result<PathBuf, Failure> {
        let count = serde_json::to_string(count).unwrap_or_default();
        let end = format!("\n],\"count\":{count}}}\n");
        self.index.write(end.as_bytes())?;
        self.index.finish()?;
        self.table.finish()
    }
}

/// A file that gets its name when it is whole.
struct Draft {
    path: PathBuf,
    file: BufWriter<tempfile::NamedTempFile<File>>,
}

impl Draft {
    fn new(folder: &Path, name: &str) -> Result<Self, Failure> {
        let path = folder.join(name);
        let file = tempfile::NamedTempFile::new_in(folder).map_err(|error| fault(&path, &error))?;
        Ok(Self {
            file: BufWriter::new(file),
            path,
        })
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        self.file
            .write_all(bytes)
            .map_err(|error| fault(&self.path, &error))
    }

    fn finish(self) -> Result<PathBuf, Failure> {
        let file = self
            .file
            .into_inner()
            .map_err(|error| fault(&self.path, error.error()))?;
        file.persist(&self.path)
            .map_err(|error| fault(&self.path, &error.error))?;
        Ok(self.path)
    }
}

fn fault(path: &Path, error: &io::Error) -> Failure {
    Failure::Output(format!("{}: {error}", path.display()))
}
