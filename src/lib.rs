//! Writes the customer gateway's half of an Alibaba Cloud IPsec-VPN connection.

pub mod secret;
