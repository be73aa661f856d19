//! The responses that targets are tried on: those of the project's tests, which are part of the program.

use crate::connection::{self, ReadOptions, Reading};
use crate::document::Document;
use crate::examples;
use crate::secret::Secret;

/// Other envelopes and shapes of a connection that is there already.
const SAME_CONNECTION: [&str; 2] = ["envelope-", "shape-"];

/// Responses of `0.0.0.0/0` that are tried with networks behind it too.
const WITH_NETWORKS: [&str; 4] = [
    "destination-routing",
    "dual-tunnel-bgp",
    "dual-tunnel-destination",
    "dual-tunnel-two-wans-destination",
];

/// Networks of the cloud: private ones, and one that holds the VPN gateways, to which a device must keep a way outside.
const NETWORKS: [(&str, &[&str]); 2] = [
    ("+networks", &["172.16.0.0/12", "10.20.0.0/16"]),
    ("+gateways-inside", &["198.51.100.0/24"]),
];

/// A response with a name.
#[derive(Debug)]
pub struct Response {
    /// The name of the fixture; with `+2` for its second connection, `+bgp-key` where its sessions were given
    /// one, `+networks` and `+gateways-inside` where networks behind `0.0.0.0/0` were given.
    pub name: String,
    /// What it means.
    pub reading: Reading,
}

/// Every response that holds a connection, each once.
pub fn responses() -> Vec<Response> {
    let mut responses = Vec::new();
    for fixture in examples::FIXTURES {
        if SAME_CONNECTION
            .iter()
            .any(|start| fixture.name.starts_with(start))
        {
            continue;
        }
        let plain = ReadOptions::default();
        for (index, reading) in readings(fixture.text, &plain).into_iter().enumerate() {
            let name = match index {
                0 => fixture.name.to_owned(),
                _ => format!("{}+{}", fixture.name, index + 1),
            };
            responses.push(Response { name, reading });
        }
        // No response of `DownloadVpnConnectionConfig` carries the keys of BGP sessions; a device may get one.
        for mut reading in readings(fixture.text, &plain).into_iter().take(1) {
            if give_keys(&mut reading) {
                let name = format!("{}+bgp-key", fixture.name);
                responses.push(Response { name, reading });
            }
        }
        if WITH_NETWORKS.contains(&fixture.name) {
            for (end, networks) in NETWORKS {
                let read = readings(fixture.text, &given(networks));
                responses.extend(read.into_iter().take(1).map(|reading| Response {
                    name: format!("{}{end}", fixture.name),
                    reading,
                }));
            }
        }
    }
    responses
}

/// The networks behind `0.0.0.0/0`, as a user gives them.
fn given(cloud: &[&str]) -> ReadOptions {
    let nets = |nets: &[&str]| nets.iter().filter_map(|net| net.parse().ok()).collect();
    ReadOptions {
        device_prefixes: nets(&["192.168.0.0/16"]),
        cloud_prefixes: nets(cloud),
        ..ReadOptions::default()
    }
}

fn readings(text: &str, options: &ReadOptions) -> Vec<Reading> {
    let text = text.trim_start_matches('\u{feff}');
    let document = Document::parse(text).ok();
    let read = document.and_then(|document| {
        let read = connection::read(&[document], options);
        read.ok()
    });
    let mut readings = read.unwrap_or_default();
    readings.retain(|reading| reading.connection.is_some());
    readings
}

/// Gives the sessions that have no key one; false where there is none such.
fn give_keys(reading: &mut Reading) -> bool {
    let tunnels = reading.connection.iter_mut().flat_map(|c| &mut c.tunnels);
    let mut given = false;
    for session in tunnels.filter_map(|tunnel| tunnel.bgp.as_mut()) {
        if session.auth_key.is_none() {
            session.auth_key = Some(Secret::new("Rk7-invented.Key".to_owned()));
            given = true;
        }
    }
    given
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_many_and_each_has_a_name_of_its_own() {
        let responses = responses();
        assert!(responses.len() > 60, "{}", responses.len());
        let mut names: Vec<&str> = responses.iter().map(|r| r.name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), responses.len());
        assert!(names.contains(&"single-bgp+bgp-key"));
    }
}
