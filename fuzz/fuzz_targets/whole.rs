//! Any bytes become a device's configuration, are refused, or are no response. A configuration holds no
//! control character but the ends of its lines.
#![no_main]

use std::sync::{Arc, LazyLock};

use libfuzzer_sys::fuzz_target;
use peerconf::connection::{self, Connection, ReadOptions};
use peerconf::document::{self, Document};
use peerconf::findings::{Finding, Judge, Level};
use peerconf::plan::{self, Request};
use peerconf::render::{self, Renderer};
use peerconf::targets::{Registry, Section, Target};

/// One parser that reads files and one that reads commands.
const TARGETS: [&str; 2] = ["strongswan/swanctl", "cisco/ios-xe"];

struct Kit {
    registry: Arc<Registry>,
    renderer: Renderer,
    targets: Vec<Target>,
}

static KIT: LazyLock<Kit> = LazyLock::new(|| {
    let registry = Arc::new(Registry::builtin());
    Kit {
        renderer: Renderer::new(Arc::clone(&registry)),
        targets: TARGETS
            .iter()
            .map(|name| {
                registry
                    .load(name)
                    .unwrap_or_else(|error| panic!("{error}"))
            })
            .collect(),
        registry,
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
        for reading in readings {
            if let Some(connection) = reading.connection {
                for target in &KIT.targets {
                    lay_out(&connection, &reading.findings, target, draft);
                }
            }
        }
    }
});

fn lay_out(connection: &Connection, findings: &[Finding], target: &Target, draft: bool) {
    let planned = plan::plan(connection, target, &Request::default())
        .unwrap_or_else(|error| panic!("no value was given, so none can be wrong: {error}"));
    let findings = findings.iter().cloned().chain(planned.findings).collect();
    let judged = Judge::default().for_draft(draft).judge(findings);
    let is_refused = judged.iter().any(|judged| judged.level == Level::Error);
    let Some(plan) = planned.value.filter(|_| !is_refused) else {
        return;
    };
    let files = render::render(&KIT.renderer, &KIT.registry, &plan, &judged, &Section::ALL)
        .unwrap_or_else(|error| panic!("{}: {error}", target.label()));
    for file in files {
        let is_clean = file.text.chars().all(|c| c == '\n' || !c.is_control());
        assert!(is_clean, "{}: a control character", file.path);
    }
}
