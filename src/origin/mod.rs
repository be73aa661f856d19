//! Where a value came from: which document, which field, which tunnel, which byte.
//!
//! Small and `Copy`, since every value of a connection carries one. Paths and line numbers are made
//! only when somebody asks.

mod field;

use serde::Serialize;

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
    /// Byte offset of the value in the document's text.
    pub offset: Option<u32>,
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
        }
    }

    /// What this document calls the field.
    pub const fn name(&self) -> &'static str {
        match (self.source, self.tunnel, self.field) {
            (Source::Describe, _, Field::TunnelsConfig) => "TunnelOptionsSpecification",
            (Source::Describe, Some(_), Field::IkeConfig) => "TunnelIkeConfig",
            (Source::Describe, Some(_), Field::IpsecConfig) => "TunnelIpsecConfig",
            (Source::Describe, None, Field::BgpStatus) => "Status",
            (_, _, field) => field.api_name(),
        }
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
        let name = self.name();
        let mut path = String::new();
        match (self.source, self.tunnel) {
            (Source::Download, tunnel) => {
                path.push_str("VpnConnectionConfig");
                match (tunnel, self.field.section()) {
                    (index, Section::Bgp) => {
                        push_index(&mut path, ".BgpConfigs.BgpConfig", index.unwrap_or(0));
                    }
                    (Some(index), section) => {
                        push_index(&mut path, ".TunnelsConfig.TunnelConfig", index);
                        path.push_str(download_part(&section));
                    }
                    (None, section) => path.push_str(download_part(&section)),
                }
            }
            (Source::Describe, Some(index)) => {
                push_index(&mut path, "TunnelOptionsSpecification.TunnelOptions", index);
                path.push_str(match self.field.section() {
                    Section::Top => "",
                    Section::Ike => ".TunnelIkeConfig",
                    Section::Esp => ".TunnelIpsecConfig",
                    Section::Bgp => ".TunnelBgpConfig",
                    Section::HealthCheck => ".VcoHealthCheck",
                });
            }
            (Source::Describe, None) => path.push_str(match self.field.section() {
                Section::Top => "",
                Section::Ike => "IkeConfig",
                Section::Esp => "IpsecConfig",
                Section::Bgp => "VpnBgpConfig",
                Section::HealthCheck => "VcoHealthCheck",
            }),
            (
                Source::Attachment | Source::CustomerGateway | Source::VpnGateway | Source::Routes,
                _,
            ) => {
                path.push_str(self.source.name());
            }
            (Source::Option, _) => path.push_str("option"),
            (Source::Default, _) => path.push_str("assumed"),
        }
        if !name.is_empty() {
            if !path.is_empty() {
                path.push('.');
            }
            path.push_str(name);
        }
        path
    }
}

const fn download_part(section: &Section) -> &'static str {
    match section {
        Section::Top | Section::Bgp | Section::HealthCheck => "",
        Section::Ike => ".IkeConfig",
        Section::Esp => ".IpsecConfig",
    }
}

fn push_index(path: &mut String, list: &str, index: u8) {
    path.push_str(list);
    path.push('[');
    path.push_str(&index.to_string());
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
    fn an_origin_stays_small() {
        assert!(std::mem::size_of::<Origin>() <= 16);
    }
}
