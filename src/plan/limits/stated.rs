//! What the manifest states that the device cannot do.

use std::sync::Arc;

use super::number;
use crate::connection::Field;
use crate::findings::{Finding, RuleRef};
use crate::plan::places;
use crate::targets::{ActiveLimit, Situation, Target};

/// The limits that the manifest states.
pub(in crate::plan) fn manifest(
    situations: &[Situation<'_>],
    target: &Target,
    findings: &mut Vec<Finding>,
) {
    for limit in &target.limits {
        for (index, situation) in situations.iter().enumerate() {
            if limit.when.holds(situation) {
                findings.push(broken(limit, situation).in_tunnel(number(index)));
            } else if !limit.when.is_of_a_tunnel() {
                break;
            }
        }
    }
}

fn broken(limit: &ActiveLimit, situation: &Situation<'_>) -> Finding {
    let mut finding = Finding::of(RuleRef::Device(Arc::clone(&limit.rule)));
    finding.places = places::named_by(&limit.when, situation);
    for (name, value) in &limit.remedy {
        if let Some(field) = Field::from_api_name(name) {
            finding = finding.set(field, value);
        }
    }
    finding
}
