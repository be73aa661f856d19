//! Public addresses and IKE identities.

use std::net::{IpAddr, Ipv4Addr};

use crate::connection::{Identity, IdentityError, Maskable, Origin, looks_masked, subnet};
use crate::findings::{Finding, Text, catalogue};

use super::part::Part;
use super::reasons;

/// What the service writes for an identity that it does not know yet.
const PLACEHOLDER: &str = "leftId-not-exist";

/// An IPv4 address, or a masked one.
pub(super) fn address(part: Part<&str>, findings: &mut Vec<Finding>) -> Part<Maskable<Ipv4Addr>> {
    part.and_then(|text, origin| match text.parse() {
        Ok(IpAddr::V4(address)) => Some(Maskable::Known(address)),
        Ok(IpAddr::V6(_)) => {
            findings.push(unreadable(origin, reasons::IPV6));
            None
        }
        Err(_) if looks_masked(text) => Some(Maskable::Masked),
        Err(_) => {
            findings.push(unreadable(origin, reasons::NO_ADDRESS));
            None
        }
    })
}

/// A finding on a value that is not what the field holds.
pub(super) fn unreadable(origin: Origin, reason: Text) -> Finding {
    Finding::new(&catalogue::UNREADABLE_FIELD)
        .with("field", origin.name())
        .explain("reason", reason)
        .at(origin)
}

/// An identity; the service's placeholder counts as none.
pub(super) fn identity(part: Part<&str>, findings: &mut Vec<Finding>) -> Part<Maskable<Identity>> {
    if let Some(sourced) = part.known()
        && sourced.value.eq_ignore_ascii_case(PLACEHOLDER)
    {
        return Part::Missing(sourced.origin);
    }
    part.and_then(|text, origin| match Identity::parse(text) {
        Ok(identity @ Identity::Ipv4(_)) => Some(Maskable::Known(identity)),
        _ if looks_masked(text) => Some(Maskable::Masked),
        Ok(identity) => Some(Maskable::Known(identity)),
        Err(error) => {
            findings.push(invalid_identity(origin, error));
            None
        }
    })
}

#[cold]
fn invalid_identity(origin: Origin, error: IdentityError) -> Finding {
    let finding = Finding::new(&catalogue::INVALID_IDENTITY).with("field", origin.name());
    error.reason().explain(finding).at(origin)
}

/// Why no gateway can have an address, if so (`CreateCustomerGateway`: `IpAddress`).
pub(super) fn unusable(address: Ipv4Addr) -> Option<Text> {
    if subnet::RESERVED.contains(&address) {
        Some(reasons::ADDRESS_RESERVED)
    } else if address.is_loopback() {
        Some(reasons::ADDRESS_LOOPBACK)
    } else if address.is_link_local() {
        Some(reasons::ADDRESS_LINK_LOCAL)
    } else if address.is_multicast() {
        Some(reasons::ADDRESS_MULTICAST)
    } else if address.octets()[0] == 0 || address.octets()[0] >= 240 {
        Some(reasons::ADDRESS_NO_HOST)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_gateway_has_an_address_from_224_upward() {
        for first in 224..=255 {
            let address = Ipv4Addr::new(first, 1, 2, 3);
            assert!(unusable(address).is_some(), "{address}");
        }
        for text in ["0.1.2.3", "127.0.0.1", "169.254.1.1", "100.64.0.1"] {
            assert!(unusable(text.parse().unwrap()).is_some(), "{text}");
        }
        for text in [
            "1.2.3.4",
            "100.63.255.255",
            "203.0.113.10",
            "223.255.255.254",
        ] {
            assert!(unusable(text.parse().unwrap()).is_none(), "{text}");
        }
    }
}
