//! Findings on a terminal: where, what, why, what to do, with the line of the response.

use std::cmp::Reverse;
use std::io;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level as Drawn, Renderer, Snippet};

use super::args::FormatArg;
use super::exit::Failure;
use super::form::versioned;
use super::input::{Source, Unreadable};
use super::language::{lang, say};
use super::output;
use super::verbosity::tells;
use crate::connection::{self, Origin};
use crate::document::{self, Document, Node};
use crate::findings::json::{Count, FindingRecord, Report};
use crate::findings::side_name::SideName;
use crate::findings::{Finding, Judged, Lang, Level, Sarif, Texts};
use crate::pipeline::Case;
use crate::showable::showable;
use crate::targets::Target;

/// The responses as they may be shown: what is not known to be harmless is overwritten by as many `*`.
pub(super) struct Shown<'s> {
    sources: &'s [&'s Source],
    masked: Vec<String>,
    spans: Vec<Vec<Range<usize>>>,
    /// False where values are replaced: the response's own lines would show them.
    excerpts: bool,
    /// True where there are several targets, and each of their findings must say of which it is.
    targets: bool,
}

impl<'s> Shown<'s> {
    pub(super) fn new(sources: &'s [&'s Source], documents: &[Document<'_>]) -> Self {
        let mut masked = Vec::new();
        let mut spans = Vec::new();
        for document in documents {
            let mut seen = Vec::new();
            visit(document.root(), &mut seen);
            masked.push(document::shown(document));
            spans.push(seen);
        }
        Self {
            sources,
            masked,
            spans,
            excerpts: true,
            targets: false,
        }
    }

    /// Without lines of the response, where what is written is to be shared.
    pub(super) fn for_sharing(mut self, shared: bool) -> Self {
        self.excerpts = !shared;
        self
    }

    /// For findings on these targets.
    pub(super) fn on(mut self, targets: &[Target]) -> Self {
        self.targets = targets.len() > 1;
        self
    }

    fn texts(&self) -> Texts<'_> {
        Texts::new(self.sources.iter().map(|source| {
            // A response is often named after its connection.
            let name = if self.excerpts {
                source.name.as_str()
            } else {
                "response"
            };
            (name, source.text.as_str())
        }))
    }

    fn text(&self, judged: &[Judged], renderer: &Renderer) -> String {
        let mut text = String::new();
        for judged in judged.iter().filter(|judged| tells(judged.level)) {
            text.push_str(&self.drawn(judged, renderer));
            text.push_str("\n\n");
        }
        text
    }

    fn drawn(&self, judged: &Judged, renderer: &Renderer) -> String {
        let finding = &judged.finding;
        let level = match judged.level {
            Level::Error => Drawn::ERROR,
            Level::Warning => Drawn::WARNING,
            Level::Note => Drawn::NOTE,
        };
        let drawn = |level: Drawn<'static>, zh: &'static str| match lang() {
            Lang::En => level,
            Lang::Zh => level.with_name(zh),
        };
        let level = drawn(level, judged.level.text().zh);
        let (note, help) = (drawn(Drawn::NOTE, "说明"), drawn(Drawn::HELP, "办法"));
        let message = self.subject(finding);
        let title = level.primary_title(&message).id(finding.slug());
        let (why, remedy) = (
            in_lang(finding.why(lang()), || finding.why(Lang::En)),
            in_lang(finding.remedy(lang()), || finding.remedy(Lang::En)),
        );
        let settings = showable(&settings(finding)).into_owned();
        let paths = paths(finding);
        let mut group = Group::with_title(title);
        if let Some((name, text, span)) = self.excerpt(finding) {
            group = group.element(
                Snippet::source(text)
                    .path(showable(name))
                    .fold(true)
                    .annotation(AnnotationKind::Primary.span(span)),
            );
        }
        for (level, line) in [
            (&note, &paths),
            (&note, &why),
            (&help, &remedy),
            (&help, &settings),
        ] {
            if !line.is_empty() {
                group = group.element(level.clone().message(line.as_str()));
            }
        }
        renderer.render(&[group]).clone()
    }

    fn subject(&self, finding: &Finding) -> String {
        let message = finding.message(lang());
        let target = finding.target.as_deref().filter(|_| self.targets);
        let tunnel = finding
            .tunnel
            .map(|tunnel| format!("{} {tunnel}", say("tunnel", "隧道")));
        let about: Vec<&str> = target.into_iter().chain(tunnel.as_deref()).collect();
        if about.is_empty() {
            message
        } else {
            format!("{}{}{message}", about.join(", "), say(": ", "："))
        }
    }

    /// The line that the finding is about, unless the response is one long line.
    fn excerpt(&self, finding: &Finding) -> Option<(&str, &str, Range<usize>)> {
        const READABLE: usize = 160;
        if !self.excerpts {
            return None;
        }
        let origin = finding
            .places
            .iter()
            .find(|origin| origin.offset.is_some())?;
        let document = origin.document as usize;
        let (source, text) = (self.sources.get(document)?, self.masked.get(document)?);
        let start = origin.offset?.bytes() as usize;
        let span = self
            .spans
            .get(document)?
            .iter()
            .find(|span| span.start == start)?
            .clone();
        // Of an object that lacks something its beginning is enough.
        let end = if text[start..].starts_with('{') {
            start + 1
        } else {
            span.end
        };
        let span = start..end;
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        (line_end - line_start <= READABLE).then_some((source.name.as_str(), text.as_str(), span))
    }
}

/// Where findings are written: `check` owns standard output, the others do not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stream {
    Output,
    Error,
}

/// The findings of a run as they are told: as text at once, in other forms when all are known.
pub(super) struct Told {
    format: FormatArg,
    stream: Stream,
    report: Report,
    sarif: Sarif,
}

impl Told {
    pub(super) fn new(format: FormatArg, stream: Stream) -> Self {
        Self {
            format,
            stream,
            report: Report::default(),
            sarif: Sarif::default(),
        }
    }

    /// Adds findings; `label` is what their connection is called where there are several.
    pub(super) fn add(
        &mut self,
        shown: &Shown<'_>,
        judged: &[Judged],
        label: Option<&str>,
    ) -> Result<(), Failure> {
        for judged in judged {
            self.report.count.add(judged.level);
        }
        match self.format {
            FormatArg::Text => {
                let mut text = String::new();
                let told = judged.iter().any(|judged| tells(judged.level));
                if let Some(label) = label.filter(|_| told) {
                    let style = anstyle::Style::new().bold();
                    text = format!("{style}{label}{style:#}\n");
                }
                let is_output = self.stream == Stream::Output;
                let takes_colour = if is_output {
                    output::takes_colour(&io::stdout())
                } else {
                    output::takes_colour(&io::stderr())
                };
                // What would be taken out again is not drawn.
                let renderer = if takes_colour {
                    Renderer::styled()
                } else {
                    Renderer::plain()
                };
                text.push_str(&shown.text(judged, &renderer));
                if is_output {
                    return output::stdout_styled(&text);
                }
                output::stderr_styled(&text);
            }
            FormatArg::Json => {
                let texts = shown.texts();
                self.report.findings.extend(judged.iter().map(|judged| {
                    let mut item = FindingRecord::new(judged, &texts, lang());
                    item.response = label.map(ToOwned::to_owned);
                    item
                }));
            }
            FormatArg::Sarif => self.sarif.add(judged, &shown.texts()),
        }
        Ok(())
    }

    /// How many findings there were of each level.
    pub(super) const fn count(&self) -> Count {
        self.report.count
    }

    /// Writes what is written when all are known.
    pub(super) fn finish(mut self, unreadable: &Unreadable) -> Result<(), Failure> {
        let text = match self.format {
            FormatArg::Text => return Ok(()),
            FormatArg::Json => {
                self.report.unreadable.clone_from(&unreadable.lines);
                self.report.findings.sort_by_key(|item| Reverse(item.level));
                serde_json::to_string_pretty(&versioned(&self.report))
            }
            FormatArg::Sarif => serde_json::to_string_pretty(&self.sarif.finish()),
        };
        let text = text.map_err(|error| Failure::Output(error.to_string()))? + "\n";
        if self.stream == Stream::Output {
            return output::stdout(&text);
        }
        output::stderr_styled(&text);
        Ok(())
    }
}

/// Notes every value's span.
fn visit(node: Node<'_>, spans: &mut Vec<Range<usize>>) {
    spans.push(node.span().start as usize..node.span().end as usize);
    for child in node.children() {
        visit(child, spans);
    }
}

fn paths(finding: &Finding) -> String {
    let read = finding
        .places
        .iter()
        .filter(|origin| origin.source != connection::Source::Default);
    let mut paths: Vec<String> = read.map(Origin::path).collect();
    paths.dedup();
    if paths.is_empty() {
        String::new()
    } else {
        format!("{} {}", say("at", "位于"), paths.join(", "))
    }
}

fn settings(finding: &Finding) -> String {
    if finding.settings.is_empty() {
        return String::new();
    }
    let settings: Vec<String> = finding
        .settings
        .iter()
        .map(|setting| {
            let pair = format!("{}={}", setting.field.api_name(), setting.value);
            match SideName::in_api(setting.field) {
                Some(name) => format!("{pair} ({})", name.gloss.in_lang(lang())),
                None => pair,
            }
        })
        .collect();
    format!(
        "{}{}",
        say(
            "on the cloud side (ModifyVpnConnectionAttribute): ",
            "在云端修改（ModifyVpnConnectionAttribute）：",
        ),
        settings.join(", ")
    )
}

/// One line that counts.
pub(super) fn summary(count: Count) -> Option<String> {
    let part = |number: usize, level: Level| match (number, lang()) {
        (0, _) => None,
        (1, Lang::En) => Some(format!("1 {}", level.word())),
        (_, Lang::En) => Some(format!("{number} {}s", level.word())),
        (_, Lang::Zh) => Some(format!("{number} 项{}", level.text().zh)),
    };
    let parts: Vec<String> = [
        part(count.error, Level::Error),
        part(count.warning, Level::Warning),
        part(count.note, Level::Note),
    ]
    .into_iter()
    .flatten()
    .collect();
    (!parts.is_empty()).then(|| parts.join(say(", ", "，")))
}

/// A text, or the English one where a manifest has no other.
fn in_lang(text: String, english: impl FnOnce() -> String) -> String {
    if text.is_empty() { english() } else { text }
}

/// Every finding of all connections, errors first.
pub(super) fn everything(cases: &[Case<'_>]) -> Vec<Judged> {
    let mut judged: Vec<Judged> = cases.iter().flat_map(Case::all_findings).cloned().collect();
    judged.sort_by_key(|judged| Reverse(judged.level));
    judged
}
