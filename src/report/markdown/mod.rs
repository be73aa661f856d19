//! A ticket as GitHub-flavoured Markdown. Every value stands in a code span or block, and words are
//! escaped, so that nothing of a response becomes a link, an image, a mention or a heading.

mod escape;

use std::fmt::Write as _;

use crate::findings::{Lang, Text};

use super::Ticket;
use super::chapter::{Chapter, DeviceView, FileView};
use super::fact::Fact;
use super::finding::FindingView;
use super::inputs::InputView;
use super::rich::{Rich, comma};
use super::sheet::Sheet;
use super::{texts, worksheet};
use crate::markdown::{longest_run, span, words};
use escape::{in_cell, inline};

pub(super) fn write(ticket: &Ticket) -> String {
    let mut page = Page {
        ticket,
        text: String::new(),
    };
    page.heading(1, &inline(&ticket.title));
    page.facts(&ticket.fields);
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
        self.facts(&chapter.facts);
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

    fn facts(&mut self, facts: &[Fact]) {
        for fact in facts {
            let colon = texts::COLON.in_lang(self.ticket.lang);
            let line = format!("- **{}**{colon}{}", words(fact.name), inline(&fact.value));
            self.line(&line);
        }
        if !facts.is_empty() {
            self.line("");
        }
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
                    line.push_str(self.between_sentences());
                    line.push_str(&inline(text));
                }
            }
            let _ = write!(line, " ({})", span(&note.rule));
            self.line(&line);
            self.settings(note, "  - ");
        }
        self.line("");
    }

    /// A Chinese full stop needs no blank behind it.
    const fn between_sentences(&self) -> &'static str {
        match self.ticket.lang {
            Lang::En => " ",
            Lang::Zh => "",
        }
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
            .map(|setting| {
                let whose = inline(&setting.whose);
                format!(
                    "{} = {}{whose}",
                    span(setting.field),
                    inline(&setting.value)
                )
            })
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
        let mut head = vec![self.say(&texts::PARAMETER)];
        head.extend(sheet.columns.iter().map(inline));
        head.push(inline(&sheet.operation));
        let mut rows = Vec::new();
        for group in &sheet.groups {
            let mut title = vec![format!("**{}**", words(group.title))];
            title.resize(head.len(), String::new());
            rows.push(title);
            for row in &group.rows {
                let mark = if row.differs {
                    [" ", texts::DIFFERS.en].concat()
                } else {
                    String::new()
                };
                let mut cells = vec![words(row.name) + &mark];
                cells.extend(row.cells.iter().map(|cell| {
                    let mut value = inline(&cell.value);
                    if cell.assumed {
                        let _ = write!(value, " _({})_", self.say(&texts::ASSUMED));
                    }
                    value
                }));
                cells.push(inline(&row.field));
                rows.push(cells);
            }
        }
        self.table(&head, &rows);
        if sheet.of_both {
            let mark = [("mark", Rich::words(texts::DIFFERS.en))];
            let about = Rich::fill(&texts::ABOUT_DIFFERS, self.ticket.lang, &mark);
            self.paragraph(&inline(&about));
        }
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
        let about = self.say(if device.hides_key {
            &texts::ABOUT_CONFIGURATION
        } else {
            &texts::ABOUT_WHOLE
        });
        let render = self.say(&texts::ABOUT_RENDER);
        let gap = self.between_sentences();
        self.paragraph(&format!("{about}{gap}{render}"));
        self.block("sh", &device.command);
        self.inputs(&device.inputs);
        if !device.load.is_empty() {
            let load = self.say(&texts::LOAD_AND_SAVE);
            let colon = texts::COLON.in_lang(self.ticket.lang);
            self.paragraph(&format!("**{load}**{colon}{}", inline(&device.load)));
        }
        let about = self.say(&texts::ABOUT_TEXT_FINGERPRINT);
        self.paragraph(&about);
        self.files(&device.config);
    }

    fn inputs(&mut self, inputs: &[InputView]) {
        if inputs.is_empty() {
            return;
        }
        let about = self.say(&texts::ABOUT_INPUTS);
        self.paragraph(&about);
        let head = [
            self.say(&texts::INPUTS),
            self.say(&texts::VALUE),
            self.say(&texts::INPUT_FROM),
            self.say(&texts::WHAT_IT_IS),
        ];
        let rows: Vec<Vec<String>> = inputs
            .iter()
            .map(|input| {
                vec![
                    span(&input.name),
                    inline(&input.value),
                    words(input.from),
                    inline(&input.what),
                ]
            })
            .collect();
        self.table(&head, &rows);
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
            if !file.fingerprint.is_empty() {
                let fingerprint = [("fingerprint", Rich::code(&file.fingerprint))];
                let lang = self.ticket.lang;
                let said = Rich::fill(&texts::FINGERPRINT_OF_TEXT, lang, &fingerprint);
                let _ = write!(name, "{}{}", comma(lang), inline(&said));
            }
            self.paragraph(&name);
            if !file.load.is_empty() {
                let load = inline(&file.load);
                self.paragraph(&load);
            }
            if file.is_sheet {
                let sheet = worksheet::in_markdown(&file.text);
                self.paragraph(&sheet);
            } else {
                self.block("text", &file.text);
            }
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
