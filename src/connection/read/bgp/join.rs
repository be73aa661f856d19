//! Which tunnel a session runs in.

use crate::connection::Sourced;
use crate::findings::{Finding, catalogue};

use super::session::{self, finish};
use super::sides::{Clues, direction};
use super::{End, Session, invalid};
use crate::connection::read::Side;
use crate::connection::read::part::Part;
use crate::connection::read::parts::TunnelParts;
use crate::connection::read::reasons;
use crate::connection::read::shown::shown;

/// Puts every session into its tunnel.
pub(in crate::connection::read) fn join(
    sessions: Vec<Session<'_>>,
    tunnels: &mut [TunnelParts],
    clues: &mut [Clues],
    option: Option<Side>,
    findings: &mut Vec<Finding>,
) {
    let mut undecided: Option<Finding> = None;
    let only = sessions.len() == 1 && tunnels.len() == 1;
    let mut taken = [false; 2];
    for session in sessions {
        let Some(place) = tunnel_of(&session, tunnels, clues, only) else {
            report_unmatched(&session, findings);
            continue;
        };
        if std::mem::replace(&mut taken[place.min(1)], true) {
            if let Some(network) = session.network.known() {
                let value = network.value.to_string();
                findings.push(invalid(network.origin, value, reasons::SECOND_SESSION));
            }
            continue;
        }
        let before = findings.len();
        match direction(&session, &clues[place], option, findings) {
            Some((local, evidence)) => {
                let clues = &mut clues[place];
                tunnels[place].bgp = finish(session, local, evidence, clues, findings);
            }
            None => add_undecided(&mut undecided, &session),
        }
        if tunnels.len() > 1 {
            for finding in &mut findings[before..] {
                finding.tunnel = u8::try_from(place + 1).ok();
            }
        }
    }
    findings.extend(undecided);
    session::report_shared_network(tunnels, findings);
}

/// The index of the tunnel that a session runs in.
fn tunnel_of(
    session: &Session<'_>,
    tunnels: &[TunnelParts],
    clues: &[Clues],
    only: bool,
) -> Option<usize> {
    let has_id =
        |tunnel: &TunnelParts, id: &str| tunnel.id.as_ref().is_some_and(|own| own.value == id);
    match session.tunnel_id {
        // A single tunnel need not have an id.
        Some(_) if only && tunnels[0].id.is_none() => Some(0),
        Some(id) => {
            let mut named = (0..tunnels.len()).filter(|&place| has_id(&tunnels[place], id.value));
            // Masked ids can be the same for both tunnels.
            named.next().filter(|_| named.next().is_none())
        }
        None if only => Some(0),
        None => {
            let network = session.network.value()?;
            clues.iter().position(|clues| {
                clues.described.is_some_and(|described| {
                    described.network.map(|other| other.value) == Some(*network)
                })
            })
        }
    }
}

fn report_unmatched(session: &Session<'_>, findings: &mut Vec<Finding>) {
    let finding = Finding::new(&catalogue::BGP_UNMATCHED).with("field", "TunnelId");
    findings.push(match (session.tunnel_id, &session.network) {
        (Some(id), _) => finding.with("value", shown(id.value)).at(id.origin),
        (None, Part::Known(Sourced { origin, .. }) | Part::Missing(origin)) => {
            finding.explain("value", reasons::NO_TUNNEL_ID).at(*origin)
        }
        (None, Part::Faulty) => finding.explain("value", reasons::NO_TUNNEL_ID),
    });
}

/// One finding for all sessions whose sides nothing tells.
fn add_undecided(undecided: &mut Option<Finding>, session: &Session<'_>) {
    let asn = |end: &End| end.asn.value().map_or_else(String::new, u32::to_string);
    let finding = undecided.take().unwrap_or_else(|| {
        Finding::new(&catalogue::BGP_DIRECTION_UNKNOWN)
            .with("value", asn(&session.local))
            .with("other", asn(&session.peer))
    });
    let places = [session.local.asn.known(), session.peer.asn.known()];
    *undecided = Some(
        places
            .into_iter()
            .flatten()
            .fold(finding, |finding, asn| finding.at(asn.origin)),
    );
}
