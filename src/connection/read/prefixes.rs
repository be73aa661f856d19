//! The networks behind a `0.0.0.0/0`, as far as route entries tell them.

use ipnet::Ipv4Net;

use crate::connection::subnet::{self, ANY};
use crate::connection::{Field, Maskable, Sourced};
use crate::findings::{Finding, catalogue};

use super::Side;
use super::companions::Companions;
use super::parts::{Parts, SiteParts};
use super::scope::Scope;
use super::subnets;

/// Adds what the routes of a connection tell.
pub(super) fn add(parts: &mut Parts, companions: &mut Companions<'_>, findings: &mut Vec<Finding>) {
    let tunnels: Vec<String> = parts
        .tunnels
        .iter()
        .filter_map(|t| Some(t.id.as_ref()?.value.clone()))
        .collect();
    let tunnels: Vec<&str> = tunnels.iter().map(String::as_str).collect();
    let id = parts.id.as_ref().map(|id| id.value.clone());
    let routes = companions.routes(id.as_deref(), &tunnels);
    let mut unpublished: Option<Finding> = None;
    for route in routes {
        let dest = net(route.scope, Field::RouteDest, findings);
        let Some(dest) = dest else {
            continue;
        };
        if !route.published {
            let finding = unpublished
                .take()
                .unwrap_or_else(|| Finding::new(&catalogue::ROUTE_UNPUBLISHED));
            unpublished = Some(list(finding, dest));
            continue;
        }
        match route.side {
            Side::Device => {
                add_to(&mut parts.device, dest);
                if let Some(source) = net(route.scope, Field::RouteSource, findings) {
                    add_to(&mut parts.cloud, source);
                }
            }
            Side::Cloud => add_to(&mut parts.cloud, dest),
        }
    }
    for site in [&mut parts.device, &mut parts.cloud] {
        site.prefixes.sort_by_key(|prefix| prefix.value);
        site.prefixes.dedup_by_key(|prefix| prefix.value);
    }
    findings.extend(unpublished);
}

/// Adds a network to the one finding on routes that are not published.
fn list(mut finding: Finding, dest: Sourced<Ipv4Net>) -> Finding {
    match finding.args.first_mut() {
        Some((_, names)) => {
            let names = names.to_mut();
            names.push_str(", ");
            names.push_str(&dest.value.to_string());
        }
        None => finding = finding.with("value", dest.value.to_string()),
    }
    finding.at(dest.origin)
}

/// Only a side that is `0.0.0.0/0` has networks behind it.
fn add_to(site: &mut SiteParts, net: Sourced<Ipv4Net>) {
    if site.has_any() && net.value != ANY {
        site.prefixes.push(net);
    }
}

fn net(scope: Scope<'_>, field: Field, findings: &mut Vec<Finding>) -> Option<Sourced<Ipv4Net>> {
    let text = scope.hint(field)?;
    match subnet::parse(text.value) {
        Ok(Maskable::Known(net)) => Some(Sourced::new(net, text.origin)),
        Ok(Maskable::Masked) => None,
        Err(error) => {
            findings.push(subnets::unusable(text.value, &error, text.origin));
            None
        }
    }
}
