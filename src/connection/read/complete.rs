//! The last step: every part is there, or a finding says what is missing or hidden.

use crate::connection::{
    Connection, EspProposal, Field, IkeProposal, IkeVersion, Maskable, Origin, Role, Routing, Site,
    Sourced, Subnet, Tunnel, subnet,
};
use crate::findings::{Finding, catalogue};

use super::assume;
use super::hidden;
use super::part::Part;
use super::parts::{EspParts, IkeParts, Parts, SiteParts, TunnelParts};
use super::reasons;
use super::sm;

/// The connection, if nothing is missing, with the active tunnel first.
pub(super) fn complete(parts: Parts, findings: &mut Vec<Finding>) -> Option<Connection> {
    let roles = assume::roles(&parts.tunnels, findings);
    let is_reversed = roles
        .first()
        .is_some_and(|role| role.value == Role::Standby);
    assume::note(&parts.tunnels, findings);
    let is_sm = sm::is_reported(findings);
    let mut gaps = Gaps {
        findings,
        is_sm,
        reported: None,
    };
    let device = gaps.site(parts.device);
    let cloud = gaps.site(parts.cloud);
    let expected = parts.tunnels.len();
    let mut tunnels = Vec::with_capacity(expected);
    for (tunnel, role) in parts.tunnels.into_iter().zip(roles) {
        if let Some(tunnel) = gaps.tunnel(tunnel, role) {
            tunnels.push(tunnel);
        }
    }
    number_tunnels(is_reversed, findings);
    let (device, cloud) = (device?, cloud?);
    if tunnels.len() != expected || tunnels.is_empty() {
        return None;
    }
    if is_reversed {
        tunnels.reverse();
    }
    let is_any = |site: &Site| matches!(&site.subnets[..], [only] if only.value == Maskable::Known(subnet::ANY));
    Some(Connection {
        id: parts.id,
        name: parts.name,
        routing: if is_any(&device) && is_any(&cloud) {
            Routing::Destination
        } else {
            Routing::Flows
        },
        device,
        cloud,
        tunnels,
        cloud_initiates: parts.cloud_initiates,
        health_check: parts.health_check,
    })
}

/// Names the tunnel of every finding whose places in the base document all lie in one; the number is the
/// tunnel's place in the connection.
fn number_tunnels(is_reversed: bool, findings: &mut [Finding]) {
    for finding in findings {
        if finding.tunnel.is_none() {
            finding.tunnel = tunnel_of(&finding.places);
        }
        if let (true, Some(number @ 1..=2)) = (is_reversed, finding.tunnel) {
            finding.tunnel = Some(3 - number);
        }
    }
}

/// The tunnel, from 1, in which all places of the first one's document lie.
fn tunnel_of(places: &[Origin]) -> Option<u8> {
    let first = places.first()?;
    let mut alike = places
        .iter()
        .filter(|place| (place.source, place.document) == (first.source, first.document));
    let is_one = alike.all(|place| place.tunnel == first.tunnel && !place.is_of_session());
    first.tunnel.filter(|_| is_one).map(|tunnel| tunnel + 1)
}

/// Takes values out of their parts and reports those that are not there.
struct Gaps<'f> {
    findings: &'f mut Vec<Finding>,
    /// On an SM gateway there is no key and no group, and that is no fault of the document.
    is_sm: bool,
    /// The last missing place: a missing section is one finding, not one for each field.
    reported: Option<Origin>,
}

impl Gaps<'_> {
    fn take<T>(&mut self, part: Part<T>) -> Option<Sourced<T>> {
        match part {
            Part::Known(sourced) => Some(sourced),
            Part::Faulty => None,
            Part::Missing(origin) => {
                self.report_missing(origin);
                None
            }
        }
    }

    fn take_masked<T>(&mut self, part: Part<Maskable<T>>) -> Option<Sourced<Maskable<T>>> {
        let sourced = self.take(part)?;
        if sourced.is_masked() && !sourced.is_assumed() {
            self.report_masked(sourced.origin);
        }
        Some(sourced)
    }

    #[cold]
    fn report_missing(&mut self, origin: Origin) {
        let is_sm_gap = matches!(origin.field, Field::Psk | Field::IkePfs | Field::IpsecPfs);
        if self.is_sm && is_sm_gap || self.reported == Some(origin) {
            return;
        }
        self.reported = Some(origin);
        let is_companions = matches!(
            origin.field,
            Field::CustomerGatewayIp | Field::InternetIp | Field::DisasterRecoveryInternetIp
        );
        self.findings.push(
            Finding::new(&catalogue::MISSING_FIELD)
                .with("field", origin.name())
                .explain("remedy", reasons::of_missing(origin.dialect, is_companions))
                .at(origin),
        );
    }

    #[cold]
    fn report_masked(&mut self, origin: Origin) {
        self.findings.push(hidden::finding(origin));
    }

    fn site(&mut self, site: SiteParts) -> Option<Site> {
        let subnets: Sourced<Vec<Sourced<Subnet>>> = self.take(site.subnets)?;
        if subnets.value.iter().any(|subnet| subnet.is_masked()) {
            self.report_masked(subnets.origin);
        }
        Some(Site {
            subnets: subnets.value,
            prefixes: site.prefixes,
        })
    }

    fn tunnel(&mut self, tunnel: TunnelParts, role: Sourced<Role>) -> Option<Tunnel> {
        let device_address = self.take_masked(tunnel.device_address);
        let cloud_address = self.take_masked(tunnel.cloud_address);
        let device_identity = self.take_masked(tunnel.device_identity);
        let cloud_identity = self.take_masked(tunnel.cloud_identity);
        let psk = self.take_masked(tunnel.psk);
        let ike = self.ike(tunnel.ike);
        let esp = self.esp(tunnel.esp);
        let assumed_on = |flag: Option<Sourced<bool>>, field| {
            flag.unwrap_or(Sourced::new(true, Origin::assumed(field)))
        };
        Some(Tunnel {
            id: tunnel.id,
            role,
            device_address: device_address?,
            cloud_address: cloud_address?,
            device_identity: device_identity?,
            cloud_identity: cloud_identity?,
            psk: psk?,
            ike: ike?,
            esp: esp?,
            dpd: assumed_on(tunnel.dpd, Field::EnableDpd),
            nat_traversal: assumed_on(tunnel.nat_traversal, Field::EnableNatTraversal),
            bgp: tunnel.bgp,
        })
    }

    fn ike(&mut self, ike: IkeParts) -> Option<IkeProposal> {
        let is_v1 = ike.version.value() == Some(&IkeVersion::V1);
        let version = self.take(ike.version);
        // Whether a missing mode matters is known only when the version is.
        let mode = match ike.mode {
            Part::Missing(origin) if origin.field == Field::IkeMode && !is_v1 => None,
            mode => self.take(mode),
        };
        let encryption = self.take(ike.encryption);
        let integrity = self.take(ike.integrity);
        let dh = self.take(ike.dh);
        let lifetime = self.take(ike.lifetime);
        Some(IkeProposal {
            version: version?,
            mode: mode?,
            encryption: encryption?,
            integrity: integrity?,
            dh: dh?,
            lifetime: lifetime?,
        })
    }

    fn esp(&mut self, esp: EspParts) -> Option<EspProposal> {
        let encryption = self.take(esp.encryption);
        let integrity = self.take(esp.integrity);
        let pfs = self.take(esp.pfs);
        let lifetime = self.take(esp.lifetime);
        Some(EspProposal {
            encryption: encryption?,
            integrity: integrity?,
            pfs: pfs?,
            lifetime: lifetime?,
        })
    }
}
