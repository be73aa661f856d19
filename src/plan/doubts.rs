//! Statements of a manifest that nobody has proven on a device: those that a plan rests on, and what to look for in its
//! files to find the lines that they concern.

use crate::connection::{Connection, Identity, IkeVersion, Maskable};
use crate::findings::{Finding, Text, catalogue};
use crate::targets::manifest::Range;
use crate::targets::{Keys, Makes, Phase, Situation, Slot, Target, Topology};

/// A statement that this plan rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// What it is about, in words; never a value of the connection's owner, such as a name.
    pub about: String,
    /// The same in Chinese.
    pub about_zh: String,
    /// How its lines are known.
    pub mark: Mark,
}

/// How the lines that a statement concerns are known in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    /// They hold this word.
    Word(String),
    /// They hold this number, beside a word for a group.
    Group(String),
    /// They hold a key.
    Key,
    /// No single line shows it.
    None,
}

/// Collects, each once.
struct Doubts(Vec<Doubt>);

impl Doubts {
    fn add(&mut self, (about, about_zh): (impl Into<String>, impl Into<String>), mark: Mark) {
        let doubt = Doubt {
            about: about.into(),
            about_zh: about_zh.into(),
            mark,
        };
        if !self.0.contains(&doubt) {
            self.0.push(doubt);
        }
    }
}

/// What the plan rests on, of all that nobody has proven.
pub(super) fn used(
    situations: &[Situation<'_>],
    target: &Target,
    makes: Option<Makes>,
    prefix: &str,
) -> Vec<Doubt> {
    let mut doubts = Doubts(Vec::new());
    let Some(first) = situations.first() else {
        return doubts.0;
    };
    let connection = first.connection;
    words(connection, target, &mut doubts);
    for limit in target.limits.iter().filter(|limit| !limit.rule.verified) {
        if limit.when.holds_at_any(situations) {
            let slug = &limit.rule.slug;
            let about = (format!("rule {slug}"), format!("规则 {slug}"));
            doubts.add(about, Mark::None);
        }
    }
    let selectors = target.selectors.iter().find(|s| s.when.holds(first));
    if makes.is_some() && selectors.is_some_and(|selectors| !selectors.verified) {
        doubts.add(("how subnets become SAs", "网段如何对应到 SA"), Mark::None);
    }
    for fact in target.facts.iter().filter(|fact| !fact.verified) {
        if fact.when.holds_at_any(situations) {
            let about = (
                format!("{} ({})", fact.name, fact.source),
                format!("{}（{}）", fact.name, fact.source),
            );
            doubts.add(about, Mark::None);
        }
    }
    values(connection, target, prefix, &mut doubts);
    let (capability, about) = match first.topology {
        Topology::Policy => (
            &target.topologies.policy,
            ("policy-based configuration", "基于策略的配置"),
        ),
        Topology::Route => (
            &target.topologies.route,
            ("route-based configuration", "基于路由的配置"),
        ),
    };
    let unsure = capability
        .as_ref()
        .is_some_and(|capability| capability.verified == Some(false));
    if unsure {
        doubts.add(about, Mark::None);
    }
    doubts.0
}

/// The words of the proposals.
fn words(connection: &Connection, target: &Target, doubts: &mut Doubts) {
    for tunnel in &connection.tunnels {
        let version = tunnel.ike.version.value;
        let (ike, esp) = (&tunnel.ike, &tunnel.esp);
        let mut ask = |phase: Phase, slot: Slot| {
            let cell = target.cell(phase, version, slot);
            let Ok(word) = &cell.word else { return };
            // Nearly all are: nothing is made for them.
            if cell.verified {
                return;
            }
            let number = match phase {
                Phase::Ike => 1,
                Phase::Esp => 2,
            };
            let (what, what_zh) = match slot {
                Slot::Encryption(_) => ("encryption", "加密算法"),
                Slot::Integrity(_) => ("integrity", "认证算法"),
                Slot::Prf(_) => ("PRF", "PRF"),
                Slot::Dh(_) => ("group", "DH 组"),
            };
            let mark = match slot {
                Slot::Dh(_) => Mark::Group(word.clone()),
                _ => Mark::Word(word.clone()),
            };
            let about = (
                format!("phase {number} {what} `{word}`"),
                format!("{}{what_zh} `{word}`", phase_zh(number)),
            );
            doubts.add(about, mark);
        };
        ask(Phase::Ike, Slot::Encryption(ike.encryption.value));
        ask(Phase::Ike, Slot::Integrity(ike.integrity.value));
        if version == IkeVersion::V2 {
            ask(Phase::Ike, Slot::Prf(ike.integrity.value));
        }
        ask(Phase::Ike, Slot::Dh(ike.dh.value));
        ask(Phase::Esp, Slot::Encryption(esp.encryption.value));
        ask(Phase::Esp, Slot::Integrity(esp.integrity.value));
        if let Some(group) = esp.pfs.value {
            ask(Phase::Esp, Slot::Dh(group));
        }
    }
}

/// Keys, names, identities and lifetimes: unsure only where theirs are out of the ordinary.
fn values(connection: &Connection, target: &Target, prefix: &str, doubts: &mut Doubts) {
    for tunnel in &connection.tunnels {
        let odd = |key: &str| {
            key.bytes()
                .any(|b| !(b.is_ascii_alphanumeric() || b"._-".contains(&b)))
        };
        let psk = || tunnel.psk.known().is_some_and(|psk| odd(psk.reveal()));
        if !target.psk.verified && psk() {
            let about = ("characters of the pre-shared key", "预共享密钥中的字符");
            doubts.add(about, Mark::Key);
        }
        let session = tunnel.bgp.as_ref().and_then(|bgp| bgp.auth_key.as_ref());
        if let (Some(key), Keys::Written(rules)) = (session, &target.bgp_key)
            && !rules.verified
            && odd(key.reveal())
        {
            let about = ("characters of the BGP key", "BGP 密钥中的字符");
            doubts.add(about, Mark::Key);
        }
        if let Some(rules) = target.identity.as_ref().filter(|rules| !rules.verified) {
            for identity in [&tunnel.device_identity, &tunnel.cloud_identity] {
                if let Maskable::Known(Identity::Fqdn(name) | Identity::Label(name)) =
                    &identity.value
                {
                    let also = name.chars().any(|c| rules.also.contains(c));
                    let about = if also {
                        ("identity with unusual characters", "含特殊字符的身份标识")
                    } else {
                        ("identity that is a name", "作为名称的身份标识")
                    };
                    doubts.add(about, Mark::Word(name.clone()));
                }
            }
        }
        let ike = match tunnel.ike.version.value {
            IkeVersion::V1 => &target.lifetimes.ikev1,
            IkeVersion::V2 => &target.lifetimes.ikev2,
        };
        let lifetimes = [
            (ike, tunnel.ike.lifetime.value, 1),
            (&target.lifetimes.esp, tunnel.esp.lifetime.value, 2),
        ];
        for (range, seconds, phase) in lifetimes {
            if range.as_ref().is_some_and(|range: &Range| !range.verified) {
                let about = (
                    format!("phase {phase} lifetime {seconds}"),
                    format!("{}生存周期 {seconds}", phase_zh(phase)),
                );
                doubts.add(about, Mark::Word(seconds.to_string()));
            }
        }
    }
    let (max, reserve) = target.names.tightest();
    // Names of half that length are taken by every device of the kind.
    let long = 2 * (prefix.len() + target.names.separator.len() + 2 + reserve) > max;
    if long && !target.names.verified && target.names.numbers.is_none() {
        let about = (
            format!("names of up to {max} characters"),
            format!("长达 {max} 个字符的名称"),
        );
        doubts.add(about, Mark::None);
    }
}

const fn phase_zh(number: u8) -> &'static str {
    if number == 1 {
        "第一阶段"
    } else {
        "第二阶段"
    }
}

const STATEMENTS: Text = Text {
    en: "{about}",
    zh: "{about_zh}",
};

/// The note on them.
pub(super) fn finding(doubts: &[Doubt]) -> Option<Finding> {
    if doubts.is_empty() {
        return None;
    }
    let mut en: Vec<&str> = doubts.iter().map(|doubt| doubt.about.as_str()).collect();
    let mut zh: Vec<&str> = doubts.iter().map(|doubt| &*doubt.about_zh).collect();
    // Two identities are one statement.
    en.dedup();
    zh.dedup();
    Some(
        Finding::new(&catalogue::UNVERIFIED_TARGET)
            .with("count", en.len().to_string())
            .explain("statements", STATEMENTS)
            .with("about", en.join(", "))
            .with("about_zh", zh.join("、")),
    )
}
