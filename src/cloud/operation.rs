//! The operations that are called, each with what it acts on and what it needs in RAM.
//!
//! One table for the client, the permission errors and `peerconf policy`, so that the three cannot
//! disagree. Sources: Alibaba Cloud, "RAM authentication" of VPC (the table of ARN formats, as published in the
//! documentation's repository of 2019), which lists the download and the Describe operations of connections and
//! gateways with `vpnconnection`, `customergateway` and `vpngateway` and their wildcards; the page of 2026 is
//! <https://www.alibabacloud.com/help/en/vpn/sub-product-ipsec-vpn/developer-reference/api-vpc-2016-04-28-ram-vpns>.
//! What stands there about the three operations for routes could not be read: see
//! [`Operation::has_confirmed_resource`].

use super::Call;

/// A read operation of the VPC API, version 2016-04-28.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Operation {
    /// The peer's configuration of one connection.
    DownloadVpnConnectionConfig,
    /// All connections of a region, by pages.
    DescribeVpnConnections,
    /// One connection as the cloud sees it.
    DescribeVpnConnection,
    /// One customer gateway.
    DescribeCustomerGateway,
    /// One VPN gateway.
    DescribeVpnGateway,
    /// A VPN gateway's destination-based and BGP routes, by pages.
    DescribeVpnRouteEntries,
    /// A VPN gateway's policy-based routes, by pages.
    DescribeVpnPbrRouteEntries,
    /// The routes of a connection that is attached to a transit router, by pages.
    DescribeVcoRouteEntries,
}

impl Operation {
    /// Every operation, in the order in which they are called.
    pub const ALL: [Self; 8] = [
        Self::DescribeVpnConnections,
        Self::DownloadVpnConnectionConfig,
        Self::DescribeVpnConnection,
        Self::DescribeCustomerGateway,
        Self::DescribeVpnGateway,
        Self::DescribeVpnRouteEntries,
        Self::DescribeVpnPbrRouteEntries,
        Self::DescribeVcoRouteEntries,
    ];

    /// The name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::DownloadVpnConnectionConfig => "DownloadVpnConnectionConfig",
            Self::DescribeVpnConnections => "DescribeVpnConnections",
            Self::DescribeVpnConnection => "DescribeVpnConnection",
            Self::DescribeCustomerGateway => "DescribeCustomerGateway",
            Self::DescribeVpnGateway => "DescribeVpnGateway",
            Self::DescribeVpnRouteEntries => "DescribeVpnRouteEntries",
            Self::DescribeVpnPbrRouteEntries => "DescribeVpnPbrRouteEntries",
            Self::DescribeVcoRouteEntries => "DescribeVcoRouteEntries",
        }
    }

    /// The parameter that names the resource; `None` for the one that lists a region.
    pub fn id_parameter(self) -> Option<&'static str> {
        match self {
            Self::DescribeVpnConnections => None,
            Self::DownloadVpnConnectionConfig
            | Self::DescribeVpnConnection
            | Self::DescribeVcoRouteEntries => Some("VpnConnectionId"),
            Self::DescribeCustomerGateway => Some("CustomerGatewayId"),
            Self::DescribeVpnGateway
            | Self::DescribeVpnRouteEntries
            | Self::DescribeVpnPbrRouteEntries => Some("VpnGatewayId"),
        }
    }

    /// How many calls of the operation the service takes in 60 seconds, in one region and from one account
    /// and its users together.
    ///
    /// Source: Alibaba Cloud, "Quotas" of VPN Gateway's API
    /// (<https://www.alibabacloud.com/help/en/vpn/sub-product-ipsec-vpn/developer-reference/api-vpc-2016-04-28-quota-vpns>).
    pub fn calls_per_minute(self) -> u32 {
        match self {
            Self::DownloadVpnConnectionConfig => 30,
            Self::DescribeVpnConnections
            | Self::DescribeVpnConnection
            | Self::DescribeCustomerGateway
            | Self::DescribeVpnGateway
            | Self::DescribeVpnRouteEntries
            | Self::DescribeVpnPbrRouteEntries
            | Self::DescribeVcoRouteEntries => 600,
        }
    }

    /// What the operation is called in a RAM policy.
    pub fn ram_action(self) -> String {
        format!("vpc:{}", self.name())
    }

    /// Whether the resource that the operation needs in RAM was read in a source. The older table has no routes;
    /// for them the resource is that of the gateway or connection which they are asked of.
    pub fn has_confirmed_resource(self) -> bool {
        !matches!(
            self,
            Self::DescribeVpnRouteEntries
                | Self::DescribeVpnPbrRouteEntries
                | Self::DescribeVcoRouteEntries
        )
    }

    /// The resource's name in a RAM policy; `None` stands for every region, account or id.
    pub fn ram_resource(
        self,
        region: Option<&str>,
        account: Option<&str>,
        id: Option<&str>,
    ) -> String {
        let kind = match self.id_parameter() {
            Some("CustomerGatewayId") => "customergateway",
            Some("VpnGatewayId") => "vpngateway",
            _ => "vpnconnection",
        };
        let [region, account, id] = [region, account, id].map(|part| part.unwrap_or("*"));
        format!("acs:vpc:{region}:{account}:{kind}/{id}")
    }

    /// The call in a region, on the resource `id` where the operation is about one.
    pub fn call(self, region: &str, id: &str) -> Call {
        let call = Call::new(self.name(), "2016-04-28").with("RegionId", region);
        match self.id_parameter() {
            Some(parameter) => call.with(parameter, id),
            None => call,
        }
    }
}

/// What is missing where a call was refused for want of permission.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Permission {
    /// The action, such as `vpc:DescribeVpnConnection`.
    pub action: String,
    /// The resource, such as `acs:vpc:cn-hangzhou:*:vpnconnection/vco-…`.
    pub resource: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resources_are_named_as_ram_does() {
        let download = Operation::DownloadVpnConnectionConfig;
        assert_eq!(download.ram_action(), "vpc:DownloadVpnConnectionConfig");
        assert_eq!(
            download.ram_resource(Some("cn-hangzhou"), None, Some("vco-1")),
            "acs:vpc:cn-hangzhou:*:vpnconnection/vco-1"
        );
        assert_eq!(
            Operation::DescribeVpnRouteEntries.ram_resource(None, Some("123"), None),
            "acs:vpc:*:123:vpngateway/*"
        );
        assert_eq!(
            Operation::DescribeCustomerGateway.ram_resource(None, None, Some("cgw-1")),
            "acs:vpc:*:*:customergateway/cgw-1"
        );
    }

    #[test]
    fn a_listing_has_no_id() {
        let call = Operation::DescribeVpnConnections.call("cn-hangzhou", "ignored");
        assert_eq!(
            call.parameters().collect::<Vec<_>>(),
            [("RegionId", "cn-hangzhou")]
        );
    }
}
