//! Holds a target against the bundled responses: does every template compile, does every plan render, which
//! fields does no template read? For whoever writes a target; it says nothing of whether a device would take
//! the text.

use std::collections::BTreeMap;

use crate::connection::{self, Connection, IkeVersion, ReadOptions, Reading};
use crate::document::Document;
use crate::examples;
use crate::findings::{Judge, Level};
use crate::plan::{self, Request};
use crate::render::{self, Fields, RenderError, Renderer};
use crate::targets::{Registry, Section, Target, TargetError, Topology};

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

/// The connections of the bundled responses, as far as they can be had: one of them is masked on purpose.
pub fn connections() -> Vec<Connection> {
    examples::ALL
        .iter()
        .filter_map(|example| Document::parse(example.text).ok())
        .filter_map(|document| connection::read(&[document], &ReadOptions::default()).ok())
        .flatten()
        .filter_map(|reading: Reading| reading.connection)
        .collect()
}

/// Renders every connection on every release of a target, in both topologies, with placeholders for keys.
pub fn inspect(
    renderer: &Renderer,
    registry: &Registry,
    id: &str,
    connections: &[Connection],
) -> Result<Inspection, TargetError> {
    let newest = registry.load(id)?;
    let mut seen = Inspection {
        target: newest.id.clone(),
        unused: newest.unused.clone(),
        ..Inspection::default()
    };
    for output in &newest.outputs {
        let compiled = render::template_of(registry, &newest, output)
            .and_then(|template| renderer.check(template));
        if let Err(error) = compiled {
            seen.fault(&error);
        }
    }
    for release in &newest.versions {
        let target = registry.load(&format!("{}@{release}", newest.id))?;
        for connection in connections {
            for topology in Topology::ALL {
                one(renderer, registry, &target, connection, topology, &mut seen);
            }
        }
    }
    Ok(seen)
}

fn one(
    renderer: &Renderer,
    registry: &Registry,
    target: &Target,
    connection: &Connection,
    topology: Topology,
    seen: &mut Inspection,
) {
    let request = Request {
        topology: Some(topology),
        redact: true,
        ..Request::default()
    };
    // Without values of the user there is none that could be wrong.
    let Ok(planned) = plan::plan(connection, target, &request) else {
        return;
    };
    let judged = Judge::default().judge(planned.findings);
    let is_refused = judged.iter().any(|judged| judged.level == Level::Error);
    let Some(plan) = planned.value.filter(|_| !is_refused) else {
        seen.refused += 1;
        return;
    };
    let look = |sections: &[Section]| render::fields(renderer, registry, &plan, &judged, sections);
    match (look(&[Section::Config]), look(&Section::ALL)) {
        (Ok(config), Ok(all)) => {
            seen.config.extend(config);
            seen.all.extend(all);
            seen.rendered += 1;
            seen.has_modes |= connection.ike_version() == IkeVersion::V1;
        }
        (Err(error), _) | (_, Err(error)) => seen.fault(&error),
    }
}
