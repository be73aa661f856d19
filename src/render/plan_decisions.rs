//! What a context would say of its plan, said without the context: in a fleet most connections meet a layout that is
//! known, and need nothing of it but this. Everything stands in the order of [`Context`](super::context::Context).
//!
//! A layout is learnt only where this and the context agree, and tests hold them together on every response and target.

use ipnet::Ipv4Net;

use super::context::{ApiView, DpdView, PreferenceView};
use super::decisions::Decisions;
use super::engine_value::View;
use super::key::Key;
use super::network::first_host;
use super::reveal::{gateways, lang_word, makes_word};
use crate::connection::subnet;
use crate::findings::{Judged, Lang, Level};
use crate::ipv4_text;
use crate::plan::{Network, Plan, PlannedBgp, PlannedIdentity, PlannedSite, PlannedTunnel, marker};
use crate::targets::{Makes, Value};

/// The decisions of a plan's context; `None` where the context itself must be asked.
pub(super) fn decisions<'p>(
    plan: &'p Plan<'_>,
    findings: &'p [Judged],
    lang: Lang,
) -> Option<Decisions<'p>> {
    let decisions = Decisions::noted(|notes| {
        let target = plan.target;
        for word in [&*target.id, &*target.name, target.version.as_str()] {
            notes.word_value(word);
        }
        notes.word_value(target.comment.line_start());
        for input in &plan.inputs {
            value(notes, &input.value);
        }
        for taken in &plan.taken {
            notes.number_value(*taken);
        }
        for (_, holds) in &plan.facts {
            notes.truth_value(*holds);
        }
        notes.word(lang_word(lang));
        connection(notes, plan);
        let first_address = plan.tunnels.first().map(|tunnel| &tunnel.local_address);
        notes.count(plan.tunnels.len());
        for (index, planned) in plan.tunnels.iter().enumerate() {
            tunnel(notes, index, planned, first_address);
        }
        let told = || findings.iter().filter(|judged| judged.level < Level::Error);
        notes.count(told().count());
        for judged in told() {
            notes.text(&judged.message);
        }
    })?;
    (!decisions.may_hold_mark()).then_some(decisions)
}

fn value(notes: &mut Decisions<'_>, value: &Value) {
    match value {
        Value::Text(given) => notes.word_value(given),
        Value::Number(number) => notes.number_value(*number),
        Value::Flag(flag) => notes.truth_value(*flag),
        Value::Missing => notes.unasked_value(),
    }
}

fn connection<'p>(notes: &mut Decisions<'p>, plan: &'p Plan<'_>) {
    let (device, cloud) = (&plan.device, &plan.cloud);
    notes.word_value(&plan.name);
    for word in [
        plan.routing.word(),
        plan.topology.word(),
        makes_word(plan.makes),
    ] {
        notes.word(word);
    }
    let first = plan.tunnels.first();
    notes.number(first.map_or(2, |tunnel| tunnel.version.number()).into());
    notes.flag(plan.tunnels.len() > 1);
    notes.flag(plan.tunnels.iter().any(|tunnel| tunnel.bgp.is_some()));
    notes.flag(plan.behind_nat);
    site(notes, device);
    site(notes, cloud);
    notes.count(plan.enclosed.len());
    for enclosed in &plan.enclosed {
        net(notes, *enclosed);
    }
    let pairs = || {
        let of_device = |device| cloud.subnets.iter().map(move |cloud| (device, cloud));
        (1..).zip(device.subnets.iter().flat_map(of_device))
    };
    let count = device.subnets.len() * cloud.subnets.len();
    notes.count(count);
    for (index, (device, cloud)) in pairs() {
        notes.count(index);
        network(notes, *device);
        network(notes, *cloud);
    }
    match plan.makes {
        Makes::Pair => {
            notes.count(count);
            for (index, (device, cloud)) in pairs() {
                notes.count(index);
                networks(notes, std::slice::from_ref(device));
                networks(notes, std::slice::from_ref(cloud));
            }
        }
        Makes::Any | Makes::List => {
            notes.count(1);
            notes.count(1);
            networks(notes, &device.subnets);
            networks(notes, &cloud.subnets);
        }
    }
    notes.flag(plan.health_check.is_some());
    if let Some((cloud, device)) = &plan.health_check {
        notes.text(cloud);
        notes.text(device);
    }
    let gateways = gateways(plan);
    notes.count(gateways.len());
    for gateway in gateways {
        notes.text(gateway);
    }
}

fn site(notes: &mut Decisions<'_>, site: &PlannedSite) {
    networks(notes, &site.subnets);
    networks(notes, &site.routes);
}

fn networks(notes: &mut Decisions<'_>, networks: &[Network]) {
    notes.count(networks.len());
    for each in networks {
        network(notes, *each);
    }
}

fn network(notes: &mut Decisions<'_>, network: Network) {
    match network {
        Network::Known(known) => net(notes, known),
        Network::Missing(name) => missing_net(notes, name),
    }
}

/// A network that nobody gave: the marker in every notation.
fn missing_net(notes: &mut Decisions<'_>, name: &'static str) {
    notes.marker(name);
    notes.marker(name);
    notes.word_value(&marker(name));
    notes.marker(name);
    notes.flag(false);
}

fn net(notes: &mut Decisions<'_>, net: Ipv4Net) {
    notes.net(net, ipv4_text::net);
    notes.net(net, |net| ipv4_text::address(net.network()));
    notes.word_value(ipv4_text::prefix_len(net).as_str());
    notes.net(net, |net| ipv4_text::address(first_host(net)));
    notes.flag(net == subnet::ANY);
}

fn tunnel<'p>(
    notes: &mut Decisions<'p>,
    index: usize,
    tunnel: &'p PlannedTunnel<'_>,
    first_address: Option<&String>,
) {
    let number = u32::try_from(index).unwrap_or_default();
    notes.count(index + 1);
    notes.word_value(&tunnel.name);
    notes.text(&tunnel.id);
    notes.word(tunnel.role.word());
    plain(notes, &PreferenceView::from(tunnel.preference));
    notes.text(&tunnel.device_address);
    notes.text(&tunnel.local_address);
    notes.flag(tunnel.local_address != tunnel.device_address);
    notes.flag(Some(&tunnel.local_address) != first_address);
    notes.text(&tunnel.cloud_address);
    identity(notes, &tunnel.device_id);
    identity(notes, &tunnel.cloud_id);
    notes.number(tunnel.version.number().into());
    notes.word(tunnel.mode);
    for word in [
        tunnel.ike_encryption,
        tunnel.ike_integrity,
        tunnel.ike_prf,
        tunnel.ike_dh,
    ] {
        notes.word_value(word);
    }
    notes.number(tunnel.ike_lifetime.into());
    plain(notes, &ApiView::from(tunnel.ike_api));
    notes.word_value(tunnel.esp_encryption);
    notes.word_value(tunnel.esp_integrity);
    notes.flag(tunnel.esp_pfs.is_some());
    if let Some(group) = tunnel.esp_pfs {
        notes.word_value(group);
    }
    notes.number(tunnel.esp_lifetime.into());
    plain(notes, &ApiView::from(tunnel.esp_api));
    notes.number(Key::psk(number).number());
    for input in &tunnel.inputs {
        value(notes, input);
    }
    for holds in &tunnel.facts {
        notes.truth_value(*holds);
    }
    plain(notes, &DpdView::from(tunnel.dpd));
    notes.flag(tunnel.nat_traversal);
    notes.flag(tunnel.bgp.is_some());
    if let Some(bgp) = &tunnel.bgp {
        session(notes, bgp, number);
    }
}

fn session<'p>(notes: &mut Decisions<'p>, bgp: &'p PlannedBgp, number: u32) {
    notes.number(bgp.device_asn.into());
    notes.text(&bgp.device_address);
    notes.number(bgp.cloud_asn.into());
    notes.text(&bgp.cloud_address);
    net(notes, bgp.network);
    notes.flag(bgp.auth_key.is_some());
    if bgp.auth_key.is_some() {
        notes.number(Key::bgp(number).number());
    }
}

fn identity<'p>(notes: &mut Decisions<'p>, identity: &'p PlannedIdentity) {
    notes.word(identity.kind);
    notes.text(&identity.text);
}

/// A part of the context that is plain values, as the context itself notes it.
fn plain(notes: &mut Decisions<'_>, view: &impl View) {
    notes.apart(|notes| view.note(notes));
}
