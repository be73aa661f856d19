//! The comma-separated list of blocks of one side.

use crate::connection::subnet::{self, SubnetError};
use crate::connection::{Maskable, Origin, Sourced, Subnet};
use crate::findings::{Finding, catalogue};

use super::part::Part;
use super::shown::shown;

/// Far above what the API takes (ten a side); it bounds the work on hostile input.
const MOST: usize = 64;

/// Every block of a side, duplicates left out.
pub(super) fn read(part: Part<&str>, findings: &mut Vec<Finding>) -> Part<Vec<Sourced<Subnet>>> {
    let mut subnets = Vec::with_capacity(4);
    let before = findings.len();
    let list = part.and_then(|text, origin| {
        for block in text
            .split(',')
            .map(str::trim)
            .filter(|block| !block.is_empty())
        {
            if subnets.len() == MOST || findings.len() - before == MOST {
                findings.push(too_many(text, origin));
                return None;
            }
            add(block, origin, &mut subnets, findings);
        }
        Some(())
    });
    match list {
        Part::Known(Sourced { origin, .. }) if !subnets.is_empty() => {
            Part::Known(Sourced::new(subnets, origin))
        }
        // Nothing but commas.
        Part::Known(Sourced { origin, .. }) if findings.len() == before => Part::Missing(origin),
        Part::Known(_) | Part::Faulty => Part::Faulty,
        Part::Missing(origin) => Part::Missing(origin),
    }
}

fn add(
    block: &str,
    origin: Origin,
    subnets: &mut Vec<Sourced<Subnet>>,
    findings: &mut Vec<Finding>,
) {
    match subnet::parse(block) {
        Ok(subnet) => {
            let is_known = subnets.iter().any(|other| other.value == subnet);
            if !is_known {
                subnets.push(Sourced::new(subnet, origin));
            } else if let Maskable::Known(net) = subnet {
                findings.push(
                    Finding::new(&catalogue::DUPLICATE_SUBNET)
                        .with("field", origin.name())
                        .with("value", net.to_string())
                        .at(origin),
                );
            }
        }
        Err(error) => findings.push(unusable(block, &error, origin)),
    }
}

/// What is said of a text that is no block.
#[cold]
pub(super) fn unusable(block: &str, error: &SubnetError, origin: Origin) -> Finding {
    let finding = |rule| {
        Finding::new(rule)
            .with("field", origin.name())
            .with("value", shown(block))
            .at(origin)
    };
    match error {
        SubnetError::HostBits(net) => finding(&catalogue::HOST_BITS).with("block", net.to_string()),
        error => error.reason().explain(finding(&catalogue::INVALID_SUBNET)),
    }
}

#[cold]
fn too_many(text: &str, origin: Origin) -> Finding {
    Finding::new(&catalogue::TOO_MANY_SUBNETS)
        .with("field", origin.name())
        .with("count", text.split(',').count().to_string())
        .with("max", MOST.to_string())
        .at(origin)
}
