//! The attributes of a resource in the API's words.
//!
//! Names and shapes are those of the provider aliyun/alicloud 1.289.0 (its schemas and Read functions), with
//! those of its older versions: `name`, and subnets as one text.

use std::net::Ipv4Addr;

use super::super::super::entry::Kind as Value;
use super::super::LABEL;
use super::super::block::Block;
use super::super::writer::Writer;
use super::resource::{Kind, Resource};

/// Attributes, the first that is there counts, and the API's field.
type Names = &'static [(&'static [&'static str], &'static str)];

const CONNECTION: Names = &[
    (&["id", "vpn_connection_id"], "VpnConnectionId"),
    (
        &["vpn_connection_name", "vpn_attachment_name", "name"],
        "Name",
    ),
    (&["effect_immediately"], "EffectImmediately"),
    (&["enable_dpd"], "EnableDpd"),
    (&["enable_nat_traversal"], "EnableNatTraversal"),
    (&["enable_tunnels_bgp"], "EnableTunnelsBgp"),
    (&["network_type"], "NetworkType"),
    (&["internet_ip"], "InternetIp"),
];

const TUNNEL: Names = &[
    (&["tunnel_id"], "TunnelId"),
    (&["tunnel_index"], "TunnelIndex"),
    (&["role"], "Role"),
    (&["internet_ip"], "InternetIp"),
    (&["enable_dpd"], "EnableDpd"),
    (&["enable_nat_traversal"], "EnableNatTraversal"),
    (&["state"], "State"),
    (&["status"], "Status"),
    (&["zone_no"], "ZoneNo"),
];

const IKE: Names = &[
    (&["psk"], "Psk"),
    (&["ike_version"], "IkeVersion"),
    (&["ike_mode"], "IkeMode"),
    (&["ike_enc_alg"], "IkeEncAlg"),
    (&["ike_auth_alg"], "IkeAuthAlg"),
    (&["ike_pfs"], "IkePfs"),
    (&["ike_lifetime"], "IkeLifetime"),
];

/// At the top of an `alicloud_vpn_connection`.
const CONNECTION_IDS: Names = &[
    (&["ike_local_id"], "LocalId"),
    (&["ike_remote_id"], "RemoteId"),
];

/// In every tunnel, and at the top of an attachment.
const IDS: Names = &[(&["local_id"], "LocalId"), (&["remote_id"], "RemoteId")];

const ESP: Names = &[
    (&["ipsec_enc_alg"], "IpsecEncAlg"),
    (&["ipsec_auth_alg"], "IpsecAuthAlg"),
    (&["ipsec_pfs"], "IpsecPfs"),
    (&["ipsec_lifetime"], "IpsecLifetime"),
];

const SESSION: Names = &[
    (&["local_asn"], "LocalAsn"),
    (&["local_bgp_ip"], "LocalBgpIp"),
    (&["peer_asn"], "PeerAsn"),
    (&["peer_bgp_ip"], "PeerBgpIp"),
    (&["tunnel_cidr"], "TunnelCidr"),
    (&["auth_key"], "AuthKey"),
];

const HEALTH_CHECK: Names = &[
    (&["enable"], "Enable"),
    (&["dip"], "Dip"),
    (&["sip"], "Sip"),
];

const CUSTOMER_GATEWAY: Names = &[
    (&["ip_address"], "IpAddress"),
    (&["asn"], "Asn"),
    (&["customer_gateway_name", "name"], "Name"),
];

const VPN_GATEWAY: Names = &[
    (&["internet_ip"], "InternetIp"),
    (
        &["disaster_recovery_internet_ip"],
        "DisasterRecoveryInternetIp",
    ),
    (&["vpn_type"], "VpnType"),
    (&["network_type"], "NetworkType"),
    (&["vpn_gateway_name", "name"], "Name"),
];

/// Writes one resource; the index of its object.
pub(super) fn write<'s>(resource: &Resource<'_, 's>, writer: &mut Writer<'s>) -> u32 {
    let values = resource.values;
    let (id, names) = match resource.kind {
        Kind::Connection | Kind::Attachment => return connection(resource, writer),
        Kind::CustomerGateway => ("CustomerGatewayId", CUSTOMER_GATEWAY),
        Kind::VpnGateway => ("VpnGatewayId", VPN_GATEWAY),
    };
    writer.container("", Value::Object, values.span(), |writer| {
        // Before it has an id, connections name it by its address.
        let own = values.field("id");
        match own.text().filter(|id| !id.is_empty()) {
            Some(_) => writer.value(id, own),
            None => writer.text(id, resource.address.clone(), values.span()),
        }
        fields(writer, values, names);
    })
}

fn connection<'s>(resource: &Resource<'_, 's>, writer: &mut Writer<'s>) -> u32 {
    let values = resource.values;
    let references = &resource.references;
    let is_attachment = resource.kind == Kind::Attachment;
    writer.container("", Value::Object, values.span(), |writer| {
        writer.text(LABEL, resource.address.clone(), values.span());
        fields(writer, values, CONNECTION);
        state(writer, values, is_attachment);
        gateway(
            writer,
            ("vpn_gateway_id", "VpnGatewayId"),
            values,
            references.vpn_gateway.as_deref(),
        );
        gateway(
            writer,
            CUSTOMER_GATEWAY_ID,
            values,
            references.customer_gateway.as_deref(),
        );
        subnets(writer, values, "local_subnet", "LocalSubnet");
        subnets(writer, values, "remote_subnet", "RemoteSubnet");
        let ids = if is_attachment { IDS } else { CONNECTION_IDS };
        block(writer, values, &["ike_config"], "IkeConfig", &[IKE, ids]);
        block(writer, values, &["ipsec_config"], "IpsecConfig", &[ESP]);
        let enabled: Names = &[(&["enable"], "EnableBgp")];
        let session = &["bgp_config", "vpn_bgp_config"];
        block(writer, values, session, "VpnBgpConfig", &[enabled, SESSION]);
        let check = &["health_check_config", "vco_health_check"];
        block(writer, values, check, "VcoHealthCheck", &[HEALTH_CHECK]);
        tunnels(writer, resource);
    })
}

const CUSTOMER_GATEWAY_ID: (&str, &str) = ("customer_gateway_id", "CustomerGatewayId");

/// What the provider calls state and status: of an attachment its `status` is the API's `State`.
fn state<'s>(writer: &mut Writer<'s>, values: Block<'_, 's>, is_attachment: bool) {
    if !is_attachment {
        return writer.value("Status", values.field("status"));
    }
    writer.value("State", values.field("status"));
    writer.value("Status", values.field("connection_status"));
    let kind = values.field("attach_type");
    match kind.text() {
        Some(_) => writer.value("AttachType", kind),
        // The resource is what `CreateVpnAttachment` makes for a transit router, and does not say so again.
        None => writer.text("AttachType", "CEN".to_owned(), values.span()),
    }
}

/// The tunnels in their order; those of an attachment are a set, which has none but their index.
fn tunnels<'s>(writer: &mut Writer<'s>, resource: &Resource<'_, 's>) {
    let list = resource.values.field("tunnel_options_specification");
    let mut tunnels = list.elements();
    if resource.kind == Kind::Attachment {
        tunnels.sort_by_key(|tunnel| tunnel.field("tunnel_index").text());
    }
    if tunnels.is_empty() {
        return;
    }
    writer.container(
        "TunnelOptionsSpecification",
        Value::List,
        list.span(),
        |writer| {
            for (place, &tunnel) in tunnels.iter().enumerate() {
                let index = tunnel.field("tunnel_index").text();
                let gateway_address = resource.references.of_tunnel(index, place);
                writer.container("", Value::Object, tunnel.span(), |writer| {
                    fields(writer, tunnel, TUNNEL);
                    gateway(writer, CUSTOMER_GATEWAY_ID, tunnel, gateway_address);
                    let ike = &["tunnel_ike_config"];
                    block(writer, tunnel, ike, "TunnelIkeConfig", &[IKE, IDS]);
                    let esp = &["tunnel_ipsec_config"];
                    block(writer, tunnel, esp, "TunnelIpsecConfig", &[ESP]);
                    let status: Names = &[(&["bgp_status"], "BgpStatus")];
                    let session = &["tunnel_bgp_config"];
                    block(
                        writer,
                        tunnel,
                        session,
                        "TunnelBgpConfig",
                        &[SESSION, status],
                    );
                });
            }
        },
    );
}

fn fields<'s>(writer: &mut Writer<'s>, values: Block<'_, 's>, names: Names) {
    for (attributes, field) in names {
        let Some(value) = values.any(attributes) else {
            continue;
        };
        // A data source writes a number that is not set as 0.
        let is_unset = field.ends_with("Asn") && value.text() == Some("0");
        if !is_unset {
            writer.value(field, value);
        }
    }
}

/// The id of a gateway, or the address of the resource that it will come from.
fn gateway<'s>(
    writer: &mut Writer<'s>,
    (attribute, field): (&str, &'static str),
    values: Block<'_, 's>,
    address: Option<&str>,
) {
    let id = values.field(attribute);
    match (id.text(), address) {
        (Some(_), _) => writer.value(field, id),
        (None, Some(address)) => writer.text(field, address.to_owned(), id.span()),
        (None, None) => {}
    }
}

/// A block that occurs at most once, under the first of these names.
fn block<'s>(
    writer: &mut Writer<'s>,
    values: Block<'_, 's>,
    attributes: &[&str],
    field: &'static str,
    names: &[Names],
) {
    let found = attributes.iter().find_map(|name| values.field(name).only());
    if let Some(found) = found {
        writer.container(field, Value::Object, found.span(), |writer| {
            for names in names {
                fields(writer, found, names);
            }
        });
    }
}

/// The blocks of one side as the API writes them, in one text. The provider has a set, in any order, or one text.
fn subnets<'s>(
    writer: &mut Writer<'s>,
    values: Block<'_, 's>,
    attribute: &str,
    field: &'static str,
) {
    let list = values.field(attribute);
    if list.kind() != Some(Value::List) {
        return writer.value(field, list);
    }
    let elements = list.elements();
    let mut blocks: Vec<&str> = elements.iter().filter_map(|block| block.text()).collect();
    if blocks.len() != elements.len() {
        // Something else than texts: the reader says so.
        return writer.value(field, list);
    }
    blocks.sort_by_key(|block| {
        let (address, length) = block.split_once('/').unwrap_or((block, ""));
        (
            address.parse::<Ipv4Addr>().ok(),
            length.parse::<u8>().ok(),
            *block,
        )
    });
    writer.text(field, blocks.join(","), list.span());
}
