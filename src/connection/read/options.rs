//! What the user says about the documents.

use ipnet::Ipv4Net;

/// What the user says about the documents.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// From whose side the base document is written; by default a download is the device's and a
    /// Describe response the cloud's.
    pub perspective: Option<Perspective>,
    /// Which side `Local` is in the `BgpConfigs` of a download, where nothing else tells.
    pub bgp_local: Option<Side>,
    /// Leaves BGP sessions out.
    pub no_bgp: bool,
    /// Masked values become markers instead of standing in the way.
    pub draft: bool,
    /// Networks behind the cloud's `0.0.0.0/0`.
    pub cloud_prefixes: Vec<Ipv4Net>,
    /// Networks behind the device's `0.0.0.0/0`.
    pub device_prefixes: Vec<Ipv4Net>,
}

/// Whose `Local` is local.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Perspective {
    /// Written from the on-premises side, as a download is.
    Device,
    /// Written from the VPC's side, as a Describe response is.
    Cloud,
}

/// A side of the connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// On-premises.
    Device,
    /// The VPC.
    Cloud,
}

impl Side {
    /// `device` or `cloud`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Device => "device",
            Self::Cloud => "cloud",
        }
    }

    pub(super) const fn other(self) -> Self {
        match self {
            Self::Device => Self::Cloud,
            Self::Cloud => Self::Device,
        }
    }
}
