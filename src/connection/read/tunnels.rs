//! The array of tunnels of either response.

use crate::connection::Field;
use crate::findings::{Finding, catalogue};

use super::parts::TunnelParts;
use super::scope::Scope;

/// The first two tunnels of an array, with a finding where there are more.
pub(super) fn read<'d>(
    scope: Scope<'d>,
    (wrapper, item): (&'static str, &'static str),
    findings: &mut Vec<Finding>,
    mut read: impl FnMut(Scope<'d>, &mut Vec<Finding>) -> TunnelParts,
) -> Vec<TunnelParts> {
    let mut tunnels = Vec::with_capacity(2);
    let mut nodes = scope.node.list(wrapper, item);
    for (index, node) in (0..2).zip(nodes.by_ref()) {
        tunnels.push(read(scope.element(node, index), findings));
    }
    let more = nodes.count();
    if more > 0 {
        let origin = scope.origin(
            Field::TunnelsConfig,
            scope.node.get(wrapper).unwrap_or(scope.node),
        );
        findings.push(
            Finding::new(&catalogue::TOO_MANY_TUNNELS)
                .with("field", wrapper)
                .with("count", (more + 2).to_string())
                .at(origin),
        );
    }
    tunnels
}
