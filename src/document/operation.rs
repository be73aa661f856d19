//! The read operations whose responses are understood.

use std::fmt;

/// An operation of the API (version 2016-04-28) that says something about a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Operation {
    /// What the device is to be configured with, from the device's side.
    DownloadVpnConnectionConfig,
    /// The connection as the cloud sees it; also an element of `DescribeVpnConnections`.
    DescribeVpnConnection,
    /// A connection that is attached to a transit router: an element of `DescribeVpnAttachments`. It names the
    /// connection and tells no more of it than that; where it does, it is read as `DescribeVpnConnection`.
    DescribeVpnAttachment,
    /// The device as the cloud knows it; also an element of `DescribeCustomerGateways`.
    DescribeCustomerGateway,
    /// The gateway at the cloud's end; also an element of `DescribeVpnGateways`.
    DescribeVpnGateway,
    /// A page of a gateway's destination routes.
    DescribeVpnRouteEntries,
    /// A page of a gateway's policy routes.
    DescribeVpnPbrRouteEntries,
    /// A page of routes of a connection on a transit router.
    DescribeVcoRouteEntries,
}

impl Operation {
    /// Every operation.
    pub const ALL: [Self; 8] = [
        Self::DownloadVpnConnectionConfig,
        Self::DescribeVpnConnection,
        Self::DescribeVpnAttachment,
        Self::DescribeCustomerGateway,
        Self::DescribeVpnGateway,
        Self::DescribeVpnRouteEntries,
        Self::DescribeVpnPbrRouteEntries,
        Self::DescribeVcoRouteEntries,
    ];

    /// The name that a request's `Action` has.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::DownloadVpnConnectionConfig => "DownloadVpnConnectionConfig",
            Self::DescribeVpnConnection => "DescribeVpnConnection",
            Self::DescribeVpnAttachment => "DescribeVpnAttachment",
            Self::DescribeCustomerGateway => "DescribeCustomerGateway",
            Self::DescribeVpnGateway => "DescribeVpnGateway",
            Self::DescribeVpnRouteEntries => "DescribeVpnRouteEntries",
            Self::DescribeVpnPbrRouteEntries => "DescribeVpnPbrRouteEntries",
            Self::DescribeVcoRouteEntries => "DescribeVcoRouteEntries",
        }
    }

    /// The operation of this name; the plural of a list operation is its singular.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|operation| {
            name.strip_prefix(operation.as_str())
                .is_some_and(|rest| rest.is_empty() || (rest == "s" && operation.has_plural()))
        })
    }

    const fn has_plural(self) -> bool {
        matches!(
            self,
            Self::DescribeVpnConnection
                | Self::DescribeVpnAttachment
                | Self::DescribeCustomerGateway
                | Self::DescribeVpnGateway
        )
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_again() {
        for operation in Operation::ALL {
            assert_eq!(Operation::from_name(operation.as_str()), Some(operation));
        }
        assert_eq!(
            Operation::from_name("DescribeVpnConnections"),
            Some(Operation::DescribeVpnConnection)
        );
        for other in [
            "DescribeVpnConnectionLogs",
            "DownloadVpnConnectionConfigs",
            "DescribeVpn",
            "",
        ] {
            assert_eq!(Operation::from_name(other), None, "{other}");
        }
    }
}
