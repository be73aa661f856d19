//! From a connection to files, the way the program does it.

use std::sync::Arc;

use peerconf::connection::Connection;
use peerconf::findings::{Finding, Judge, Level};
use peerconf::plan::{self, Request};
use peerconf::render::{self, File, RenderError, Renderer};
use peerconf::targets::{InputValues, Registry, Section, Target, Topology};

/// A registry and its engine.
pub(crate) struct Bench {
    pub(crate) registry: Arc<Registry>,
    pub(crate) renderer: Renderer,
}

/// What became of a connection on a target.
pub(crate) enum Outcome {
    Rendered(Vec<File>),
    /// The slugs of the errors, sorted.
    Refused(Vec<String>),
}

impl Bench {
    pub(crate) fn new() -> Self {
        let registry = Arc::new(Registry::builtin());
        Self {
            renderer: Renderer::new(Arc::clone(&registry)),
            registry,
        }
    }

    /// Every target at the first release of each range.
    pub(crate) fn targets(&self) -> Vec<Target> {
        let mut targets = Vec::new();
        for entry in self.registry.list() {
            for release in self.registry.load(&entry.id).unwrap().versions {
                targets.push(
                    self.registry
                        .load(&format!("{}@{release}", entry.id))
                        .unwrap(),
                );
            }
        }
        assert!(!targets.is_empty(), "there is no target");
        targets
    }

    pub(crate) fn render(
        &self,
        connection: &Connection,
        findings: &[Finding],
        target: &Target,
        topology: Topology,
        inputs: &InputValues,
    ) -> Result<Outcome, RenderError> {
        let request = Request {
            topology: Some(topology),
            inputs: Some(inputs),
            redact: false,
        };
        let planned = plan::plan(connection, target, &request).unwrap();
        let judge = Judge::default();
        let all = findings.iter().cloned().chain(planned.findings).collect();
        let judged = judge.judge(all);
        let mut errors: Vec<String> = judged
            .iter()
            .filter(|judged| judged.level == Level::Error)
            .map(|judged| judged.finding.slug().to_owned())
            .collect();
        errors.sort();
        errors.dedup();
        match planned.value {
            Some(plan) if errors.is_empty() => render::render(
                &self.renderer,
                &self.registry,
                &plan,
                &judged,
                &Section::ALL,
            )
            .map(Outcome::Rendered),
            _ => {
                assert!(
                    !errors.is_empty(),
                    "{}: refused without an error",
                    target.label()
                );
                Ok(Outcome::Refused(errors))
            }
        }
    }
}
