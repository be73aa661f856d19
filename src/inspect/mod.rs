//! Holds a target against the responses of the project's tests: does every template compile, does every plan render, which
//! fields does no template read? For whoever writes a target; it says nothing of whether a device would take
//! the text.

mod inputs;

use std::collections::BTreeMap;

use crate::connection::IkeVersion;
use crate::findings::Level;
use crate::pipeline::{Device, Kit, Ready, Verdict};
use crate::plan::Plan;
use crate::prose::Prose;
use crate::render::{self, Fields, File, RenderError};
use crate::targets::{Fault, Section, Target, TargetError, Topology};
use crate::trial::{Case, Outcome, Response};
use crate::wellformed;

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
    /// What became of every response on every release, in both topologies.
    pub cases: Vec<Case>,
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
    pub unused: BTreeMap<String, Prose>,
    /// Files by the manifest's path: whether a key stood in one of them.
    pub keyed: BTreeMap<String, bool>,
    /// The most characters that a template added to a tunnel's name, and the name.
    pub longest: Option<(usize, String)>,
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

    /// What can be seen in the files of one plan only.
    fn files(&mut self, plan: &Plan<'_>, files: &[File]) {
        let outputs = plan.target.outputs.iter();
        for output in outputs {
            let path = output.path.replace("{name}", &plan.name);
            if let Some(file) = files.iter().find(|file| file.path == path) {
                *self.keyed.entry(output.path.clone()).or_default() |= file.printed_key;
            }
        }
        if plan.target.names.numbers.is_some() {
            return;
        }
        for tunnel in &plan.tunnels {
            for file in files {
                let lines = file.body().lines().filter(|line| !file.comment.is_on(line));
                for name in lines.flat_map(|line| names_of(line, &tunnel.name)) {
                    let added = name.len() - tunnel.name.len();
                    if self
                        .longest
                        .as_ref()
                        .is_none_or(|(longest, _)| added > *longest)
                    {
                        self.longest = Some((added, name.to_owned()));
                    }
                }
            }
        }
    }

    fn fault(&mut self, error: &RenderError) {
        self.note(error.to_string());
    }

    fn note(&mut self, text: String) {
        if !self.faults.contains(&text) {
            self.faults.push(text);
        }
    }
}

/// Renders every response on every release of a target, in both topologies, with placeholders for keys. What
/// the user chose in the kit does not count, and no input has a value.
///
/// # Errors
///
/// [`TargetError`] when there is no such target, or its manifest is broken.
pub fn inspect(kit: &Kit, id: &str, responses: &[Response]) -> Result<Inspection, TargetError> {
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
    for name in registry.own_templates(&newest.id)? {
        if let Err(error) = kit.renderer().check(&name) {
            seen.fault(&error);
        }
    }
    let targets = registry.load_every_release(id)?;
    let mut kit = kit.plain();
    for response in responses {
        for topology in Topology::ALL {
            kit.topology = Some(topology);
            // What is wrong with the connection says nothing of the target.
            let case = kit.case(&response.reading, &targets);
            let is_sound = !case.findings.iter().any(|j| j.level == Level::Error);
            for device in case.devices.iter().filter(|_| is_sound) {
                let outcome = one(device, &mut seen);
                seen.cases.push(Case {
                    response: response.name.clone(),
                    topology,
                    release: device.target.version.to_string(),
                    outcome,
                });
            }
        }
    }
    if seen.rendered > 0 && seen.faults.is_empty() {
        let mut faults = said_wrong(&newest, &seen);
        faults.extend(inputs::unread(&newest, registry)?);
        seen.faults.extend(registry.told(&newest.id, faults));
    }
    Ok(seen)
}

/// Names that begin with a tunnel's, as words; a path's last part is a file and no object of the device.
fn names_of<'l>(line: &'l str, tunnel: &str) -> Vec<&'l str> {
    let inside = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let lower = line.to_ascii_lowercase();
    let tunnel = tunnel.to_ascii_lowercase();
    let mut names = Vec::new();
    for (start, _) in lower.match_indices(&tunnel) {
        let before = lower[..start].chars().next_back();
        let rest = &line[start..];
        let end = rest.find(|c| !inside(c)).unwrap_or(rest.len());
        let is_file = before == Some('/') || rest[end..].starts_with('.');
        let goes_on = rest[tunnel.len()..].starts_with(|c: char| c.is_ascii_digit());
        if before.is_none_or(|c| !inside(c)) && !is_file && !goes_on {
            names.push(&rest[..end]);
        }
    }
    names
}

/// Statements of the manifest that the files and the templates do not bear out.
fn said_wrong(target: &Target, seen: &Inspection) -> Vec<Fault> {
    let mut faults = Vec::new();
    for output in &target.outputs {
        let Some(keyed) = seen.keyed.get(&output.path) else {
            continue;
        };
        let what = match (output.holds_secret, keyed) {
            (true, false) => {
                "holds_secret is true, and the template prints no key for any response"
            }
            (false, true) => "a key stands in this file: holds_secret must be true",
            _ => continue,
        };
        faults.push(Fault::at(["output", &output.path, "holds_secret"], what));
    }
    let kinds = target.names.kinds.values().map(|kind| kind.reserve);
    let reserve = kinds
        .chain([target.names.reserve])
        .max()
        .unwrap_or_default();
    if let Some((added, name)) = seen.longest.as_ref().filter(|(added, _)| *added > reserve) {
        let what = format!(
            "the templates make {name:?}, which adds {added} characters to the tunnel's name; {reserve} are kept, so that names may pass max"
        );
        faults.push(Fault::at(["names", "reserve"], what));
    }
    for path in seen.unused.keys() {
        let known = |present: &String| {
            present == path
                || present.starts_with(&format!("{path}."))
                || path.starts_with(&format!("{present}."))
        };
        if !seen.all.present.iter().any(known) {
            let what = "the context has no such field";
            faults.push(Fault::at(["unused", path.as_str()], what));
        }
    }
    faults
}

fn one(device: &Device<'_>, seen: &mut Inspection) -> Outcome {
    let ready = match &device.verdict {
        Verdict::Ready(ready) => ready,
        // Without values of the user there is none that could be wrong.
        Verdict::Refused(_) | Verdict::Failed(_) => {
            seen.refused += 1;
            return Outcome::refused(device);
        }
    };
    match looked_at(ready) {
        Ok((config, all, files)) => {
            seen.files(ready.plan(), &files);
            for file in &files {
                if let Err(what) = wellformed::check(file.form, &file.text) {
                    seen.note(format!("{} {what}", file.path));
                }
            }
            seen.config.extend(config);
            seen.all.extend(all);
            seen.rendered += 1;
            let first = ready.plan().tunnels.first();
            seen.has_modes |= first.is_some_and(|tunnel| tunnel.version == IkeVersion::V1);
            Outcome::Rendered { texts: Vec::new() }
        }
        Err(error) => {
            // One that says no is not broken.
            if !error.is_own_words() {
                seen.fault(&error);
            }
            Outcome::of(&error)
        }
    }
}

/// What the configuration reads, what all files read, and the files.
fn looked_at(ready: &Ready<'_>) -> Result<(Fields, Fields, Vec<File>), RenderError> {
    Ok((
        ready.fields(&[Section::Config])?,
        ready.fields(&Section::ALL)?,
        ready.render(&Section::ALL)?,
    ))
}
