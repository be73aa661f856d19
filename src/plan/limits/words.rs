//! Whether the device has a word for every algorithm, and which is the next best.

use super::number;
use crate::connection::{Connection, DhGroup, Encryption, IkeVersion, Integrity, Origin};
use crate::findings::{Finding, catalogue};
use crate::plan::reason;
use crate::targets::{Phase, Slot, Target};

/// Whether the device has a word for every algorithm.
pub(in crate::plan) fn words(
    connection: &Connection,
    target: &Target,
    findings: &mut Vec<Finding>,
) {
    for (index, tunnel) in connection.tunnels.iter().enumerate() {
        let version = tunnel.ike.version.value;
        let mut ask = |phase: Phase, slot: Slot, origin: Origin| {
            if let Some(finding) = missing_word(target, phase, version, slot, origin) {
                findings.push(finding.in_tunnel(number(index)));
            }
        };
        let (ike, esp) = (&tunnel.ike, &tunnel.esp);
        ask(
            Phase::Ike,
            Slot::Encryption(ike.encryption.value),
            ike.encryption.origin,
        );
        ask(
            Phase::Ike,
            Slot::Integrity(ike.integrity.value),
            ike.integrity.origin,
        );
        ask(Phase::Ike, Slot::Dh(ike.dh.value), ike.dh.origin);
        ask(
            Phase::Esp,
            Slot::Encryption(esp.encryption.value),
            esp.encryption.origin,
        );
        ask(
            Phase::Esp,
            Slot::Integrity(esp.integrity.value),
            esp.integrity.origin,
        );
        if let Some(group) = esp.pfs.value {
            ask(Phase::Esp, Slot::Dh(group), esp.pfs.origin);
        }
    }
}

fn missing_word(
    target: &Target,
    phase: Phase,
    version: IkeVersion,
    slot: Slot,
    origin: Origin,
) -> Option<Finding> {
    let why = target.cell(phase, version, slot).word.as_ref().err()?;
    let field = origin.field;
    let value = match slot {
        Slot::Encryption(value) => value.api_word(),
        Slot::Integrity(value) | Slot::Prf(value) => value.api_word(),
        Slot::Dh(value) => value.api_word(),
    };
    let finding = Finding::new(&catalogue::ALGORITHM_NOT_SUPPORTED)
        .with("field", field.api_name())
        .with("value", value)
        .at(origin);
    let finding = reason::said_of(why, version).explain(finding);
    Some(match nearest_word(target, phase, version, slot) {
        Some(better) => finding
            .explain("remedy", reason::SET_BETTER)
            .with("better", better)
            .set(field, better),
        None => finding.explain("remedy", reason::USE_ANOTHER),
    })
}

/// The value nearest in strength, not weaker if possible, that the device has a word for.
fn nearest_word(
    target: &Target,
    phase: Phase,
    version: IkeVersion,
    slot: Slot,
) -> Option<&'static str> {
    let has = |slot: Slot| target.cell(phase, version, slot).word.is_ok();
    match slot {
        Slot::Encryption(_) => [
            Encryption::Aes256,
            Encryption::Aes128,
            Encryption::Aes192,
            Encryption::TripleDes,
        ]
        .into_iter()
        .find(|value| has(Slot::Encryption(*value)))
        .map(Encryption::api_word),
        Slot::Integrity(_) | Slot::Prf(_) => [Integrity::Sha256, Integrity::Sha1, Integrity::Md5]
            .into_iter()
            .find(|value| has(Slot::Integrity(*value)))
            .map(Integrity::api_word),
        Slot::Dh(_) => [DhGroup::Group14, DhGroup::Group5, DhGroup::Group2]
            .into_iter()
            .find(|value| has(Slot::Dh(*value)))
            .map(DhGroup::api_word),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::targets::Registry;

    #[test]
    fn the_strongest_value_that_a_device_knows_is_proposed() {
        let target = Registry::builtin().load("strongswan/swanctl").unwrap();
        let nearest = |slot| nearest_word(&target, Phase::Ike, IkeVersion::V2, slot);
        assert_eq!(nearest(Slot::Integrity(Integrity::Md5)), Some("sha256"));
        assert_eq!(nearest(Slot::Prf(Integrity::Md5)), Some("sha256"));
        assert_eq!(
            nearest(Slot::Encryption(Encryption::TripleDes)),
            Some("aes256")
        );
        assert_eq!(nearest(Slot::Dh(DhGroup::Group2)), Some("group14"));
    }
}
