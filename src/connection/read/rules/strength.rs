//! Rules on the strength of algorithms: one finding for each weak value, wherever it is used.

use crate::connection::{DhGroup, Encryption, Integrity, Origin, Sourced};
use crate::findings::{Finding, Rule, Text, catalogue};

use crate::connection::read::part::Part;
use crate::connection::read::parts::{Parts, TunnelParts};
use crate::connection::read::reasons;

/// Checks the proposals of all tunnels.
pub(super) fn check(parts: &Parts, findings: &mut Vec<Finding>) {
    let tunnels = &parts.tunnels;
    for &algorithm in Encryption::ALL {
        if let Some(reason) = reasons::weak_encryption(algorithm) {
            let users = users(
                tunnels,
                |t| [&t.ike.encryption, &t.esp.encryption],
                algorithm,
            );
            report(
                &catalogue::WEAK_ENCRYPTION,
                algorithm.api_word(),
                reason,
                "aes256",
                users,
                findings,
            );
        }
    }
    for &algorithm in Integrity::ALL {
        if let Some(reason) = reasons::weak_integrity(algorithm) {
            let users = users(tunnels, |t| [&t.ike.integrity, &t.esp.integrity], algorithm);
            report(
                &catalogue::WEAK_INTEGRITY,
                algorithm.api_word(),
                reason,
                "sha256",
                users,
                findings,
            );
        }
    }
    for &group in DhGroup::ALL {
        if let Some(reason) = reasons::weak_group(group) {
            let ike = tunnels.iter().filter_map(|t| t.ike.dh.known());
            let ike = ike.filter(|dh| dh.value == group).map(|dh| dh.origin);
            let esp = tunnels.iter().filter_map(|t| t.esp.pfs.known());
            let esp = esp
                .filter(|pfs| pfs.value == Some(group))
                .map(|pfs| pfs.origin);
            report(
                &catalogue::WEAK_DH_GROUP,
                group.api_word(),
                reason,
                "group14",
                ike.chain(esp),
                findings,
            );
        }
    }
}

/// Where an algorithm is used, in both phases of all tunnels.
fn users<'p, T: Copy + PartialEq + 'p>(
    tunnels: &'p [TunnelParts],
    phases: impl Fn(&'p TunnelParts) -> [&'p Part<T>; 2] + 'p,
    algorithm: T,
) -> impl Iterator<Item = Origin> + 'p {
    tunnels
        .iter()
        .flat_map(phases)
        .filter_map(Part::known)
        .filter(move |sourced: &&Sourced<T>| sourced.value == algorithm)
        .map(|sourced| sourced.origin)
}

fn report(
    rule: &'static Rule,
    word: &str,
    reason: Text,
    better: &str,
    users: impl Iterator<Item = Origin>,
    findings: &mut Vec<Finding>,
) {
    let mut users = users.peekable();
    if users.peek().is_none() {
        return;
    }
    let mut finding = Finding::new(rule)
        .with("value", word.to_owned())
        .explain("reason", reason);
    let mut names = String::new();
    for origin in users {
        let name = origin.field.api_name();
        if !names.contains(name) {
            if !names.is_empty() {
                names.push_str(", ");
            }
            names.push_str(name);
            finding = finding.set(origin.field, better);
        }
        finding = finding.at(origin);
    }
    findings.push(finding.with("field", names));
}
