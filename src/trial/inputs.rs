//! Every input filled once and left out once: a response is looked for whose text shows the difference.

use serde::Serialize;

use super::case::{Case, Outcome, Text, Trial};
use super::response::Response;
use super::settings::Settings;
use crate::targets::{InputSpec, InputValues, Topology};

/// What became of an input.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct InputTried {
    /// Its name.
    pub name: String,
    /// The value that it was given.
    pub value: String,
    /// The response whose text shows it; absent where none does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response: Option<String>,
    /// The topology there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub topology: Option<Topology>,
    /// What stops a template where it is left out.
    pub faults: Vec<String>,
    /// The files that differ: filled, then left out.
    #[serde(skip)]
    pub texts: Vec<(Text, Option<Text>)>,
}

impl Trial<'_> {
    /// Tries every input of the newest release.
    pub fn inputs(&self, settings: &Settings) -> Vec<InputTried> {
        let target = self.newest();
        let bases = settings.bases(target);
        let specs = target.inputs.iter();
        specs
            .map(|spec| {
                let mut tried = InputTried::new(spec, settings.value(spec));
                if self.may_show(spec) {
                    self.look_for_a_difference(&mut tried, &bases);
                }
                if spec.default.is_none() {
                    self.look_for_holes(&mut tried, &bases);
                }
                tried
            })
            .collect()
    }

    /// Whether an input can make a difference: a template names it, or the plan lowers it itself.
    fn may_show(&self, spec: &InputSpec) -> bool {
        let name = spec.of_tunnel.as_ref().map_or(&spec.name, |of| &of.input);
        let lowered = match name.as_str() {
            "name_prefix" | "local_address" => true,
            "dpd_interval" | "dpd_retries" => self.is_named(".dpd"),
            _ => false,
        };
        lowered || self.is_named(name)
    }

    /// The first response whose text shows the input.
    fn look_for_a_difference(&self, tried: &mut InputTried, bases: &[InputValues]) {
        for base in bases {
            let without = base.without(&tried.name);
            let mut with = base.clone();
            with.insert(&tried.name, &tried.value);
            for response in self.responses {
                for topology in Topology::ALL {
                    let Some(filled) = self.on_newest(response, topology, &with) else {
                        continue;
                    };
                    if !matches!(filled.outcome, Outcome::Rendered { .. }) {
                        continue;
                    }
                    let left_out = self.on_newest(response, topology, &without);
                    if let Some(texts) = left_out.and_then(|left_out| differing(filled, left_out)) {
                        tried.response = Some(response.name.clone());
                        tried.topology = Some(topology);
                        tried.texts = texts;
                        return;
                    }
                }
            }
        }
    }

    /// Left out, an input without a default may leave a hole in a line of any response that does not ask for it.
    fn look_for_holes(&self, tried: &mut InputTried, bases: &[InputValues]) {
        for base in bases.iter().take(2) {
            let without = base.without(&tried.name);
            for response in self.responses {
                for topology in Topology::ALL {
                    let case = self.on_newest(response, topology, &without);
                    let outcome = case.map(|case| case.outcome);
                    if let Some(Outcome::Stopped { reason }) = outcome {
                        let (name, topology) = (&response.name, topology.word());
                        tried
                            .faults
                            .push(format!("{reason} ({name}, {topology}-based)"));
                        return;
                    }
                }
            }
        }
    }

    fn on_newest(
        &self,
        response: &Response,
        topology: Topology,
        values: &InputValues,
    ) -> Option<Case> {
        let newest = std::slice::from_ref(self.newest());
        self.of(response, topology, newest, values).pop()
    }
}

impl InputTried {
    fn new(spec: &InputSpec, value: String) -> Self {
        Self {
            name: spec.name.clone(),
            value,
            response: None,
            topology: None,
            faults: Vec::new(),
            texts: Vec::new(),
        }
    }
}

/// The files that differ in more than comments, where both were rendered.
fn differing(filled: Case, left_out: Case) -> Option<Vec<(Text, Option<Text>)>> {
    let (Outcome::Rendered { texts: filled }, Outcome::Rendered { texts: left_out }) =
        (filled.outcome, left_out.outcome)
    else {
        return None;
    };
    let mut pairs = Vec::new();
    for (index, text) in filled.into_iter().enumerate() {
        let same_place = |other: &Text| other.section == text.section && other.path == text.path;
        let place = left_out
            .iter()
            .position(same_place)
            // A prefix stands in the names of the files too.
            .or_else(|| (index < left_out.len()).then_some(index));
        let other = place.map(|place| left_out[place].clone());
        let same = other
            .as_ref()
            .is_some_and(|other| other.path == text.path && other.lines().eq(text.lines()));
        if !same {
            pairs.push((text, other));
        }
    }
    (!pairs.is_empty()).then_some(pairs)
}
