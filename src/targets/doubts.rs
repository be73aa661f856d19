//! What nobody has proven on a device yet, for the header of every file and the target's page.

use super::manifest::Capability;
use super::resolve::Target;
use crate::findings::{Finding, catalogue};

impl Target {
    /// The note on statements that nobody has proven; made once, for it is the same for every connection.
    pub(crate) fn doubt(&self) -> Option<&Finding> {
        let made = self.doubt.get_or_init(|| {
            let doubts = self.unverified();
            (!doubts.is_empty()).then(|| {
                Finding::new(&catalogue::UNVERIFIED_TARGET)
                    .with("count", doubts.len().to_string())
                    .with("value", doubts.join(", "))
            })
        });
        made.as_ref()
    }

    /// Statements that nobody has proven on a device, in words, for the header and the target's page.
    pub fn unverified(&self) -> Vec<String> {
        let mut doubts = Vec::new();
        doubts.extend(
            self.limits
                .iter()
                .filter(|limit| !limit.rule.verified)
                .map(|limit| limit.rule.slug.clone()),
        );
        doubts.extend(
            self.selectors
                .iter()
                .filter(|s| !s.verified)
                .map(|_| "selectors".to_owned()),
        );
        doubts.extend(
            self.facts
                .iter()
                .filter(|fact| !fact.verified)
                .map(|fact| fact.name.clone()),
        );
        // How a BGP session's key is quoted concerns few connections; the target's page tells whether it is proven.
        doubts.extend((!self.psk.verified).then(|| "psk quoting".to_owned()));
        doubts.extend((!self.names.verified).then(|| "name lengths".to_owned()));
        doubts.extend(
            self.identity
                .as_ref()
                .filter(|i| !i.verified)
                .map(|_| "identities".to_owned()),
        );
        let ranges = [
            &self.lifetimes.ikev1,
            &self.lifetimes.ikev2,
            &self.lifetimes.esp,
        ];
        doubts.extend(
            ranges
                .iter()
                .any(|r| r.as_ref().is_some_and(|r| !r.verified))
                .then(|| "lifetime ranges".to_owned()),
        );
        let topologies = [
            ("policy-based", &self.topologies.policy),
            ("route-based", &self.topologies.route),
        ];
        let is_doubtful =
            |c: &Option<Capability>| c.as_ref().is_some_and(|c| c.verified == Some(false));
        doubts.extend(
            topologies
                .iter()
                .filter(|(_, c)| is_doubtful(c))
                .map(|(name, _)| (*name).to_owned()),
        );
        doubts.dedup();
        doubts
    }
}
