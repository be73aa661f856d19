//! What the operations answer.

use std::collections::BTreeMap;

use super::{OIDC_TOKEN, REGION, Seen, State, error};
use crate::support::wire::Reply;

/// The largest page that the API gives.
const LARGEST_PAGE: usize = 50;

impl State {
    pub(super) fn reply(&mut self, seen: &Seen) -> Reply {
        let parameter = |name: &str| {
            seen.parameters
                .get(name)
                .map(String::as_str)
                .unwrap_or_default()
        };
        match seen.action.as_str() {
            "AssumeRole" => return self.issue(),
            "AssumeRoleWithOIDC" if parameter("OIDCToken") == OIDC_TOKEN => return self.issue(),
            "AssumeRoleWithOIDC" => {
                return error(
                    400,
                    "AuthenticationFail.OIDCToken.Invalid",
                    "the token is not valid",
                );
            }
            _ => {}
        }
        if parameter("RegionId") != REGION {
            return error(
                404,
                "InvalidRegionId.NotFound",
                "The specified RegionId does not exist.",
            );
        }
        match seen.action.as_str() {
            "DescribeVpnConnections" => {
                let entries = self.connections.iter();
                let entries = entries
                    .map(|id| format!(r#"{{"VpnConnectionId":"{id}"}}"#))
                    .collect();
                let reply = page(
                    &seen.parameters,
                    entries,
                    "VpnConnections",
                    Some("VpnConnection"),
                );
                self.change();
                if self.hides_totals {
                    without_total(reply)
                } else {
                    reply
                }
            }
            "DescribeVpnRouteEntries" => {
                let entries = self.routes(parameter("VpnGatewayId"), parameter("RouteEntryType"));
                page(
                    &seen.parameters,
                    entries,
                    "VpnRouteEntries",
                    Some("VpnRouteEntry"),
                )
            }
            "DescribeVpnPbrRouteEntries" => {
                let entries = self.routes(parameter("VpnGatewayId"), "pbr");
                page(
                    &seen.parameters,
                    entries,
                    "VpnPbrRouteEntries",
                    Some("VpnPbrRouteEntry"),
                )
            }
            "DescribeVcoRouteEntries" => {
                let entries =
                    self.routes(parameter("VpnConnectionId"), parameter("RouteEntryType"));
                page(&seen.parameters, entries, "VcoRouteEntries", None)
            }
            action => {
                let ids = ["VpnConnectionId", "CustomerGatewayId", "VpnGatewayId"];
                let id = ids
                    .iter()
                    .find_map(|name| seen.parameters.get(*name))
                    .cloned();
                let key = (action.to_owned(), id.unwrap_or_default());
                match self.answers.get(&key) {
                    Some(body) => Reply::json(200, body.clone()),
                    None => error(
                        404,
                        "InvalidVpnConnectionInstanceId.NotFound",
                        "The specified vpn connection instance id does not exist.",
                    ),
                }
            }
        }
    }

    /// What is due to happen after this page of the list.
    fn change(&mut self) {
        for change in &mut self.changes {
            change.pages = change.pages.wrapping_sub(1);
            if change.pages != 0 {
                continue;
            }
            if let Some(gone) = &change.gone {
                self.connections.retain(|id| id != gone);
                self.answers
                    .remove(&("DownloadVpnConnectionConfig".to_owned(), gone.clone()));
            }
            if let Some(new) = &change.new {
                self.connections.push(new.clone());
                self.answers.insert(
                    ("DownloadVpnConnectionConfig".to_owned(), new.clone()),
                    super::download(new).into_bytes(),
                );
            }
        }
    }

    fn routes(&self, of: &str, kind: &str) -> Vec<String> {
        // What the API does where no kind is asked for.
        let kind = if kind.is_empty() { "custom" } else { kind };
        let destinations = self.routes.get(&(of.to_owned(), kind.to_owned()));
        let entry =
            |destination: &String| format!(r#"{{"RouteDest":"{destination}","Kind":"{kind}"}}"#);
        destinations
            .map(|all| all.iter().map(entry).collect())
            .unwrap_or_default()
    }

    /// Gives out a temporary key that is known from then on.
    fn issue(&mut self) -> Reply {
        self.issued += 1;
        let id = format!("STS.IssuedIssuedIssued{}", self.issued);
        let (secret, token) = (
            format!("issued-secret-{}", self.issued),
            format!("issued/token+{}=", self.issued),
        );
        let body = format!(
            r#"{{"RequestId":"S-1","AssumedRoleUser":{{"Arn":"acs:ram::1:role/r/s"}},"Credentials":{{
                "AccessKeyId":"{id}","AccessKeySecret":"{secret}","SecurityToken":"{token}",
                "Expiration":"2099-01-01T00:00:00Z"}}}}"#
        );
        self.keys.insert(id, (secret, Some(token)));
        Reply::json(200, body)
    }
}

/// One page, as the operations give it; a wrapper's inner name is left out where there is none.
fn page(
    parameters: &BTreeMap<String, String>,
    entries: Vec<String>,
    wrapper: &str,
    item: Option<&str>,
) -> Reply {
    let number = |name: &str, default: usize| {
        parameters
            .get(name)
            .map_or(Some(default), |text| text.parse().ok())
    };
    let (Some(number @ 1..), Some(size @ 1..=LARGEST_PAGE)) =
        (number("PageNumber", 1), number("PageSize", 10))
    else {
        return error(400, "InvalidParameter", "PageNumber or PageSize");
    };
    let total = entries.len();
    let entries: Vec<_> = entries
        .into_iter()
        .skip((number - 1) * size)
        .take(size)
        .collect();
    let list = format!("[{}]", entries.join(","));
    let list = item.map_or(list.clone(), |item| format!(r#"{{"{item}":{list}}}"#));
    Reply::json(
        200,
        format!(
            r#"{{"TotalCount":{total},"PageNumber":{number},"PageSize":{size},"RequestId":"P-{number}","{wrapper}":{list}}}"#
        ),
    )
}

fn without_total(mut reply: Reply) -> Reply {
    let body = String::from_utf8_lossy(&reply.body).into_owned();
    if let Some((_, rest)) = body.split_once(',') {
        reply.body = format!("{{{rest}").into_bytes();
    }
    reply
}
