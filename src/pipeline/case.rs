//! What became of a connection on the targets that were asked for.

use std::borrow::Cow;

use serde::Serialize;

use super::kit::Kit;
use crate::connection::Connection;
use crate::findings::catalogue::INPUT_MISSING;
use crate::findings::{Judged, Level};
use crate::plan::Plan;
use crate::render::{self, Fields, File, RenderError};
use crate::targets::{InputError, Section, Target};

/// A connection and the devices that it is to be configured on.
#[derive(Debug)]
#[non_exhaustive]
pub struct Case<'k> {
    /// Its id, where the documents carry one.
    pub id: Option<String>,
    /// The connection, as it may be shown; `None` where findings stand in its way.
    pub connection: Option<Cow<'k, Connection>>,
    /// What was found about the connection itself, judged; errors first.
    pub findings: Vec<Judged>,
    /// A device for each target, in their order.
    pub devices: Vec<Device<'k>>,
}

/// A connection on one target.
#[derive(Debug)]
#[non_exhaustive]
pub struct Device<'k> {
    /// The target.
    pub target: &'k Target,
    /// What was found about the connection on this target, judged; errors first.
    pub findings: Vec<Judged>,
    /// What became of it.
    pub verdict: Verdict<'k>,
}

/// What became of a connection on a target.
#[derive(Debug)]
#[non_exhaustive]
pub enum Verdict<'k> {
    /// An error stands among the findings of the connection or of the device. The plan is what would have been
    /// rendered, as far as there is one, to be shown.
    Refused(Option<Box<Plan<'k>>>),
    /// A value of the user does not fit an input.
    Failed(InputError),
    /// Nothing stands in the way of its files.
    Ready(Box<Ready<'k>>),
}

/// Whether a device can do a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fit {
    /// Nothing speaks against it.
    Yes,
    /// It can, and there is something to know.
    YesWithWarnings,
    /// It cannot.
    No,
}

impl Fit {
    /// In a list.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::YesWithWarnings => "yes, with warnings",
            Self::No => "no",
        }
    }
}

/// A plan without an error. Nothing else can be rendered.
#[derive(Debug)]
pub struct Ready<'k> {
    kit: &'k Kit,
    plan: Plan<'k>,
    /// Those of the connection, then those of the device.
    findings: Vec<Judged>,
}

impl<'k> Ready<'k> {
    /// For the kit alone, which has looked for errors.
    pub(super) fn new(kit: &'k Kit, plan: Plan<'k>, findings: Vec<Judged>) -> Self {
        Self {
            kit,
            plan,
            findings,
        }
    }

    /// What will be laid out.
    pub const fn plan(&self) -> &Plan<'k> {
        &self.plan
    }

    /// The files of the sections.
    ///
    /// # Errors
    ///
    /// [`RenderError`] when a template is broken or stops the render with its own words.
    pub fn render(&self, sections: &[Section]) -> Result<Vec<File>, RenderError> {
        render::render(&self.kit.renderer, &self.plan, &self.findings, sections)
    }

    /// What was found about the connection and the device; only notes and warnings.
    pub(crate) fn into_findings(self) -> Vec<Judged> {
        self.findings
    }

    /// What the templates of files warned of, judged; each once.
    fn warnings(&self, files: &[File]) -> Vec<Judged> {
        self.kit.judge.judge(render::warnings(files))
    }

    /// Renders the sections, drops the texts and tells which fields of the context they took.
    ///
    /// # Errors
    ///
    /// As [`Ready::render`].
    pub fn fields(&self, sections: &[Section]) -> Result<Fields, RenderError> {
        render::fields(&self.kit.renderer, &self.plan, &self.findings, sections)
    }
}

impl<'k> Device<'k> {
    /// The plan, of a refused connection too.
    pub fn plan(&self) -> Option<&Plan<'k>> {
        match &self.verdict {
            Verdict::Ready(ready) => Some(ready.plan()),
            Verdict::Refused(plan) => plan.as_deref(),
            Verdict::Failed(_) => None,
        }
    }

    /// What can be rendered.
    pub fn ready(&self) -> Option<&Ready<'k>> {
        match &self.verdict {
            Verdict::Ready(ready) => Some(ready),
            _ => None,
        }
    }
}

impl Case<'_> {
    /// What was found about the connection, then about each device.
    pub fn all_findings(&self) -> impl Iterator<Item = &Judged> {
        let of_devices = self.devices.iter().flat_map(|device| &device.findings);
        self.findings.iter().chain(of_devices)
    }

    /// Whether the connection fits a device, with the findings that say so. What is left to fill in says nothing of the
    /// fit.
    pub fn fit<'c>(&'c self, device: &'c Device<'_>) -> (Fit, Vec<&'c Judged>) {
        let of_level = |level: Level| -> Vec<&'c Judged> {
            let found = self.findings.iter().chain(&device.findings);
            found
                .filter(|judged| {
                    judged.level == level && judged.finding.slug() != INPUT_MISSING.slug
                })
                .collect()
        };
        if device.ready().is_none() {
            return (Fit::No, of_level(Level::Error));
        }
        let warnings = of_level(Level::Warning);
        if warnings.is_empty() {
            (Fit::Yes, warnings)
        } else {
            (Fit::YesWithWarnings, warnings)
        }
    }

    /// Whether a finding stands in the way of a configuration, on any of the targets.
    pub fn is_refused(&self) -> bool {
        self.all_findings()
            .any(|judged| judged.level == Level::Error)
    }

    /// Lays out every file to hear what its template warns of, and adds that to the findings of its device: a document
    /// on the connection tells it with the rest. A warning that was made an error refuses. A template that gives no text
    /// adds nothing; whoever renders it is told why.
    pub fn hear_templates(&mut self) {
        for device in &mut self.devices {
            let Verdict::Ready(ready) = &device.verdict else {
                continue;
            };
            let Ok(files) = ready.render(&Section::ALL) else {
                continue;
            };
            device.findings.extend(ready.warnings(&files));
            device
                .findings
                .sort_by_key(|judged| std::cmp::Reverse(judged.level));
            if has_error(&device.findings) {
                let refused = Verdict::Refused(None);
                if let Verdict::Ready(ready) = std::mem::replace(&mut device.verdict, refused) {
                    device.verdict = Verdict::Refused(Some(Box::new(ready.plan)));
                }
            }
        }
    }

    /// Why a value of the user does not fit a target, where one does not.
    pub fn failure(&self) -> Option<&InputError> {
        self.devices
            .iter()
            .find_map(|device| match &device.verdict {
                Verdict::Failed(error) => Some(error),
                _ => None,
            })
    }
}

/// Whether one of them stands in the way of a configuration.
pub(super) fn has_error(judged: &[Judged]) -> bool {
    judged.iter().any(|judged| judged.level == Level::Error)
}
