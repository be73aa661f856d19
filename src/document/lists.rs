//! The fields of the API that hold lists.
//!
//! JSON shows a list by itself. In XML a list of one looks like an object, and one without its wrapper
//! looks like repeated fields; only the name tells. Anything else that repeats is a fault.

/// Wrapper and element of every list in the responses that are read; newer operations have plain
/// lists, which repeat under the one name.
const LISTS: &[(&str, &str)] = &[
    ("BgpConfigs", "BgpConfig"),
    ("CustomerGateways", "CustomerGateway"),
    ("NextHopTunnelIdList", "NextHopTunnelIdList"),
    ("Tags", "Tag"),
    ("TunnelOptionsSpecification", "TunnelOptions"),
    ("TunnelsConfig", "TunnelConfig"),
    ("VcoRouteEntries", "VcoRouteEntry"),
    ("VpnAttachments", "VpnAttachment"),
    ("VpnConnectionConfig", "VpnConnectionConfig"),
    ("VpnConnections", "VpnConnection"),
    ("VpnGateways", "VpnGateway"),
    ("VpnPbrRouteEntries", "VpnPbrRouteEntry"),
    ("VpnRouteCounts", "VpnRouteCount"),
    ("VpnRouteEntries", "VpnRouteEntry"),
];

/// Whether the API repeats fields of this name.
pub(super) fn is_list(name: &str) -> bool {
    LISTS.iter().any(|&(wrapper, item)| {
        name.eq_ignore_ascii_case(wrapper) || name.eq_ignore_ascii_case(item)
    })
}

/// Whether a field of this name is an element in a wrapper of that name.
pub(super) fn is_item(name: &str, within: &str) -> bool {
    LISTS.iter().any(|&(wrapper, item)| {
        within.eq_ignore_ascii_case(wrapper) && name.eq_ignore_ascii_case(item)
    })
}
