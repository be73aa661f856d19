//! Which names of fields are the API's own, and which mean a key.
//!
//! What is not known here may be anything: the rest of a key that holds a `<`, or a key under a name of
//! somebody's own. Neither such a name nor its value is shown.

use std::borrow::Cow;

use super::Format;

/// The API's names of the values that say nothing secret.
const HARMLESS: &[&str] = &[
    "AsPath",
    "Asn",
    "AttachType",
    "AuthStatus",
    "AutoPropagate",
    "BgpStatus",
    "BusinessStatus",
    "CloudAsn",
    "CreateTime",
    "CreationTime",
    "CrossAccountAuthorized",
    "CustomerGatewayId",
    "Dip",
    "DisasterRecoveryInternetIp",
    "DisasterRecoveryVSwitchId",
    "EffectImmediately",
    "Enable",
    "EnableBgp",
    "EnableDpd",
    "EnableNatTraversal",
    "EnableTunnelsBgp",
    "EndTime",
    "GatewayType",
    "IkeAuthAlg",
    "IkeEncAlg",
    "IkeLifetime",
    // Terraform's names of `LocalId` and `RemoteId`.
    "IkeLocalId",
    "IkeMode",
    "IkePfs",
    "IkeRemoteId",
    "IkeVersion",
    "InstanceId",
    "InternetIp",
    "Interval",
    "IpAddress",
    "IpsecAuthAlg",
    "IpsecEncAlg",
    "IpsecLifetime",
    "IpsecPfs",
    "IpsecVpn",
    "Local",
    "LocalAsn",
    "LocalBgpIp",
    "LocalId",
    "LocalSubnet",
    "Name",
    "NetworkType",
    "NextHop",
    "NextHopTunnelId",
    "PageNumber",
    "PageSize",
    "PbrPriority",
    "PeerAsn",
    "PeerBgpIp",
    "PeerIp",
    "Policy",
    "Priority",
    "Remote",
    "RemoteCaCertificate",
    "RemoteId",
    "RemoteSubnet",
    "RequestId",
    "ResourceGroupId",
    "Retry",
    "Role",
    "RouteCount",
    "RouteDest",
    "RouteEntryType",
    "RouteSource",
    "Sip",
    "Source",
    "Spec",
    "SslVpn",
    "SslVpnInternetIp",
    "State",
    "Status",
    "TotalCount",
    "TransitRouterId",
    "TransitRouterName",
    "TunnelCidr",
    "TunnelId",
    "TunnelIndex",
    "TunnelOptionsSpecification",
    "VSwitchId",
    "VpcId",
    "VpnConnectionId",
    "VpnEnableBgp",
    "VpnGatewayId",
    "VpnInstanceId",
    "VpnNewImage",
    "VpnRouteCount",
    "VpnType",
    "Weight",
    "ZoneNo",
    "statusCode",
];

/// The API's other names: what holds values, and values that anybody may have written.
const OTHERS: &[&str] = &[
    "AuthKey",
    "BgpConfig",
    "BgpConfigs",
    "Code",
    "CustomerGateway",
    "CustomerGateways",
    "DescribeCustomerGateway",
    "DescribeCustomerGatewayResponse",
    "DescribeCustomerGatewaysResponse",
    "DescribeVcoRouteEntriesResponse",
    "DescribeVpnAttachmentsResponse",
    "DescribeVpnConnection",
    "DescribeVpnConnectionResponse",
    "DescribeVpnConnectionsResponse",
    "DescribeVpnGatewayResponse",
    "DescribeVpnGatewaysResponse",
    "DescribeVpnPbrRouteEntriesResponse",
    "DescribeVpnRouteEntriesResponse",
    "Description",
    "DownloadVpnConnectionConfig",
    "DownloadVpnConnectionConfigResponse",
    "Error",
    "HostId",
    "IkeConfig",
    "IpsecConfig",
    "Key",
    "Message",
    "NextHopTunnelIdList",
    "Psk",
    "Recommend",
    "Tag",
    "Tags",
    "TunnelBgpConfig",
    "TunnelConfig",
    "TunnelIkeConfig",
    "TunnelIpsecConfig",
    "TunnelOptions",
    "TunnelsConfig",
    "Value",
    "VcoHealthCheck",
    "VcoRouteEntries",
    "VcoRouteEntry",
    "VpnAttachment",
    "VpnAttachments",
    "VpnBgpConfig",
    "VpnConnection",
    "VpnConnectionConfig",
    "VpnConnections",
    "VpnGateway",
    "VpnGateways",
    "VpnPbrRouteEntries",
    "VpnPbrRouteEntry",
    "VpnRouteCounts",
    "VpnRouteEntries",
    "VpnRouteEntry",
    "body",
    "headers",
    "id",
    "response",
];

/// What a name that means a key has in it, whatever stands around it.
const KEYS: &[&str] = &[
    "psk",
    "sharedkey",
    "sharedsecret",
    "secret",
    "password",
    "passwd",
    "passphrase",
    "passcode",
    "pwd",
    "authkey",
    "bgpkey",
    "md5key",
    "ikekey",
    "privatekey",
    "accesskey",
    "token",
    "credential",
    "密钥",
    "密码",
    "口令",
];

/// Whether the name is one of the API's.
pub(crate) fn is_known(name: &str) -> bool {
    is_in(HARMLESS, name) || is_in(OTHERS, name)
}

/// Whether the value of a field may be shown: the API's, and no key.
pub(super) fn is_harmless(name: &str) -> bool {
    is_in(HARMLESS, name)
}

/// Those of the API's other names that mean a key.
const OF_KEYS: &[&str] = &["AuthKey", "Key", "Psk"];

/// Whether a field is a key by its name, however it is written: `Psk`, `pre_shared_key`, `IkePsk `.
pub(super) fn means_key(name: &str) -> bool {
    // Most names are of these, and they are found sooner.
    if OTHERS.binary_search(&name).is_ok() {
        return OF_KEYS.contains(&name);
    }
    !is_harmless(name) && has_key_in_it(name)
}

fn has_key_in_it(name: &str) -> bool {
    let plain: String = name
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    plain == "key" || KEYS.iter().any(|key| plain.contains(key))
}

/// Whether a name is among these, in any case of letters and with or without `_`: `IkePfs` is Terraform's `ike_pfs`.
fn is_in(names: &[&str], name: &str) -> bool {
    // Most are written as the API writes them, and the lists are sorted.
    if names.binary_search(&name).is_ok() {
        return true;
    }
    let plain: Cow<'_, str> = if name.contains('_') {
        name.replace('_', "").into()
    } else {
        name.into()
    };
    names.iter().any(|known| known.eq_ignore_ascii_case(&plain))
}

/// Stands in the place of a name that may be a part of a key.
pub(super) const UNNAMED: &str = "…";

/// A path as an error may show it. In XML an unknown name may be what follows a `<` in a key; in either format
/// nothing below a key is shown.
pub(super) fn shown_path(path: &str, format: Format) -> String {
    let mut is_hidden = format == Format::Xml;
    let parts = path.split('.').map(|part| {
        let name = part.split('[').next().unwrap_or_default();
        let shown = if is_known(name) || !is_hidden {
            part
        } else {
            UNNAMED
        };
        is_hidden |= means_key(name);
        shown
    });
    let parts: Vec<&str> = parts.collect();
    parts.join(".")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_and_found_in_any_case() {
        for names in [HARMLESS, OTHERS] {
            assert!(names.is_sorted());
            for name in names {
                assert!(is_in(names, name) && is_in(names, &name.to_uppercase()));
            }
            assert!(!is_in(names, "Names"));
        }
        assert!(is_in(HARMLESS, "ike_pfs"));
    }

    #[test]
    fn names_that_are_found_sooner_mean_what_stands_in_them() {
        for name in OTHERS {
            assert_eq!(means_key(name), has_key_in_it(name), "{name}");
        }
    }

    #[test]
    fn paths_show_no_part_of_a_key() {
        let path = "VpnConnectionConfig.IkeConfig.Psk.Zx9[1]";
        for format in [Format::Json, Format::Xml] {
            let shown = "VpnConnectionConfig.IkeConfig.Psk.…";
            assert_eq!(shown_path(path, format), shown);
        }
        assert_eq!(shown_path("Tunnels[1].Zx9", Format::Json), "Tunnels[1].Zx9");
        assert_eq!(shown_path("Tunnels[1].Zx9", Format::Xml), "….…");
    }

    #[test]
    fn a_key_is_known_by_any_name() {
        for name in [
            "Psk",
            "PSK",
            "IkePsk",
            "Psk ",
            "psk_",
            "PreSharedKey",
            "pre-shared-key",
            "Pre_Shared_Key",
            "SharedSecret",
            "Password",
            "AuthKey",
            "Key",
            "SecurityToken",
            "预共享密钥",
        ] {
            assert!(means_key(name), "{name}");
            assert!(!is_harmless(name), "{name}");
        }
        for name in HARMLESS {
            assert!(!has_key_in_it(name), "{name}");
        }
        assert!(is_harmless("ike_pfs") && !is_harmless("ike_pf") && !is_harmless("psk"));
    }
}
