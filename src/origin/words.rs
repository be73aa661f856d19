//! What documents call their fields: the API's names, and those of other tools.

use crate::document::Dialect;

use super::{Field, Section, Source};

/// What a document is called, so that a reader finds it.
pub(super) const fn document(source: Source, dialect: Dialect) -> &'static str {
    match (source, dialect) {
        (Source::Describe, Dialect::Request) => "CreateVpnConnection",
        (Source::Describe, Dialect::Terraform) => "alicloud_vpn_connection",
        (Source::Describe, Dialect::TerraformAttachment) => "alicloud_vpn_gateway_vpn_attachment",
        (Source::CustomerGateway, Dialect::Terraform | Dialect::TerraformAttachment) => {
            "alicloud_vpn_customer_gateway"
        }
        (Source::VpnGateway, Dialect::Terraform | Dialect::TerraformAttachment) => {
            "alicloud_vpn_gateway"
        }
        (source, _) => source.name(),
    }
}

/// The name of a field in a description of these words; `tunnel` where it is one of a tunnel's.
pub(super) const fn name(field: Field, dialect: Dialect, tunnel: bool) -> &'static str {
    match dialect {
        Dialect::Api | Dialect::Request => described(field, tunnel),
        Dialect::Terraform | Dialect::TerraformAttachment => {
            let has_prefix = matches!(dialect, Dialect::Terraform) && !tunnel;
            match (field, has_prefix) {
                (Field::LocalId, true) => "ike_local_id",
                (Field::RemoteId, true) => "ike_remote_id",
                _ => attribute(field, tunnel),
            }
        }
    }
}

/// The section of a description in which a field stands, with a point before it where it is inside a tunnel.
pub(super) const fn section(section: &Section, dialect: Dialect, tunnel: bool) -> &'static str {
    match (section, dialect, tunnel) {
        (Section::Top, _, _) => "",
        (Section::Ike, Dialect::Api | Dialect::Request, true) => "TunnelIkeConfig",
        (Section::Ike, Dialect::Api | Dialect::Request, false) => "IkeConfig",
        (Section::Ike, _, true) => "tunnel_ike_config[0]",
        (Section::Ike, _, false) => "ike_config[0]",
        (Section::Esp, Dialect::Api | Dialect::Request, true) => "TunnelIpsecConfig",
        (Section::Esp, Dialect::Api | Dialect::Request, false) => "IpsecConfig",
        (Section::Esp, _, true) => "tunnel_ipsec_config[0]",
        (Section::Esp, _, false) => "ipsec_config[0]",
        (Section::Bgp, Dialect::Api | Dialect::Request, true) => "TunnelBgpConfig",
        (Section::Bgp, Dialect::Api | Dialect::Request, false) => "VpnBgpConfig",
        (Section::Bgp, _, true) => "tunnel_bgp_config[0]",
        (Section::Bgp, _, false) => "bgp_config[0]",
        (Section::HealthCheck, Dialect::Api | Dialect::Request, _) => "VcoHealthCheck",
        (Section::HealthCheck, _, _) => "health_check_config[0]",
    }
}

/// The list of tunnels in a description.
pub(super) const fn tunnels(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Api | Dialect::Request => "TunnelOptionsSpecification.TunnelOptions",
        Dialect::Terraform | Dialect::TerraformAttachment => "tunnel_options_specification",
    }
}

const fn described(field: Field, tunnel: bool) -> &'static str {
    match (field, tunnel) {
        (Field::TunnelsConfig, _) => "TunnelOptionsSpecification",
        (Field::IkeConfig, true) => "TunnelIkeConfig",
        (Field::IpsecConfig, true) => "TunnelIpsecConfig",
        (Field::BgpStatus, false) => "Status",
        (field, _) => field.api_name(),
    }
}

/// The attribute of the Terraform provider (aliyun/alicloud).
const fn attribute(field: Field, tunnel: bool) -> &'static str {
    match (field, tunnel) {
        (Field::LocalSubnet, _) => "local_subnet",
        (Field::RemoteSubnet, _) => "remote_subnet",
        (Field::IkeVersion, _) => "ike_version",
        (Field::IkeMode, _) => "ike_mode",
        (Field::IkeEncAlg, _) => "ike_enc_alg",
        (Field::IkeAuthAlg, _) => "ike_auth_alg",
        (Field::IkePfs, _) => "ike_pfs",
        (Field::IkeLifetime, _) => "ike_lifetime",
        (Field::LocalId, _) => "local_id",
        (Field::RemoteId, _) => "remote_id",
        (Field::Psk, _) => "psk",
        (Field::IpsecEncAlg, _) => "ipsec_enc_alg",
        (Field::IpsecAuthAlg, _) => "ipsec_auth_alg",
        (Field::IpsecPfs, _) => "ipsec_pfs",
        (Field::IpsecLifetime, _) => "ipsec_lifetime",
        (Field::TunnelId | Field::SessionTunnelId, _) => "tunnel_id",
        (Field::LocalAsn, _) => "local_asn",
        (Field::LocalBgpIp, _) => "local_bgp_ip",
        (Field::PeerAsn, _) => "peer_asn",
        (Field::PeerBgpIp, _) => "peer_bgp_ip",
        (Field::TunnelCidr, _) => "tunnel_cidr",
        (Field::EnableDpd, _) => "enable_dpd",
        (Field::EnableNatTraversal, _) => "enable_nat_traversal",
        (Field::Role, _) => "role",
        (Field::TunnelIndex, _) => "tunnel_index",
        (Field::InternetIp, _) => "internet_ip",
        (Field::EffectImmediately, _) => "effect_immediately",
        (Field::VpnConnectionId, _) => "id",
        (Field::Name, _) => "name",
        (Field::CustomerGatewayIp, _) => "ip_address",
        (Field::CustomerGatewayAsn, _) => "asn",
        (Field::AuthKey, _) => "auth_key",
        (Field::CustomerGatewayId, _) => "customer_gateway_id",
        (Field::VpnGatewayId, _) => "vpn_gateway_id",
        (Field::DisasterRecoveryInternetIp, _) => "disaster_recovery_internet_ip",
        (Field::VpnType, _) => "vpn_type",
        (Field::NetworkType, _) => "network_type",
        (Field::State, _) => "state",
        (Field::Status, _) | (Field::BgpStatus, false) => "status",
        (Field::BgpStatus, true) => "bgp_status",
        (Field::EnableBgp, _) => "enable",
        (Field::EnableTunnelsBgp, _) => "enable_tunnels_bgp",
        (Field::HealthCheck, _) => "health_check_config",
        (Field::HealthCheckSource, _) => "sip",
        (Field::HealthCheckTarget, _) => "dip",
        (Field::IkeConfig, true) => "tunnel_ike_config",
        (Field::IkeConfig, false) => "ike_config",
        (Field::IpsecConfig, true) => "tunnel_ipsec_config",
        (Field::IpsecConfig, false) => "ipsec_config",
        (Field::TunnelsConfig, _) => "tunnel_options_specification",
        (field, _) => field.api_name(),
    }
}
