//! National-standard (SM) gateways: what shows one.

use crate::connection::Origin;
use crate::findings::{Finding, catalogue};

use super::shown::shown;

/// One finding for the gateway, however many of its algorithms are seen.
pub(super) fn report(text: &str, origin: Origin, findings: &mut Vec<Finding>) {
    let known = findings
        .iter_mut()
        .find(|finding| finding.slug() == catalogue::SM_GATEWAY.slug);
    match known {
        Some(finding) => finding.places.push(origin),
        None => findings.push(
            Finding::new(&catalogue::SM_GATEWAY)
                .with("field", origin.name())
                .with("value", shown(text))
                .at(origin),
        ),
    }
}

/// Whether one was reported.
pub(super) fn is_reported(findings: &[Finding]) -> bool {
    findings
        .iter()
        .any(|finding| finding.slug() == catalogue::SM_GATEWAY.slug)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connection::Field;

    #[test]
    fn however_many_values_show_it_there_is_one_finding() {
        let mut findings = Vec::new();
        assert!(!is_reported(&findings));
        report("sm4", Origin::assumed(Field::IkeEncAlg), &mut findings);
        report("SM3", Origin::assumed(Field::IkeAuthAlg), &mut findings);
        assert!(is_reported(&findings));
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].places.len(), 2);
    }
}
