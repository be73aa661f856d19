//! Networks, device, tunnels, gateway, networks from left to right.

use super::super::topology::{Topology, tunnel_title};
use super::Drawing;
use super::labels::Labels;
use super::sketch::{LINE, Sketch, count, pipe};

/// The drawing.
pub(super) fn draw(topology: &Topology, labels: &Labels) -> Drawing {
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
