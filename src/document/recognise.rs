//! Which response an object is, by its fields.

use super::Operation;
use super::node::Node;

/// Responses that are lists: the wrapper, its elements, and the operation that describes one of them.
pub(super) const LISTS: &[(&str, &str, Operation)] = &[
    (
        "VpnConnections",
        "VpnConnection",
        Operation::DescribeVpnConnection,
    ),
    (
        "VpnAttachments",
        "VpnAttachment",
        Operation::DescribeVpnAttachment,
    ),
    (
        "CustomerGateways",
        "CustomerGateway",
        Operation::DescribeCustomerGateway,
    ),
    ("VpnGateways", "VpnGateway", Operation::DescribeVpnGateway),
];

/// Responses that are pages of routes, by the list in them.
pub(super) const PAGES: &[(&str, Operation)] = &[
    ("VpnRouteEntries", Operation::DescribeVpnRouteEntries),
    ("VpnPbrRouteEntries", Operation::DescribeVpnPbrRouteEntries),
    ("VcoRouteEntries", Operation::DescribeVcoRouteEntries),
];

/// What only a `VpnConnectionConfig` has; a list may stand there without its wrapper.
const DOWNLOADED: &[&str] = &[
    "Local",
    "Remote",
    "TunnelsConfig",
    "TunnelConfig",
    "BgpConfigs",
    "BgpConfig",
];

/// What both the downloaded and the described connection have.
const SHARED: &[&str] = &["LocalSubnet", "RemoteSubnet", "IkeConfig", "IpsecConfig"];

/// What only a described connection has.
const DESCRIBED: &[&str] = &[
    "TunnelOptionsSpecification",
    "TunnelOptions",
    "VcoHealthCheck",
    "VpnBgpConfig",
];

/// What tells a VPN gateway from other things that name one.
const GATEWAY: &[&str] = &[
    "InternetIp",
    "DisasterRecoveryInternetIp",
    "SslVpnInternetIp",
    "VpnType",
    "Spec",
];

/// The operation whose response has these fields, if it is one whose response is a single object.
///
/// The fields of the download come first: old pages add ids of the gateways to it. A described connection
/// never has them.
pub(super) fn of(object: Node<'_>) -> Option<Operation> {
    let count = |names: &[&str]| {
        names
            .iter()
            .filter(|name| object.get(name).is_some())
            .count()
    };
    let has = |name| object.get(name).is_some();
    let (downloaded, shared) = (count(DOWNLOADED), count(SHARED));

    if downloaded > 0 && downloaded + shared > 1 {
        Some(Operation::DownloadVpnConnectionConfig)
    } else if count(DESCRIBED) > 0 || (has("VpnConnectionId") && (shared > 0 || has("Status"))) {
        Some(Operation::DescribeVpnConnection)
    } else if shared > 1 && is_request(object) {
        // What it is called by the cloud, and how the cloud sees it.
        Some(Operation::DescribeVpnConnection)
    } else if shared > 1 {
        Some(Operation::DownloadVpnConnectionConfig)
    } else if has("InstanceId") && (has("AttachType") || has("TransitRouterId")) {
        Some(Operation::DescribeVpnAttachment)
    } else if has("CustomerGatewayId") && has("IpAddress") {
        Some(Operation::DescribeCustomerGateway)
    } else if has("VpnGatewayId") && count(GATEWAY) > 0 {
        Some(Operation::DescribeVpnGateway)
    } else {
        None
    }
}

/// Whether these are the parameters of a `CreateVpnConnection` request: they name the gateways by their ids and hold
/// no address, as every download does.
pub(super) fn is_request(object: Node<'_>) -> bool {
    object.get("VpnConnectionId").is_none()
        && ["VpnGatewayId", "CustomerGatewayId"]
            .iter()
            .any(|name| object.get(name).is_some())
}
