//! A target in words, or as JSON: releases, what it can do, limits with their sources, inputs.

use serde::Serialize;

use super::condition::Topology;
use super::input_spec::{InputKind, InputSpec};
use super::manifest::{Capability, Range};
use super::resolve::Target;
use super::samples::Characters;
use super::vocabulary::{Cell, Phase, Slot};
use crate::connection::{DhGroup, Encryption, IkeVersion, Integrity};
use crate::findings::{Lang, Level, Text};

/// The whole target at one release.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct Description<'t> {
    /// The language of the texts.
    #[serde(skip)]
    lang: Lang,
    /// `vendor/platform`.
    pub id: &'t str,
    /// What the vendor calls it.
    pub name: &'t str,
    /// What it covers.
    pub about: &'t str,
    /// Short names.
    pub aliases: &'t [String],
    /// The release that is described.
    pub release: &'t str,
    /// The first release of each range.
    pub releases: Vec<&'t str>,
    /// How the configuration is loaded and saved.
    pub load: &'t str,
    /// Policy-based, route-based: whether, and why not.
    pub topologies: Vec<TopologyLine<'t>>,
    /// Every algorithm of both phases and versions of IKE.
    pub algorithms: Vec<AlgorithmLine<'t>>,
    /// Lifetimes.
    pub lifetimes: Vec<LifetimeLine<'t>>,
    /// What this release cannot do.
    pub limits: Vec<LimitLine<'t>>,
    /// What the device makes of special characters in keys.
    pub keys: Vec<Characters>,
    /// What only the user can know.
    pub inputs: Vec<InputLine<'t>>,
    /// Files that are made.
    pub outputs: Vec<OutputLine<'t>>,
}

/// A way to configure the device.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct TopologyLine<'t> {
    /// `policy` or `route`.
    pub topology: &'static str,
    /// Why it cannot be done; absent where it can.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
    /// Where the vendor says so.
    pub source: &'t str,
}

/// One algorithm in one place.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct AlgorithmLine<'t> {
    /// `ikev1`, `ikev2`.
    pub ike_version: &'static str,
    /// `ike` or `esp`.
    pub phase: &'static str,
    /// `encryption`, `integrity`, `dh`.
    pub slot: &'static str,
    /// The API's word.
    pub value: &'static str,
    /// The device's word; absent where it has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub word: Option<&'t str>,
    /// Why it has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused: Option<&'t str>,
    /// Where the vendor says so.
    pub source: &'t str,
    /// Whether somebody proved it.
    pub verified: bool,
}

/// A range of lifetimes.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct LifetimeLine<'t> {
    /// `IKEv1`, `IKEv2`, `ESP`.
    pub of: &'static str,
    /// Seconds at least.
    pub min: u32,
    /// Seconds at most.
    pub max: u32,
    /// Where the vendor says so.
    pub source: &'t str,
    /// Whether somebody proved it.
    pub verified: bool,
}

/// A limit.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct LimitLine<'t> {
    /// The rule's name.
    pub rule: &'t str,
    /// Its level.
    pub level: Level,
    /// What is wrong and why.
    pub reason: &'t str,
    /// What to do.
    pub advice: &'t str,
    /// Where the vendor says so.
    pub source: &'t str,
    /// Whether somebody proved it.
    pub verified: bool,
}

/// An input.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct InputLine<'t> {
    /// Its name.
    pub name: &'t str,
    /// What may be given.
    #[serde(rename = "type")]
    pub kind: String,
    /// Used when nothing is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<&'t str>,
    /// What it is.
    pub help: &'t str,
    /// The connections that ask for it, in words; absent where all do.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub when: String,
}

/// A file of the output.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct OutputLine<'t> {
    /// What it is for.
    pub section: &'static str,
    /// Its name in the output folder.
    pub path: &'t str,
    /// Where it goes on the device.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub install: Option<&'t str>,
    /// Whether the PSK stands in it.
    pub holds_secret: bool,
}

impl<'t> Description<'t> {
    /// Describes a target in English.
    pub fn new(target: &'t Target) -> Self {
        Self::in_lang(target, Lang::En)
    }

    /// Describes a target; what its manifest says in English alone stays so.
    pub fn in_lang(target: &'t Target, lang: Lang) -> Self {
        let either = |en: &'t String, zh: &'t Option<String>| match (lang, zh) {
            (Lang::Zh, Some(zh)) => zh.as_str(),
            _ => en.as_str(),
        };
        Self {
            lang,
            id: &target.id,
            name: &target.name,
            about: &target.about,
            aliases: &target.aliases,
            release: target.version.as_str(),
            releases: target.versions.iter().map(super::Version::as_str).collect(),
            load: either(&target.load, &target.load_zh),
            topologies: Topology::ALL
                .iter()
                .map(|topology| topology_line(target, *topology, lang))
                .collect(),
            algorithms: algorithms(target, lang),
            lifetimes: lifetimes(target),
            limits: target
                .limits
                .iter()
                .map(|limit| LimitLine {
                    rule: &limit.rule.slug,
                    level: limit.rule.level,
                    reason: either(&limit.rule.reason, &limit.rule.reason_zh),
                    advice: either(&limit.rule.remedy, &limit.rule.remedy_zh),
                    source: &limit.rule.source,
                    verified: limit.rule.verified,
                })
                .collect(),
            keys: target.characters(),
            inputs: target
                .inputs
                .iter()
                .map(|input| InputLine {
                    name: &input.name,
                    kind: kind_in_words(input, lang),
                    default: input.default.as_deref(),
                    help: either(&input.help, &input.help_zh),
                    when: input.when.in_words(),
                })
                .collect(),
            outputs: target
                .outputs
                .iter()
                .map(|output| OutputLine {
                    section: output.section.word(),
                    path: &output.path,
                    install: output.install.as_deref(),
                    holds_secret: output.holds_secret,
                })
                .collect(),
        }
    }

    /// For people.
    pub fn text(&self) -> String {
        let say = |text: Text| text.in_lang(self.lang);
        let colon = say(COLON);
        let mut text = format!("{} ({}@{})\n", self.name, self.id, self.release);
        let mut line = |line: String| {
            text.push_str(&line);
            text.push('\n');
        };
        line(format!("{}\n", self.about));
        line(format!(
            "{}{colon}{}",
            say(ALIASES),
            self.aliases.join(", ")
        ));
        line(format!(
            "{}{colon}{}{}",
            say(RELEASES),
            say(FROM),
            self.releases.join(&[", ", say(FROM)].concat())
        ));
        line(format!("{}{colon}{}", say(LOAD), self.load));
        self.inputs_in_lines().into_iter().for_each(&mut line);
        line(format!("\n{}", say(TOPOLOGIES)));
        for topology in &self.topologies {
            let verdict = topology.refused.as_deref().map_or_else(
                || say(YES).to_owned(),
                |reason| format!("{}{colon}{reason}", say(NO)),
            );
            let name = if topology.topology == Topology::Policy.word() {
                say(POLICY)
            } else {
                say(ROUTE)
            };
            line(format!("  {name}{colon}{verdict}"));
        }
        line(format!("\n{}", say(ALGORITHMS)));
        self.algorithms_in_words(&mut line);
        line(format!("\n{}", say(LIMITS)));
        for range in &self.lifetimes {
            let LifetimeLine { of, min, max, .. } = range;
            line(match self.lang {
                Lang::En => format!("  {of} lifetime: {min} to {max} seconds"),
                Lang::Zh => format!("  {of} 生存周期：{min} 至 {max} 秒"),
            });
        }
        for limit in &self.limits {
            let doubt = if limit.verified { "" } else { say(DOUBT) };
            line(format!(
                "  {} ({}){doubt}{colon}{}",
                limit.rule,
                say(limit.level.text()),
                limit.reason
            ));
            if !limit.advice.is_empty() {
                line(format!("    {}", limit.advice));
            }
            line(format!("    {}{colon}{}", say(SOURCE), limit.source));
        }
        self.keys.iter().for_each(|keys| line(in_lines(keys)));
        line(format!("\n{}", say(FILES)));
        for output in &self.outputs {
            let install = output
                .install
                .map(|path| format!(" -> {path}"))
                .unwrap_or_default();
            let secret = if output.holds_secret { say(SECRET) } else { "" };
            line(format!(
                "  {}{colon}{}{install}{secret}",
                output.section, output.path
            ));
        }
        text
    }

    /// Both versions and phases: what each has words for, and why not.
    fn algorithms_in_words(&self, line: &mut dyn FnMut(String)) {
        let say = |text: Text| text.in_lang(self.lang);
        let colon = say(COLON);
        for (version, phase) in [
            ("ikev1", "ike"),
            ("ikev1", "esp"),
            ("ikev2", "ike"),
            ("ikev2", "esp"),
        ] {
            let lines = || {
                self.algorithms
                    .iter()
                    .filter(|a| a.ike_version == version && a.phase == phase)
            };
            let can: Vec<&str> = lines()
                .filter(|a| a.word.is_some())
                .map(|a| a.value)
                .collect();
            line(format!("  {version} {phase}{colon}{}", can.join(", ")));
            for algorithm in lines() {
                if let Some(reason) = algorithm.refused {
                    line(format!(
                        "    {} {} {}{colon}{reason}",
                        say(NOT),
                        algorithm.slot,
                        algorithm.value
                    ));
                }
            }
        }
    }
}

/// The words of the page, by name.
macro_rules! words {
    ($($name:ident = $en:literal, $zh:literal;)+) => {
        $(const $name: Text = Text { en: $en, zh: $zh };)+
        #[cfg(test)]
        const WORDS: &[Text] = &[$($name),+];
    };
}

words! {
    COLON = ": ", "：";
    ALIASES = "Aliases", "别名";
    RELEASES = "Releases whose output differs", "输出有差异的版本";
    FROM = "from ", "自 ";
    LOAD = "Load and save", "加载与保存";
    TOPOLOGIES = "Topologies:", "配置方式：";
    POLICY = "policy-based", "基于策略";
    ROUTE = "route-based", "基于路由";
    YES = "yes", "支持";
    NO = "no", "不支持";
    NO_WAY = "the manifest names no way", "清单未给出做法";
    ALGORITHMS = "Algorithms (IKE version, phase: values it has words for):", "算法（IKE 版本、阶段：可用的取值）：";
    NOT = "not", "不支持";
    LIMITS = "Limits:", "限制：";
    DOUBT = " [not proven on a device]", " [未经设备验证]";
    SOURCE = "source", "依据";
    INPUTS = "Inputs (--set NAME=VALUE):", "输入值（--set NAME=VALUE）：";
    NEEDED = "needed", "必填";
    ONLY = "only", "仅当";
    FILES = "Files:", "文件：";
    SECRET = " (holds the PSK)", "（含预共享密钥）";
}

impl Description<'_> {
    /// What must or may be given, and when.
    fn inputs_in_lines(&self) -> Vec<String> {
        let say = |text: Text| text.in_lang(self.lang);
        let colon = say(COLON);
        let mut lines = vec![format!("\n{}", say(INPUTS))];
        for input in &self.inputs {
            let when = &input.when;
            let need = match (input.default, when.as_str()) {
                (None, "") => format!(" ({})", say(NEEDED)),
                (None, when) => format!(" ({}{colon}{when})", say(NEEDED)),
                (Some(""), "") => String::new(),
                (Some(""), when) => format!(" ({}{colon}{when})", say(ONLY)),
                (Some(default), "") => format!(" [{default}]"),
                (Some(default), when) => format!(" [{default}] ({}{colon}{when})", say(ONLY)),
            };
            lines.push(format!(
                "  {}{colon}{}{need}\n    {}",
                input.name, input.kind, input.help
            ));
        }
        lines
    }
}

/// What the device makes of special characters, a line each.
fn in_lines(keys: &Characters) -> String {
    let mut lines = format!("\n{}, what the device makes of it:", keys.of);
    for (what, value) in keys.rows() {
        lines.extend(["\n  ", what, ": ", &value]);
    }
    lines
}

fn topology_line(target: &Target, topology: Topology, lang: Lang) -> TopologyLine<'_> {
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

fn algorithms(target: &Target, lang: Lang) -> Vec<AlgorithmLine<'_>> {
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

fn lifetimes(target: &Target) -> Vec<LifetimeLine<'_>> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::targets::Registry;

    #[test]
    fn a_target_is_described_in_both_languages() {
        assert!(
            WORDS
                .iter()
                .all(|word| word.en.is_ascii() && word.en != word.zh)
        );
        let target = Registry::builtin().load("cisco/asa").unwrap();
        let english = Description::in_lang(&target, Lang::En).text();
        let chinese = Description::in_lang(&target, Lang::Zh).text();
        assert_eq!(english.lines().count(), chinese.lines().count());
        assert!(english.contains("Limits:") && !english.contains("限制"));
        assert!(
            chinese.contains("限制：") && !chinese.contains("Limits:"),
            "{chinese}"
        );
    }
}
