//! Plans for sharing: judged by the real values, laid out with the replaced ones.

use super::Redactor;
use crate::connection::Connection;
use crate::findings::Checked;
use crate::plan::{self, Plan, Request};
use crate::targets::{InputError, Target};

/// Plans a connection for targets and replaces its values. The findings are those of the real
/// values, with the values in them replaced; the plans hold the replaced ones.
pub fn plan<'t>(
    redactor: &mut Redactor,
    connection: &mut Connection,
    targets: &'t [Target],
    request: &Request<'_>,
) -> Result<Vec<Checked<Plan<'t>>>, InputError> {
    let mut checked = Vec::with_capacity(targets.len());
    for target in targets {
        checked.push(plan::plan(connection, target, request)?);
    }
    if redactor.is_idle() {
        return Ok(checked);
    }
    redactor.connection(connection);
    for (target, checked) in targets.iter().zip(&mut checked) {
        for finding in &mut checked.findings {
            redactor.finding(finding);
        }
        let inputs = request
            .inputs
            .map(|given| redactor.inputs(given, &target.inputs));
        if let Some(real) = checked.value.take() {
            let shared = Request {
                // The same way, whatever the replaced values would have chosen.
                topology: Some(real.topology),
                inputs: inputs.as_ref(),
                redact: request.redact,
            };
            let mut again = plan::plan(connection, target, &shared)?;
            if let Some(plan) = &mut again.value {
                plan.replaced = redactor.what();
            }
            if again.value.is_none() {
                checked.findings.extend(again.findings);
            }
            checked.value = again.value;
        }
    }
    Ok(checked)
}
