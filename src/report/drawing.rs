//! The drawing as shapes for SVG: a wide one for paper and screens, a tall one for narrow screens.
//!
//! Only geometry is decided here; colours and fonts are the style sheet's. Widths are reckoned in the
//! units of the view box, with 7.9 units for a character of fixed width.

use serde::Serialize;

use crate::connection::Role;
use crate::findings::{Lang, Text};

use super::texts;
use super::topology::{DrawnTunnel, Topology};

/// A drawing.
#[derive(Debug, Serialize)]
pub(super) struct Drawing {
    /// Width of the view box.
    pub(super) width: u32,
    /// Height of the view box.
    pub(super) height: u32,
    /// In the order in which they are drawn.
    pub(super) shapes: Vec<Shape>,
}

/// A shape; its class gives it its look.
#[derive(Debug, Serialize)]
#[serde(tag = "shape", rename_all = "lowercase")]
pub(super) enum Shape {
    /// A box.
    Rect {
        class: &'static str,
        x: u32,
        y: u32,
        width: u32,
        height: u32,
    },
    /// A line.
    Line {
        class: &'static str,
        x1: u32,
        y1: u32,
        x2: u32,
        y2: u32,
    },
    /// A line of text.
    Text {
        class: &'static str,
        anchor: &'static str,
        x: u32,
        y: u32,
        text: String,
    },
}

/// The word for a role.
pub(super) fn role(role: Role) -> &'static Text {
    match role {
        Role::Single => &texts::ROLE_SINGLE,
        Role::Active => &texts::ROLE_ACTIVE,
        Role::Standby => &texts::ROLE_STANDBY,
        Role::Shared => &texts::ROLE_SHARED,
    }
}

/// The name of a tunnel, with its role where there are two.
pub(super) fn tunnel_title(tunnel: &DrawnTunnel, lang: Lang) -> String {
    let text = match tunnel.role {
        Role::Single => &texts::TUNNEL,
        _ => &texts::TUNNEL_ROLE,
    };
    let role = super::Rich::fill(role(tunnel.role), lang, &[]);
    let number = super::Rich::words(tunnel.number.to_string());
    super::Rich::fill(text, lang, &[("number", number), ("role", role)]).plain()
}

/// The name of a tunnel.
fn numbered(tunnel: &DrawnTunnel, lang: Lang) -> String {
    let number = super::Rich::words(tunnel.number.to_string());
    super::Rich::fill(&texts::TUNNEL, lang, &[("number", number)]).plain()
}

/// The drawing in words, for those who do not see it.
pub(super) fn in_words(topology: &Topology, lang: Lang) -> String {
    let fill = |text: &Text, values: &[(&str, &str)]| {
        let values: Vec<(&str, super::Rich)> = values
            .iter()
            .map(|(name, value)| (*name, super::Rich::words(value)))
            .collect();
        super::Rich::fill(text, lang, &values).plain()
    };
    let mut sentences = Vec::new();
    for tunnel in &topology.tunnels {
        sentences.push(fill(
            &texts::DRAWN_TUNNEL,
            &[
                ("tunnel", &tunnel_title(tunnel, lang)),
                ("device", &tunnel.device),
                ("cloud", &tunnel.cloud),
                ("version", &tunnel.version),
            ],
        ));
        if let Some((device, cloud)) = &tunnel.bgp {
            sentences.push(fill(
                &texts::DRAWN_BGP,
                &[("device", device), ("cloud", cloud)],
            ));
        }
    }
    sentences.join(" ")
}

/// Most networks that a box lists.
const LISTED: usize = 8;
/// From one line of text to the next.
const LINE: u32 = 20;

/// Both layouts: wide, tall.
pub(super) fn draw(topology: &Topology, device: &str, lang: Lang) -> [Drawing; 2] {
    let labels = Labels::new(topology, device, lang);
    [wide(topology, &labels), tall(topology, &labels)]
}

/// Every text of the drawing but those of the tunnels.
struct Labels {
    lang: Lang,
    device_networks: Vec<String>,
    cloud_networks: Vec<String>,
    networks: &'static str,
    premises: &'static str,
    cloud: &'static str,
    device: Node,
    gateway: Node,
    between: &'static str,
}

/// What stands at the top of a box.
struct Node {
    /// Its name, in one or two lines.
    name: Vec<String>,
    /// What else is known.
    more: Vec<String>,
}

impl Node {
    fn lines(&self) -> u32 {
        count(self.name.len() + self.more.len())
    }

    /// Writes the lines; the first stands at `y`.
    fn write(&self, sketch: &mut Sketch, [x, y]: [u32; 2]) {
        for (place, line) in (0..).zip(&self.name) {
            sketch.text("title", "start", [x, y + place * LINE], line);
        }
        sketch.lines("start", [x, y + count(self.name.len()) * LINE], &self.more);
    }
}

impl Labels {
    fn new(topology: &Topology, device: &str, lang: Lang) -> Self {
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
    let count = super::Rich::words(rest.len().to_string());
    let more = super::Rich::fill(&texts::AND_MORE, lang, &[("count", count)]);
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

/// The class of a tunnel's line.
fn pipe(role: Role) -> &'static str {
    if role == Role::Standby {
        "pipe standby"
    } else {
        "pipe"
    }
}

/// Puts shapes into a list.
#[derive(Default)]
struct Sketch(Vec<Shape>);

impl Sketch {
    fn rect(&mut self, class: &'static str, [x, y, width, height]: [u32; 4]) {
        self.0.push(Shape::Rect {
            class,
            x,
            y,
            width,
            height,
        });
    }

    fn line(&mut self, class: &'static str, [x1, y1, x2, y2]: [u32; 4]) {
        self.0.push(Shape::Line {
            class,
            x1,
            y1,
            x2,
            y2,
        });
    }

    fn text(
        &mut self,
        class: &'static str,
        anchor: &'static str,
        [x, y]: [u32; 2],
        text: impl Into<String>,
    ) {
        self.0.push(Shape::Text {
            class,
            anchor,
            x,
            y,
            text: text.into(),
        });
    }

    /// Lines of text below each other.
    fn lines(&mut self, anchor: &'static str, [x, y]: [u32; 2], lines: &[String]) {
        for (place, line) in (0..).zip(lines) {
            let class = if line.starts_with(|c: char| c.is_ascii_digit() || c == '?') {
                "value"
            } else {
                "word"
            };
            self.text(class, anchor, [x, y + place * LINE], line);
        }
    }
}

fn count(items: usize) -> u32 {
    u32::try_from(items).unwrap_or(u32::MAX)
}

/// Networks, device, tunnels, gateway, networks from left to right.
fn wide(topology: &Topology, labels: &Labels) -> Drawing {
    const WIDTH: u32 = 1000;
    const LAN: [u32; 2] = [24, 164];
    const DEVICE: [u32; 2] = [212, 160];
    const GATEWAY: [u32; 2] = [628, 160];
    const VPC: [u32; 2] = [812, 164];
    const TOP: u32 = 52;
    let has_bgp = topology.asns.is_some();
    let row = if has_bgp { 100 } else { 80 };
    let head = 36 + LINE * labels.device.lines().max(labels.gateway.lines());
    let tunnels = count(topology.tunnels.len()) * row;
    let listed = 44
        + LINE
            * count(
                labels
                    .device_networks
                    .len()
                    .max(labels.cloud_networks.len()),
            );
    let inner = (head + tunnels).max(listed);
    let height = TOP + inner + 40;
    let middle = TOP + inner / 2;
    let mut sketch = Sketch::default();
    // The two sites, then what stands in them.
    for (x, title) in [(8, labels.premises), (612, labels.cloud)] {
        sketch.rect("site", [x, 8, 380, height - 16]);
        sketch.text("site-title", "start", [x + 16, 34], title);
    }
    for ([x, width], networks) in [
        (LAN, &labels.device_networks),
        (VPC, &labels.cloud_networks),
    ] {
        let box_height = 40 + LINE * count(networks.len());
        let y = middle - box_height / 2;
        sketch.rect("net", [x, y, width, box_height]);
        sketch.text("title", "start", [x + 14, y + 24], labels.networks);
        sketch.lines("start", [x + 14, y + 46], networks);
    }
    sketch.line("wire", [LAN[0] + LAN[1], middle, DEVICE[0], middle]);
    sketch.line("wire", [GATEWAY[0] + GATEWAY[1], middle, VPC[0], middle]);
    for ([x, width], node) in [(DEVICE, &labels.device), (GATEWAY, &labels.gateway)] {
        sketch.rect("node", [x, TOP, width, inner]);
        node.write(&mut sketch, [x + 14, TOP + 24]);
    }
    let (from, to) = (DEVICE[0] + DEVICE[1], GATEWAY[0]);
    let centre = from.midpoint(to);
    sketch.text("between", "middle", [centre, 34], labels.between);
    let first = TOP + head + (inner - head - tunnels) / 2;
    for (place, tunnel) in (0..).zip(&topology.tunnels) {
        let y = first + place * row + 26;
        sketch.line(pipe(tunnel.role), [from, y, to, y]);
        sketch.text("value", "end", [from - 14, y + 5], &tunnel.device);
        sketch.text("value", "start", [to + 14, y + 5], &tunnel.cloud);
        let title = tunnel_title(tunnel, labels.lang);
        sketch.text("title", "middle", [centre, y - 12], title);
        let proposal = format!("{} {}", tunnel.version, tunnel.proposal.join(" "));
        sketch.text("small", "middle", [centre, y + 22], proposal);
        if let Some((device, cloud)) = &tunnel.bgp {
            sketch.text("small", "middle", [centre, y + 40], "BGP");
            sketch.text("small", "start", [from + 6, y + 40], device);
            sketch.text("small", "end", [to - 6, y + 40], cloud);
        }
    }
    Drawing {
        width: WIDTH,
        height,
        shapes: sketch.0,
    }
}

/// The same from top to bottom; two tunnels stand side by side.
fn tall(topology: &Topology, labels: &Labels) -> Drawing {
    const WIDTH: u32 = 340;
    const LEFT: u32 = 20;
    const INNER: u32 = 300;
    let mut sketch = Sketch::default();
    let mut y = 8;
    let net_height = |networks: &[String]| 40 + LINE * count(networks.len());
    let node_height = |node: &Node| 16 + LINE * node.lines();
    // On the premises.
    let top = y;
    let site_height =
        40 + net_height(&labels.device_networks) + 20 + node_height(&labels.device) + 14;
    sketch.rect("site", [8, top, 324, site_height]);
    sketch.text("site-title", "start", [LEFT, top + 26], labels.premises);
    y += 40;
    y = tall_networks(&mut sketch, y, labels, &labels.device_networks);
    sketch.line("wire", [WIDTH / 2, y, WIDTH / 2, y + 20]);
    y += 20;
    sketch.rect("node", [LEFT, y, INNER, node_height(&labels.device)]);
    labels.device.write(&mut sketch, [34, y + 23]);
    y += node_height(&labels.device);
    // The tunnels.
    let is_dual = topology.tunnels.len() > 1;
    let rows = 6 + if topology.asns.is_some() { 3 } else { 0 } + u32::from(is_dual);
    let length = 36 + LINE * rows;
    let column = INNER / count(topology.tunnels.len()).max(1);
    for (place, tunnel) in (0..).zip(&topology.tunnels) {
        let x = LEFT + 12 + place * column;
        sketch.line(pipe(tunnel.role), [x, y, x, y + length]);
        let mut lines = vec![tunnel.device.clone()];
        if is_dual {
            lines.push(role(tunnel.role).in_lang(labels.lang).to_owned());
        }
        lines.push(format!("{} {}", tunnel.version, tunnel.proposal[0]));
        lines.push(tunnel.proposal[1].to_owned());
        lines.push(tunnel.proposal[2].to_owned());
        if let Some((device, cloud)) = &tunnel.bgp {
            lines.extend(["BGP".to_owned(), device.clone(), cloud.clone()]);
        }
        lines.push(tunnel.cloud.clone());
        let mut line_y = y + 34;
        let last = lines.len() - 1;
        for (index, line) in lines.iter().enumerate() {
            let class = if index == 0 || index == last {
                "value"
            } else {
                "small"
            };
            sketch.text(class, "start", [x + 14, line_y], line);
            line_y += LINE;
            if index == 0 {
                let title = numbered(tunnel, labels.lang);
                sketch.text("title", "start", [x + 14, line_y], title);
                line_y += LINE;
            }
        }
    }
    y += length;
    // In the cloud.
    let site_top = y - 14;
    let site_height =
        14 + node_height(&labels.gateway) + 20 + net_height(&labels.cloud_networks) + 40;
    // Behind everything: drawn first.
    sketch.0.insert(
        0,
        Shape::Rect {
            class: "site",
            x: 8,
            y: site_top,
            width: 324,
            height: site_height,
        },
    );
    sketch.rect("node", [LEFT, y, INNER, node_height(&labels.gateway)]);
    labels.gateway.write(&mut sketch, [34, y + 23]);
    y += node_height(&labels.gateway);
    sketch.line("wire", [WIDTH / 2, y, WIDTH / 2, y + 20]);
    y += 20;
    y = tall_networks(&mut sketch, y, labels, &labels.cloud_networks);
    sketch.text("site-title", "start", [LEFT, y + 24], labels.cloud);
    Drawing {
        width: WIDTH,
        height: site_top + site_height + 8,
        shapes: sketch.0,
    }
}

fn tall_networks(sketch: &mut Sketch, y: u32, labels: &Labels, networks: &[String]) -> u32 {
    let height = 40 + LINE * count(networks.len());
    sketch.rect("net", [20, y, 300, height]);
    sketch.text("title", "start", [34, y + 24], labels.networks);
    sketch.lines("start", [34, y + 46], networks);
    y + height
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
