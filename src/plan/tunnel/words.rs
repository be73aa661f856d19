//! The device's words for the algorithms of a tunnel.

use crate::connection::{EspProposal, IkeProposal};
use crate::targets::{Phase, Slot, Target};

/// The device's words of both phases.
#[derive(Clone, Copy)]
pub(super) struct Words<'t> {
    pub(super) ike: [&'t str; 4],
    pub(super) esp: [&'t str; 2],
    pub(super) pfs: Option<&'t str>,
}

impl<'t> Words<'t> {
    pub(super) fn of(target: &'t Target, ike: &IkeProposal, esp: &EspProposal) -> Option<Self> {
        let version = ike.version.value;
        let word = |phase, slot| target.cell(phase, version, slot).word.as_deref().ok();
        let integrity = word(Phase::Ike, Slot::Integrity(ike.integrity.value))?;
        Some(Self {
            ike: [
                word(Phase::Ike, Slot::Encryption(ike.encryption.value))?,
                integrity,
                // Where a device has no word of its own for the PRF, it is the hash's.
                word(Phase::Ike, Slot::Prf(ike.integrity.value)).unwrap_or(integrity),
                word(Phase::Ike, Slot::Dh(ike.dh.value))?,
            ],
            esp: [
                word(Phase::Esp, Slot::Encryption(esp.encryption.value))?,
                word(Phase::Esp, Slot::Integrity(esp.integrity.value))?,
            ],
            pfs: match esp.pfs.value {
                Some(group) => Some(word(Phase::Esp, Slot::Dh(group))?),
                None => None,
            },
        })
    }
}
