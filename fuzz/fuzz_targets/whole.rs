//! Any bytes become a device's configuration, are refused, or are no response. A configuration holds no
//! control character but the ends of its lines.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use peerconf::connection::{self, ReadOptions, Reading};
use peerconf::document::{self, Document};
use peerconf::findings::Judge;
use peerconf::pipeline::{Kit, Verdict};
use peerconf::targets::{Registry, Section, Target};
use peerconf_fuzz::targets;

/// One parser that reads files and one that reads commands.
const TARGETS: [&str; 2] = ["strongswan/swanctl", "cisco/ios-xe"];

struct Setup {
    /// For a whole response, and for a draft.
    kits: [Kit; 2],
    targets: Vec<Target>,
}

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

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = document::decode(bytes) else {
        return;
    };
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
});

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
            let is_clean = file.text.chars().all(|c| c == '\n' || !c.is_control());
            assert!(is_clean, "{}: a control character", file.path);
        }
    }
}
