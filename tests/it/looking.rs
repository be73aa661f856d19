//! What verifies only looks: pasted whole, it takes no tunnel down, writes nothing and leaves no trace of itself on.

use peerconf::connection::ReadOptions;
use peerconf::targets::{InputValues, Section, Topology};

use crate::fixtures;
use crate::rendering::{Bench, Outcome};

/// Beginnings of commands that act.
const ACTING: [&str; 24] = [
    "clear ",
    "reset ",
    "debug ",
    "undebug ",
    "undo ",
    "no ",
    "set ",
    "delete ",
    "configure",
    "system-view",
    "write",
    "save",
    "copy ",
    "restart",
    "reload",
    "commit",
    "diagnose debug",
    "diagnose sniffer",
    "diagnose vpn ike gateway flush",
    "vpn-sessiondb logoff",
    "less ",
    "request ",
    "execute reboot",
    "sys",
];
/// Words that act, wherever they stand in a command of menus.
const ACTING_WORDS: [&str; 6] = [
    " add ",
    " remove ",
    " disable ",
    " enable ",
    " set ",
    " flush ",
];

#[test]
fn what_verifies_only_looks() {
    let bench = Bench::new();
    let mut seen = 0;
    for name in [
        "single-ikev2",
        "single-ikev1",
        "dual-tunnel-bgp",
        "dual-tunnel-destination",
        "destination-routing",
        "fqdn-aggressive",
        "bundle-dual-probed",
    ] {
        let text = fixtures::text(&format!("{name}.json"));
        let options = ReadOptions {
            device_prefixes: vec!["10.0.0.0/16".parse().unwrap()],
            cloud_prefixes: vec!["172.16.0.0/12".parse().unwrap()],
            ..ReadOptions::default()
        };
        let reading = fixtures::readings(&text, &options).remove(0);
        for target in bench.targets() {
            for topology in Topology::ALL {
                let made = bench.render(&reading, &target, topology, &InputValues::default());
                let Ok(Outcome::Rendered(files)) = made else {
                    continue;
                };
                for file in files.iter().filter(|file| file.section == Section::Verify) {
                    // A script says by itself what it does; those of ours are read by shellcheck and run live.
                    if file.executable {
                        continue;
                    }
                    seen += 1;
                    let lines = file.text.lines().map(str::trim);
                    for line in lines.filter(|line| !line.starts_with(file.comment.line_start())) {
                        let acts = ACTING.iter().any(|start| line.starts_with(start))
                            || line.starts_with('/')
                                && ACTING_WORDS.iter().any(|word| line.contains(word));
                        assert!(!acts, "{}: {}: {line}", target.label(), file.path);
                    }
                }
            }
        }
    }
    assert!(seen > 50, "{seen}");
}
