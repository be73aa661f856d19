//! Holds a target against the bundled responses: does every template compile, does every plan render, which
//! fields does no template read? For whoever writes a target; it says nothing of whether a device would take
//! the text.

use std::collections::BTreeMap;

use crate::connection::{self, IkeVersion, ReadOptions, Reading};
use crate::document::Document;
use crate::examples;
use crate::findings::Level;
use crate::pipeline::{Device, Kit, Verdict};
use crate::render::{self, Fields, RenderError};
use crate::targets::{Section, Target, TargetError, Topology};

/// Fields that the configuration of every device needs. A manifest whose templates leave one out says why
/// under `[unused]`.
pub const NEEDED: &[&str] = &[
    "tunnels.psk",
    "tunnels.cloud_address",
    "tunnels.local_address",
    "tunnels.device_id.kind",
    "tunnels.device_id.text",
    "tunnels.cloud_id.kind",
    "tunnels.cloud_id.text",
    "tunnels.ike.version",
    "tunnels.ike.mode",
    "tunnels.ike.encryption",
    "tunnels.ike.integrity",
    "tunnels.ike.prf",
    "tunnels.ike.dh",
    "tunnels.ike.lifetime",
    "tunnels.esp.encryption",
    "tunnels.esp.integrity",
    "tunnels.esp.pfs",
    "tunnels.esp.lifetime",
];

/// Where the cloud's networks stand; a configuration reads one of them.
pub const NETWORKS: &[&str] = &[
    "connection.cloud.routes",
    "connection.cloud.subnets",
    "connection.pairs.cloud",
    "connection.selectors.cloud",
];

/// What was seen of one target, over all its releases.
#[derive(Debug, Default)]
pub struct Inspection {
    /// `vendor/platform`.
    pub target: String,
    /// Plans that became text.
    pub rendered: usize,
    /// True when one of them was of `IKEv1`, which alone has modes.
    pub has_modes: bool,
    /// Plans that the target's own statements refuse.
    pub refused: usize,
    /// Templates that do not compile or stopped a render, each once.
    pub faults: Vec<String>,
    /// What the templates of the configuration read.
    pub config: Fields,
    /// What all templates read.
    pub all: Fields,
    /// The manifest's `[unused]`: field to reason.
    pub unused: BTreeMap<String, String>,
}

impl Inspection {
    /// Fields of [`NEEDED`] that the configuration leaves out without a reason, and [`NETWORKS`] when it reads
    /// none of them.
    pub fn missing(&self) -> Vec<String> {
        let mut missing: Vec<String> = NEEDED
            .iter()
            .filter(|path| self.has_modes || **path != "tunnels.ike.mode")
            .filter(|path| !self.config.read.contains(**path) && !self.unused.contains_key(**path))
            .map(|path| (*path).to_owned())
            .collect();
        if !NETWORKS.iter().any(|path| self.config.read.contains(*path)) {
            missing.push(NETWORKS.join(" or "));
        }
        missing
    }

    /// Fields that no template at all reads, and that `[unused]` does not explain.
    pub fn unread(&self) -> Vec<&str> {
        let mut unread = self.all.unread();
        unread.retain(|path| !self.unused.contains_key(*path));
        unread
    }

    fn fault(&mut self, error: &RenderError) {
        let text = error.to_string();
        if !self.faults.contains(&text) {
            self.faults.push(text);
        }
    }
}

/// What the bundled responses say, as far as it can be had: one of them is masked on purpose.
pub fn readings() -> Vec<Reading> {
    examples::ALL
        .iter()
        .filter_map(|example| Document::parse(example.text).ok())
        .filter_map(|document| connection::read(&[document], &ReadOptions::default()).ok())
        .flatten()
        .filter(|reading| reading.connection.is_some())
        .collect()
}

/// Renders every reading on every release of a target, in both topologies, with placeholders for keys. What
/// the user chose in the kit does not count.
///
/// # Errors
///
/// [`TargetError`] when there is no such target, or its manifest is broken.
pub fn inspect(kit: &Kit, id: &str, readings: &[Reading]) -> Result<Inspection, TargetError> {
    let registry = kit.registry();
    let newest = registry.load(id)?;
    let mut seen = Inspection {
        target: newest.id.clone(),
        unused: newest.unused.clone(),
        ..Inspection::default()
    };
    for error in render::check_templates(kit.renderer(), &newest) {
        seen.fault(&error);
    }
    let targets: Vec<Target> = newest
        .versions
        .iter()
        .map(|release| registry.load(&format!("{}@{release}", newest.id)))
        .collect::<Result<_, _>>()?;
    for topology in Topology::ALL {
        let mut kit = kit.plain();
        kit.topology = Some(topology);
        for reading in readings {
            // What is wrong with the connection says nothing of the target.
            let case = kit.case(reading, &targets);
            let is_sound = !case.findings.iter().any(|j| j.level == Level::Error);
            for device in case.devices.iter().filter(|_| is_sound) {
                one(device, &mut seen);
            }
        }
    }
    Ok(seen)
}

fn one(device: &Device<'_>, seen: &mut Inspection) {
    let ready = match &device.verdict {
        Verdict::Ready(ready) => ready,
        // Without values of the user there is none that could be wrong.
        Verdict::Refused(_) | Verdict::Failed(_) => {
            seen.refused += 1;
            return;
        }
    };
    match (
        ready.fields(&[Section::Config]),
        ready.fields(&Section::ALL),
    ) {
        (Ok(config), Ok(all)) => {
            seen.config.extend(config);
            seen.all.extend(all);
            seen.rendered += 1;
            let first = ready.plan().tunnels.first();
            seen.has_modes |= first.is_some_and(|tunnel| tunnel.version == IkeVersion::V1);
        }
        (Err(error), _) | (_, Err(error)) => seen.fault(&error),
    }
}
