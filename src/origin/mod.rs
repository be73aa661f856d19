//! Where a value came from: which document, which field, which tunnel, which byte.
//!
//! Small and `Copy`, since every value of a connection carries one. Paths and line numbers are made
//! only when somebody asks.

mod field;
mod words;

use std::num::NonZero;

use serde::Serialize;

use crate::document::Dialect;
pub use field::Field;
use field::Section;

/// What a value was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// `DownloadVpnConnectionConfig`.
    Download,
    /// `DescribeVpnConnection`.
    Describe,
    /// `DescribeVpnAttachments`.
    Attachment,
    /// `DescribeCustomerGateway`.
    CustomerGateway,
    /// `DescribeVpnGateway`.
    VpnGateway,
    /// `DescribeVpnRouteEntries` and its relatives.
    Routes,
    /// An option or values file of the user.
    Option,
    /// A default of this program: an assumption.
    Default,
}

impl Source {
    /// The API operation, or plain words for what is none.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Download => "DownloadVpnConnectionConfig",
            Self::Describe => "DescribeVpnConnection",
            Self::Attachment => "DescribeVpnAttachments",
            Self::CustomerGateway => "DescribeCustomerGateway",
            Self::VpnGateway => "DescribeVpnGateway",
            Self::Routes => "DescribeVpnRouteEntries",
            Self::Option => "option",
            Self::Default => "assumed",
        }
    }
}

/// Where one value came from. Sixteen bytes; never holds the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Origin {
    /// The kind of document, or option, or assumption.
    pub source: Source,
    /// Which of the documents that were given together, counted from 0.
    pub document: u32,
    /// The field.
    pub field: Field,
    /// The index of the tunnel in its array, counted from 0; `None` for a single tunnel's top level.
    pub tunnel: Option<u8>,
    /// Where the value stands in the document's text.
    pub offset: Option<Offset>,
    /// In whose words the document is.
    pub dialect: Dialect,
    /// The document says that the value is not known yet.
    pub pending: bool,
}

/// A byte offset; as small where there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Offset(NonZero<u32>);

impl Offset {
    /// Of this many bytes.
    pub const fn new(bytes: u32) -> Self {
        Self(NonZero::<u32>::MIN.saturating_add(bytes))
    }

    /// The bytes before the place.
    pub const fn bytes(self) -> u32 {
        self.0.get() - 1
    }
}

impl Origin {
    /// A value that this program assumed.
    pub const fn assumed(field: Field) -> Self {
        Self {
            source: Source::Default,
            document: 0,
            field,
            tunnel: None,
            offset: None,
            dialect: Dialect::Api,
            pending: false,
        }
    }

    /// A value that the user gave.
    pub const fn option(field: Field) -> Self {
        Self {
            source: Source::Option,
            document: 0,
            field,
            tunnel: None,
            offset: None,
            dialect: Dialect::Api,
            pending: false,
        }
    }

    /// What this document calls the field.
    pub const fn name(&self) -> &'static str {
        match (self.source, self.dialect) {
            (Source::Describe, dialect) => words::name(self.field, dialect, self.tunnel.is_some()),
            (
                Source::CustomerGateway | Source::VpnGateway,
                dialect @ (Dialect::Terraform | Dialect::TerraformAttachment),
            ) => words::name(self.field, dialect, false),
            _ => self.field.api_name(),
        }
    }

    /// What the document is called: the API's operation, the resource of a tool, or plain words.
    pub(crate) const fn document_name(&self) -> &'static str {
        words::document(self.source, self.dialect)
    }

    /// True for a field of a download's `BgpConfigs`, which has an order of its own.
    pub(crate) const fn is_of_session(&self) -> bool {
        matches!(
            (self.source, self.field.section()),
            (Source::Download, Section::Bgp)
        )
    }

    /// The path of the field as its document's shape writes it, for instance
    /// `VpnConnectionConfig.TunnelsConfig.TunnelConfig[1].IkeConfig.IkePfs`.
    pub fn path(&self) -> String {
        let mut path = String::with_capacity(96);
        self.add_path(&mut path);
        path
    }

    /// Adds the path to a text that is empty.
    pub(crate) fn add_path(&self, path: &mut String) {
        let name = self.name();
        match (self.source, self.tunnel) {
            (Source::Download, tunnel) => {
                path.push_str("VpnConnectionConfig");
                match (tunnel, self.field.section()) {
                    (index, Section::Bgp) => {
                        push_index(path, ".BgpConfigs.BgpConfig", index.unwrap_or(0));
                    }
                    (Some(index), section) => {
                        push_index(path, ".TunnelsConfig.TunnelConfig", index);
                        path.push_str(download_part(&section));
                    }
                    (None, section) => path.push_str(download_part(&section)),
                }
            }
            (Source::Describe, tunnel) => {
                if !matches!(self.dialect, Dialect::Api) {
                    path.push_str(self.document_name());
                }
                if let Some(index) = tunnel {
                    separate(path);
                    push_index(path, words::tunnels(self.dialect), index);
                }
                let section = words::section(&self.field.section(), self.dialect, tunnel.is_some());
                if !section.is_empty() {
                    separate(path);
                    path.push_str(section);
                }
            }
            (
                Source::Attachment | Source::CustomerGateway | Source::VpnGateway | Source::Routes,
                _,
            ) => {
                path.push_str(self.document_name());
            }
            (Source::Option, _) => path.push_str("option"),
            (Source::Default, _) => path.push_str("assumed"),
        }
        if !name.is_empty() {
            separate(path);
            path.push_str(name);
        }
    }
}

const fn download_part(section: &Section) -> &'static str {
    match section {
        Section::Top | Section::Bgp | Section::HealthCheck => "",
        Section::Ike => ".IkeConfig",
        Section::Esp => ".IpsecConfig",
    }
}

fn separate(path: &mut String) {
    if !path.is_empty() {
        path.push('.');
    }
}

fn push_index(path: &mut String, list: &str, index: u8) {
    path.extend([list, "["]);
    match index {
        0..=9 => path.push(char::from(b'0' + index)),
        _ => path.push_str(&index.to_string()),
    }
    path.push(']');
}

/// A value and where it came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sourced<T> {
    /// The checked value.
    pub value: T,
    /// Where it was read.
    pub origin: Origin,
}

impl<T> Sourced<T> {
    /// Joins a value and its origin.
    pub const fn new(value: T, origin: Origin) -> Self {
        Self { value, origin }
    }

    /// True when this program assumed the value, since no document carried it.
    pub const fn is_assumed(&self) -> bool {
        matches!(self.origin.source, Source::Default)
    }
}

impl<T> std::ops::Deref for Sourced<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(source: Source, field: Field, tunnel: Option<u8>) -> Origin {
        Origin {
            source,
            document: 0,
            field,
            tunnel,
            offset: None,
            dialect: Dialect::Api,
            pending: false,
        }
    }

    #[test]
    fn paths_follow_the_shape_of_the_document() {
        let cases = [
            (
                Source::Download,
                Field::IkePfs,
                None,
                "VpnConnectionConfig.IkeConfig.IkePfs",
            ),
            (
                Source::Download,
                Field::Psk,
                Some(1),
                "VpnConnectionConfig.TunnelsConfig.TunnelConfig[1].IkeConfig.Psk",
            ),
            (
                Source::Download,
                Field::LocalSubnet,
                None,
                "VpnConnectionConfig.LocalSubnet",
            ),
            (
                Source::Download,
                Field::PeerAsn,
                Some(0),
                "VpnConnectionConfig.BgpConfigs.BgpConfig[0].PeerAsn",
            ),
            (
                Source::Describe,
                Field::IpsecPfs,
                Some(0),
                "TunnelOptionsSpecification.TunnelOptions[0].TunnelIpsecConfig.IpsecPfs",
            ),
            (Source::Describe, Field::LocalSubnet, None, "LocalSubnet"),
            (
                Source::CustomerGateway,
                Field::CustomerGatewayAsn,
                None,
                "DescribeCustomerGateway.Asn",
            ),
        ];
        for (source, field, tunnel, path) in cases {
            assert_eq!(origin(source, field, tunnel).path(), path);
        }
    }

    #[test]
    fn paths_of_terraform_are_its_own() {
        let cases = [
            (
                Source::Describe,
                Field::Psk,
                Some(1),
                "alicloud_vpn_connection.tunnel_options_specification[1].tunnel_ike_config[0].psk",
            ),
            (
                Source::Describe,
                Field::LocalId,
                None,
                "alicloud_vpn_connection.ike_config[0].ike_local_id",
            ),
            (
                Source::Describe,
                Field::LocalSubnet,
                None,
                "alicloud_vpn_connection.local_subnet",
            ),
            (
                Source::CustomerGateway,
                Field::CustomerGatewayIp,
                None,
                "alicloud_vpn_customer_gateway.ip_address",
            ),
        ];
        for (source, field, tunnel, path) in cases {
            let origin = Origin {
                dialect: Dialect::Terraform,
                ..origin(source, field, tunnel)
            };
            assert_eq!(origin.path(), path);
        }
    }

    #[test]
    fn an_offset_is_what_was_put_in() {
        for bytes in [0, 1, 1 << 24] {
            assert_eq!(Offset::new(bytes).bytes(), bytes);
        }
    }

    #[test]
    fn an_origin_stays_small() {
        assert!(std::mem::size_of::<Origin>() <= 16);
    }
}
