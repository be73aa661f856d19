//! Rules on the connection as a whole: its subnets, and its tunnels beside each other.

use ipnet::Ipv4Net;

use crate::connection::{Field, IkeVersion, Maskable, Origin, Sourced, Subnet, subnet};
use crate::findings::{Finding, Rule, catalogue};

use crate::connection::read::parts::{Parts, SiteParts, TunnelParts};
use crate::connection::read::sides::{Sides, in_cloud_words};

/// Checks both sides and the tunnels beside each other.
pub(super) fn check(parts: &Parts, sides: Sides, findings: &mut Vec<Finding>) {
    check_reserved(&parts.device, &catalogue::RESERVED_SUBNET, findings);
    check_reserved(&parts.cloud, &catalogue::SERVICE_SUBNET, findings);
    for site in [&parts.device, &parts.cloud] {
        check_within(site, sides, findings);
    }
    check_between(parts, findings);
    check_ikev1_pairs(parts, findings);
    if let [first, second] = &parts.tunnels[..] {
        check_addresses_differ(first, second, findings);
        check_shared(first, second, findings);
    }
    check_bgp_selectors(parts, findings);
}

fn nets(subnets: &[Sourced<Subnet>]) -> impl Iterator<Item = (Ipv4Net, Origin)> + Clone {
    subnets
        .iter()
        .filter_map(|subnet| Some((*subnet.value.known()?, subnet.origin)))
}

/// The cloud's own block: meant on the cloud's side, a fault on the device's.
fn check_reserved(site: &SiteParts, rule: &'static Rule, findings: &mut Vec<Finding>) {
    for (net, origin) in nets(site.known()) {
        if net != subnet::ANY && subnet::overlap(net, subnet::RESERVED) {
            findings.push(
                Finding::new(rule)
                    .with("field", origin.name())
                    .with("value", net.to_string())
                    .at(origin),
            );
        }
    }
}

fn check_within(site: &SiteParts, sides: Sides, findings: &mut Vec<Finding>) {
    for (net, origin) in nets(site.known()) {
        let around = nets(site.known())
            .find(|(other, _)| other.prefix_len() < net.prefix_len() && other.contains(&net));
        if let Some((other, _)) = around {
            let kept: Vec<String> = nets(site.known())
                .filter(|(kept, _)| *kept != net)
                .map(|(kept, _)| kept.to_string())
                .collect();
            findings.push(
                Finding::new(&catalogue::OVERLAP_WITHIN_SIDE)
                    .with("field", origin.name())
                    .with("value", net.to_string())
                    .with("other", other.to_string())
                    .at(origin)
                    .set(in_cloud_words(origin.field, sides), kept.join(",")),
            );
        }
    }
}

fn check_between(parts: &Parts, findings: &mut Vec<Finding>) {
    let (device, cloud) = (&parts.device, &parts.cloud);
    if device.known().is_empty() || cloud.known().is_empty() {
        return;
    }
    let one_sided = match (device.has_any(), cloud.has_any()) {
        (true, true) => return,
        (true, false) => Some(device),
        (false, true) => Some(cloud),
        (false, false) => None,
    };
    if let Some(site) = one_sided {
        let origin = site.known()[0].origin;
        findings.push(
            Finding::new(&catalogue::ONE_SIDED_ANY)
                .with("field", origin.name())
                .at(origin),
        );
        return;
    }
    for (net, origin) in nets(device.known()) {
        for (other, other_origin) in nets(cloud.known()) {
            if subnet::overlap(net, other) {
                // The longest prefix wins: a site inside a larger block of the cloud keeps its own.
                let rule = if net.prefix_len() > other.prefix_len() {
                    &catalogue::DEVICE_WITHIN_CLOUD
                } else {
                    &catalogue::OVERLAP_BETWEEN_SIDES
                };
                findings.push(
                    Finding::new(rule)
                        .with("value", net.to_string())
                        .with("other", other.to_string())
                        .at(origin)
                        .at(other_origin),
                );
            }
        }
    }
}

/// The gateway takes the first block of each side, so that pair is the one most likely to pass.
fn check_ikev1_pairs(parts: &Parts, findings: &mut Vec<Finding>) {
    let version = parts
        .tunnels
        .iter()
        .filter_map(|tunnel| tunnel.ike.version.known())
        .find(|version| version.value == IkeVersion::V1);
    let (device, cloud) = (parts.device.known(), parts.cloud.known());
    let count = device.len() * cloud.len();
    let Some(version) = version.filter(|_| count > 1) else {
        return;
    };
    let shown = |subnet: &Subnet| match subnet {
        Maskable::Known(net) => net.to_string(),
        Maskable::Masked => "****".to_owned(),
    };
    findings.push(
        Finding::new(&catalogue::IKEV1_MULTI_SUBNET)
            .with("count", count.to_string())
            .with(
                "pair",
                format!("{} === {}", shown(&device[0].value), shown(&cloud[0].value)),
            )
            .at(device[0].origin)
            .at(cloud[0].origin)
            .at(version.origin)
            .set(Field::IkeVersion, IkeVersion::V2.api_word()),
    );
}

fn check_addresses_differ(first: &TunnelParts, second: &TunnelParts, findings: &mut Vec<Finding>) {
    let ends = |tunnel: &TunnelParts| {
        Some((
            *tunnel.device_address.unmasked()?,
            *tunnel.cloud_address.unmasked()?,
        ))
    };
    let (Some(one), Some(two)) = (ends(first), ends(second)) else {
        return;
    };
    if one == two {
        let mut finding = Finding::new(&catalogue::TUNNELS_SHARE_ADDRESS)
            .with("value", one.0.to_string())
            .with("other", one.1.to_string());
        for tunnel in [first, second] {
            finding
                .places
                .extend(tunnel.cloud_address.known().map(|address| address.origin));
        }
        findings.push(finding);
    }
}

/// Tunnels may differ in keys, identities and proposals; not in what makes one behave otherwise.
fn check_shared(first: &TunnelParts, second: &TunnelParts, findings: &mut Vec<Finding>) {
    let word = |version: &IkeVersion| version.api_word().to_owned();
    differ(
        first.ike.version.known(),
        second.ike.version.known(),
        word,
        findings,
    );
    let pfs = |tunnel: &TunnelParts| {
        let pfs = tunnel.esp.pfs.known()?;
        Some(Sourced::new(pfs.value.is_some(), pfs.origin))
    };
    let on = |on: &bool| if *on { "on" } else { "disabled" }.to_owned();
    differ(pfs(first).as_ref(), pfs(second).as_ref(), on, findings);
    let flag = bool::to_string;
    differ(first.dpd.as_ref(), second.dpd.as_ref(), flag, findings);
    differ(
        first.nat_traversal.as_ref(),
        second.nat_traversal.as_ref(),
        flag,
        findings,
    );
    if let (Some(one), Some(two)) = (&first.bgp, &second.bgp) {
        let number = u32::to_string;
        differ(Some(&one.cloud_asn), Some(&two.cloud_asn), number, findings);
    }
    check_sessions(first, second, findings);
}

/// One device has one AS number, and needs a session in each tunnel.
fn check_sessions(first: &TunnelParts, second: &TunnelParts, findings: &mut Vec<Finding>) {
    // A session that found no tunnel may be the one that is missing.
    let is_unmatched = |finding: &Finding| finding.slug() == catalogue::BGP_UNMATCHED.slug;
    if findings.iter().any(is_unmatched) {
        return;
    }
    match (&first.bgp, &second.bgp) {
        (Some(one), Some(two)) if one.device_asn.value != two.device_asn.value => findings.push(
            Finding::new(&catalogue::BGP_DEVICE_ASNS)
                .with("value", one.device_asn.value.to_string())
                .with("other", two.device_asn.value.to_string())
                .at(one.device_asn.origin)
                .at(two.device_asn.origin),
        ),
        (Some(session), None) => findings.push(without_session("2", session.network.origin)),
        (None, Some(session)) => findings.push(without_session("1", session.network.origin)),
        _ => {}
    }
}

fn without_session(number: &'static str, of_other: Origin) -> Finding {
    Finding::new(&catalogue::BGP_ON_ONE_TUNNEL)
        .with("number", number)
        .at(of_other)
}

fn differ<T: PartialEq>(
    one: Option<&Sourced<T>>,
    two: Option<&Sourced<T>>,
    shown: impl Fn(&T) -> String,
    findings: &mut Vec<Finding>,
) {
    if let (Some(one), Some(two)) = (one, two)
        && one.value != two.value
    {
        findings.push(
            Finding::new(&catalogue::TUNNELS_DIFFER)
                .with("field", one.origin.name())
                .with("value", shown(&one.value))
                .with("other", shown(&two.value))
                .at(one.origin)
                .at(two.origin),
        );
    }
}

fn check_bgp_selectors(parts: &Parts, findings: &mut Vec<Finding>) {
    if parts.device.has_any() && parts.cloud.has_any() {
        return;
    }
    let session = parts.tunnels.iter().find_map(|tunnel| tunnel.bgp.as_ref());
    if let Some(session) = session {
        findings.push(
            Finding::new(&catalogue::BGP_NEEDS_ANY)
                .at(session.network.origin)
                .set(Field::LocalSubnet, subnet::ANY.to_string())
                .set(Field::RemoteSubnet, subnet::ANY.to_string()),
        );
    }
}
