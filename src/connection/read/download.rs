//! `DownloadVpnConnectionConfig`: what the device is to be configured with.

use crate::connection::{Field, Sourced};
use crate::findings::Finding;

use super::parts::{Parts, SiteParts};
use super::scope::Scope;
use super::shown::shown;
use super::sides::Sides;
use super::tunnel::{self, Names};
use super::{subnets, tunnels};

/// The parts that a download has. Where it has tunnels, its top level's addresses, identities, key and
/// proposals mean nothing and are not read; its subnets are always those of the top level.
pub(super) fn read(scope: Scope<'_>, sides: Sides, findings: &mut Vec<Finding>) -> Parts {
    let device = scope.text(sides.device.subnet, findings);
    let cloud = scope.text(sides.cloud.subnet, findings);
    let device = subnets::read(device, findings);
    let cloud = subnets::read(cloud, findings);
    let mut tunnels = tunnels::read(
        scope,
        ("TunnelsConfig", "TunnelConfig"),
        findings,
        |scope, f| tunnel::read(scope, Names::PLAIN, sides, f),
    );
    if tunnels.is_empty() {
        tunnels.push(tunnel::read(scope, Names::PLAIN, sides, findings));
    }
    Parts {
        id: scope
            .hint(Field::VpnConnectionId)
            .map(|id| Sourced::new(shown(id.value), id.origin)),
        name: None,
        device: SiteParts {
            subnets: device,
            prefixes: Vec::new(),
        },
        cloud: SiteParts {
            subnets: cloud,
            prefixes: Vec::new(),
        },
        tunnels,
        cloud_initiates: None,
        health_check: None,
        private_network: false,
    }
}
