//! IPv4 addresses and networks as text. A batch writes dozens of them a connection, where the general
//! formatting of numbers and a text of its own for each are most of the cost.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;

/// An address or a network that is written out.
#[derive(Clone, Copy)]
pub(crate) struct Written {
    bytes: [u8; Self::MOST],
    length: usize,
}

const NOTHING: Written = Written {
    bytes: [0; Written::MOST],
    length: 0,
};

/// `192.0.2.1`.
pub(crate) fn address(address: Ipv4Addr) -> Written {
    let mut text = NOTHING;
    for (place, octet) in address.octets().into_iter().enumerate() {
        if place > 0 {
            text.push(b'.');
        }
        text.number(octet);
    }
    text
}

/// `192.0.2.0/24`.
pub(crate) fn net(net: Ipv4Net) -> Written {
    let mut text = address(net.addr());
    text.push(b'/');
    text.number(net.prefix_len());
    text
}

/// `24`: the length of a network's prefix.
pub(crate) fn prefix_len(net: Ipv4Net) -> Written {
    let mut text = NOTHING;
    text.number(net.prefix_len());
    text
}

impl From<Written> for String {
    fn from(text: Written) -> Self {
        text.as_str().to_owned()
    }
}

impl Written {
    /// As many bytes as `255.255.255.255/32` has.
    pub(crate) const MOST: usize = 18;

    /// The text.
    pub(crate) fn as_str(&self) -> &str {
        str::from_utf8(self.as_bytes()).unwrap_or_default()
    }

    /// The text, for whoever needs no proof that it is one.
    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.bytes[..self.length]
    }

    fn push(&mut self, byte: u8) {
        self.bytes[self.length] = byte;
        self.length += 1;
    }

    fn number(&mut self, number: u8) {
        if number >= 100 {
            self.push(b'0' + number / 100);
        }
        if number >= 10 {
            self.push(b'0' + number / 10 % 10);
        }
        self.push(b'0' + number % 10);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_are_written_as_the_standard_library_does() {
        for octet in 0..=u8::MAX {
            let wanted = Ipv4Addr::new(octet, 0, 255, octet);
            assert_eq!(address(wanted).as_str(), wanted.to_string());
        }
        for length in 0..=32 {
            let wanted = Ipv4Net::new_assert(Ipv4Addr::new(198, 51, 100, 0), length);
            assert_eq!(net(wanted).as_str(), wanted.to_string());
            assert_eq!(prefix_len(wanted).as_str(), length.to_string());
        }
    }
}
