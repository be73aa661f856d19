//! IPv4 addresses and networks as text. A batch writes dozens of them a connection, where the general
//! formatting of numbers is most of the cost.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;

/// `192.0.2.1`.
pub(crate) fn address(address: Ipv4Addr) -> String {
    let mut text = String::with_capacity(15);
    push_address(&mut text, address);
    text
}

/// `192.0.2.0/24`.
pub(crate) fn net(net: Ipv4Net) -> String {
    let mut text = String::with_capacity(18);
    push_net(&mut text, net);
    text
}

/// Adds an address to a text.
pub(crate) fn push_address(text: &mut String, address: Ipv4Addr) {
    for (place, octet) in address.octets().into_iter().enumerate() {
        if place > 0 {
            text.push('.');
        }
        push_number(text, octet);
    }
}

/// Adds a network to a text.
pub(crate) fn push_net(text: &mut String, net: Ipv4Net) {
    push_address(text, net.addr());
    text.push('/');
    push_number(text, net.prefix_len());
}

fn push_number(text: &mut String, number: u8) {
    let digit = |digit: u8| char::from(b'0' + digit);
    if number >= 100 {
        text.push(digit(number / 100));
    }
    if number >= 10 {
        text.push(digit(number / 10 % 10));
    }
    text.push(digit(number % 10));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_are_written_as_the_standard_library_does() {
        for octet in 0..=u8::MAX {
            let wanted = Ipv4Addr::new(octet, 0, 255, octet);
            assert_eq!(address(wanted), wanted.to_string());
        }
        for length in 0..=32 {
            let wanted = Ipv4Net::new_assert(Ipv4Addr::new(198, 51, 100, 0), length);
            assert_eq!(net(wanted), wanted.to_string());
        }
    }
}
