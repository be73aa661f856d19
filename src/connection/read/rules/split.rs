//! Rules on several connections beside each other: those between the same two addresses share one
//! phase 1 SA in the cloud.

use std::net::Ipv4Addr;

use crate::connection::{
    Connection, Earlier, Identity, IkeProposal, Maskable, Origin, Psk, Sourced, Tunnel,
};
use crate::findings::{Finding, Text, catalogue};

use crate::connection::read::reasons;

/// The addresses of a tunnel: the device's, the cloud's.
pub(in crate::connection::read) type Ends = (Ipv4Addr, Ipv4Addr);

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

pub(in crate::connection::read) fn ends(tunnel: &Tunnel) -> Option<Ends> {
    Some((
        *tunnel.device_address.known()?,
        *tunnel.cloud_address.known()?,
    ))
}

/// What two tunnels between the same addresses must agree in. The key is wiped when it is dropped.
#[derive(Debug)]
pub(in crate::connection::read) struct Phase1 {
    ike: IkeProposal,
    device_identity: Sourced<Maskable<Identity>>,
    cloud_identity: Sourced<Maskable<Identity>>,
    psk: Sourced<Psk>,
}

impl Phase1 {
    pub(in crate::connection::read) fn of(tunnel: &Tunnel) -> Self {
        Self {
            ike: tunnel.ike.clone(),
            device_identity: tunnel.device_identity.clone(),
            cloud_identity: tunnel.cloud_identity.clone(),
            psk: tunnel.psk.clone(),
        }
    }

    /// The first thing in which a later tunnel differs. `name` is what the first one's connection is called where it
    /// stands in another file: then its places are none of the later one's.
    pub(in crate::connection::read) fn difference(
        &self,
        two: &Tunnel,
        (device, cloud): Ends,
        name: Option<&str>,
    ) -> Option<Finding> {
        let (a, b) = (&self.ike, &two.ike);
        let differ = plain(&a.version, &b.version)
            .or_else(|| plain(&a.mode, &b.mode))
            .or_else(|| plain(&a.encryption, &b.encryption))
            .or_else(|| plain(&a.integrity, &b.integrity))
            .or_else(|| plain(&a.dh, &b.dh))
            .or_else(|| plain(&a.lifetime, &b.lifetime))
            .or_else(|| identity(&self.device_identity, &two.device_identity))
            .or_else(|| identity(&self.cloud_identity, &two.cloud_identity))
            .or_else(|| keys(&self.psk, &two.psk))?;
        let [first, own] = differ.places;
        let field = if name.is_some() { own } else { first };
        let mut finding = Finding::new(&catalogue::SPLIT_CONNECTIONS_DIFFER)
            .with("device", device.to_string())
            .with("cloud", cloud.to_string())
            .with("field", field.name())
            .at(own);
        match differ.values {
            Values::Shown(one, two) => finding = finding.with("value", one).with("other", two),
            Values::Secret(one, two) => {
                finding = finding.explain("value", one).explain("other", two);
            }
        }
        Some(match name {
            Some(name) => finding
                .with("connection", name.to_owned())
                .explain("where", reasons::IN_ANOTHER_FILE),
            None => finding.explain("where", reasons::NOTHING).at(first),
        })
    }
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
fn keys(one: &Sourced<Psk>, two: &Sourced<Psk>) -> Option<Differ> {
    let (a, b) = (one.known()?, two.known()?);
    (!a.same_as(b)).then_some(Differ {
        places: [one.origin, two.origin],
        values: Values::Secret(reasons::A_KEY, reasons::ANOTHER_KEY),
    })
}
