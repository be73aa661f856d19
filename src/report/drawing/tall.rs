//! Networks, device, tunnels, gateway, networks from top to bottom; two tunnels stand side by side.

use super::super::topology::{Topology, numbered, role};
use super::Drawing;
use super::labels::{Labels, Node};
use super::sketch::{LINE, Shape, Sketch, count, pipe};

/// The drawing.
pub(super) fn draw(topology: &Topology, labels: &Labels) -> Drawing {
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
