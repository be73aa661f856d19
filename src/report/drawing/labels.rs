//! The texts of a drawing, made to fit their boxes.

use crate::findings::{Lang, Text};

use super::super::rich::Rich;
use super::super::texts;
use super::super::topology::Topology;
use super::sketch::{LINE, Sketch, count};

/// Most networks that a box lists.
const LISTED: usize = 8;

/// Every text of the drawing but those of the tunnels.
pub(super) struct Labels {
    pub(super) lang: Lang,
    pub(super) device_networks: Vec<String>,
    pub(super) cloud_networks: Vec<String>,
    pub(super) networks: &'static str,
    pub(super) premises: &'static str,
    pub(super) cloud: &'static str,
    pub(super) device: Node,
    pub(super) gateway: Node,
    pub(super) between: &'static str,
}

/// What stands at the top of a box.
pub(super) struct Node {
    /// Its name, in one or two lines.
    name: Vec<String>,
    /// What else is known.
    more: Vec<String>,
}

impl Node {
    pub(super) fn lines(&self) -> u32 {
        count(self.name.len() + self.more.len())
    }

    /// Writes the lines; the first stands at `y`.
    pub(super) fn write(&self, sketch: &mut Sketch, [x, y]: [u32; 2]) {
        for (place, line) in (0..).zip(&self.name) {
            sketch.text("title", "start", [x, y + place * LINE], line);
        }
        sketch.lines("start", [x, y + count(self.name.len()) * LINE], &self.more);
    }
}

impl Labels {
    pub(super) fn new(topology: &Topology, device: &str, lang: Lang) -> Self {
        let say = |text: &Text| text.in_lang(lang);
        let between = if topology.is_private {
            &texts::PRIVATE_NETWORK
        } else {
            &texts::INTERNET
        };
        let node = |name: &str, asn: Option<u32>| Node {
            name: in_lines(name),
            more: asn.map(|asn| format!("AS {asn}")).into_iter().collect(),
        };
        let device = node(device, topology.asns.map(|asns| asns.0));
        let gateway = node(say(&texts::GATEWAY), topology.asns.map(|asns| asns.1));
        Self {
            lang,
            device_networks: listed(&topology.device_networks, topology, lang),
            cloud_networks: listed(&topology.cloud_networks, topology, lang),
            networks: say(&texts::NETWORKS),
            premises: say(&texts::PREMISES),
            cloud: say(&texts::ALIBABA_CLOUD),
            device,
            gateway,
            between: say(between),
        }
    }
}

/// At most [`LISTED`] lines.
fn listed(networks: &[String], topology: &Topology, lang: Lang) -> Vec<String> {
    if networks.is_empty() {
        let text = if topology.asns.is_some() {
            &texts::BY_BGP
        } else {
            &texts::BY_ROUTES
        };
        return vec![text.in_lang(lang).to_owned()];
    }
    if networks.len() <= LISTED {
        return networks.to_vec();
    }
    let (shown, rest) = networks.split_at(LISTED - 1);
    let count = Rich::words(rest.len().to_string());
    let more = Rich::fill(&texts::AND_MORE, lang, &[("count", count)]);
    shown.iter().cloned().chain([more.plain()]).collect()
}

/// A name in one or two lines that fit into a box. Characters beyond ASCII are twice as wide.
fn in_lines(name: &str) -> Vec<String> {
    const ROOM: usize = 15;
    let width =
        |text: &str| -> usize { text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum() };
    let mut lines: Vec<String> = Vec::new();
    for word in name.split_whitespace() {
        match lines.last_mut() {
            Some(line) if width(line) + 1 + width(word) <= ROOM => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    let is_cut = lines.len() > 2;
    lines.truncate(2);
    for line in &mut lines {
        if width(line) > ROOM {
            while width(line) >= ROOM {
                line.pop();
            }
            line.push('…');
        }
    }
    if let (true, Some(last)) = (is_cut, lines.last_mut())
        && !last.ends_with('…')
    {
        last.push_str(" …");
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_are_broken_and_cut() {
        assert_eq!(in_lines("Juniper SRX"), ["Juniper SRX"]);
        assert_eq!(
            in_lines("strongSwan (swanctl)"),
            ["strongSwan", "(swanctl)"]
        );
        assert_eq!(
            in_lines("Cisco Secure Firewall Threat Defense Virtual"),
            ["Cisco Secure", "Firewall Threat …"]
        );
        assert_eq!(in_lines("上海机房的边界路由器设备"), ["上海机房的边界…"]);
    }
}
