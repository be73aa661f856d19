//! Each stage of the way from a response to a text, and the whole: `cargo bench`.
//!
//! Ratios between the rows say more than the times: machines differ, and this one's neighbours too.

use divan::{Bencher, black_box};

use peerconf::connection::{self, ReadOptions, Reading};
use peerconf::document::Document;
use peerconf::fleet::for_many;
use peerconf::pipeline::Kit;
use peerconf::targets::{Registry, Section, Target};

fn main() {
    divan::main();
}

const JSON: &str = include_str!("../examples/dual-tunnel.json");
const XML: &str = include_str!("../examples/dual-tunnel.xml");
/// One file of lines, and several files with scripts among them.
const TARGETS: [&str; 2] = ["cisco/ios-xe", "strongswan/swanctl"];

fn reading(text: &str) -> Option<Reading> {
    let document = Document::parse(text).ok()?;
    let options = ReadOptions::default();
    connection::read(&[document], &options)
        .ok()?
        .into_iter()
        .next()
}

/// What a run makes once.
struct Setup {
    kit: Kit,
    targets: [Target; 1],
}

impl Setup {
    fn new(target: &str) -> Self {
        let kit = Kit::new(Registry::builtin());
        let target = kit
            .registry()
            .load(target)
            .unwrap_or_else(|error| panic!("{error}"));
        Self {
            kit,
            targets: [target],
        }
    }

    /// As a batch has it, which uses layouts again.
    fn for_many(target: &str) -> Self {
        let Self { kit, targets } = Self::new(target);
        Self {
            kit: for_many(kit),
            targets,
        }
    }

    fn whole(&self, text: &str) -> usize {
        reading(text).map_or(0, |reading| self.render(reading))
    }

    fn render(&self, reading: Reading) -> usize {
        let mut redactor = self.kit.redaction.redactor();
        let case = self.kit.case_with(reading, &self.targets, &mut redactor);
        let Some(ready) = case.devices[0].ready() else {
            return 0;
        };
        ready
            .render(&[Section::Config])
            .map_or(0, |files| files.iter().map(|file| file.text.len()).sum())
    }
}

#[divan::bench]
fn parse_json() -> bool {
    Document::parse(black_box(JSON)).is_ok()
}

#[divan::bench]
fn parse_xml() -> bool {
    Document::parse(black_box(XML)).is_ok()
}

#[divan::bench]
fn read_connection(bencher: Bencher<'_, '_>) {
    bencher
        .with_inputs(|| [Document::parse(JSON).unwrap_or_else(|error| panic!("{error}"))])
        .bench_refs(|document| {
            connection::read(document, &ReadOptions::default()).map(|r| r.len())
        });
}

#[divan::bench(args = TARGETS)]
fn judge_and_plan(bencher: Bencher<'_, '_>, target: &str) {
    let (setup, reading) = (Setup::new(target), reading(JSON));
    let Some(reading) = reading else {
        panic!("the example must be readable")
    };
    bencher.bench_local(|| {
        let case = setup.kit.case(black_box(&reading), &setup.targets);
        case.devices[0].ready().is_some()
    });
}

#[divan::bench(args = TARGETS)]
fn render_plan(bencher: Bencher<'_, '_>, target: &str) {
    let (setup, reading) = (Setup::new(target), reading(JSON));
    let Some(reading) = reading else {
        panic!("the example must be readable")
    };
    let case = setup.kit.case(&reading, &setup.targets);
    let Some(ready) = case.devices[0].ready() else {
        panic!("the example must be renderable")
    };
    bencher.bench_local(|| ready.render(black_box(&[Section::Config])).is_ok());
}

#[divan::bench(args = TARGETS)]
fn whole_from_json(bencher: Bencher<'_, '_>, target: &str) {
    let setup = Setup::new(target);
    bencher.bench_local(|| setup.whole(black_box(JSON)));
}

#[divan::bench(args = TARGETS)]
fn one_of_many_from_json(bencher: Bencher<'_, '_>, target: &str) {
    let setup = Setup::for_many(target);
    bencher.bench_local(|| setup.whole(black_box(JSON)));
}

#[divan::bench(args = TARGETS)]
fn one_of_many_from_xml(bencher: Bencher<'_, '_>, target: &str) {
    let setup = Setup::for_many(target);
    bencher.bench_local(|| setup.whole(black_box(XML)));
}

#[divan::bench(args = TARGETS)]
fn whole_from_xml(bencher: Bencher<'_, '_>, target: &str) {
    let setup = Setup::new(target);
    bencher.bench_local(|| setup.whole(black_box(XML)));
}

/// What a single run pays before it reads anything: the manifest chain.
#[divan::bench(args = TARGETS)]
fn load_target(target: &str) -> bool {
    Registry::builtin().load(black_box(target)).is_ok()
}

/// A new engine that compiles what one target needs.
#[divan::bench(args = TARGETS)]
fn first_render(bencher: Bencher<'_, '_>, target: &str) {
    bencher
        .with_inputs(|| (Setup::new(target), reading(JSON)))
        .bench_local_values(|(setup, reading)| reading.map(|reading| setup.render(reading)));
}
