//! The lines of a description, out of the target.

use super::text::NO_WAY;
use super::{AlgorithmLine, LifetimeLine, TopologyLine};
use crate::connection::{DhGroup, Encryption, IkeVersion, Integrity};
use crate::findings::{Lang, Text};
use crate::targets::condition::Topology;
use crate::targets::input_spec::{InputKind, InputSpec};
use crate::targets::manifest::{Capability, Range};
use crate::targets::target::Target;
use crate::targets::vocabulary::{Cell, Phase, Slot};

pub(super) fn topology_line(target: &Target, topology: Topology, lang: Lang) -> TopologyLine<'_> {
    let capability = match topology {
        Topology::Policy => &target.topologies.policy,
        Topology::Route => &target.topologies.route,
    };
    TopologyLine {
        topology: topology.word(),
        refused: match capability {
            None => Some(NO_WAY.in_lang(lang).to_owned()),
            Some(capability) => capability
                .refusal(&target.version)
                .map(|why| why.in_lang(lang).to_owned()),
        },
        source: capability
            .as_ref()
            .and_then(|c: &Capability| c.source.as_deref())
            .unwrap_or(""),
    }
}

pub(super) fn algorithms(target: &Target, lang: Lang) -> Vec<AlgorithmLine<'_>> {
    let slots = |phase: Phase| {
        let dh = if phase == Phase::Ike { "dh" } else { "pfs" };
        let encryption = Encryption::ALL
            .iter()
            .map(|v| ("encryption", v.api_word(), Slot::Encryption(*v)));
        let integrity = Integrity::ALL
            .iter()
            .map(|v| ("integrity", v.api_word(), Slot::Integrity(*v)));
        let groups = DhGroup::ALL
            .iter()
            .map(move |v| (dh, v.api_word(), Slot::Dh(*v)));
        encryption.chain(integrity).chain(groups)
    };
    let mut lines = Vec::new();
    for version in IkeVersion::ALL {
        for (phase, name) in [(Phase::Ike, "ike"), (Phase::Esp, "esp")] {
            for (slot, value, key) in slots(phase) {
                let Cell {
                    word,
                    source,
                    verified,
                } = target.cell(phase, *version, key);
                lines.push(AlgorithmLine {
                    ike_version: version.api_word(),
                    phase: name,
                    slot,
                    value,
                    word: word.as_deref().ok(),
                    refused: word.as_ref().err().map(|why| why.in_lang(lang)),
                    source,
                    verified: *verified,
                });
            }
        }
    }
    lines
}

pub(super) fn lifetimes(target: &Target) -> Vec<LifetimeLine<'_>> {
    let ranges = [
        ("IKEv1", &target.lifetimes.ikev1),
        ("IKEv2", &target.lifetimes.ikev2),
        ("ESP", &target.lifetimes.esp),
    ];
    ranges
        .into_iter()
        .filter_map(|(of, range)| {
            let Range {
                min,
                max,
                source,
                verified,
            } = range.as_ref()?;
            Some(LifetimeLine {
                of,
                min: *min,
                max: *max,
                source,
                verified: *verified,
            })
        })
        .collect()
}

/// What may be given for an input, in words.
pub(crate) fn kind_in_words(input: &InputSpec, lang: Lang) -> String {
    let text = |en, zh| Text { en, zh }.in_lang(lang);
    match input.kind {
        InputKind::Interface => text("an interface", "接口").to_owned(),
        InputKind::Ipv4 => text("an IPv4 address", "IPv4 地址").to_owned(),
        InputKind::Number => {
            let (min, max) = (
                input.min.unwrap_or(0),
                input.max.unwrap_or(i64::from(u32::MAX)),
            );
            match lang {
                Lang::En => format!("a number from {min} to {max}"),
                Lang::Zh => format!("{min} 至 {max} 的数字"),
            }
        }
        InputKind::Name => text("a name", "名称").to_owned(),
        InputKind::Choice => match lang {
            Lang::En => format!("one of {}", input.choices.join(", ")),
            Lang::Zh => format!("{} 之一", input.choices.join("、")),
        },
        InputKind::Flag => text("true or false", "true 或 false").to_owned(),
        InputKind::Text => text("text", "文本").to_owned(),
    }
}
