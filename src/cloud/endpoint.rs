//! Where the API is: the host names of a region, and what `--endpoint` may say instead.
//!
//! Sources: Alibaba Cloud, "Endpoints" of VPN Gateway
//! (<https://www.alibabacloud.com/help/en/vpn/sub-product-ipsec-vpn/developer-reference/api-vpc-2016-04-28-endpoint-vpns>)
//! and of STS.

use std::fmt;

use super::authority::{is_host, is_loopback, split_port};

/// Which of a region's host names is called.
///
/// Financial and government regions of China have no name of their own: for them the public one is the central
/// one. Source: the endpoint map of the official SDKs (package `alibabacloud-vpc20160428` on `PyPI`).
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub enum Network {
    /// `vpc.<region>.aliyuncs.com`, from anywhere.
    #[default]
    Public,
    /// `vpc-vpc.<region>.aliyuncs.com`, from inside a VPC of that region.
    Vpc,
    /// `vpc.aliyuncs.com`, the central name that the oldest regions were reached by.
    Central,
}

/// The scheme and authority of an API server: `https` always, but for loopback addresses.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Endpoint {
    secure: bool,
    authority: String,
}

/// An endpoint that cannot be used.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum EndpointError {
    /// Credentials and keys would cross a network in the clear.
    #[error("endpoint {0}: plain http is accepted for loopback addresses only, use https")]
    PlainHttp(String),
    /// Neither a host name, nor `https://host[:port]`.
    #[error("endpoint {0:?} is not a host name or https://host[:port]")]
    Malformed(String),
    /// A region id becomes part of a host name.
    #[error("region {0:?} is not a region id such as cn-hangzhou or eu-central-1")]
    Region(String),
}

/// Regions that have no name of their own: the official SDKs' map sends them to the central server.
const CENTRAL_ONLY: [&str; 6] = [
    "cn-beijing-finance-pop",
    "cn-beijing-gov-1",
    "cn-hangzhou-finance",
    "cn-north-2-gov-1",
    "cn-shanghai-finance-1",
    "cn-shenzhen-finance-1",
];

impl Endpoint {
    /// The API's server for a region.
    pub fn of_region(region: &str, network: Network) -> Result<Self, EndpointError> {
        let region = checked_region(region)?;
        Ok(Self::https(match network {
            Network::Public if CENTRAL_ONLY.contains(&region) => "vpc.aliyuncs.com".to_owned(),
            Network::Public => format!("vpc.{region}.aliyuncs.com"),
            Network::Vpc => format!("vpc-vpc.{region}.aliyuncs.com"),
            Network::Central => "vpc.aliyuncs.com".to_owned(),
        }))
    }

    /// The token service's server: central, or a region's, from outside or from inside a VPC.
    pub fn of_sts(region: Option<&str>, inside_vpc: bool) -> Result<Self, EndpointError> {
        let Some(region) = region else {
            return Ok(Self::https("sts.aliyuncs.com".to_owned()));
        };
        let prefix = if inside_vpc { "sts-vpc" } else { "sts" };
        Ok(Self::https(format!(
            "{prefix}.{}.aliyuncs.com",
            checked_region(region)?
        )))
    }

    /// Reads `host`, `host:port`, `https://host[:port]`, or `http://` with a loopback address.
    pub fn parse(text: &str) -> Result<Self, EndpointError> {
        let malformed = || EndpointError::Malformed(text.to_owned());
        let trimmed = text.trim().to_ascii_lowercase();
        let (scheme, rest) = trimmed.split_once("://").unwrap_or(("https", &trimmed));
        let authority = rest.strip_suffix('/').unwrap_or(rest);
        let (host, port) = split_port(authority).ok_or_else(malformed)?;
        if !is_host(host) {
            return Err(malformed());
        }
        let secure = match scheme {
            "https" => true,
            "http" if is_loopback(host) => false,
            "http" => return Err(EndpointError::PlainHttp(text.to_owned())),
            _ => return Err(malformed()),
        };
        // The authority is signed: it has to be what the client will send as `host`.
        let authority = match port {
            Some(port) if port != if secure { 443 } else { 80 } => format!("{host}:{port}"),
            _ => host.to_owned(),
        };
        Ok(Self { secure, authority })
    }

    /// `host` or `host:port`, the port only where it is not the scheme's own.
    pub fn authority(&self) -> &str {
        &self.authority
    }

    fn https(host: String) -> Self {
        Self {
            secure: true,
            authority: host,
        }
    }
}

/// `https://host[:port]`, without a final slash.
impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.secure { "https" } else { "http" };
        write!(f, "{scheme}://{}", self.authority)
    }
}

/// Region ids are lower-case words, digits and hyphens.
fn checked_region(region: &str) -> Result<&str, EndpointError> {
    let letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let sound = (2..=40).contains(&region.len())
        && region.chars().all(letter)
        && !region.starts_with('-')
        && !region.ends_with('-');
    if sound {
        Ok(region)
    } else {
        Err(EndpointError::Region(region.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Result<String, EndpointError> {
        Endpoint::parse(text).map(|endpoint| endpoint.to_string())
    }

    #[test]
    fn the_three_names_of_a_region() {
        let of = |network| {
            Endpoint::of_region("eu-central-1", network)
                .unwrap()
                .to_string()
        };
        assert_eq!(of(Network::Public), "https://vpc.eu-central-1.aliyuncs.com");
        assert_eq!(
            of(Network::Vpc),
            "https://vpc-vpc.eu-central-1.aliyuncs.com"
        );
        assert_eq!(of(Network::Central), "https://vpc.aliyuncs.com");
    }

    #[test]
    fn regions_without_a_name_of_their_own_are_reached_by_the_central_one() {
        for region in CENTRAL_ONLY {
            let of = |network| Endpoint::of_region(region, network).unwrap().to_string();
            assert_eq!(of(Network::Public), "https://vpc.aliyuncs.com");
            assert_eq!(
                of(Network::Vpc),
                format!("https://vpc-vpc.{region}.aliyuncs.com")
            );
        }
    }

    #[test]
    fn the_names_of_the_token_service() {
        let of = |region, vpc| Endpoint::of_sts(region, vpc).unwrap().to_string();
        assert_eq!(of(None, true), "https://sts.aliyuncs.com");
        assert_eq!(
            of(Some("cn-hangzhou"), false),
            "https://sts.cn-hangzhou.aliyuncs.com"
        );
        assert_eq!(
            of(Some("cn-hangzhou"), true),
            "https://sts-vpc.cn-hangzhou.aliyuncs.com"
        );
    }

    #[test]
    fn a_region_cannot_smuggle_in_another_host() {
        for region in [
            "evil.example/",
            "a.b",
            "",
            "x",
            "-cn",
            "cn-",
            "CN-hangzhou",
            "cn hangzhou",
        ] {
            assert_eq!(
                Endpoint::of_region(region, Network::Public),
                Err(EndpointError::Region(region.to_owned()))
            );
        }
    }

    #[test]
    fn an_override_is_a_host_or_an_https_address() {
        assert_eq!(
            parsed("vpc.aliyuncs.com").unwrap(),
            "https://vpc.aliyuncs.com"
        );
        assert_eq!(
            parsed(" https://VPC.aliyuncs.com:443/ ").unwrap(),
            "https://vpc.aliyuncs.com"
        );
        assert_eq!(
            parsed("https://api.example:8443").unwrap(),
            "https://api.example:8443"
        );
        assert_eq!(
            parsed("[2001:db8::1]:8443").unwrap(),
            "https://[2001:db8::1]:8443"
        );
    }

    #[test]
    fn plain_http_is_for_loopback_only() {
        for text in [
            "http://127.0.0.1:8080",
            "http://localhost:1",
            "http://[::1]:9",
            "http://127.9.9.9",
        ] {
            assert_eq!(parsed(text).unwrap(), text);
        }
        for text in [
            "http://vpc.aliyuncs.com",
            "http://127.0.0.1.evil.example",
            "http://192.0.2.1",
            "http://[2001:db8::1]",
        ] {
            assert_eq!(parsed(text), Err(EndpointError::PlainHttp(text.to_owned())));
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for text in [
            "",
            "https://",
            "ftp://h",
            "https://user@h",
            "https://h/path",
            "https://h?q",
            "https://h:x",
            "https://h:99999",
            "https://[::g]",
            "a..b",
            "h:1:2",
        ] {
            assert_eq!(
                parsed(text),
                Err(EndpointError::Malformed(text.to_owned())),
                "{text}"
            );
        }
    }

    proptest::proptest! {
        /// What is printed is read again as the same, and plain HTTP never leaves the machine.
        #[test]
        fn an_endpoint_reads_itself(text in "(http|https)://[a-z0-9.:\\[\\]@/-]{1,30}") {
            if let Ok(endpoint) = Endpoint::parse(&text) {
                let again = Endpoint::parse(&endpoint.to_string());
                proptest::prop_assert_eq!(again.as_ref(), Ok(&endpoint));
                if endpoint.to_string().starts_with("http://") {
                    let (host, _) = split_port(endpoint.authority()).unwrap();
                    proptest::prop_assert!(is_loopback(host));
                }
            }
        }
    }
}
