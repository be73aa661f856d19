//! What the targets share: a connection that is fine, and what every text must keep to.

use peerconf::connection::{self, ReadOptions, Reading};
use peerconf::document::Document;
use peerconf::pipeline::{Kit, Verdict};
use peerconf::render::File;
use peerconf::targets::{Section, Target};

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
    let is_clean = file
        .text
        .chars()
        .all(|c| matches!(c, '\n' | '\t') || !c.is_control());
    assert!(is_clean, "{}: a control character", file.path);
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
