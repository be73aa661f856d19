//! Any bytes as a file of values: each fits its input, or the error says why, and what is rendered with them is
//! clean.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use peerconf::connection::Reading;
use peerconf::pipeline::Kit;
use peerconf::targets::{InputValues, Registry, Target};
use peerconf_fuzz::{readings, render, targets};

struct Setup {
    kit: Kit,
    targets: Vec<Target>,
    readings: Vec<Reading>,
}

static SETUP: LazyLock<Setup> = LazyLock::new(|| {
    let kit = Kit::new(Registry::builtin());
    // A shell script, a block of commands, a file in braces.
    Setup {
        targets: targets(&kit, &["strongswan/swanctl", "cisco/ios-xe", "juniper/srx"]),
        kit,
        readings: readings(),
    }
});

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let mut values = InputValues::default();
    if let Err(error) = values.read_toml("values.toml", text) {
        assert!(!error.to_string().is_empty());
        return;
    }
    for target in &SETUP.targets {
        let _ = values.check_names(target.label(), &target.inputs);
    }
    let mut kit = SETUP.kit.clone();
    kit.inputs = values;
    render(&kit, &SETUP.readings[0], &SETUP.targets);
});
