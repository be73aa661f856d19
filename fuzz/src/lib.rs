//! What the targets share: a connection that is fine, and what every text must keep to.

use std::sync::LazyLock;

use peerconf::connection::{self, ReadOptions, Reading};
use peerconf::document::Document;
use peerconf::findings::Judge;
use peerconf::pipeline::{Kit, Verdict};
use peerconf::render::File;
use peerconf::targets::{Registry, Section, Target};

/// A response that every target can render.
pub const RESPONSE: &str = include_str!("../../tests/fixtures/single-ikev2.json");

/// Its key, which may stand where a key belongs and nowhere else.
pub const KEY: &str = "V7kq2ZtN9xWm4RbC8sLp";

/// What the response says.
///
/// # Panics
///
/// When the fixture is not what it was.
#[must_use]
pub fn readings() -> Vec<Reading> {
    let document = Document::parse(RESPONSE).expect("the fixture is sound");
    assert!(RESPONSE.contains(KEY), "the fixture holds the key");
    connection::read(std::slice::from_ref(&document), &ReadOptions::default())
        .expect("the fixture is a response")
}

/// Built-in targets by their ids.
///
/// # Panics
///
/// Where there is none of that id.
#[must_use]
pub fn targets(kit: &Kit, ids: &[&str]) -> Vec<Target> {
    let load = |id: &&str| {
        let target = kit.registry().load(id);
        target.unwrap_or_else(|error| panic!("{error}"))
    };
    ids.iter().map(load).collect()
}

struct Setup {
    /// For a whole response, and for a draft.
    kits: [Kit; 2],
    targets: Vec<Target>,
}

/// Readers of files, of commands, of a shell, of HCL, and a page for people.
const TARGETS: [&str; 5] = [
    "strongswan/swanctl",
    "cisco/ios-xe",
    "openbsd/iked",
    "terraform/vars",
    "generic/sheet",
];

static SETUP: LazyLock<Setup> = LazyLock::new(|| {
    let kit = Kit::new(Registry::builtin());
    let targets = targets(&kit, &TARGETS);
    let mut draft = kit.clone();
    draft.judge = Judge::default().for_draft(true);
    Setup {
        kits: [kit, draft],
        targets,
    }
});

/// From a text to files, whole and as a draft.
///
/// # Panics
///
/// Where a target fails, or a file holds a control character.
pub fn whole(text: &str) {
    let Ok(document) = Document::parse(text) else {
        return;
    };
    for draft in [false, true] {
        let options = ReadOptions {
            draft,
            ..ReadOptions::default()
        };
        let Ok(readings) = connection::read(std::slice::from_ref(&document), &options) else {
            return;
        };
        for reading in &readings {
            lay_out(&SETUP.kits[usize::from(draft)], reading);
        }
    }
}

fn lay_out(kit: &Kit, reading: &Reading) {
    for device in kit.case(reading, &SETUP.targets).devices {
        let label = device.target.label();
        let files = match device.verdict {
            Verdict::Ready(ready) => ready
                .render(&Section::ALL)
                .unwrap_or_else(|error| panic!("{label}: {error}")),
            Verdict::Refused(_) => continue,
            other => panic!("{label}: no value was given, so none can be wrong: {other:?}"),
        };
        for file in files {
            assert!(
                is_clean(&file.text),
                "{label}, {}: a control character",
                file.path
            );
        }
    }
}

/// Whether a text holds no control characters but the ends of lines and the tabs of templates.
fn is_clean(text: &str) -> bool {
    text.chars()
        .all(|c| matches!(c, '\n' | '\t') || !c.is_control())
}

/// Renders a connection for targets; a value or a template may be wrong. No error shows the key, and no text
/// holds a control character but line ends and tabs.
///
/// # Panics
///
/// When it does.
pub fn render(kit: &Kit, reading: &Reading, targets: &[Target]) {
    for device in kit.case(reading, targets).devices {
        for finding in &device.findings {
            check_told(&finding.message);
        }
        match device.verdict {
            Verdict::Ready(ready) => match ready.render(&Section::ALL) {
                Ok(files) => files.iter().for_each(check_file),
                Err(error) => check_told(&error.to_string()),
            },
            Verdict::Failed(error) => check_told(&error.to_string()),
            _ => {}
        }
    }
}

/// No key in what is told.
///
/// # Panics
///
/// When there is one.
pub fn check_told(text: &str) {
    assert!(!text.contains(KEY), "a key is told: {text}");
}

/// No control character, and no key in a file that is open to all.
///
/// # Panics
///
/// When there is one.
pub fn check_file(file: &File) {
    assert!(is_clean(&file.text), "{}: a control character", file.path);
    assert!(!file.path.contains(KEY), "a key in a name");
    assert!(
        file.holds_secret || !file.text.contains(KEY),
        "{}: a key for all to read",
        file.path
    );
    let up = std::path::Path::new(&file.path);
    assert!(
        up.components()
            .all(|part| matches!(part, std::path::Component::Normal(_))),
        "{}: leads out of its folder",
        file.path
    );
}
