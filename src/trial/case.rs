//! Every response on every release of a target, in both topologies.

use serde::Serialize;

use super::response::Response;
use crate::findings::Level;
use crate::pipeline::{Device, Kit, Verdict};
use crate::render::{File, RenderError};
use crate::targets::{Comment, InputValues, Section, Target, TargetError, Topology};

/// A target that is being tried.
#[derive(Debug)]
pub struct Trial<'r> {
    kit: Kit,
    /// The target at the first release of each range, the newest last.
    pub targets: Vec<Target>,
    pub(super) responses: &'r [Response],
    /// Every template, to see which inputs they name.
    templates: String,
}

/// A response on a release in a topology.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Case {
    /// The response's name.
    pub response: String,
    /// How the device is configured.
    pub topology: Topology,
    /// The first release of the range.
    pub release: String,
    /// What became of it.
    #[serde(flatten)]
    pub outcome: Outcome,
}

/// What became of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "outcome", rename_all = "lowercase")]
#[non_exhaustive]
pub enum Outcome {
    /// The files.
    Rendered {
        /// In their order.
        #[serde(skip)]
        texts: Vec<Text>,
    },
    /// The device cannot do it.
    Refused {
        /// The rules that say so.
        rules: Vec<String>,
    },
    /// The template said no by `fail("…")`.
    Declined {
        /// Its sentence, with the place.
        reason: String,
    },
    /// A template is broken, or a value fits no input.
    Stopped {
        /// Why, with the place.
        reason: String,
    },
}

/// A file of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// What it is for.
    pub section: Section,
    /// Its path in an output folder.
    pub path: String,
    /// What starts a comment line in it.
    pub comment: Comment,
    /// What stands in it, with the invented keys of the response.
    pub text: String,
}

impl<'r> Trial<'r> {
    /// A target over these responses.
    ///
    /// # Errors
    ///
    /// [`TargetError`] where there is no such target.
    pub fn new(kit: &Kit, id: &str, responses: &'r [Response]) -> Result<Self, TargetError> {
        let registry = kit.registry();
        let mut plain = kit.plain();
        // The keys are invented; how they are written is a good part of what there is to see.
        plain.redaction.keys = false;
        let templates = registry.source_files(id)?.templates;
        let templates: Vec<String> = templates.into_iter().map(|file| file.text).collect();
        Ok(Self {
            templates: templates.concat(),
            kit: plain,
            targets: registry.load_every_release(id)?,
            responses,
        })
    }

    /// The target at its newest release.
    ///
    /// # Panics
    ///
    /// Never: a manifest without a release is refused.
    pub fn newest(&self) -> &Target {
        &self.targets[self.targets.len() - 1]
    }

    /// Whether a template names this.
    pub(super) fn is_named(&self, name: &str) -> bool {
        self.templates.contains(name)
    }

    /// Every case, by response, topology and release. What is wrong with a connection says nothing of a target, and such a
    /// response is left out.
    pub fn cases(&self, values: &InputValues) -> Vec<Case> {
        let mut cases = Vec::new();
        for response in self.responses {
            for topology in Topology::ALL {
                cases.extend(self.of(response, topology, &self.targets, values));
            }
        }
        cases
    }

    /// A response in a topology on some releases.
    pub(super) fn of(
        &self,
        response: &Response,
        topology: Topology,
        targets: &[Target],
        values: &InputValues,
    ) -> Vec<Case> {
        let mut kit = self.kit.clone();
        kit.topology = Some(topology);
        kit.inputs.clone_from(values);
        let case = kit.case(&response.reading, targets);
        if case.findings.iter().any(|j| j.level == Level::Error) {
            return Vec::new();
        }
        let each = case.devices.iter().map(|device| Case {
            response: response.name.clone(),
            topology,
            release: device.target.version.to_string(),
            outcome: outcome(device),
        });
        each.collect()
    }
}

fn outcome(device: &Device<'_>) -> Outcome {
    match &device.verdict {
        Verdict::Ready(ready) => match ready.render(&Section::ALL) {
            Ok(files) => Outcome::Rendered {
                texts: files.iter().map(Text::of).collect(),
            },
            Err(error) => Outcome::of(&error),
        },
        Verdict::Refused(_) => Outcome::refused(device),
        Verdict::Failed(error) => Outcome::Stopped {
            reason: error.to_string(),
        },
    }
}

impl Outcome {
    /// A render that gave no text.
    pub(crate) fn of(error: &RenderError) -> Self {
        let reason = error.to_string();
        if error.is_own_words() {
            Self::Declined { reason }
        } else {
            Self::Stopped { reason }
        }
    }

    /// A refusal, with the rules that say so, each once.
    pub(crate) fn refused(device: &Device<'_>) -> Self {
        let errors = device.findings.iter().filter(|j| j.level == Level::Error);
        let mut rules: Vec<String> = errors.map(|j| j.finding.slug().to_owned()).collect();
        rules.sort();
        rules.dedup();
        Self::Refused { rules }
    }
}

impl Text {
    fn of(file: &File) -> Self {
        // The program's version stands in every header, and says nothing of the target.
        let version = concat!("peerconf ", env!("CARGO_PKG_VERSION"));
        Self {
            section: file.section,
            path: file.path.clone(),
            comment: file.comment.clone(),
            text: file.text.replace(version, "peerconf"),
        }
    }

    /// The text without its comments.
    pub(super) fn lines(&self) -> impl Iterator<Item = &str> {
        let lines = self.text.lines();
        lines.filter(|line| !self.comment.is_on(line))
    }
}
