//! Connections that are rendered by the thousand get the files that each would get alone.

use peerconf::connection::ReadOptions;
use peerconf::fleet::for_many;
use peerconf::targets::{InputValues, Topology};

use crate::fixtures;
use crate::rendering::{Bench, Outcome};

#[test]
fn many_get_the_files_of_one() {
    let alone = Bench::new();
    let many = Bench {
        kit: for_many(alone.kit.clone()),
    };
    let targets = alone.targets();
    let mut rendered = 0;
    // The second time layouts are known.
    for (name, text) in fixtures::all("json").iter().chain(&fixtures::all("json")) {
        for reading in fixtures::readings(text, &ReadOptions::default()) {
            if reading.connection.is_none() {
                continue;
            }
            for target in &targets {
                for topology in Topology::ALL {
                    let files = |bench: &Bench| {
                        let inputs = InputValues::default();
                        match bench.render(&reading, target, topology, &inputs) {
                            Ok(Outcome::Rendered(files)) => {
                                let texts = files.iter().map(|file| (*file.text).clone());
                                Ok(texts.collect::<Vec<String>>())
                            }
                            Ok(Outcome::Refused(rules)) => Ok(rules),
                            Err(error) => Err(error.to_string()),
                        }
                    };
                    let expected = files(&alone);
                    assert_eq!(files(&many), expected, "{name} on {}", target.label());
                    rendered += 1;
                }
            }
        }
    }
    assert!(rendered > 2000, "{rendered}");
}
