//! Any bytes as a stream of lines: each line gives its results, in JSON that is sound, whatever stands before it.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use peerconf::connection::ReadOptions;
use peerconf::fleet::{Chunk, Fleet, Lines, for_many};
use peerconf::pipeline::Kit;
use peerconf::targets::{Registry, Section};
use peerconf_fuzz::targets;

static FLEET: LazyLock<Fleet> = LazyLock::new(|| {
    let kit = Kit::new(Registry::builtin());
    Fleet {
        targets: targets(&kit, &["cisco/asa"]),
        kit: for_many(kit),
        options: ReadOptions::default(),
        sections: Section::ALL.to_vec(),
        sites: None,
    }
});

fuzz_target!(|bytes: &[u8]| {
    for chunk in Lines::new(bytes) {
        let Ok(Chunk::Lines { first, bytes }) = chunk else {
            continue;
        };
        for (_, line) in Chunk::lines(first, &bytes) {
            let mut rows = 0;
            FLEET.line(line, &mut |outcome| {
                for row in &outcome.rows {
                    let mut text = Vec::new();
                    row.write_line(&mut text);
                    let lines = text.iter().filter(|byte| **byte == b'\n').count();
                    assert!(lines == 1 && text.ends_with(b"}\n"), "a row is a line");
                    assert!(std::str::from_utf8(&text).is_ok(), "a row is UTF-8");
                    rows += 1;
                }
                true
            });
            assert!(rows > 0, "every line has a result");
        }
    }
});
