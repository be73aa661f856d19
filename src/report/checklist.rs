//! What to do before, in and after the change window, and how to go back.

use serde::Serialize;

use crate::connection::{Connection, Role, Routing, Tunnel};
use crate::findings::{Lang, Level, Text};
use crate::pipeline::{Case, Device};
use crate::plan::Plan;
use crate::targets::Target;

use super::finding;
use super::rich::{Rich, comma};
use super::sides::addresses;
use super::texts;
use super::topology::networks;

/// Steps of one part of the change.
#[derive(Debug, Serialize)]
pub(super) struct Steps {
    /// When.
    pub(super) title: &'static str,
    /// One step a line.
    pub(super) items: Vec<Rich>,
}

/// All parts of the change.
pub(super) fn steps(case: &Case<'_>, gaps: &[String], lang: Lang) -> Vec<Steps> {
    let Some(connection) = case.connection.as_deref() else {
        return Vec::new();
    };
    let writer = Writer {
        case,
        connection,
        lang,
    };
    [
        (&texts::BEFORE, writer.before(gaps)),
        (&texts::CHANGE, writer.change()),
        (&texts::PROVE, writer.prove()),
        (&texts::AFTER, writer.after()),
    ]
    .into_iter()
    .map(|(title, items)| Steps {
        title: title.in_lang(lang),
        items,
    })
    .collect()
}

/// How to go back.
pub(super) fn rollback(case: &Case<'_>, lang: Lang) -> Vec<Rich> {
    let say = |text: &Text| Rich::fill(text, lang, &[]);
    let mut items = vec![say(&texts::WHEN)];
    for device in &case.devices {
        let name = Rich::words(case.name_of(device));
        items.push(Rich::fill(&texts::UNDO_DEVICE, lang, &[("device", name)]));
    }
    if changes_cloud(case) {
        items.push(say(&texts::UNDO_CLOUD));
    }
    items.push(say(&texts::UNDO_CHECK));
    items
}

/// True when a finding asks for a change on the cloud side.
fn changes_cloud(case: &Case<'_>) -> bool {
    case.all_findings().any(|j| !j.finding.settings.is_empty())
}

struct Writer<'w, 'c> {
    case: &'w Case<'c>,
    connection: &'w Connection,
    lang: Lang,
}

impl Writer<'_, '_> {
    fn say(&self, text: &Text, values: &[(&str, Rich)]) -> Rich {
        Rich::fill(text, self.lang, values)
    }

    /// A step for each device.
    fn each_device(&self, text: &Text) -> impl Iterator<Item = Rich> {
        self.case.devices.iter().map(|device| {
            let name = Rich::words(self.case.name_of(device));
            self.say(text, &[("device", name)])
        })
    }

    fn before(&self, gaps: &[String]) -> Vec<Rich> {
        let connection = self.connection;
        let mut items = Vec::new();
        let has = |level| self.case.all_findings().any(|judged| judged.level == level);
        if has(Level::Error) {
            items.push(self.say(&texts::SETTLE_ERRORS, &[]));
        }
        if self
            .case
            .all_findings()
            .any(|j| j.level == Level::Warning && !finding::is_listed_elsewhere(j))
        {
            items.push(self.say(&texts::LOOK_AT_WARNINGS, &[]));
        }
        items.push(self.say(&texts::AGREE, &[]));
        items.extend(self.each_device(&texts::BACK_UP));
        if changes_cloud(self.case) {
            items.push(self.say(&texts::BACK_UP_CLOUD, &[]));
        }
        for device in &self.case.devices {
            let values = [
                ("device", Rich::words(self.case.name_of(device))),
                ("range", range(device.target, self.lang)),
            ];
            items.push(self.say(&texts::RELEASE, &values));
        }
        if !gaps.is_empty() {
            let names = Rich::list(gaps, self.lang);
            items.push(self.say(&texts::FILL_IN, &[("names", names)]));
        }
        items.push(self.say(&texts::GET_KEY, &[]));
        let with_nat = connection.tunnels.iter().any(|t| t.nat_traversal.value);
        items.push(self.say(
            if with_nat {
                &texts::OPEN_PORTS
            } else {
                &texts::OPEN_PORTS_PLAIN
            },
            &[
                ("device", addresses(connection, self.lang, true)),
                ("cloud", addresses(connection, self.lang, false)),
            ],
        ));
        items.push(self.cloud_routes());
        items.push(self.say(&texts::SECURITY_GROUPS, &[]));
        items.push(self.way_back());
        items
    }

    /// How packets of the LAN find the device.
    fn way_back(&self) -> Rich {
        let connection = self.connection;
        let listed = |site, fallback| {
            let list = Rich::list(networks(site, connection.routing), self.lang);
            if list.is_empty() {
                self.say(fallback, &[])
            } else {
                list
            }
        };
        let values = [
            (
                "device",
                listed(&connection.device, &texts::PREMISES_NETWORKS),
            ),
            ("cloud", listed(&connection.cloud, &texts::NETWORKS_OF_VPC)),
        ];
        self.say(&texts::WAY_BACK, &values)
    }

    fn cloud_routes(&self) -> Rich {
        let connection = self.connection;
        if connection.has_bgp() {
            return self.say(&texts::CLOUD_ROUTES_BGP, &[]);
        }
        let mut list = Rich::list(networks(&connection.device, connection.routing), self.lang);
        if list.is_empty() {
            list = self.say(&texts::PREMISES_NETWORKS, &[]);
        }
        let text = match connection.routing {
            Routing::Flows => &texts::CLOUD_ROUTES_FLOWS,
            Routing::Destination => &texts::CLOUD_ROUTES_DESTINATION,
        };
        self.say(text, &[("networks", list)])
    }

    fn change(&self) -> Vec<Rich> {
        let mut items = Vec::new();
        for judged in self.case.all_findings() {
            let found = &judged.finding;
            let settings = finding::settings(found, self.lang);
            if settings.is_empty() {
                continue;
            }
            let mut pairs = Rich::default();
            for (index, setting) in settings.iter().enumerate() {
                if index > 0 {
                    pairs.push(comma(self.lang), false);
                }
                let pair = format!("{}={}", setting.field, setting.value.plain());
                pairs.push(&pair, true);
                pairs.append(setting.whose.clone());
            }
            let values = [
                ("rule", Rich::code(found.slug())),
                ("settings", pairs),
                (
                    "number",
                    Rich::words(found.tunnel.unwrap_or_default().to_string()),
                ),
            ];
            let text = if found.tunnel.is_some() {
                &texts::SET_CLOUD_TUNNEL
            } else {
                &texts::SET_CLOUD
            };
            let item = self.say(text, &values);
            if !items.contains(&item) {
                items.push(item);
            }
        }
        if !items.is_empty() {
            items.insert(0, self.say(&texts::WHERE_YOU_AGREE, &[]));
        }
        items.extend(self.each_device(&texts::LOAD));
        items.push(self.say(&texts::START, &[]));
        items.extend(self.each_device(&texts::SAVE));
        items
    }

    fn prove(&self) -> Vec<Rich> {
        let mut items = Vec::new();
        let waiting = self.waiting();
        // Where every device lets it wait, nobody can show that it is up.
        let all_wait = !waiting.is_empty() && waiting.len() == self.case.devices.len();
        for (index, tunnel) in self.connection.tunnels.iter().enumerate() {
            if index > 0 {
                let each = waiting.iter();
                items.extend(each.map(|device| {
                    let device = ("device", Rich::words(device));
                    self.say(&texts::SECOND_WAITS, &[device])
                }));
            }
            if index > 0 && all_wait {
                continue;
            }
            let number = || ("number", Rich::words((index + 1).to_string()));
            let [phase1, phase2] = proposals(tunnel);
            for (text, proposal) in [(&texts::IKE_UP, phase1), (&texts::CHILD_UP, phase2)] {
                let proposal = Rich::code(proposal);
                items.push(self.say(text, &[number(), ("proposal", proposal)]));
            }
            if let Some(bgp) = &tunnel.bgp {
                let address = |a| Rich::code(super::topology::shown(a));
                let values = [
                    number(),
                    ("device", address(&bgp.device_address.value)),
                    ("cloud", address(&bgp.cloud_address.value)),
                ];
                items.push(self.say(&texts::BGP_UP, &values));
            }
        }
        let status = Rich::code("ipsec_sa_established");
        let console = if all_wait {
            &texts::CONSOLE_FIRST
        } else {
            &texts::CONSOLE
        };
        items.push(self.say(console, &[("status", status)]));
        if self.connection.has_bgp() {
            items.push(self.say(&texts::BGP_ROUTES, &[]));
        }
        items.push(self.ping());
        let pairs = self.connection.pair_count();
        if pairs > 1 {
            let count = Rich::words(pairs.to_string());
            items.push(self.say(&texts::EVERY_PAIR, &[("count", count)]));
        }
        items.push(self.say(&texts::COUNTERS, &[]));
        items.push(self.say(&texts::LARGE, &[]));
        if let Some(check) = &self.connection.health_check {
            let device = Rich::code(check.device_address.to_string());
            items.push(self.say(&texts::PROBE, &[("device", device)]));
        }
        if self.connection.is_dual() {
            let shared = |t: &Tunnel| t.role.value == Role::Shared;
            let second = self.connection.tunnels.get(1).filter(|_| all_wait);
            items.push(if let Some(second) = second {
                let [phase1, phase2] = proposals(second).map(Rich::code);
                self.say(
                    &texts::FAIL_OVER_WAITS,
                    &[("phase1", phase1), ("phase2", phase2)],
                )
            } else if self.connection.tunnels.iter().any(shared) {
                self.say(&texts::FAIL_OVER_SHARED, &[])
            } else {
                self.say(&texts::FAIL_OVER, &[])
            });
        }
        items
    }

    /// The devices on which the second tunnel stays down until the first has failed.
    fn waiting(&self) -> Vec<String> {
        let devices = self.case.devices.iter();
        let waits = |device: &&Device<'_>| device.plan().is_some_and(Plan::standby_waits);
        devices
            .filter(waits)
            .map(|device| self.case.name_of(device))
            .collect()
    }

    /// From a host to a host, where networks are known.
    fn ping(&self) -> Rich {
        let first = |site| networks(site, self.connection.routing).into_iter().next();
        match (
            first(&self.connection.device),
            first(&self.connection.cloud),
        ) {
            (Some(device), Some(cloud)) => self.say(
                &texts::PING,
                &[("device", Rich::code(device)), ("cloud", Rich::code(cloud))],
            ),
            _ => self.say(&texts::PING_ANY, &[]),
        }
    }

    fn after(&self) -> Vec<Rich> {
        let first = self
            .connection
            .tunnels
            .iter()
            .map(|tunnel| tunnel.ike.lifetime.value.min(tunnel.esp.lifetime.value))
            .min();
        let mut items = Vec::new();
        if let Some(time) = first {
            let time = Rich::words(time.to_string());
            items.push(self.say(&texts::WATCH, &[("time", time)]));
        }
        for text in [&texts::MONITOR, &texts::DELETE_COPIES, &texts::CLOSE] {
            items.push(self.say(text, &[]));
        }
        items
    }
}

/// Both phases of a tunnel, as an engineer finds them on the device.
fn proposals(tunnel: &Tunnel) -> [String; 2] {
    let (ike, esp) = (&tunnel.ike, &tunnel.esp);
    let phase1 = format!(
        "IKEv{} {} {} {}",
        ike.version.number(),
        ike.encryption.value,
        ike.integrity.value,
        ike.dh.value
    );
    let mut phase2 = format!("ESP {} {}", esp.encryption.value, esp.integrity.value);
    if let Some(group) = esp.pfs.value {
        phase2.push(' ');
        phase2.push_str(group.api_word());
    }
    [phase1, phase2]
}

/// The releases that the configuration was written for.
pub(super) fn range(target: &Target, lang: Lang) -> Rich {
    let place = target
        .versions
        .iter()
        .rposition(|first| *first <= target.version)
        .unwrap_or(0);
    let first = target.versions.get(place).unwrap_or(&target.version);
    let first = ("first", Rich::code(first.as_str()));
    match target.versions.get(place + 1) {
        Some(next) => {
            let next = ("next", Rich::code(next.as_str()));
            Rich::fill(&texts::RELEASES_BETWEEN, lang, &[first, next])
        }
        None => Rich::fill(&texts::RELEASES_FROM, lang, &[first]),
    }
}
