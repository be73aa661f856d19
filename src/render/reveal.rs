//! The context of a plan. This is where the PSK becomes text.

use std::collections::BTreeMap;

use super::context::{
    BgpView, ConnectionView, Context, EspView, HealthCheckView, IdentityView, IkeView, InputValue,
    PairView, SelectorView, SiteView, TargetView, TunnelView,
};
use crate::findings::{Judged, Lang, Level};
use crate::plan::{Plan, PlannedIdentity, PlannedTunnel};
use crate::target::{Makes, Value};

/// Everything that a template of the plan's target sees.
pub(super) fn context<'p>(plan: &'p Plan<'_>, findings: &[Judged]) -> Context<'p> {
    Context {
        target: TargetView {
            id: &plan.target.id,
            name: &plan.target.name,
            version: plan.target.version.as_str(),
            comment: &plan.target.comment,
        },
        inputs: inputs(plan),
        facts: plan.facts.iter().copied().collect(),
        connection: connection(plan),
        tunnels: plan
            .tunnels
            .iter()
            .enumerate()
            .map(|(index, tunnel)| tunnel_view(index, tunnel))
            .collect(),
        findings: findings
            .iter()
            .filter(|judged| judged.level < Level::Error)
            .map(|judged| judged.finding.message(Lang::En))
            .collect(),
    }
}

fn inputs<'p>(plan: &'p Plan<'_>) -> BTreeMap<&'p str, InputValue<'p>> {
    plan.inputs
        .iter()
        .map(|input| {
            let value = match &input.value {
                Value::Text(text) => InputValue::Text(text),
                Value::Number(number) => InputValue::Number(*number),
                Value::Flag(flag) => InputValue::Flag(*flag),
                Value::Missing => InputValue::Text(""),
            };
            (input.spec.name.as_str(), value)
        })
        .collect()
}

fn connection<'p>(plan: &'p Plan<'_>) -> ConnectionView<'p> {
    let (device, cloud) = (&plan.device.subnets, &plan.cloud.subnets);
    let pairs: Vec<PairView<'p>> = device
        .iter()
        .flat_map(|device| cloud.iter().map(move |cloud| (device, cloud)))
        .enumerate()
        .map(|(index, (device, cloud))| PairView {
            index: index + 1,
            device,
            cloud,
        })
        .collect();
    let selectors = match plan.makes {
        Makes::Pair => pairs
            .iter()
            .map(|pair| SelectorView {
                index: pair.index,
                device: vec![pair.device],
                cloud: vec![pair.cloud],
            })
            .collect(),
        Makes::Any | Makes::List => {
            vec![SelectorView {
                index: 1,
                device: device.iter().collect(),
                cloud: cloud.iter().collect(),
            }]
        }
    };
    ConnectionView {
        name: &plan.name,
        routing: plan.routing.word(),
        topology: plan.topology.word(),
        makes: match plan.makes {
            Makes::Any => "any",
            Makes::Pair => "pair",
            Makes::List => "list",
        },
        ike_version: plan
            .tunnels
            .first()
            .map_or(2, |tunnel| tunnel.version.number()),
        dual: plan.tunnels.len() > 1,
        bgp: plan.tunnels.iter().any(|tunnel| tunnel.bgp.is_some()),
        behind_nat: plan.behind_nat,
        device: SiteView {
            subnets: device,
            routes: &plan.device.routes,
        },
        cloud: SiteView {
            subnets: cloud,
            routes: &plan.cloud.routes,
        },
        pairs,
        selectors,
        health_check: plan
            .health_check
            .as_ref()
            .map(|(cloud, device)| HealthCheckView {
                cloud_address: cloud.clone(),
                device_address: device.clone(),
            }),
    }
}

fn tunnel_view<'p>(index: usize, tunnel: &'p PlannedTunnel<'_>) -> TunnelView<'p> {
    TunnelView {
        index: index + 1,
        name: &tunnel.name,
        id: &tunnel.id,
        role: tunnel.role.word(),
        preference: tunnel.preference,
        device_address: &tunnel.device_address,
        local_address: &tunnel.local_address,
        cloud_address: &tunnel.cloud_address,
        device_id: identity(&tunnel.device_id),
        cloud_id: identity(&tunnel.cloud_id),
        ike: IkeView {
            version: tunnel.version.number(),
            mode: tunnel.mode,
            encryption: tunnel.ike_encryption,
            integrity: tunnel.ike_integrity,
            prf: tunnel.ike_prf,
            dh: tunnel.ike_dh,
            lifetime: tunnel.ike_lifetime,
            api: tunnel.ike_api,
        },
        esp: EspView {
            encryption: tunnel.esp_encryption,
            integrity: tunnel.esp_integrity,
            pfs: tunnel.esp_pfs,
            lifetime: tunnel.esp_lifetime,
            api: tunnel.esp_api,
        },
        psk: tunnel.psk.reveal(),
        dpd: tunnel.dpd,
        nat_traversal: tunnel.nat_traversal,
        bgp: tunnel.bgp.as_ref().map(|bgp| BgpView {
            device_asn: bgp.device_asn,
            device_address: &bgp.device_address,
            cloud_asn: bgp.cloud_asn,
            cloud_address: &bgp.cloud_address,
            network: &bgp.network,
            auth_key: bgp.auth_key.as_ref().map(crate::secret::Secret::reveal),
        }),
    }
}

fn identity(identity: &PlannedIdentity) -> IdentityView<'_> {
    IdentityView {
        kind: identity.kind,
        text: &identity.text,
    }
}
