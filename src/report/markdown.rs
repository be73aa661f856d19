//! A ticket as GitHub-flavoured Markdown. Every value stands in a code span or block, and words are
//! escaped, so that nothing of a response becomes a link, an image, a mention or a heading.

use std::fmt::Write as _;

use crate::findings::Text;

use super::Ticket;
use super::chapter::{Chapter, DeviceView, FileView};
use super::finding::FindingView;
use super::rich::{Rich, Run};
use super::sheet::Sheet;
use super::texts;

pub(super) fn write(ticket: &Ticket) -> String {
    let mut page = Page {
        ticket,
        text: String::new(),
    };
    page.heading(1, &inline(&ticket.title));
    for about in &ticket.about {
        page.line(&format!("> {}", inline(about)));
        page.line(">");
    }
    // The last empty line of the quotation.
    page.text.truncate(page.text.len().saturating_sub(2));
    page.line("");
    for chapter in &ticket.chapters {
        page.chapter(chapter);
    }
    page.line("---");
    page.line("");
    page.line(&inline(&ticket.made_by));
    page.text
}

struct Page<'p> {
    ticket: &'p Ticket,
    text: String,
}

impl Page<'_> {
    fn say(&self, text: &Text) -> String {
        words(text.in_lang(self.ticket.lang))
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn paragraph(&mut self, text: &str) {
        self.line(text);
        self.line("");
    }

    fn heading(&mut self, level: usize, text: &str) {
        self.paragraph(&format!("{} {text}", "#".repeat(level)));
    }

    fn section(&mut self, text: &Text) {
        let text = self.say(text);
        self.heading(3, &text);
    }

    fn items(&mut self, bullet: &str, items: &[Rich]) {
        for item in items {
            self.line(&format!("{bullet} {}", inline(item)));
        }
        self.line("");
    }

    /// A table; cells are Markdown already.
    fn table(&mut self, head: &[String], rows: &[Vec<String>]) {
        self.line(&format!("| {} |", head.join(" | ")));
        self.line(&format!("|{}", " --- |".repeat(head.len())));
        for row in rows {
            let cells: Vec<String> = row.iter().map(|cell| in_cell(cell)).collect();
            self.line(&format!("| {} |", cells.join(" | ")));
        }
        self.line("");
    }

    fn chapter(&mut self, chapter: &Chapter) {
        self.heading(2, &inline(&chapter.title));
        for fact in &chapter.facts {
            let colon = texts::COLON.in_lang(self.ticket.lang);
            let line = format!("- **{}**{colon}{}", words(fact.name), inline(&fact.value));
            self.line(&line);
        }
        self.line("");
        if let Some(sides) = &chapter.sides {
            self.section(&texts::SIDES);
            for sentence in &sides.sentences {
                self.paragraph(&inline(sentence));
            }
            self.block("mermaid", &sides.mermaid);
        }
        self.findings(chapter);
        if chapter.sides.is_some() {
            self.gaps(chapter);
        }
        if !chapter.sheets.is_empty() {
            self.section(&texts::SHEET);
            let about = self.say(&texts::ABOUT_SHEET);
            self.paragraph(&about);
            for sheet in &chapter.sheets {
                self.sheet(sheet);
            }
        }
        self.section(&texts::CONFIGURATION);
        for device in &chapter.devices {
            self.configuration(device);
        }
        self.verify(&chapter.devices);
        if !chapter.steps.is_empty() {
            self.section(&texts::CHECKLIST_TITLE);
            for steps in &chapter.steps {
                self.heading(4, &words(steps.title));
                self.items("- [ ]", &steps.items);
            }
        }
        self.rollback(chapter);
    }

    fn findings(&mut self, chapter: &Chapter) {
        self.section(&texts::FINDINGS);
        if chapter.findings.is_empty() {
            let none = self.say(&texts::NO_FINDINGS);
            self.paragraph(&none);
        }
        if chapter.sets {
            let about = self.say(&texts::ABOUT_SETTINGS);
            self.paragraph(&about);
        }
        for finding in &chapter.findings {
            self.finding(finding);
        }
        if chapter.notes.is_empty() {
            return;
        }
        let notes = self.say(&texts::NOTES);
        self.heading(4, &notes);
        for note in &chapter.notes {
            let mut line = format!("- {}", inline(&note.message));
            if !line.ends_with(['.', '。']) {
                line.push_str(texts::FULL_STOP.in_lang(self.ticket.lang));
            }
            for text in [&note.why, &note.remedy] {
                if !text.is_empty() {
                    line.push(' ');
                    line.push_str(&inline(text));
                }
            }
            let _ = write!(line, " ({})", span(&note.rule));
            self.line(&line);
            self.settings(note, "  - ");
        }
        self.line("");
    }

    fn finding(&mut self, finding: &FindingView) {
        let colon = texts::COLON.in_lang(self.ticket.lang);
        let about: Vec<String> = finding.about.iter().map(inline).collect();
        let about = if about.is_empty() {
            String::new()
        } else {
            format!(" ({})", about.join(", "))
        };
        let label = words(finding.label);
        let rule = span(&finding.rule);
        self.heading(4, &format!("{label}{colon}{rule}{about}"));
        self.paragraph(&inline(&finding.message));
        for (name, text) in [
            (&texts::WHY, &finding.why),
            (&texts::WHAT_TO_DO, &finding.remedy),
            (&texts::IN_RESPONSE, &finding.places),
            (&texts::WRITTEN_IN, &finding.source),
        ] {
            if !text.is_empty() {
                let line = format!("- **{}**{colon}{}", self.say(name), inline(text));
                self.line(&line);
            }
        }
        self.settings(finding, "- ");
        self.line("");
    }

    fn settings(&mut self, finding: &FindingView, bullet: &str) {
        if finding.settings.is_empty() {
            return;
        }
        let settings: Vec<String> = finding
            .settings
            .iter()
            .map(|setting| format!("{} = {}", span(setting.field), inline(&setting.value)))
            .collect();
        let colon = texts::COLON.in_lang(self.ticket.lang);
        let name = self.say(&texts::SET_ON_CLOUD);
        self.line(&format!("{bullet}**{name}**{colon}{}", settings.join(", ")));
    }

    fn gaps(&mut self, chapter: &Chapter) {
        self.section(&texts::TO_FILL);
        if chapter.gaps.is_empty() {
            let nothing = self.say(&texts::NOTHING_TO_FILL);
            return self.paragraph(&nothing);
        }
        self.paragraph(&inline(&chapter.about_markers));
        let head = [
            self.say(&texts::NAME),
            self.say(&texts::WHAT_IT_IS),
            self.say(&texts::HOW_TO_GIVE),
        ];
        let rows: Vec<Vec<String>> = chapter
            .gaps
            .iter()
            .map(|gap| vec![span(&gap.name), inline(&gap.what), inline(&gap.how)])
            .collect();
        self.table(&head, &rows);
    }

    fn sheet(&mut self, sheet: &Sheet) {
        self.heading(4, &inline(&sheet.caption));
        let mut head = vec![
            self.say(&texts::PARAMETER),
            self.say(&texts::CLOUD),
            self.say(&texts::FIELD),
        ];
        head.extend(sheet.devices.iter().map(inline));
        let mut rows = Vec::new();
        for group in &sheet.groups {
            let mut title = vec![format!("**{}**", words(group.title))];
            title.resize(head.len(), String::new());
            rows.push(title);
            for row in &group.rows {
                let mut cloud = inline(&row.cloud);
                if row.assumed {
                    let _ = write!(cloud, " _({})_", self.say(&texts::ASSUMED));
                }
                let field = if row.field.is_empty() {
                    String::new()
                } else {
                    span(row.field)
                };
                let mut cells = vec![words(row.name), cloud, field];
                cells.extend(row.devices.iter().map(inline));
                rows.push(cells);
            }
        }
        self.table(&head, &rows);
        if sheet.assumed {
            let about = self.say(&texts::ABOUT_ASSUMED);
            self.paragraph(&about);
        }
    }

    fn configuration(&mut self, device: &DeviceView) {
        self.heading(
            4,
            &format!("{} ({})", inline(&device.name), span(&device.label)),
        );
        if device.config.is_empty() {
            let none = self.say(&texts::NO_CONFIGURATION);
            return self.paragraph(&none);
        }
        let about = self.say(&texts::ABOUT_CONFIGURATION);
        let render = self.say(&texts::ABOUT_RENDER);
        self.paragraph(&format!("{about} {render} {}", span(&device.command)));
        if !device.load.is_empty() {
            let load = self.say(&texts::LOAD_AND_SAVE);
            let colon = texts::COLON.in_lang(self.ticket.lang);
            self.paragraph(&format!("**{load}**{colon}{}", inline(&device.load)));
        }
        self.files(&device.config);
    }

    fn verify(&mut self, devices: &[DeviceView]) {
        if devices.iter().all(|device| device.verify.is_empty()) {
            return;
        }
        self.section(&texts::VERIFY);
        for device in devices {
            self.heading(4, &inline(&device.name));
            self.files(&device.verify);
        }
    }

    fn rollback(&mut self, chapter: &Chapter) {
        if chapter
            .devices
            .iter()
            .all(|device| device.cleanup.is_empty())
        {
            return;
        }
        self.section(&texts::ROLLBACK);
        self.items("- [ ]", &chapter.rollback);
        let about = self.say(&texts::ROLLBACK_COMMANDS);
        self.paragraph(&about);
        for device in &chapter.devices {
            self.heading(4, &inline(&device.name));
            self.files(&device.cleanup);
        }
    }

    fn files(&mut self, files: &[FileView]) {
        for file in files {
            let mut name = span(&file.name);
            if !file.goes_to.is_empty() {
                let _ = write!(name, " ({})", inline(&file.goes_to));
            }
            self.paragraph(&name);
            self.block("text", &file.text);
        }
    }

    /// A fenced block, whatever stands in the text.
    fn block(&mut self, language: &str, text: &str) {
        let fence = "`".repeat(longest_run(text).max(2) + 1);
        self.line(&format!("{fence}{language}"));
        self.text.push_str(text);
        if !text.ends_with('\n') {
            self.text.push('\n');
        }
        self.paragraph(&fence);
    }
}

/// A sentence.
fn inline(rich: &Rich) -> String {
    let mut text = String::new();
    for run in &rich.0 {
        text.push_str(&match run {
            Run { text, code: true } => span(text),
            Run { text: words, .. } => escaped(words, text.is_empty()),
        });
    }
    text
}

/// The longest run of backticks.
fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

/// A code span, whatever stands in the text.
fn span(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ");
    let fence = "`".repeat(longest_run(&text) + 1);
    let is_edge = |c: Option<char>| matches!(c, Some('`' | ' '));
    if is_edge(text.chars().next()) || is_edge(text.chars().last()) {
        format!("{fence} {text} {fence}")
    } else {
        format!("{fence}{text}{fence}")
    }
}

/// Words alone.
fn words(text: &str) -> String {
    escaped(text, true)
}

/// Words without any of Markdown's meanings. A backslash before punctuation is the standard's own
/// way; a bare address (`www.example.com`, `http://…`) is none with its first dot or slashes escaped.
fn escaped(text: &str, at_start: bool) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        let is_first = at_start && escaped.bytes().all(|b| b == b' ' || b.is_ascii_digit());
        let acts = match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '|' | '~' | '#' | '@' | '!'
            | '$' => true,
            '.' => is_first || ends_with_www(&escaped),
            ')' | '+' | '-' | '=' => is_first,
            '/' => escaped.ends_with(':'),
            _ => false,
        };
        if acts {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

fn ends_with_www(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 3 && bytes[bytes.len() - 3..].eq_ignore_ascii_case(b"www")
}

/// A cell of a table: a bar would end it, in code spans too.
fn in_cell(cell: &str) -> String {
    let mut escaped = String::with_capacity(cell.len());
    let mut before = ' ';
    for c in cell.chars() {
        if c == '|' && before != '\\' {
            escaped.push('\\');
        }
        escaped.push(c);
        before = c;
    }
    escaped
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn spans_hold_whatever_they_are_given() {
        assert_eq!(span("10.0.0.0/8"), "`10.0.0.0/8`");
        assert_eq!(span("a`b"), "``a`b``");
        assert_eq!(span("`"), "`` ` ``");
        assert_eq!(span("``` x"), "```` ``` x ````");
        assert_eq!(in_cell(&span("a|b")), "`a\\|b`");
    }

    #[test]
    fn words_mean_nothing_to_markdown() {
        assert_eq!(words("![x](http://a.b)"), r"\!\[x\](http:\//a.b)");
        assert_eq!(words("<img src=x>"), r"\<img src=x\>");
        assert_eq!(words("see WWW.example.com"), r"see WWW\.example.com");
        assert_eq!(
            words("See it. Then: go, 0.0.0.0/0."),
            "See it. Then: go, 0.0.0.0/0."
        );
        assert_eq!(
            (words("- x"), words("1. x")),
            (r"\- x".into(), r"1\. x".into())
        );
        let mut rich = Rich::code("a");
        rich.push(") - b", false);
        assert_eq!(inline(&rich), "`a`) - b");
    }

    proptest! {
        #[test]
        fn a_span_ends_where_it_should(text in "[ -~`]{1,40}") {
            let span = span(&text);
            let fence = span.len() - span.trim_start_matches('`').len();
            let inner = &span[fence..span.len() - fence];
            prop_assert!(longest_run(inner) < fence || inner.starts_with(' '));
            prop_assert!(inner.split(|c| c != '`').all(|run| run.len() != fence));
        }
    }
}
