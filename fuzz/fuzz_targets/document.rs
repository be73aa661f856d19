//! Any bytes become a document or an error: nothing panics, and every value that is found has a path.
#![no_main]

use libfuzzer_sys::fuzz_target;
use peerconf::document::{self, Document};

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = document::decode(bytes) else {
        return;
    };
    let Ok(document) = Document::parse(text) else {
        return;
    };
    let Ok(items) = document.items() else {
        return;
    };
    for item in items {
        assert!(!item.body.path().contains('\n'));
    }
});
