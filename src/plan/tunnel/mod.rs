//! Each tunnel in the device's words, with its name and its quoted PSK.

mod lower;
mod name;
mod planned;
mod words;

use crate::connection::Connection;
use crate::findings::{Finding, catalogue};
use crate::targets::{Situation, Target, Value};

use super::allot;
use super::inputs::{Missing, PlannedInput, missing_local_address, number as input_number};
use super::key;
use super::limits::number;
use lower::lower;
use words::Words;

pub(super) use name::name;
pub use planned::{ApiWords, Dpd, PlannedBgp, PlannedTunnel, Preference};

/// True when the device binds to another address than the cloud sees, in at least one tunnel.
pub(super) fn is_behind_nat(connection: &Connection, local: &[Option<String>; 2]) -> bool {
    connection.tunnels.iter().zip(local).any(|(tunnel, local)| {
        let public = tunnel.device_address.known();
        match local {
            Some(local) => public.is_none_or(|public| public.to_string() != *local),
            None => tunnel.hides_device_address(),
        }
    })
}

/// What is decided before the tunnels: the inputs, the addresses that the device binds to, and which facts hold for one of
/// the tunnels.
type Decided<'d, 't> = (
    &'d [PlannedInput<'t>],
    &'d [Option<String>; 2],
    &'d [(&'t str, bool)],
);

/// Lowers every tunnel; `None` when one lacks a word or its PSK cannot be written.
pub(super) fn plan<'t>(
    situations: &[Situation<'_>],
    target: &'t Target,
    (inputs, local, facts): Decided<'_, '_>,
    prefix: &str,
    redact: bool,
    missing: &mut Vec<Missing<'t>>,
    findings: &mut Vec<Finding>,
) -> Option<Vec<PlannedTunnel<'t>>> {
    let connection = situations.first()?.connection;
    let dpd_numbers = (
        input_number(inputs, "dpd_interval", 10),
        input_number(inputs, "dpd_retries", 3),
    );
    let mut planned = Vec::with_capacity(connection.tunnels.len());
    let mut complete = true;
    for (index, tunnel) in connection.tunnels.iter().enumerate() {
        let psk = match key::psk(&tunnel.psk, target, redact, missing) {
            Ok(psk) => Some(psk),
            Err(reason) => {
                let finding = Finding::new(&catalogue::PSK_NOT_WRITABLE)
                    .at(tunnel.psk.origin)
                    .in_tunnel(number(index));
                findings.push(reason.explain(finding));
                None
            }
        };
        let session_key = tunnel.bgp.as_ref().and_then(|bgp| bgp.auth_key.as_ref());
        let session_key = match session_key.map(|secret| key::bgp(secret, target, redact)) {
            None => None,
            Some(Ok(session_key)) => Some(session_key),
            Some(Err(reason)) => {
                let finding =
                    Finding::new(&catalogue::BGP_KEY_NOT_WRITABLE).in_tunnel(number(index));
                findings.push(reason.explain(finding));
                complete = false;
                None
            }
        };
        let words = Words::of(target, &tunnel.ike, &tunnel.esp);
        let (Some(psk), Some(words)) = (psk, words) else {
            complete = false;
            continue;
        };
        let bound = match &local[index.min(1)] {
            Some(address) => Some(address.clone()),
            // A public address that belongs to a NAT is never bound to in silence.
            None if tunnel.hides_device_address() => missing_local_address(target, index, missing),
            None => None,
        };
        let letter = if target.names.upper { "T" } else { "t" };
        let number = ["1", "2"][index.min(1)];
        let own = allot::of_tunnel(inputs, index == 1);
        let name = match &target.names.numbers {
            Some(numbers) => own_number(target, &own, numbers),
            None => [prefix, &target.names.separator, letter, number].concat(),
        };
        // Which hold for one of the tunnels is known; few of these are the tunnel's own.
        let facts = target.facts.iter().zip(facts).map(|(fact, (_, holds))| {
            *holds && (!fact.when.is_of_a_tunnel() || fact.when.holds(&situations[index]))
        });
        planned.push(lower(
            connection,
            tunnel,
            index,
            (name, own, facts.collect()),
            words,
            (psk, session_key),
            bound,
            dpd_numbers,
            missing,
        ));
    }
    complete.then_some(planned)
}

/// The tunnel's number, where objects have no names.
fn own_number(target: &Target, own: &[Value], input: &str) -> String {
    let names = &target.names_for_templates().of_tunnels;
    let place = names.iter().position(|name| **name == *input);
    place
        .and_then(|place| own.get(place))
        .map(Value::typed)
        .unwrap_or_default()
}
