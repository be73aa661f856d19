//! The drawing as a Mermaid flowchart, for Markdown.

use std::fmt::Write as _;

use crate::connection::Role;
use crate::findings::Lang;

use super::texts;
use super::topology::{Topology, tunnel_title};

/// The text of the flowchart, without a fence.
pub(super) fn write(topology: &Topology, device: &str, lang: Lang) -> String {
    let say = |text: &crate::findings::Text| text.in_lang(lang);
    let (device_asn, cloud_asn) = match topology.asns {
        Some((device, cloud)) => (format!("AS {device}"), format!("AS {cloud}")),
        None => (String::new(), String::new()),
    };
    let networks = |networks: &[String]| {
        let by_bgp = topology.asns.is_some();
        let mut lines = vec![say(&texts::NETWORKS).to_owned()];
        if networks.is_empty() {
            lines.push(
                say(if by_bgp {
                    &texts::BY_BGP
                } else {
                    &texts::BY_ROUTES
                })
                .to_owned(),
            );
        }
        lines.extend_from_slice(networks);
        label(&lines)
    };
    let mut chart = String::from("flowchart LR\n");
    let mut line = |text: std::fmt::Arguments<'_>| {
        let _ = writeln!(chart, "  {text}");
    };
    line(format_args!(
        "subgraph premises[{}]",
        label(&[say(&texts::PREMISES).to_owned()])
    ));
    line(format_args!(
        "  lan[{}]",
        networks(&topology.device_networks)
    ));
    line(format_args!(
        "  device[{}]",
        label(&[device.to_owned(), device_asn])
    ));
    line(format_args!("  lan --- device"));
    line(format_args!("end"));
    line(format_args!(
        "subgraph cloud[{}]",
        label(&[say(&texts::ALIBABA_CLOUD).to_owned()])
    ));
    line(format_args!(
        "  gateway[{}]",
        label(&[say(&texts::GATEWAY).to_owned(), cloud_asn])
    ));
    line(format_args!(
        "  vpc[{}]",
        networks(&topology.cloud_networks)
    ));
    line(format_args!("  gateway --- vpc"));
    line(format_args!("end"));
    for tunnel in &topology.tunnels {
        // Mermaid breaks labels at 200 pixels; these lines are shorter.
        let [encryption, integrity, group] = tunnel.proposal;
        let mut lines = vec![
            tunnel_title(tunnel, lang),
            tunnel.device.clone(),
            tunnel.cloud.clone(),
            format!("{} {encryption}", tunnel.version),
            format!("{integrity} {group}"),
        ];
        if let Some((device, cloud)) = &tunnel.bgp {
            lines.push(format!("BGP {device}"));
            lines.push(format!("BGP {cloud}"));
        }
        let arrow = match tunnel.role {
            Role::Standby => "<-.->",
            _ => "<==>",
        };
        line(format_args!("device {arrow}|{}| gateway", label(&lines)));
    }
    chart
}

/// A label in quotes, one line of it after the other.
fn label(lines: &[String]) -> String {
    let lines: Vec<String> = lines
        .iter()
        .filter(|line| !line.is_empty())
        .map(|line| escaped(line))
        .collect();
    format!("\"{}\"", lines.join("<br/>"))
}

/// Text of a label: all but harmless characters as Mermaid's entity codes (`#35;`).
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        let harmless =
            c.is_alphanumeric() || matches!(c, ' ' | '.' | '/' | '-' | ',' | ':' | '（' | '）');
        if harmless {
            escaped.push(c);
        } else {
            let _ = write!(escaped, "#{};", u32::from(c));
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_cannot_end_early() {
        assert_eq!(
            label(&[
                "a\"]; click x".to_owned(),
                String::new(),
                "10.0.0.0/8".to_owned()
            ]),
            "\"a#34;#93;#59; click x<br/>10.0.0.0/8\""
        );
        assert_eq!(escaped("<b>#1"), "#60;b#62;#35;1");
    }
}
