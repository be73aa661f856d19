//! From a reading to a case: a connection on each target, planned, judged and shared as the user chose.

use std::borrow::Cow;
use std::cell::LazyCell;

use super::case::{Case, Device, Ready, Verdict, has_error};
use super::kit::Kit;
use crate::connection::{Connection, Earlier, Reading};
use crate::findings::{Checked, Finding, Judged};
use crate::plan::{self, Plan, Request};
use crate::redact::Redactor;
use crate::targets::{InputError, InputValues, Target};

impl Kit {
    /// A connection on each target, in their order. Its values are replaced as [`Kit::redaction`] says, by a
    /// redactor of its own.
    pub fn case<'k>(&'k self, reading: &'k Reading, targets: &'k [Target]) -> Case<'k> {
        let connection = reading.connection.as_ref().map(Cow::Borrowed);
        let id = reading.id.clone();
        let findings = reading.findings.clone();
        self.case_of(
            connection,
            reading.earlier,
            id,
            &(reading.called(), &reading.values),
            findings,
            targets,
            &mut self.redaction.redactor(),
        )
    }

    /// The same for a reading that is needed no more, and with a redactor that has seen others.
    pub fn case_with<'k>(
        &'k self,
        mut reading: Reading,
        targets: &'k [Target],
        redactor: &mut Redactor,
    ) -> Case<'k> {
        let connection = reading.connection.take().map(Cow::Owned);
        let findings = std::mem::take(&mut reading.findings);
        self.case_of(
            connection,
            reading.earlier,
            reading.id.clone(),
            &(reading.called(), &reading.values),
            findings,
            targets,
            redactor,
        )
    }

    #[allow(
        clippy::too_many_arguments,
        reason = "the parts of a reading, of which each is taken or lent"
    )]
    fn case_of<'k>(
        &'k self,
        mut connection: Option<Cow<'k, Connection>>,
        earlier: Earlier,
        mut id: Option<String>,
        own: &Own<'_>,
        mut findings: Vec<Finding>,
        targets: &'k [Target],
        redactor: &mut Redactor,
    ) -> Case<'k> {
        let planned = match &mut connection {
            Some(connection) => self.plans(connection, earlier, own, targets, redactor),
            None => Vec::new(),
        };
        for finding in &mut findings {
            redactor.finding(finding);
        }
        if let Some(id) = &mut id {
            *id = redactor.text(id);
        }
        let findings = self.judge.judge(findings);
        let mut planned = planned.into_iter();
        let devices = targets
            .iter()
            .map(|target| self.device(target, planned.next(), &findings))
            .collect();
        Case {
            id: connection
                .as_ref()
                .and_then(|connection| connection.id.as_ref())
                .map(|id| id.value.clone())
                .or(id),
            connection,
            findings,
            devices,
        }
    }

    /// Plans a connection for each target. Judged by the real values, laid out with the replaced ones: findings
    /// are those of the real values, with the values in them replaced.
    fn plans<'k>(
        &self,
        connection: &mut Cow<'k, Connection>,
        earlier: Earlier,
        (called, own): &Own<'_>,
        targets: &'k [Target],
        redactor: &mut Redactor,
    ) -> Vec<Planned<'k>> {
        let names: Vec<&str> = called.iter().copied().flatten().collect();
        let inputs: Vec<Cow<'_, InputValues>> = targets
            .iter()
            .map(
                |target| match self.inputs.nearest(&target.id, &names, own) {
                    Some(inputs) => Cow::Owned(inputs),
                    None => Cow::Borrowed(&self.inputs),
                },
            )
            .collect();
        // Hardly a connection brings values of its own.
        let specs = LazyCell::new(|| {
            let each = targets.iter();
            let each = each.map(|target| (target.id.as_str(), &target.inputs[..]));
            each.collect::<Vec<_>>()
        });
        let planned: Vec<Planned<'k>> = targets
            .iter()
            .zip(&inputs)
            .map(|(target, inputs)| {
                if !own.is_empty() {
                    inputs.check_names_of_all(&specs)?;
                }
                let request = Request {
                    earlier,
                    topology: self.topology,
                    inputs: Some(inputs),
                    redact: self.redaction.keys,
                    lang: self.lang,
                    options: &self.options,
                };
                plan::plan(connection, target, &request)
            })
            .collect();
        if redactor.is_idle() {
            return planned;
        }
        let replaced = connection.to_mut();
        redactor.connection(replaced);
        let again = |((target, inputs), planned): ((&'k Target, &Cow<'_, InputValues>), _)| {
            let planned: Planned<'k> = planned;
            planned.and_then(|planned| {
                self.plan_again(replaced, earlier, (target, inputs), planned, redactor)
            })
        };
        let each = targets.iter().zip(&inputs).zip(planned);
        each.map(again).collect()
    }

    /// The plan of the replaced values in the place of that of the real ones.
    fn plan_again<'k>(
        &self,
        replaced: &Connection,
        earlier: Earlier,
        (target, given): (&'k Target, &InputValues),
        mut planned: Checked<Plan<'k>>,
        redactor: &mut Redactor,
    ) -> Planned<'k> {
        for finding in &mut planned.findings {
            redactor.finding(finding);
        }
        let inputs = redactor.inputs(given, &target.inputs);
        let Some(real) = planned.value.take() else {
            return Ok(planned);
        };
        let shared = Request {
            earlier,
            // The same way, whatever the replaced values would have chosen.
            topology: Some(real.topology),
            inputs: Some(&inputs),
            redact: self.redaction.keys,
            lang: self.lang,
            options: &self.options,
        };
        let mut again = plan::plan(replaced, target, &shared)?;
        match &mut again.value {
            Some(plan) => plan.replaced = redactor.what(),
            None => planned.findings.append(&mut again.findings),
        }
        planned.value = again.value;
        Ok(planned)
    }

    fn device<'k>(
        &'k self,
        target: &'k Target,
        planned: Option<Planned<'k>>,
        of_connection: &[Judged],
    ) -> Device<'k> {
        let (plan, findings) = match planned {
            Some(Ok(planned)) => (planned.value, self.judge.judge(planned.findings)),
            Some(Err(error)) => {
                return Device {
                    target,
                    findings: Vec::new(),
                    verdict: Verdict::Failed(error),
                };
            }
            None => (None, Vec::new()),
        };
        let verdict = match plan {
            Some(plan) if !has_error(of_connection) && !has_error(&findings) => {
                let findings = [of_connection, &findings].concat();
                Verdict::Ready(Box::new(Ready::new(self, plan, findings)))
            }
            plan => Verdict::Refused(plan.map(Box::new)),
        };
        Device {
            target,
            findings,
            verdict,
        }
    }
}

/// What a connection is called, the nearest name last, and its own values of inputs.
type Own<'r> = ([Option<&'r str>; 3], &'r [(String, String)]);

type Planned<'k> = Result<Checked<Plan<'k>>, InputError>;
