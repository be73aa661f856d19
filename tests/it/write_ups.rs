//! Connections with this service that others have published and tried, side by side with what is written for the same
//! connection: `tests/write-ups/`. Every line of ours is also theirs, or says why it differs or is there.

use std::collections::BTreeSet;
use std::fs;

use peerconf::connection::ReadOptions;
use peerconf::render::File;
use peerconf::targets::{InputValues, Section, Topology};

use crate::fixtures;
use crate::rendering::{Bench, Outcome};

#[test]
fn what_others_have_tried_is_met_line_by_line() {
    let mut held = 0;
    for entry in fs::read_dir("tests/write-ups").unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let side_by_side: toml::Table = text.parse().unwrap();
        compare(&path.display().to_string(), &side_by_side);
        held += 1;
    }
    assert!(held > 0, "nothing is compared");
}

fn compare(place: &str, table: &toml::Table) {
    let text = |key: &str| table[key].as_str().unwrap();
    let mut told: BTreeSet<String> = table["same"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line.as_str().unwrap().to_owned())
        .collect();
    for (list, line) in [("differs", "ours"), ("ours", "line")] {
        for one in entries(table, list) {
            told.insert(one[line].as_str().unwrap().to_owned());
        }
    }
    for list in ["differs", "theirs", "ours"] {
        for one in entries(table, list) {
            assert!(
                one["why"].as_str().is_some_and(|why| !why.is_empty()),
                "{place}: {list}"
            );
        }
    }
    for one in entries(table, "differs") {
        assert!(
            ["ours", "theirs", "either"].contains(&one["right"].as_str().unwrap()),
            "{place}: who is right"
        );
    }
    let written: BTreeSet<String> = lines(&rendered(table, text("target"), text("fixture")));
    let missing: Vec<_> = told.difference(&written).collect();
    let untold: Vec<_> = written.difference(&told).collect();
    assert!(
        missing.is_empty() && untold.is_empty(),
        "{place}: not written any more: {missing:?}; written and not told: {untold:?}"
    );
}

fn entries<'t>(table: &'t toml::Table, list: &str) -> impl Iterator<Item = &'t toml::Value> {
    table
        .get(list)
        .and_then(toml::Value::as_array)
        .into_iter()
        .flatten()
}

fn rendered(table: &toml::Table, target: &str, fixture: &str) -> Vec<File> {
    let bench = Bench::new();
    let target = bench.kit.registry().load(target).unwrap();
    let options = ReadOptions {
        device_prefixes: vec![table["device"].as_str().unwrap().parse().unwrap()],
        cloud_prefixes: vec![table["cloud"].as_str().unwrap().parse().unwrap()],
        ..ReadOptions::default()
    };
    let text = fs::read_to_string(format!("tests/fixtures/{fixture}.json")).unwrap();
    let reading = fixtures::readings(&text, &options).remove(0);
    let mut inputs = InputValues::default();
    for (name, value) in table["inputs"].as_table().unwrap() {
        inputs.insert(name, value.as_str().unwrap());
    }
    match bench
        .render(&reading, &target, Topology::Route, &inputs)
        .unwrap()
    {
        Outcome::Rendered(files) => files,
        Outcome::Refused(rules) => panic!("refused: {rules:?}"),
    }
}

/// The lines of the configuration that are no comments, each once.
fn lines(files: &[File]) -> BTreeSet<String> {
    files
        .iter()
        .filter(|file| file.section == Section::Config)
        .flat_map(|file| {
            let text = file.text.to_string();
            text.lines()
                .map(|line| line.trim().to_owned())
                .collect::<Vec<_>>()
        })
        .filter(|line| !line.is_empty() && !line.starts_with(['#', '!']))
        .collect()
}
