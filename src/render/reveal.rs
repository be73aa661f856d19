//! The context of a plan: everything decided, and a mark in the place of each key.

use std::sync::Arc;

use minijinja::Value as Engine;

use super::context::{
    ApiView, BgpView, ConnectionView, Context, DpdView, EspView, HealthCheckView, IdentityView,
    IkeView, NetView, PairView, PreferenceView, SelectorView, SiteView, TargetView, TunnelView,
};
use super::engine_value::{List, Named};
use super::key::Key;
use super::mark::{has_mark, without_marks};
use super::text::Printed;
use super::unasked;
use crate::findings::{Judged, Lang, Level};
use crate::plan::{
    ApiWords, Dpd, Network, Plan, PlannedBgp, PlannedIdentity, PlannedSite, PlannedTunnel,
    Preference,
};
use crate::targets::{Makes, Target, Value};

/// Everything that a template of the plan's target sees, for readers of a language.
pub(crate) fn context(plan: &Plan<'_>, findings: &[Judged], lang: Lang) -> Arc<Context> {
    let target = plan.target;
    let first_address = plan.tunnels.first().map(|tunnel| &tunnel.local_address);
    Arc::new(Context {
        target: Arc::new(TargetView {
            id: text(&target.id),
            name: text(&target.name),
            version: text(target.version.as_str()),
            comment: text(target.comment.line_start()),
        }),
        inputs: Named::new(
            &target.names_for_templates().inputs,
            plan.inputs.iter().map(|input| value(&input.value)),
        ),
        takes: Named::new(
            &target.names_for_templates().inputs,
            plan.taken.iter().map(|taken| Engine::from(*taken)),
        ),
        facts: Named::new(
            &target.names_for_templates().facts,
            plan.facts.iter().map(|(_, holds)| Engine::from(*holds)),
        ),
        lang: lang_word(lang),
        connection: Arc::new(connection(plan)),
        tunnels: plan
            .tunnels
            .iter()
            .enumerate()
            .map(|(index, tunnel)| Arc::new(tunnel_view(target, index, tunnel, first_address)))
            .collect(),
        findings: findings
            .iter()
            .filter(|judged| judged.level < Level::Error)
            .map(|judged| printed(&judged.message))
            .collect(),
    })
}

/// The word for a language.
pub(super) const fn lang_word(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "en",
        Lang::Zh => "zh",
    }
}

/// The word for what a device makes of the subnets.
pub(super) const fn makes_word(makes: Makes) -> &'static str {
    match makes {
        Makes::Any => "any",
        Makes::Pair => "pair",
        Makes::List => "list",
    }
}

fn value(value: &Value) -> Engine {
    match value {
        Value::Text(given) => text(given),
        Value::Number(number) => Engine::from(*number),
        Value::Flag(flag) => Engine::from(*flag),
        Value::Missing => unasked::value(),
    }
}

fn text(text: &str) -> Engine {
    if has_mark(text) {
        return Engine::from(without_marks(text));
    }
    Engine::from(text)
}

fn printed(text: &str) -> Printed {
    if has_mark(text) {
        return Printed::from(without_marks(text));
    }
    Printed::from(text)
}

fn connection(plan: &Plan<'_>) -> ConnectionView {
    let (device_site, device) = &site(&plan.device);
    let (cloud_site, cloud) = &site(&plan.cloud);
    let pairs = || {
        let of_device = |device| cloud.iter().map(move |cloud| (device, cloud));
        let pairs = device.iter().flat_map(of_device);
        (1..).zip(pairs.map(|(device, cloud)| (Arc::clone(device), Arc::clone(cloud))))
    };
    let selector = |index, device: &[Arc<NetView>], cloud: &[Arc<NetView>]| {
        Arc::new(SelectorView {
            index,
            device: device.iter().cloned().collect(),
            cloud: cloud.iter().cloned().collect(),
        })
    };
    let selectors: List<SelectorView> = match plan.makes {
        Makes::Pair => pairs()
            .map(|(index, (device, cloud))| selector(index, &[device], &[cloud]))
            .collect(),
        Makes::Any | Makes::List => std::iter::once(selector(1, device, cloud)).collect(),
    };
    ConnectionView {
        name: text(&plan.name),
        routing: plan.routing.word(),
        topology: plan.topology.word(),
        makes: makes_word(plan.makes),
        ike_version: plan
            .tunnels
            .first()
            .map_or(2, |tunnel| tunnel.version.number()),
        dual: plan.tunnels.len() > 1,
        bgp: plan.tunnels.iter().any(|tunnel| tunnel.bgp.is_some()),
        behind_nat: plan.behind_nat,
        device: Arc::clone(device_site),
        cloud: Arc::clone(cloud_site),
        enclosed: plan
            .enclosed
            .iter()
            .map(|net| Arc::new(NetView::from(*net)))
            .collect(),
        pairs: pairs()
            .map(|(index, (device, cloud))| {
                Arc::new(PairView {
                    index,
                    device,
                    cloud,
                })
            })
            .collect(),
        selectors,
        health_check: plan.health_check.as_ref().map(|(cloud, device)| {
            Arc::new(HealthCheckView {
                cloud_address: printed(cloud),
                device_address: printed(device),
            })
        }),
        gateways: gateways(plan).into_iter().map(Printed::from).collect(),
    }
}

/// The VPN gateway's addresses, each once.
pub(super) fn gateways<'p>(plan: &'p Plan<'_>) -> Vec<&'p str> {
    let mut each: Vec<&str> = Vec::with_capacity(plan.tunnels.len());
    for tunnel in &plan.tunnels {
        if !each.contains(&&*tunnel.cloud_address) {
            each.push(&tunnel.cloud_address);
        }
    }
    each
}

/// A side, and its subnets once more. Each network is written once, however often it stands in the tree.
fn site(site: &PlannedSite) -> (Arc<SiteView>, Vec<Arc<NetView>>) {
    let view = |network: &Network| Arc::new(NetView::from(*network));
    let subnets: Vec<Arc<NetView>> = site.subnets.iter().map(view).collect();
    let route = |route: &Network| {
        let known = site.subnets.iter().position(|subnet| subnet == route);
        known.map_or_else(|| view(route), |place| Arc::clone(&subnets[place]))
    };
    let view = SiteView {
        subnets: subnets.iter().cloned().collect(),
        routes: site.routes.iter().map(route).collect(),
    };
    (Arc::new(view), subnets)
}

fn tunnel_view(
    target: &Target,
    index: usize,
    tunnel: &PlannedTunnel<'_>,
    first_address: Option<&String>,
) -> TunnelView {
    // There are two tunnels at most.
    let number = u32::try_from(index).unwrap_or_default();
    TunnelView {
        index: index + 1,
        name: text(&tunnel.name),
        id: printed(&tunnel.id),
        role: tunnel.role.word(),
        preference: tunnel.preference.into(),
        device_address: printed(&tunnel.device_address),
        local_address: printed(&tunnel.local_address),
        behind_nat: tunnel.local_address != tunnel.device_address,
        other_address: Some(&tunnel.local_address) != first_address,
        cloud_address: printed(&tunnel.cloud_address),
        device_id: identity(&tunnel.device_id),
        cloud_id: identity(&tunnel.cloud_id),
        ike: IkeView {
            version: tunnel.version.number(),
            mode: tunnel.mode,
            encryption: text(tunnel.ike_encryption),
            integrity: text(tunnel.ike_integrity),
            prf: text(tunnel.ike_prf),
            dh: text(tunnel.ike_dh),
            lifetime: tunnel.ike_lifetime,
            api: tunnel.ike_api.into(),
        },
        esp: EspView {
            encryption: text(tunnel.esp_encryption),
            integrity: text(tunnel.esp_integrity),
            pfs: tunnel.esp_pfs.map(text),
            lifetime: tunnel.esp_lifetime,
            api: tunnel.esp_api.into(),
        },
        psk: Key::psk(number),
        inputs: Named::new(
            &target.names_for_templates().of_tunnels,
            tunnel.inputs.iter().map(value),
        ),
        facts: Named::new(
            &target.names_for_templates().facts,
            tunnel.facts.iter().map(|holds| Engine::from(*holds)),
        ),
        dpd: tunnel.dpd.into(),
        nat_traversal: tunnel.nat_traversal,
        bgp: tunnel
            .bgp
            .as_ref()
            .map(|bgp| Arc::new(session(bgp, number))),
    }
}

fn session(bgp: &PlannedBgp, number: u32) -> BgpView {
    BgpView {
        device_asn: bgp.device_asn,
        device_address: printed(&bgp.device_address),
        cloud_asn: bgp.cloud_asn,
        cloud_address: printed(&bgp.cloud_address),
        network: Arc::new(bgp.network.into()),
        auth_key: bgp.auth_key.as_ref().map(|_| Key::bgp(number)),
    }
}

fn identity(identity: &PlannedIdentity) -> IdentityView {
    IdentityView {
        kind: identity.kind,
        text: printed(&identity.text),
    }
}

// Every field is named, so that a new one cannot be forgotten.

impl From<Preference> for PreferenceView {
    fn from(preference: Preference) -> Self {
        let Preference {
            primary,
            metric,
            distance,
            local_preference,
            prepend,
        } = preference;
        Self {
            primary,
            metric,
            distance,
            local_preference,
            prepend,
        }
    }
}

impl From<ApiWords> for ApiView {
    fn from(words: ApiWords) -> Self {
        let ApiWords {
            encryption,
            integrity,
            group,
        } = words;
        Self {
            encryption,
            integrity,
            group,
        }
    }
}

impl From<Dpd> for DpdView {
    fn from(dpd: Dpd) -> Self {
        let Dpd {
            enabled,
            interval,
            retries,
            timeout,
        } = dpd;
        Self {
            enabled,
            interval,
            retries,
            timeout,
        }
    }
}
