//! A connection on every target that was asked for: planned, judged, rendered.

use std::sync::Arc;

use super::exit::Failure;
use super::setup::Setup;
use crate::connection::Reading;
use crate::findings::{Finding, Judged, Level};
use crate::plan::{Plan, Request};
use crate::redact::{self, Redactor};
use crate::render::{self, Renderer};
use crate::report::{Case, Device};
use crate::targets::{Section, Target, Topology};

/// What is the same for all connections of a run.
pub(super) struct Cases<'a> {
    pub(super) setup: &'a Setup,
    pub(super) topology: Option<Topology>,
    /// Whether placeholders stand in the place of keys.
    pub(super) redact: bool,
    /// Which files are made.
    pub(super) sections: &'a [Section],
}

impl<'a> Cases<'a> {
    /// One case for each connection, with its values replaced where the redactor does that.
    pub(super) fn of(
        &self,
        readings: &'a mut [Reading],
        redactor: &mut Redactor,
    ) -> Result<Vec<Case<'a>>, Failure> {
        let renderer = Renderer::new(Arc::clone(&self.setup.registry));
        readings
            .iter_mut()
            .map(|reading| self.case(reading, &renderer, redactor))
            .collect()
    }

    fn case(
        &self,
        reading: &'a mut Reading,
        renderer: &Renderer,
        redactor: &mut Redactor,
    ) -> Result<Case<'a>, Failure> {
        let request = Request {
            topology: self.topology,
            inputs: Some(&self.setup.values),
            redact: self.redact,
        };
        let planned = match &mut reading.connection {
            Some(connection) => redact::plan(redactor, connection, &self.setup.targets, &request)?,
            None => Vec::new(),
        };
        for finding in &mut reading.findings {
            redactor.finding(finding);
        }
        if let Some(id) = &mut reading.id {
            *id = redactor.text(id);
        }
        let findings = self.setup.judge.judge(reading.findings.clone());
        let mut planned = planned.into_iter();
        let mut devices = Vec::with_capacity(self.setup.targets.len());
        for target in &self.setup.targets {
            let (plan, of_target) = planned.next().map_or((None, Vec::new()), |checked| {
                (checked.value, checked.findings)
            });
            devices.push(self.device(target, plan, of_target, &findings, renderer)?);
        }
        let connection = reading.connection.as_ref();
        Ok(Case {
            id: connection
                .and_then(|connection| connection.id.as_ref())
                .map(|id| id.value.as_str())
                .or(reading.id.as_deref()),
            connection,
            findings,
            devices,
        })
    }

    fn device(
        &self,
        target: &'a Target,
        plan: Option<Plan<'a>>,
        findings: Vec<Finding>,
        of_connection: &[Judged],
        renderer: &Renderer,
    ) -> Result<Device<'a>, Failure> {
        let findings = self.setup.judge.judge(findings);
        let all = [of_connection, &findings].concat();
        let files = match &plan {
            Some(plan) if !refuses(&all) => {
                render::render(renderer, &self.setup.registry, plan, &all, self.sections)?
            }
            _ => Vec::new(),
        };
        Ok(Device {
            target,
            plan,
            findings,
            files,
        })
    }
}

/// Every finding of all connections, errors first.
pub(super) fn everything(cases: &[Case<'_>]) -> Vec<Judged> {
    let mut judged: Vec<Judged> = cases
        .iter()
        .flat_map(|case| {
            let of_devices = case.devices.iter().flat_map(|device| &device.findings);
            case.findings.iter().chain(of_devices).cloned()
        })
        .collect();
    judged.sort_by_key(|judged| std::cmp::Reverse(judged.level));
    judged
}

/// Whether one of them stands in the way of a configuration.
pub(super) fn refuses(judged: &[Judged]) -> bool {
    judged.iter().any(|judged| judged.level == Level::Error)
}
