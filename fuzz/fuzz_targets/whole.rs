//! Any bytes become a device's configuration, are refused, or are no response. A configuration holds no
//! control character but the ends of its lines.
#![no_main]

use libfuzzer_sys::fuzz_target;
use peerconf::document;
use peerconf_fuzz::whole;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(text) = document::decode(bytes) {
        whole(&text);
    }
});
