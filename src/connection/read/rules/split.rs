//! Rules on several connections beside each other: those between the same two addresses share one
//! phase 1 SA in the cloud.

use std::collections::HashMap;
use std::net::Ipv4Addr;

use crate::connection::read::Reading;
use crate::connection::{
    Connection, Earlier, Identity, Maskable, Neighbours, Origin, Sourced, Tunnel,
};
use crate::findings::{Finding, Text, catalogue};

use crate::connection::read::reasons;

type Ends = (Ipv4Addr, Ipv4Addr);

/// Compares every tunnel with the first one between its two addresses.
pub(in crate::connection::read) fn check(readings: &mut [Reading]) {
    if readings.len() < 2 {
        return;
    }
    let mut first = HashMap::<Ends, (usize, usize)>::new();
    let mut neighbours = Neighbours::default();
    let mut found = Vec::new();
    for reading in readings.iter_mut() {
        if let Some(connection) = &reading.connection {
            reading.earlier = neighbours.place(connection);
            let beside = beside(Some(connection), reading.earlier);
            reading.findings.extend(beside);
        }
    }
    for (place, reading) in readings.iter().enumerate() {
        let tunnels = reading.connection.iter().flat_map(|c| &c.tunnels);
        for (number, tunnel) in tunnels.enumerate() {
            let Some(ends) = ends(tunnel) else { continue };
            let &mut (known, own) = first.entry(ends).or_insert((place, number));
            if known == place {
                continue;
            }
            if let Some(connection) = &readings[known].connection {
                let finding = difference(&connection.tunnels[own], tunnel, ends);
                found.extend(finding.map(|finding| (place, finding)));
            }
        }
    }
    for (place, finding) in found {
        readings[place].findings.push(finding);
    }
}

/// The note on a connection that is not the first of its device.
pub(in crate::connection::read) fn beside(
    connection: Option<&Connection>,
    earlier: Earlier,
) -> Option<Finding> {
    let tunnels = connection
        .filter(|_| earlier.connections > 0)?
        .tunnels
        .iter();
    let address = tunnels.map(|tunnel| &tunnel.device_address);
    let address = address
        .into_iter()
        .find(|address| address.known().is_some())?;
    Some(
        Finding::new(&catalogue::CONNECTIONS_OF_ONE_DEVICE)
            .with(
                "value",
                address.known().map(ToString::to_string).unwrap_or_default(),
            )
            .with("count", (earlier.connections + 1).to_string())
            .at(address.origin),
    )
}

fn ends(tunnel: &Tunnel) -> Option<Ends> {
    Some((
        *tunnel.device_address.known()?,
        *tunnel.cloud_address.known()?,
    ))
}

/// The first thing in which phase 1 of two tunnels differs.
fn difference(one: &Tunnel, two: &Tunnel, (device, cloud): Ends) -> Option<Finding> {
    let (a, b) = (&one.ike, &two.ike);
    let differ = plain(&a.version, &b.version)
        .or_else(|| plain(&a.mode, &b.mode))
        .or_else(|| plain(&a.encryption, &b.encryption))
        .or_else(|| plain(&a.integrity, &b.integrity))
        .or_else(|| plain(&a.dh, &b.dh))
        .or_else(|| plain(&a.lifetime, &b.lifetime))
        .or_else(|| identity(&one.device_identity, &two.device_identity))
        .or_else(|| identity(&one.cloud_identity, &two.cloud_identity))
        .or_else(|| keys(one, two))?;
    let mut finding = Finding::new(&catalogue::SPLIT_CONNECTIONS_DIFFER)
        .with("device", device.to_string())
        .with("cloud", cloud.to_string())
        .with("field", differ.places[0].name());
    match differ.values {
        Values::Shown(one, two) => finding = finding.with("value", one).with("other", two),
        Values::Secret(one, two) => {
            finding = finding.explain("value", one).explain("other", two);
        }
    }
    let [one, two] = differ.places;
    Some(finding.at(two).at(one))
}

struct Differ {
    places: [Origin; 2],
    values: Values,
}

enum Values {
    Shown(String, String),
    Secret(Text, Text),
}

fn plain<T: PartialEq + ToString>(one: &Sourced<T>, two: &Sourced<T>) -> Option<Differ> {
    (one.value != two.value).then(|| Differ {
        places: [one.origin, two.origin],
        values: Values::Shown(one.value.to_string(), two.value.to_string()),
    })
}

fn identity(
    one: &Sourced<Maskable<Identity>>,
    two: &Sourced<Maskable<Identity>>,
) -> Option<Differ> {
    let (a, b) = (one.known()?, two.known()?);
    (a != b).then(|| Differ {
        places: [one.origin, two.origin],
        values: Values::Shown(a.to_string(), b.to_string()),
    })
}

/// That two keys differ is all that is ever said of them.
fn keys(one: &Tunnel, two: &Tunnel) -> Option<Differ> {
    let (a, b) = (one.psk.known()?, two.psk.known()?);
    (!a.same_as(b)).then_some(Differ {
        places: [one.psk.origin, two.psk.origin],
        values: Values::Secret(reasons::A_KEY, reasons::ANOTHER_KEY),
    })
}
