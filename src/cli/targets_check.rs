//! `peerconf targets --check DIR`: a folder of the user's own targets, held against the bundled responses.

use std::fmt::Write as _;
use std::path::Path;

use super::exit::{Exit, Failure};
use super::output;
use crate::inspect::{self, Inspection};
use crate::pipeline::Kit;
use crate::targets::{Registry, Target};

/// Exit code 2 where a template is broken or leaves out what a device needs.
pub(super) fn run(mut registry: Registry, folder: &Path) -> Result<Exit, Failure> {
    registry.add_folder(folder)?;
    let kit = Kit::new(registry);
    let readings = inspect::readings();
    let mut text = String::new();
    let mut exit = Exit::Fine;
    for error in kit.registry().broken() {
        exit = Exit::Usage;
        let _ = writeln!(text, "{error}\n");
    }
    let own = kit.registry().list().into_iter().filter(|entry| {
        let file = entry.file.as_ref();
        file.is_some_and(|file| file.starts_with(folder))
    });
    for entry in own {
        let seen = inspect::inspect(&kit, &entry.id, &readings)?;
        if !tell(&seen, &mut text) {
            exit = Exit::Usage;
        }
        samples(&kit.registry().load(&entry.id)?, &mut text);
    }
    if text.is_empty() {
        return Err(Failure::Usage(format!(
            "{}: no target in it; a manifest is <vendor>/<platform>.toml",
            folder.display()
        )));
    }
    output::stdout(&text)?;
    Ok(exit)
}

/// How nasty keys, identities and names come out.
fn samples(target: &Target, text: &mut String) {
    let mut what = "";
    let samples = target.samples();
    for sample in &samples {
        if what != sample.what {
            what = &sample.what;
            let _ = writeln!(text, "  {what}:");
        }
        let _ = match (&sample.written, &sample.refused) {
            (Some(written), _) => writeln!(text, "    {} -> {written}", sample.text),
            (None, refused) => {
                let why = refused.as_deref().unwrap_or_default();
                writeln!(text, "    {} refused: {why}", sample.text)
            }
        };
    }
}

/// Writes what was seen; true when the target can be used.
fn tell(seen: &Inspection, text: &mut String) -> bool {
    let missing = seen.missing();
    let mut line = |kind: &str, what: &str| {
        let _ = writeln!(text, "  {kind}: {what}");
    };
    for fault in &seen.faults {
        line("error", fault);
    }
    // A template that stops half-way has read half of its fields.
    if seen.faults.is_empty() {
        for field in &missing {
            line(
                "error",
                &format!(
                    "no template of the configuration reads {field}; if that is right, say why under [unused]"
                ),
            );
        }
        for field in seen.unread() {
            line("note", &format!("no template reads {field}"));
        }
    }
    let is_sound = seen.faults.is_empty() && missing.is_empty() && seen.rendered > 0;
    let verdict = if is_sound { "sound" } else { "not sound" };
    let _ = writeln!(
        text,
        "{}: {verdict}; {} rendered, {} refused",
        seen.target, seen.rendered, seen.refused
    );
    is_sound
}
