//! One line of results: a connection on a target.

use serde::Serialize;

use super::json::{self, Object};
use crate::connection::Origin;
use crate::findings::{Judged, Lang, Level};
use crate::render::File;

/// A connection on a target, or a text that could not be read.
#[derive(Debug)]
pub struct Row<'t> {
    /// What the response is called: the wrapper's id, else the connection's.
    pub id: Option<String>,
    /// The target's id; none where the response could not be read.
    pub target: Option<&'t str>,
    /// The target's release.
    pub release: Option<&'t str>,
    /// How it went.
    pub status: Status,
    /// Why it could not be read, or what the template says.
    pub error: Option<String>,
    /// Names of the values for which a marker stands in the files.
    pub missing: Vec<&'t str>,
    /// Name and text of every file.
    pub files: Vec<File>,
    /// Errors first. Their places are fields, without a line.
    pub findings: Vec<Judged>,
}

/// How it went with one response on one target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Status {
    /// The files are there.
    Rendered,
    /// A finding is an error.
    Refused,
    /// A template gave no text.
    Failed,
    /// No connection could be read.
    Unreadable,
}

impl Status {
    /// The word in results and tables.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Rendered => "rendered",
            Self::Refused => "refused",
            Self::Failed => "failed",
            Self::Unreadable => "unreadable",
        }
    }
}

/// How many rows there are of each status.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Count {
    /// [`Status::Rendered`].
    pub rendered: u64,
    /// Those of them in which no marker is left.
    pub ready: u64,
    /// [`Status::Refused`].
    pub refused: u64,
    /// [`Status::Failed`].
    pub failed: u64,
    /// [`Status::Unreadable`].
    pub unreadable: u64,
}

impl Count {
    /// Counts a row.
    pub fn add(&mut self, row: &Row<'_>) {
        self.ready += u64::from(row.is_ready());
        *match row.status {
            Status::Rendered => &mut self.rendered,
            Status::Refused => &mut self.refused,
            Status::Failed => &mut self.failed,
            Status::Unreadable => &mut self.unreadable,
        } += 1;
    }

    /// Adds another count.
    pub fn merge(&mut self, other: Self) {
        self.rendered += other.rendered;
        self.ready += other.ready;
        self.refused += other.refused;
        self.failed += other.failed;
        self.unreadable += other.unreadable;
    }

    /// All rows.
    pub const fn total(&self) -> u64 {
        self.rendered + self.refused + self.failed + self.unreadable
    }
}

impl Row<'_> {
    /// Whether the files can be loaded as they are.
    pub fn is_ready(&self) -> bool {
        self.status == Status::Rendered && self.missing.is_empty()
    }

    /// How long the row is about, as JSON: rather more than less.
    pub fn about_bytes(&self) -> usize {
        let texts = self.files.iter().map(|file| file.text.len());
        texts.sum::<usize>() * 5 / 4 + self.findings.len() * 1024 + 4096
    }

    /// Adds the row to a text, as JSON on one line.
    pub fn write_line(&self, out: &mut Vec<u8>) {
        let each = self.files.iter();
        let texts = each.map(|file| (file.path.as_str(), file.text.as_str()));
        self.record(None, Texts(texts.collect())).write(out);
        out.push(b'\n');
    }

    /// Adds the row as it stands in the index of a folder: where the files are, not their texts.
    pub fn write_index(&self, folder: &str, paths: &[String], out: &mut Vec<u8>) {
        // Writing to memory fails for no value of these types.
        serde_json::to_writer(out, &self.record(Some(folder), paths)).unwrap_or_default();
    }

    fn record<'r, F>(&'r self, folder: Option<&'r str>, files: F) -> Record<'r, F> {
        Record {
            version: folder.is_none().then_some(1),
            id: self.id.as_deref(),
            folder,
            target: self.target,
            release: self.release,
            status: self.status.word(),
            error: self.error.as_deref(),
            ready: (self.status == Status::Rendered).then(|| self.is_ready()),
            missing: &self.missing,
            files,
            findings: self.findings.iter().map(Brief::of).collect(),
        }
    }

    /// `vendor/platform@release`; `-` where there is none.
    pub fn label(&self) -> String {
        match (self.target, self.release) {
            (Some(target), Some(release)) => format!("{target}@{release}"),
            _ => "-".to_owned(),
        }
    }

    /// Why there is no file, in one sentence; `None` where there is one.
    pub fn reason(&self) -> Option<String> {
        let first = || {
            let worst = self.findings.first()?;
            let slug = worst.finding.slug();
            Some(match worst.finding.tunnel {
                Some(tunnel) => format!("{slug}, tunnel {tunnel}: {}", worst.message),
                None => [slug, ": ", &worst.message].concat(),
            })
        };
        match self.status {
            Status::Rendered => None,
            _ => self.error.clone().or_else(first),
        }
    }
}

/// A row as it is written.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct Record<'r, F> {
    /// The number of the form; in an index it stands at the top.
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<u32>,
    /// What the response is called: the wrapper's id, else the connection's.
    id: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    folder: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    release: Option<&'r str>,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ready: Option<bool>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    missing: &'r [&'r str],
    files: F,
    findings: Vec<Brief<'r>>,
}

/// A line of results: the texts of files by their paths.
#[cfg(test)]
pub(crate) type Line = Record<'static, std::collections::BTreeMap<String, String>>;

/// The index of a folder.
#[cfg(test)]
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub(crate) struct IndexFile {
    /// The number of the form.
    version: u32,
    /// A row for each connection and target, with the paths of its files.
    connections: Vec<Record<'static, Vec<String>>>,
    /// How many rows there are of each status.
    count: Count,
}

/// Texts by their paths, in the order of the files.
struct Texts<'r>(Vec<(&'r str, &'r str)>);

impl Record<'_, Texts<'_>> {
    /// Writes what `serde_json` would.
    fn write(&self, out: &mut Vec<u8>) {
        // Each field by its name, so that a new one cannot be forgotten.
        let Self {
            version,
            id,
            folder,
            target,
            release,
            status,
            error,
            ready,
            missing,
            files: Texts(files),
            findings,
        } = self;
        let mut record = Object::new(out);
        if let Some(version) = version {
            record.number("version", *version);
        }
        match id {
            Some(id) => record.text("id", id),
            None => record.word("id", "null"),
        }
        record.some_text("folder", *folder);
        record.some_text("target", *target);
        record.some_text("release", *release);
        record.text("status", status);
        record.some_text("error", *error);
        if let Some(ready) = ready {
            record.word("ready", if *ready { "true" } else { "false" });
        }
        record.list("missing", missing, |out, name| json::string(out, name));
        let mut texts = Object::new(record.field("files"));
        for (path, text) in files {
            texts.named(path, text);
        }
        texts.close();
        let mut path = String::with_capacity(128);
        json::list(record.field("findings"), findings, |out, brief| {
            brief.write(out, &mut path);
        });
        record.close();
    }
}

/// What a program needs to sort and count; `peerconf rules RULE` explains the rest. Only an error says
/// at once what to do.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Brief<'f> {
    rule: &'f str,
    level: Level,
    #[serde(skip_serializing_if = "Option::is_none")]
    tunnel: Option<u8>,
    message: &'f str,
    #[serde(skip_serializing_if = "<[_]>::is_empty", serialize_with = "paths")]
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    places: &'f [Origin],
    #[serde(skip_serializing_if = "String::is_empty")]
    remedy: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    settings: Vec<BriefSetting<'f>>,
}

/// A value to set on the cloud side.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct BriefSetting<'f> {
    field: &'static str,
    value: &'f str,
}

/// The paths of places.
fn paths<S: serde::Serializer>(places: &[Origin], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(places.iter().map(Origin::path))
}

impl Brief<'_> {
    /// `path` is room for the path of a place.
    fn write(&self, out: &mut Vec<u8>, path: &mut String) {
        let Self {
            rule,
            level,
            tunnel,
            message,
            places,
            remedy,
            settings,
        } = self;
        let mut brief = Object::new(out);
        brief.text("rule", rule);
        brief.text("level", level.word());
        if let Some(tunnel) = tunnel {
            brief.number("tunnel", u32::from(*tunnel));
        }
        brief.text("message", message);
        brief.list("places", places, |out, place| {
            path.clear();
            place.add_path(path);
            json::string(out, path);
        });
        brief.some_text(
            "remedy",
            Some(&**remedy).filter(|remedy| !remedy.is_empty()),
        );
        brief.list(
            "settings",
            settings,
            |out, BriefSetting { field, value }| {
                let mut setting = Object::new(out);
                setting.text("field", field);
                setting.text("value", value);
                setting.close();
            },
        );
        brief.close();
    }
}

impl<'f> Brief<'f> {
    fn of(judged: &'f Judged) -> Self {
        let finding = &judged.finding;
        let error = judged.level == Level::Error;
        let settings = finding.settings.iter().map(|setting| BriefSetting {
            field: setting.field.api_name(),
            value: &setting.value,
        });
        Self {
            rule: finding.slug(),
            level: judged.level,
            tunnel: finding.tunnel,
            message: &judged.message,
            places: &finding.places,
            remedy: if error {
                finding.remedy(Lang::En)
            } else {
                String::new()
            },
            settings: settings.collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connection::Field;
    use crate::findings::{Finding, Judge, catalogue};

    impl Serialize for Texts<'_> {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.collect_map(self.0.iter().copied())
        }
    }

    #[test]
    fn a_line_is_what_serde_json_writes() {
        let finding = Finding::new(&catalogue::HOST_BITS)
            .with("value", "\"a\u{1}\n")
            .at(Origin::option(Field::LocalSubnet))
            .at(Origin::assumed(Field::Psk))
            .in_tunnel(2)
            .set(Field::LocalSubnet, "10.0.0.0/8")
            .set(Field::RemoteSubnet, "\\");
        let bare = Finding::new(&catalogue::MISSING_FIELD);
        let mut judge = Judge::default();
        judge.deny("host-bits");
        let findings = [
            judge.judge(vec![finding]),
            Judge::default().judge(vec![bare]),
        ]
        .concat();
        let missing = ["a", "b\""];
        let texts = |texts: &[(&'static str, &'static str)]| Texts(texts.to_vec());
        let record = |all: bool, files, count| Record {
            version: all.then_some(1),
            id: all.then_some("id \t"),
            folder: all.then_some("folder"),
            target: all.then_some("a/b"),
            release: all.then_some("1"),
            status: "rendered",
            error: all.then_some("why"),
            ready: all.then_some(count == 1),
            missing: &missing[..count],
            files,
            findings: findings[..count].iter().map(Brief::of).collect(),
        };
        for record in [
            record(true, texts(&[("a.cfg", "one\ntwo\n"), ("b \"c\"", "")]), 2),
            record(true, texts(&[("a", "b")]), 1),
            record(false, texts(&[]), 0),
        ] {
            let mut out = Vec::new();
            record.write(&mut out);
            let wanted = serde_json::to_string(&record).unwrap();
            assert_eq!(String::from_utf8(out).unwrap(), wanted);
        }
    }
}
