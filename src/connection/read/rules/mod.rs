//! What is wrong with a connection as a whole, with one of its tunnels, and with its cryptography. No device
//! is known here.

pub(super) mod split;
mod strength;
mod tunnel;
mod whole;

use super::parts::Parts;
use super::sides::Sides;
use crate::findings::Finding;

/// Asks every rule.
pub(super) fn check(parts: &Parts, sides: Sides, findings: &mut Vec<Finding>) {
    whole::check(parts, sides, findings);
    tunnel::check(parts, findings);
    strength::check(parts, findings);
}
