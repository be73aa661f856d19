//! Everything about one connection, in words and tables, before it becomes Markdown or HTML.

use serde::Serialize;

use crate::connection::Connection;
use crate::findings::{Judged, Lang, Level};
use crate::pipeline::{Case, Device};
use crate::plan::Plan;
use crate::render::{File, RenderError};
use crate::showable::showable;
use crate::targets::{Form, Section, Target};

use super::checklist::{self, Steps};
use super::drawing::{self, Drawing};
use super::fact::Fact;
use super::finding::{self, FindingView};
use super::inputs::{self, InputView};
use super::missing::{self, Gap};
use super::rich::Rich;
use super::sheet::{self, Sheet};
use super::topology::{self, Topology};
use super::{mermaid, sides, texts, worksheet};

/// A connection.
#[derive(Debug, Serialize)]
pub(super) struct Chapter {
    /// Distinguishes its anchors: `c1`.
    pub(super) key: String,
    /// Its name.
    pub(super) title: Rich,
    /// Names and values for a glance.
    pub(super) facts: Vec<Fact>,
    /// What connects to what; absent where the response was refused.
    pub(super) sides: Option<Sides>,
    /// Errors and warnings.
    pub(super) findings: Vec<FindingView>,
    /// Notes.
    pub(super) notes: Vec<FindingView>,
    /// True when something is to be set on the cloud side.
    pub(super) sets: bool,
    /// What is left to fill in.
    pub(super) gaps: Vec<Gap>,
    /// How a marker looks.
    pub(super) about_markers: Rich,
    /// Both ends' parameters, a sheet a tunnel.
    pub(super) sheets: Vec<Sheet>,
    /// The devices.
    pub(super) devices: Vec<DeviceView>,
    /// Steps of the change.
    pub(super) steps: Vec<Steps>,
    /// Steps back.
    pub(super) rollback: Vec<Rich>,
}

/// Sentences and drawings.
#[derive(Debug, Serialize)]
pub(super) struct Sides {
    /// One paragraph each.
    pub(super) sentences: Vec<Rich>,
    /// Wide and tall.
    pub(super) drawings: [Drawing; 2],
    /// The drawing in words.
    pub(super) in_words: String,
    /// The drawing for Markdown.
    #[serde(skip)]
    pub(super) mermaid: String,
}

/// A device.
#[derive(Debug, Serialize)]
pub(super) struct DeviceView {
    /// What the vendor calls it.
    pub(super) name: Rich,
    /// `vendor/platform@release`.
    pub(super) label: String,
    /// How the configuration is loaded and saved.
    pub(super) load: Rich,
    /// The command that gives the real configuration.
    pub(super) command: String,
    /// True when a key is replaced in its configuration.
    pub(super) hides_key: bool,
    /// What was given for its inputs.
    pub(super) inputs: Vec<InputView>,
    /// The configuration, without keys.
    pub(super) config: Vec<FileView>,
    /// Commands to verify.
    pub(super) verify: Vec<FileView>,
    /// Commands to go back.
    pub(super) cleanup: Vec<FileView>,
}

/// A text for the device.
#[derive(Debug, Serialize)]
pub(super) struct FileView {
    /// Distinguishes it in the page.
    pub(super) key: String,
    /// Its name.
    pub(super) name: String,
    /// Where it goes on the device.
    pub(super) goes_to: Rich,
    /// How it is loaded, where that is another way than the target's.
    pub(super) load: Rich,
    /// A short name for the text, keys left out; empty for what is not loaded.
    pub(super) fingerprint: String,
    /// The text.
    pub(super) text: String,
    /// True for a worksheet, which is a part of the document and no text for a device.
    #[serde(skip)]
    pub(super) is_sheet: bool,
    /// A worksheet as HTML; empty for a text.
    pub(super) sheet: String,
}

impl Chapter {
    pub(super) fn new(
        case: &Case<'_>,
        (index, count): (usize, usize),
        lang: Lang,
    ) -> Result<Self, RenderError> {
        let connection = case.connection.as_deref();
        let key = format!("c{}", index + 1);
        let plans: Vec<&Plan<'_>> = case.devices.iter().filter_map(Device::plan).collect();
        let gaps = missing::gaps(&plans, lang);
        let findings: Vec<&Judged> = case.all_findings().collect();
        let (notes, findings): (Vec<FindingView>, Vec<FindingView>) =
            finding::views(&findings, lang)
                .into_iter()
                .partition(FindingView::is_note);
        let names: Vec<String> = gaps.iter().map(|gap| gap.name.clone()).collect();
        let columns: Vec<(String, Option<&Plan<'_>>)> = case
            .devices
            .iter()
            .map(|device| (case.name_of(device), device.plan()))
            .collect();
        let marker = gaps
            .first()
            .map(|gap| gap.marker.as_str())
            .unwrap_or_default();
        Ok(Self {
            title: title(case, index, count, lang),
            facts: facts(case, gaps.len(), lang),
            sides: connection.map(|connection| {
                let name = device_name(case, lang);
                let model = Topology::new(connection);
                Sides {
                    sentences: sides::describe(connection, &plans, lang),
                    drawings: drawing::draw(&model, &name, lang),
                    in_words: topology::in_words(&model, lang),
                    mermaid: mermaid::write(&model, &name, lang),
                }
            }),
            sets: findings
                .iter()
                .chain(&notes)
                .any(|finding| !finding.settings.is_empty()),
            findings,
            notes,
            about_markers: Rich::fill(
                &texts::ABOUT_MARKERS,
                lang,
                &[("marker", Rich::code(marker))],
            ),
            sheets: connection
                .map(|connection| sheet::sheets(connection, &columns, lang))
                .unwrap_or_default(),
            devices: case
                .devices
                .iter()
                .enumerate()
                .map(|(number, device)| {
                    let key = format!("{key}-d{}", number + 1);
                    view(device, &case.name_of(device), &key, lang)
                })
                .collect::<Result<_, _>>()?,
            steps: checklist::steps(case, &names, lang),
            rollback: checklist::rollback(case, lang),
            gaps,
            key,
        })
    }
}

/// What the drawing calls the device.
fn device_name(case: &Case<'_>, lang: Lang) -> String {
    match &case.devices[..] {
        [device] => device.target.name.clone(),
        _ => texts::DEVICE.in_lang(lang).to_owned(),
    }
}

fn title(case: &Case<'_>, index: usize, count: usize, lang: Lang) -> Rich {
    match &case.id {
        Some(id) => Rich::fill(&texts::CONNECTION, lang, &[("id", Rich::words(id))]),
        None if count > 1 => {
            let number = Rich::words((index + 1).to_string());
            Rich::fill(&texts::CONNECTION_NUMBER, lang, &[("number", number)])
        }
        None => Rich::fill(&texts::AT_A_GLANCE, lang, &[]),
    }
}

fn facts(case: &Case<'_>, gaps: usize, lang: Lang) -> Vec<Fact> {
    let fact = |name: &crate::findings::Text, value| Fact {
        name: name.in_lang(lang),
        value,
        state: "",
    };
    let (state, value) = state(case, gaps, lang);
    let mut facts = vec![Fact {
        name: texts::STATE.in_lang(lang),
        value,
        state,
    }];
    let id = case
        .id
        .as_ref()
        .map_or_else(|| Rich::fill(&texts::NO_ID, lang, &[]), Rich::code);
    facts.push(fact(&texts::ID, id));
    if let Some(connection) = case.connection.as_deref() {
        facts.extend(named(connection, lang));
        let gateway = sides::addresses(connection, lang, false);
        facts.push(fact(&texts::GATEWAY, gateway));
    }
    for device in &case.devices {
        let values = [
            ("name", Rich::words(&device.target.name)),
            ("releases", checklist::range(device.target, lang)),
        ];
        let device = Rich::fill(&texts::NAME_AND_RELEASES, lang, &values);
        facts.push(fact(&texts::DEVICE, device));
    }
    facts
}

fn named(connection: &Connection, lang: Lang) -> Vec<Fact> {
    let mut facts = Vec::new();
    if let Some(name) = &connection.name {
        facts.push(Fact {
            name: texts::NAME.in_lang(lang),
            value: Rich::words(&name.value),
            state: "",
        });
    }
    let mut fingerprint = Rich::code(connection.fingerprint());
    fingerprint.push(texts::COLON.in_lang(lang), false);
    fingerprint.push(texts::ABOUT_FINGERPRINT.in_lang(lang), false);
    facts.push(Fact {
        name: texts::FINGERPRINT.in_lang(lang),
        value: fingerprint,
        state: "",
    });
    facts
}

/// Whether the change can be made.
fn state(case: &Case<'_>, gaps: usize, lang: Lang) -> (&'static str, Rich) {
    let of = |level| {
        case.all_findings()
            .filter(|judged| judged.level == level && !finding::is_listed_elsewhere(judged))
            .count()
    };
    let (errors, warnings) = (of(Level::Error), of(Level::Warning));
    let (state, text, count) = if errors > 0 {
        ("error", &texts::STATE_REFUSED, errors)
    } else if gaps > 0 {
        ("warning", &texts::STATE_TO_FILL, gaps)
    } else if warnings > 0 {
        ("warning", &texts::STATE_WARNED, warnings)
    } else {
        ("fine", &texts::STATE_READY, 0)
    };
    let count = Rich::words(count.to_string());
    (state, Rich::fill(text, lang, &[("count", count)]))
}

fn view(device: &Device<'_>, name: &str, key: &str, lang: Lang) -> Result<DeviceView, RenderError> {
    let rendered = match device.ready() {
        Some(ready) => ready.render(&Section::ALL)?,
        None => Vec::new(),
    };
    let files = |section: Section| -> Vec<FileView> {
        // Notes beside a file say what the ticket says itself.
        let chosen = rendered
            .iter()
            .filter(|file| file.section == section && file.notes_of.is_none());
        chosen
            .enumerate()
            .map(|(index, file)| {
                file_view(
                    file,
                    &format!("{key}-{}-{}", section.word(), index + 1),
                    lang,
                )
            })
            .collect()
    };
    let label = device.target.label().to_string();
    Ok(DeviceView {
        name: Rich::words(name),
        command: device
            .plan()
            .and_then(Plan::command)
            .unwrap_or_else(|| format!("peerconf render -t {label} …")),
        inputs: device
            .plan()
            .map(|plan| inputs::views(plan, lang))
            .unwrap_or_default(),
        hides_key: rendered.iter().any(|file| {
            matches!(file.section, Section::Config | Section::Worksheet) && file.printed_key
        }),
        load: Rich::marked(load(device.target, lang)),
        config: [Section::Config, Section::Worksheet]
            .into_iter()
            .flat_map(files)
            .collect(),
        verify: files(Section::Verify),
        cleanup: files(Section::Cleanup),
        label,
    })
}

/// How the configuration is loaded and saved, in English where the manifest has no Chinese.
fn load(target: &Target, lang: Lang) -> &str {
    match (lang, &target.load_zh) {
        (Lang::Zh, Some(load)) => load,
        _ => &target.load,
    }
}

fn file_view(file: &File, key: &str, lang: Lang) -> FileView {
    let is_sheet = file.form == Form::Markdown;
    let text: String = file
        .text
        .lines()
        .map(|line| showable(line).into_owned() + "\n")
        .collect();
    FileView {
        key: key.to_owned(),
        name: showable(&file.path).into_owned(),
        goes_to: file.install.as_ref().map_or_else(Rich::default, |path| {
            Rich::fill(&texts::GOES_TO, lang, &[("path", Rich::code(path))])
        }),
        load: file.load.as_ref().map_or_else(Rich::default, |load| {
            let (en, zh) = load;
            Rich::marked(match (lang, zh) {
                (Lang::Zh, Some(zh)) => zh,
                _ => en,
            })
        }),
        sheet: if is_sheet {
            worksheet::in_html(&text)
        } else {
            String::new()
        },
        is_sheet,
        fingerprint: if matches!(file.section, Section::Config | Section::Worksheet) {
            file.fingerprint()
        } else {
            String::new()
        },
        text,
    }
}

impl Case<'_> {
    /// A device's name; with the release where two devices have one name.
    pub(super) fn name_of(&self, device: &Device<'_>) -> String {
        let name = &device.target.name;
        let namesakes = self.devices.iter().filter(|d| d.target.name == *name);
        if namesakes.count() > 1 {
            format!("{name} {}", device.target.version)
        } else {
            name.clone()
        }
    }
}
