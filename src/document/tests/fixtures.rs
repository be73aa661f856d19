//! The responses of `tests/fixtures`: every pair of twins is one document.

use std::fs;
use std::path::{Path, PathBuf};

use super::super::{Document, DocumentError, decode};
use super::{outline, paths};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

fn names(extension: &str) -> Vec<String> {
    let entries = fs::read_dir(folder()).expect("the fixtures are there");
    let mut names: Vec<String> = entries
        .map(|entry| entry.expect("a readable folder").path())
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
        .collect();
    names.sort_unstable();
    names
}

fn text(name: &str, extension: &str) -> String {
    let path = folder().join(format!("{name}.{extension}"));
    let bytes = fs::read(&path).expect("a fixture");
    decode(&bytes)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
        .to_owned()
}

/// What a document says: the operation, the outline and the paths of each item, or the cloud's error.
fn said(text: &str) -> Vec<String> {
    let document = Document::parse(text).unwrap_or_else(|error| panic!("{error}"));
    match document.items() {
        Ok(items) => items
            .iter()
            .flat_map(|item| {
                let operation = vec![item.operation.to_string()];
                let mut paths = paths(item.body);
                // An unknown list of one element looks like an object in XML, and so does a bundle's.
                paths.retain(|path| !path.contains("Notes.Note"));
                for path in &mut paths {
                    *path = path.replace("DescribeCustomerGateway[0]", "DescribeCustomerGateway");
                }
                [operation, outline(item.body), paths].concat()
            })
            .collect(),
        Err(error @ DocumentError::Api(_)) => vec![error.to_string()],
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn twins_say_the_same() {
    let twins = names("xml");
    assert!(twins.len() > 50, "the fixtures have moved: {twins:?}");
    // The provider's page masks the address in one of the two.
    for name in twins.iter().filter(|name| *name != "seed-000") {
        let [json, xml] = ["json", "xml"].map(|extension| said(&text(name, extension)));
        let differ = json.iter().zip(&xml).find(|(json, xml)| json != xml);
        assert_eq!((differ, json.len()), (None, xml.len()), "{name}");
    }
}

#[test]
fn every_fixture_is_recognised() {
    for extension in ["json", "xml"] {
        for name in names(extension) {
            assert!(!said(&text(&name, extension)).is_empty(), "{name}");
        }
    }
}
