//! In whose words a document says what a response of the API says.

/// The words of a document: those of the API, or of a tool that keeps or makes a connection.
///
/// All but [`Api`](Self::Api) are written from the cloud's side, like `DescribeVpnConnection`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Dialect {
    /// A response of the API.
    #[default]
    Api,
    /// The parameters of a `CreateVpnConnection` request.
    Request,
    /// Terraform or `OpenTofu`: `alicloud_vpn_connection`, and the gateways.
    Terraform,
    /// Terraform or `OpenTofu`: `alicloud_vpn_gateway_vpn_attachment`, which writes some attributes in another way.
    TerraformAttachment,
}
