//! The part of an address that names a server: host and port, and whether that server is this machine.

use std::net::{Ipv4Addr, Ipv6Addr};

/// Whether a host, as it stands in an address (IPv6 in brackets), is this machine.
pub(super) fn is_loopback(host: &str) -> bool {
    if let Some(v6) = host
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
    {
        return v6
            .parse::<Ipv6Addr>()
            .is_ok_and(|address| address.is_loopback());
    }
    host == "localhost"
        || host
            .parse::<Ipv4Addr>()
            .is_ok_and(|address| address.is_loopback())
}

/// Whether keys may come from this address: `https`, or `http` on this machine.
pub(super) fn may_carry_secrets(url: &str) -> bool {
    let Some((scheme, rest)) = url.split_once("://") else {
        return false;
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let sound = split_port(authority).filter(|(host, _)| is_host(host));
    match (scheme.to_ascii_lowercase().as_str(), sound) {
        ("https", Some(_)) => true,
        ("http", Some((host, _))) => is_loopback(&host.to_ascii_lowercase()),
        _ => false,
    }
}

/// Host and port, where the port is one.
pub(super) fn split_port(authority: &str) -> Option<(&str, Option<u16>)> {
    if authority.ends_with(']') {
        return Some((authority, None));
    }
    match authority.rsplit_once(':') {
        None => Some((authority, None)),
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => {
            Some((host, Some(port.parse().ok()?)))
        }
        Some(_) => None,
    }
}

/// A DNS name or an IP address, IPv6 in brackets.
pub(super) fn is_host(host: &str) -> bool {
    if let Some(v6) = host
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
    {
        return v6.parse::<Ipv6Addr>().is_ok();
    }
    !host.is_empty()
        && host.len() <= 253
        && host.split('.').all(|label| {
            !label.is_empty()
                && label
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_come_over_https_or_from_this_machine() {
        for url in [
            "https://h/x?y",
            "http://localhost:1/x",
            "HTTP://127.0.0.1?x",
            "http://[::1]:2/",
        ] {
            assert!(may_carry_secrets(url), "{url}");
        }
        for url in [
            "http://h/",
            "http://localhost.h/",
            "http://localhost@h/",
            "file:///x",
            "x",
            "",
        ] {
            assert!(!may_carry_secrets(url), "{url}");
        }
    }
}
