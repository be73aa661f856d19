//! The fields of the responses.

/// A field of the responses, by meaning; the path depends on the document's shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "named as the API names them")]
pub enum Field {
    Local,
    Remote,
    LocalSubnet,
    RemoteSubnet,
    IkeVersion,
    IkeMode,
    IkeEncAlg,
    IkeAuthAlg,
    IkePfs,
    IkeLifetime,
    LocalId,
    RemoteId,
    Psk,
    IpsecEncAlg,
    IpsecAuthAlg,
    IpsecPfs,
    IpsecLifetime,
    TunnelId,
    SessionTunnelId,
    LocalAsn,
    LocalBgpIp,
    PeerAsn,
    PeerBgpIp,
    TunnelCidr,
    EnableDpd,
    EnableNatTraversal,
    Role,
    TunnelIndex,
    InternetIp,
    EffectImmediately,
    VpnConnectionId,
    Name,
    CustomerGatewayIp,
    CustomerGatewayAsn,
    AuthKey,
    CustomerGatewayId,
    VpnGatewayId,
    DisasterRecoveryInternetIp,
    VpnType,
    NetworkType,
    State,
    Status,
    BusinessStatus,
    IpsecVpn,
    EnableBgp,
    EnableTunnelsBgp,
    BgpStatus,
    HealthCheck,
    HealthCheckSource,
    HealthCheckTarget,
    RouteDest,
    RouteSource,
    CloudPrefix,
    DevicePrefix,
    IkeConfig,
    IpsecConfig,
    TunnelsConfig,
    BgpConfigs,
    Whole,
}

/// The part of a response that a field stands in.
pub(super) enum Section {
    Top,
    Ike,
    Esp,
    Bgp,
    HealthCheck,
}

impl Field {
    /// The API's own name for the field.
    pub const fn api_name(self) -> &'static str {
        match self {
            Self::Local => "Local",
            Self::Remote => "Remote",
            Self::LocalSubnet => "LocalSubnet",
            Self::RemoteSubnet => "RemoteSubnet",
            Self::IkeVersion => "IkeVersion",
            Self::IkeMode => "IkeMode",
            Self::IkeEncAlg => "IkeEncAlg",
            Self::IkeAuthAlg => "IkeAuthAlg",
            Self::IkePfs => "IkePfs",
            Self::IkeLifetime => "IkeLifetime",
            Self::LocalId => "LocalId",
            Self::RemoteId => "RemoteId",
            Self::Psk => "Psk",
            Self::IpsecEncAlg => "IpsecEncAlg",
            Self::IpsecAuthAlg => "IpsecAuthAlg",
            Self::IpsecPfs => "IpsecPfs",
            Self::IpsecLifetime => "IpsecLifetime",
            Self::TunnelId | Self::SessionTunnelId => "TunnelId",
            Self::LocalAsn => "LocalAsn",
            Self::LocalBgpIp => "LocalBgpIp",
            Self::PeerAsn => "PeerAsn",
            Self::PeerBgpIp => "PeerBgpIp",
            Self::TunnelCidr => "TunnelCidr",
            Self::EnableDpd => "EnableDpd",
            Self::EnableNatTraversal => "EnableNatTraversal",
            Self::Role => "Role",
            Self::TunnelIndex => "TunnelIndex",
            Self::InternetIp => "InternetIp",
            Self::EffectImmediately => "EffectImmediately",
            Self::VpnConnectionId => "VpnConnectionId",
            Self::Name => "Name",
            Self::CustomerGatewayIp => "IpAddress",
            Self::CustomerGatewayAsn => "Asn",
            Self::AuthKey => "AuthKey",
            Self::CustomerGatewayId => "CustomerGatewayId",
            Self::VpnGatewayId => "VpnGatewayId",
            Self::DisasterRecoveryInternetIp => "DisasterRecoveryInternetIp",
            Self::VpnType => "VpnType",
            Self::NetworkType => "NetworkType",
            Self::State => "State",
            Self::Status => "Status",
            Self::BusinessStatus => "BusinessStatus",
            Self::IpsecVpn => "IpsecVpn",
            Self::EnableBgp => "EnableBgp",
            Self::EnableTunnelsBgp => "EnableTunnelsBgp",
            Self::BgpStatus => "BgpStatus",
            Self::HealthCheck => "VcoHealthCheck",
            Self::HealthCheckSource => "Sip",
            Self::HealthCheckTarget => "Dip",
            Self::RouteDest => "RouteDest",
            Self::RouteSource => "RouteSource",
            Self::CloudPrefix => "cloud-prefix",
            Self::DevicePrefix => "device-prefix",
            Self::IkeConfig => "IkeConfig",
            Self::IpsecConfig => "IpsecConfig",
            Self::TunnelsConfig => "TunnelsConfig",
            Self::BgpConfigs => "BgpConfigs",
            Self::Whole => "",
        }
    }

    /// The field that the API calls so, among those that can be set on the cloud side.
    pub fn from_api_name(name: &str) -> Option<Self> {
        const SETTABLE: [Field; 14] = [
            Field::IkeVersion,
            Field::IkeMode,
            Field::IkeEncAlg,
            Field::IkeAuthAlg,
            Field::IkePfs,
            Field::IkeLifetime,
            Field::IpsecEncAlg,
            Field::IpsecAuthAlg,
            Field::IpsecPfs,
            Field::IpsecLifetime,
            Field::LocalSubnet,
            Field::RemoteSubnet,
            Field::LocalId,
            Field::RemoteId,
        ];
        SETTABLE.into_iter().find(|field| field.api_name() == name)
    }

    pub(super) const fn section(self) -> Section {
        match self {
            Self::IkeVersion
            | Self::IkeMode
            | Self::IkeEncAlg
            | Self::IkeAuthAlg
            | Self::IkePfs
            | Self::IkeLifetime
            | Self::LocalId
            | Self::RemoteId
            | Self::Psk => Section::Ike,
            Self::IpsecEncAlg | Self::IpsecAuthAlg | Self::IpsecPfs | Self::IpsecLifetime => {
                Section::Esp
            }
            Self::SessionTunnelId
            | Self::LocalAsn
            | Self::LocalBgpIp
            | Self::PeerAsn
            | Self::PeerBgpIp
            | Self::TunnelCidr
            | Self::EnableBgp
            | Self::BgpStatus
            | Self::AuthKey => Section::Bgp,
            Self::HealthCheckSource | Self::HealthCheckTarget => Section::HealthCheck,
            _ => Section::Top,
        }
    }
}
