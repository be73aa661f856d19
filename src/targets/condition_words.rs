//! A condition in words, for those who are asked for an input: "two tunnels, and no BGP".

use super::condition::{Condition, IdentityKind};
use super::condition_facts::{self as facts, Fact};
use crate::connection::{DhGroup, Encryption, ExchangeMode, IkeVersion, Integrity, Role, Routing};
use crate::findings::{Lang, Text};

const fn text(en: &'static str, zh: &'static str) -> Text {
    Text { en, zh }
}

impl Condition {
    /// When it holds, in words; empty where it always does.
    #[allow(
        clippy::too_many_lines,
        reason = "each field by its name, in one place"
    )]
    pub fn in_words(&self, lang: Lang) -> String {
        // Each field by its name, so that a new one cannot be without words.
        let Self {
            topology,
            ike_version,
            mode,
            routing,
            dual,
            pairs_above,
            bgp,
            behind_nat,
            foreign_identity,
            foreign_cloud_identity,
            gateway_in_routes,
            device_addresses_differ,
            device_within_cloud,
            device_identity,
            cloud_identity,
            ike_encryption,
            ike_integrity,
            dh,
            esp_encryption,
            esp_integrity,
            pfs,
            pfs_differs,
            encryption,
            integrity,
            any_dh,
            ike_lifetime_below,
            esp_lifetime_below,
            device_identities_differ,
            identities_equal,
            psks_differ,
            ike_proposals_differ,
            esp_proposals_differ,
            psk_longer_than,
            ike_lifetime_above,
            esp_lifetime_above,
            device_subnets_above,
            cloud_subnets_above,
            one_sided_any,
            nat_traversal,
            dpd,
            health_check,
            bgp_key,
            asn_above,
            role,
            input,
            not,
            any,
            all,
            named_facts: _,
        } = self;
        let mut said = Words {
            lang,
            words: Vec::new(),
        };
        said.each(topology.as_deref(), |topology| topology.text());
        said.named(&text("", ""), ike_version.as_deref(), IkeVersion::api_word);
        said.each(mode.as_deref(), |mode| match mode {
            ExchangeMode::Main => text("main mode", "主模式"),
            ExchangeMode::Aggressive => text("aggressive mode", "野蛮模式"),
        });
        said.each(routing.as_deref(), |routing| match routing {
            Routing::Destination => text("destination routing", "目的路由模式"),
            Routing::Flows => text("protected data flows", "感兴趣流模式"),
        });
        said.each(role.as_deref(), |role| match role {
            Role::Single => text("the only tunnel", "唯一的隧道"),
            Role::Active => text("the active tunnel", "主隧道"),
            Role::Standby => text("the standby tunnel", "备隧道"),
            Role::Shared => text("tunnels that share the traffic", "分担流量的隧道"),
        });
        said.each(device_identity.as_deref(), |kind| match kind {
            IdentityKind::Ipv4 => text(
                "the device's identity is an address",
                "设备的身份标识为地址",
            ),
            IdentityKind::Fqdn => text(
                "the device's identity is a domain name",
                "设备的身份标识为域名",
            ),
            IdentityKind::Label => text(
                "the device's identity is a plain name",
                "设备的身份标识为普通名称",
            ),
        });
        said.each(cloud_identity.as_deref(), |kind| match kind {
            IdentityKind::Ipv4 => {
                text("the cloud's identity is an address", "云端的身份标识为地址")
            }
            IdentityKind::Fqdn => text(
                "the cloud's identity is a domain name",
                "云端的身份标识为域名",
            ),
            IdentityKind::Label => text(
                "the cloud's identity is a plain name",
                "云端的身份标识为普通名称",
            ),
        });
        said.facts([
            (dual, facts::DUAL),
            (bgp, facts::BGP),
            (bgp_key, facts::BGP_KEY),
            (behind_nat, facts::BEHIND_NAT),
            (nat_traversal, facts::NAT_TRAVERSAL),
            (dpd, facts::DPD),
            (health_check, facts::HEALTH_CHECK),
            (foreign_identity, facts::FOREIGN_IDENTITY),
            (foreign_cloud_identity, facts::FOREIGN_CLOUD_IDENTITY),
            (gateway_in_routes, facts::GATEWAY_IN_ROUTES),
            (device_addresses_differ, facts::DEVICE_ADDRESSES_DIFFER),
            (device_within_cloud, facts::DEVICE_WITHIN_CLOUD),
            (device_identities_differ, facts::DEVICE_IDENTITIES_DIFFER),
            (identities_equal, facts::IDENTITIES_EQUAL),
            (psks_differ, facts::PSKS_DIFFER),
            (ike_proposals_differ, facts::IKE_PROPOSALS_DIFFER),
            (esp_proposals_differ, facts::ESP_PROPOSALS_DIFFER),
            (pfs_differs, facts::PFS_DIFFERS),
            (one_sided_any, facts::ONE_SIDED_ANY),
        ]);
        let ciphers = [
            (
                text("phase 1 encrypts with ", "第一阶段加密算法为 "),
                ike_encryption.as_deref(),
            ),
            (
                text("phase 2 encrypts with ", "第二阶段加密算法为 "),
                esp_encryption.as_deref(),
            ),
            (
                text("a phase encrypts with ", "任一阶段加密算法为 "),
                encryption.as_deref(),
            ),
        ];
        for (about, list) in &ciphers {
            said.named(about, *list, Encryption::api_word);
        }
        let hashes = [
            (
                text("phase 1 authenticates with ", "第一阶段认证算法为 "),
                ike_integrity.as_deref(),
            ),
            (
                text("phase 2 authenticates with ", "第二阶段认证算法为 "),
                esp_integrity.as_deref(),
            ),
            (
                text("a phase authenticates with ", "任一阶段认证算法为 "),
                integrity.as_deref(),
            ),
        ];
        for (about, list) in &hashes {
            said.named(about, *list, Integrity::api_word);
        }
        if pfs.as_ref().is_some_and(Vec::is_empty) {
            said.push(text("PFS off", "PFS 关闭").in_lang(lang).to_owned());
        }
        let groups = [
            (text("phase 1 uses ", "第一阶段 DH 组为 "), dh.as_deref()),
            (text("PFS uses ", "PFS 的 DH 组为 "), pfs.as_deref()),
            (
                text("a phase uses ", "任一阶段 DH 组为 "),
                any_dh.as_deref(),
            ),
        ];
        for (about, list) in &groups {
            said.named(about, *list, DhGroup::api_word);
        }
        let number = |number: usize| number.to_string();
        let seconds = |number: u32| number.to_string();
        said.bounds([
            (
                pairs_above.map(number),
                text("more than {} pairs of networks", "网段对多于 {} 个"),
            ),
            (
                device_subnets_above.map(number),
                text(
                    "more than {} networks of the device",
                    "设备侧网段多于 {} 个",
                ),
            ),
            (
                cloud_subnets_above.map(number),
                text("more than {} networks of the cloud", "云端网段多于 {} 个"),
            ),
            (
                psk_longer_than.map(number),
                text(
                    "a pre-shared key of more than {} characters",
                    "预共享密钥长于 {} 个字符",
                ),
            ),
            (
                ike_lifetime_below.map(seconds),
                text(
                    "a phase 1 lifetime below {} seconds",
                    "第一阶段生存周期小于 {} 秒",
                ),
            ),
            (
                ike_lifetime_above.map(seconds),
                text(
                    "a phase 1 lifetime above {} seconds",
                    "第一阶段生存周期大于 {} 秒",
                ),
            ),
            (
                esp_lifetime_below.map(seconds),
                text(
                    "a phase 2 lifetime below {} seconds",
                    "第二阶段生存周期小于 {} 秒",
                ),
            ),
            (
                esp_lifetime_above.map(seconds),
                text(
                    "a phase 2 lifetime above {} seconds",
                    "第二阶段生存周期大于 {} 秒",
                ),
            ),
            (
                asn_above.map(seconds),
                text("an AS number above {}", "AS 号大于 {}"),
            ),
        ]);
        for (name, values) in input.iter().flatten() {
            let values = values.iter().map(|value| match (value.is_empty(), lang) {
                (true, Lang::En) => format!("{name} is not given"),
                (true, Lang::Zh) => format!("未给出 {name}"),
                (false, _) => format!("{name}={value}"),
            });
            let values = said.or(values);
            said.push(values);
        }
        if let Some(not) = not {
            said.push(match lang {
                Lang::En => format!("not ({})", not.in_words(lang)),
                Lang::Zh => format!("并非（{}）", not.in_words(lang)),
            });
        }
        if let Some(any) = any {
            let any = said.or(any.iter().map(|one| one.in_words(lang)));
            said.push(any);
        }
        for one in all.iter().flatten() {
            said.push(one.in_words(lang));
        }
        // One that always holds says nothing.
        said.words.retain(|words| !words.is_empty());
        said.words.join(text(", and ", "，且").in_lang(lang))
    }
}

/// What was said so far; all of it must hold.
struct Words {
    lang: Lang,
    words: Vec<String>,
}

impl Words {
    fn push(&mut self, words: String) {
        self.words.push(words);
    }

    fn or(&self, words: impl Iterator<Item = String>) -> String {
        let words: Vec<String> = words.collect();
        words.join(text(" or ", " 或 ").in_lang(self.lang))
    }

    /// Values that have words of their own.
    fn each<T>(&mut self, list: Option<&[T]>, words: impl Fn(&T) -> Text) {
        let Some(list) = list else { return };
        let lang = self.lang;
        let each = list
            .iter()
            .map(|value| words(value).in_lang(lang).to_owned());
        let words = self.or(each);
        self.push(words);
    }

    /// Values by their names, behind what they are.
    fn named<T: Copy>(
        &mut self,
        about: &Text,
        list: Option<&[T]>,
        name: impl Fn(T) -> &'static str,
    ) {
        let Some(list) = list.filter(|list| !list.is_empty()) else {
            return;
        };
        let names = self.or(list.iter().map(|value| name(*value).to_owned()));
        let about = about.in_lang(self.lang);
        self.push([about, &names].concat());
    }

    fn facts<const N: usize>(&mut self, facts: [(&Option<bool>, Fact); N]) {
        for (fact, (yes, no)) in facts {
            if let Some(fact) = fact {
                let words = if *fact { yes } else { no };
                self.push(words.in_lang(self.lang).to_owned());
            }
        }
    }

    /// Sentences with a number in the place of `{}`.
    fn bounds<const N: usize>(&mut self, bounds: [(Option<String>, Text); N]) {
        for (number, words) in bounds {
            if let Some(number) = number {
                self.push(words.in_lang(self.lang).replace("{}", &number));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_condition_is_told_in_words() {
        for (text, en, zh) in [
            ("", "", ""),
            ("bgp = true", "BGP", "使用 BGP"),
            (
                "topology = [\"route\"]\ndual = true\nbgp = false",
                "route-based, and two tunnels, and no BGP",
                "基于路由，且两条隧道，且不使用 BGP",
            ),
            (
                "not = { input = { next_hop = [\"\"] } }",
                "not (next_hop is not given)",
                "并非（未给出 next_hop）",
            ),
            (
                "any = [{ bgp = true }, { dual = false }]",
                "BGP or one tunnel",
                "使用 BGP 或 一条隧道",
            ),
            (
                "esp_integrity = [\"sha256\", \"sha384\"]",
                "phase 2 authenticates with sha256 or sha384",
                "第二阶段认证算法为 sha256 或 sha384",
            ),
            ("all = [{ dual = true }, {}, {}]", "two tunnels", "两条隧道"),
            ("pfs = []", "PFS off", "PFS 关闭"),
            (
                "pfs = [\"group14\"]",
                "PFS uses group14",
                "PFS 的 DH 组为 group14",
            ),
            (
                "ike_lifetime_above = 86400",
                "a phase 1 lifetime above 86400 seconds",
                "第一阶段生存周期大于 86400 秒",
            ),
        ] {
            let condition: Condition = toml::from_str(text).unwrap();
            assert_eq!(condition.in_words(Lang::En), en, "{text}");
            assert_eq!(condition.in_words(Lang::Zh), zh, "{text}");
        }
    }
}
