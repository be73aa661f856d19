//! What is left of a key in memory when a connection is rendered and gone: nothing. This process reads its own.

use std::fs::{self, File};
use std::io::{Read as _, Seek as _, SeekFrom};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use peerconf::connection::{self, ReadOptions};
use peerconf::document::{self, Document};
use peerconf::pipeline::Kit;
use peerconf::targets::{Registry, Section, Target};
use zeroize::Zeroizing;

/// The key, behind a mask: it must not stand in the memory of the test.
const MASKED: &[u8] = b"\x1c\x2e\x6c\x04\x21\x62\x01\x07\x38\x67\x1e\x25\x6d\x19\x22\x3b\x63\x2f";
const MASK: u8 = 0x55;

fn key() -> Zeroizing<String> {
    let bytes = MASKED.iter().map(|byte| byte ^ MASK).collect();
    Zeroizing::new(String::from_utf8(bytes).unwrap())
}

/// How often the key stands in this process's memory, in any of the notations of devices.
fn copies() -> usize {
    let mut plain = key();
    let mut base64 = Zeroizing::new(STANDARD.encode(&*plain));
    let masked = |text: &mut Zeroizing<String>| -> Vec<u8> {
        let masked = text.bytes().map(|byte| byte ^ MASK).collect();
        zeroize::Zeroize::zeroize(&mut **text);
        masked
    };
    let needles = [masked(&mut plain), masked(&mut base64)];
    let maps = fs::read_to_string("/proc/self/maps").unwrap();
    let mut memory = File::open("/proc/self/mem").unwrap();
    let mut found = 0;
    // Read a block at a time into one buffer, which is masked at once.
    let mut block = vec![0; 1 << 20];
    for line in maps.lines() {
        let mut fields = line.split_whitespace();
        let (range, access) = (fields.next().unwrap(), fields.next().unwrap());
        if !access.starts_with("rw") {
            continue;
        }
        let (start, end) = range.split_once('-').unwrap();
        let start = u64::from_str_radix(start, 16).unwrap();
        let end = u64::from_str_radix(end, 16).unwrap();
        let own = block.as_ptr() as u64;
        let mut at = start;
        while at < end {
            let length = usize::try_from((end - at).min(1 << 20)).unwrap();
            let part = &mut block[..length];
            memory.seek(SeekFrom::Start(at)).unwrap();
            if memory.read_exact(part).is_err() {
                break;
            }
            for byte in part.iter_mut() {
                *byte ^= MASK;
            }
            for needle in &needles {
                // The block itself, masked already, is read as it is.
                let hits = memchr::memmem::find_iter(part, needle);
                found += hits
                    .filter(|hit| !(own..own + (1 << 20)).contains(&(at + *hit as u64)))
                    .count();
            }
            at += length as u64;
        }
    }
    block.fill(0);
    found
}

fn render(kit: &Kit, targets: &[Target], response: &Zeroizing<Vec<u8>>) -> usize {
    let text = document::decode(response).unwrap();
    let document = Document::parse(text).unwrap();
    let readings =
        connection::read(std::slice::from_ref(&document), &ReadOptions::default()).unwrap();
    let case = kit.case(&readings[0], targets);
    let mut files = 0;
    for device in &case.devices {
        files += device.ready().unwrap().render(&Section::ALL).unwrap().len();
    }
    assert!(copies() > 0, "the search finds what is there");
    files
}

#[test]
fn nothing_is_left_of_a_key() {
    let kit = Kit::new(Registry::builtin());
    // Quoted, in base64, as it is, in a line of commands.
    let targets: Vec<Target> = [
        "strongswan/swanctl",
        "cisco/ios-xe",
        "juniper/srx",
        "huawei/usg",
    ]
    .iter()
    .map(|name| kit.registry().load(name).unwrap())
    .collect();
    let fixture = fs::read_to_string("tests/fixtures/single-ikev2.json").unwrap();
    let value: serde_json::Value = serde_json::from_str(&fixture).unwrap();
    let old = value["VpnConnectionConfig"]["IkeConfig"]["Psk"]
        .as_str()
        .unwrap();
    let (before, after) = fixture.split_once(old).unwrap();
    let key = key();
    let mut response = Zeroizing::new(Vec::with_capacity(fixture.len() + key.len()));
    for part in [before, &*key, after] {
        response.extend_from_slice(part.as_bytes());
    }
    drop(key);
    assert!(render(&kit, &targets, &response) > 4);
    drop(response);
    assert_eq!(copies(), 0);
}
