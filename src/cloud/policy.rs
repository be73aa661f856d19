//! The least privilege that fetching needs, as a RAM policy.
//!
//! Everything peerconf calls is a read operation; nothing here allows a change.

use serde::Serialize;

use super::operation::{Operation, Permission};

/// How far a policy reaches. The default allows every fetch, in every region, of every connection.
#[derive(Clone, Copy, Debug, Default)]
pub struct Reach<'a> {
    /// Only this region.
    pub region: Option<&'a str>,
    /// Only this account (its numeric id).
    pub account: Option<&'a str>,
    /// Only this connection: leaves the listing (`fetch --all`) out. Its gateways have ids of their own, so
    /// they stay open.
    pub connection: Option<&'a str>,
    /// Only the download, without what `--with-describe` asks for beside it.
    pub download_only: bool,
}

/// The policy document, as indented JSON with a final line break.
pub fn document(reach: Reach<'_>) -> String {
    let mut statements: Vec<Statement> = Vec::new();
    for operation in Operation::ALL
        .into_iter()
        .filter(|operation| reach.covers(*operation))
    {
        let id = match operation.id_parameter() {
            Some("VpnConnectionId") => reach.connection,
            _ => None,
        };
        let resource = operation.ram_resource(reach.region, reach.account, id);
        match statements
            .iter_mut()
            .find(|statement| statement.resource == resource)
        {
            Some(statement) => statement.action.push(operation.ram_action()),
            None => statements.push(Statement::allowing(operation.ram_action(), resource)),
        }
    }
    let policy = Policy {
        version: "1",
        statement: statements,
    };
    // A struct of strings always serialises.
    let mut text = serde_json::to_string_pretty(&policy).unwrap_or_default();
    text.push('\n');
    text
}

/// The actions in that policy whose resource was read in no source.
pub fn unconfirmed(reach: Reach<'_>) -> Vec<String> {
    Operation::ALL
        .into_iter()
        .filter(|operation| reach.covers(*operation) && !operation.has_confirmed_resource())
        .map(Operation::ram_action)
        .collect()
}

/// A policy for a single permission, on one line.
pub(super) fn for_one(permission: &Permission) -> String {
    let statement = Statement::allowing(permission.action.clone(), permission.resource.clone());
    let policy = Policy {
        version: "1",
        statement: vec![statement],
    };
    serde_json::to_string(&policy).unwrap_or_default()
}

impl Reach<'_> {
    fn covers(&self, operation: Operation) -> bool {
        match operation {
            Operation::DownloadVpnConnectionConfig => true,
            Operation::DescribeVpnConnections => self.connection.is_none(),
            _ => !self.download_only,
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Policy {
    version: &'static str,
    statement: Vec<Statement>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Statement {
    effect: &'static str,
    action: Vec<String>,
    resource: String,
}

impl Statement {
    fn allowing(action: String, resource: String) -> Self {
        Self {
            effect: "Allow",
            action: vec![action],
            resource,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(reach: Reach<'_>) -> serde_json::Value {
        serde_json::from_str(&document(reach)).unwrap()
    }

    fn actions(policy: &serde_json::Value) -> Vec<&str> {
        let statements = policy["Statement"].as_array().unwrap();
        statements
            .iter()
            .flat_map(|statement| statement["Action"].as_array().unwrap())
            .map(|action| action.as_str().unwrap())
            .collect()
    }

    #[test]
    fn the_whole_policy_allows_every_operation_and_only_reads() {
        let policy = parsed(Reach::default());
        assert_eq!(policy["Version"], "1");
        let actions = actions(&policy);
        assert_eq!(actions.len(), Operation::ALL.len());
        assert!(actions.iter().all(|action| {
            action.starts_with("vpc:Describe") || action.starts_with("vpc:Download")
        }));
    }

    #[test]
    fn the_smallest_policy_is_one_action_on_one_connection() {
        let policy = parsed(Reach {
            region: Some("cn-hangzhou"),
            account: Some("1234567890"),
            connection: Some("vco-1"),
            download_only: true,
        });
        assert_eq!(
            policy,
            serde_json::json!({
                "Version": "1",
                "Statement": [{
                    "Effect": "Allow",
                    "Action": ["vpc:DownloadVpnConnectionConfig"],
                    "Resource": "acs:vpc:cn-hangzhou:1234567890:vpnconnection/vco-1",
                }],
            })
        );
    }

    #[test]
    fn a_connection_narrows_what_is_about_the_connection() {
        let policy = parsed(Reach {
            connection: Some("vco-1"),
            ..Reach::default()
        });
        assert!(!actions(&policy).contains(&"vpc:DescribeVpnConnections"));
        let resources: Vec<_> = policy["Statement"]
            .as_array()
            .unwrap()
            .iter()
            .map(|statement| statement["Resource"].as_str().unwrap())
            .collect();
        assert_eq!(
            resources,
            [
                "acs:vpc:*:*:vpnconnection/vco-1",
                "acs:vpc:*:*:customergateway/*",
                "acs:vpc:*:*:vpngateway/*",
            ]
        );
    }
}
