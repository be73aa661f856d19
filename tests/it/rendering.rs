//! From a reading to files, the way the program does it.

use peerconf::connection::Reading;
use peerconf::findings::Level;
use peerconf::pipeline::{Kit, Verdict};
use peerconf::render::{File, RenderError};
use peerconf::targets::{InputValues, Registry, Section, Target, Topology};

/// The built-in targets and their engine.
pub(crate) struct Bench {
    pub(crate) kit: Kit,
}

/// What became of a connection on a target.
pub(crate) enum Outcome {
    Rendered(Vec<File>),
    /// The slugs of the errors, sorted.
    Refused(Vec<String>),
}

impl Bench {
    pub(crate) fn new() -> Self {
        Self {
            kit: Kit::new(Registry::builtin()),
        }
    }

    /// Every target at the first release of each range.
    pub(crate) fn targets(&self) -> Vec<Target> {
        let registry = self.kit.registry();
        let mut targets = Vec::new();
        for entry in registry.list() {
            for release in registry.load(&entry.id).unwrap().versions {
                targets.push(registry.load(&format!("{}@{release}", entry.id)).unwrap());
            }
        }
        assert!(!targets.is_empty(), "there is no target");
        targets
    }

    pub(crate) fn render(
        &self,
        reading: &Reading,
        target: &Target,
        topology: Topology,
        inputs: &InputValues,
    ) -> Result<Outcome, RenderError> {
        let mut kit = self.kit.clone();
        kit.topology = Some(topology);
        kit.inputs.clone_from(inputs);
        let case = kit.case(reading, std::slice::from_ref(target));
        match &case.devices[0].verdict {
            Verdict::Ready(ready) => ready.render(&Section::ALL).map(Outcome::Rendered),
            Verdict::Refused(_) => {
                let errors = case.all_findings().filter(|j| j.level == Level::Error);
                let mut rules: Vec<String> = errors.map(|j| j.finding.slug().to_owned()).collect();
                rules.sort();
                rules.dedup();
                let label = target.label();
                assert!(!rules.is_empty(), "{label}: refused without an error");
                Ok(Outcome::Refused(rules))
            }
            other => panic!("{}: {other:?}", target.label()),
        }
    }
}
