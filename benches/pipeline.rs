//! Each stage of the way from a response to a text, and the whole: `cargo bench`.
//!
//! Ratios between the rows say more than the times: machines differ, and this one's neighbours too.

use std::sync::Arc;

use divan::{Bencher, black_box};

use peerconf::connection::{self, Connection, ReadOptions};
use peerconf::document::Document;
use peerconf::findings::{Judge, Judged};
use peerconf::plan::{self, Request};
use peerconf::render::{self, Renderer};
use peerconf::targets::{InputValues, Registry, Section, Target};

fn main() {
    divan::main();
}

const JSON: &str = include_str!("../examples/dual-tunnel.json");
const XML: &str = include_str!("../examples/dual-tunnel.xml");
/// One file of lines, and several files with scripts among them.
const TARGETS: [&str; 2] = ["cisco/ios-xe", "strongswan/swanctl"];

fn connection(text: &str) -> Option<Connection> {
    let document = Document::parse(text).ok()?;
    let options = ReadOptions::default();
    connection::read(&[document], &options)
        .ok()?
        .into_iter()
        .next()?
        .connection
}

/// What a batch makes once and uses for every connection.
struct Kit {
    registry: Arc<Registry>,
    renderer: Renderer,
    target: Target,
    inputs: InputValues,
    judge: Judge,
}

impl Kit {
    fn new(target: &str) -> Self {
        Self::with(target, Renderer::new)
    }

    /// As a batch has it, which uses layouts again.
    fn for_many(target: &str) -> Self {
        Self::with(target, Renderer::for_many)
    }

    fn with(target: &str, renderer: fn(Arc<Registry>) -> Renderer) -> Self {
        let registry = Arc::new(Registry::builtin());
        let target = registry
            .load(target)
            .unwrap_or_else(|error| panic!("{error}"));
        let renderer = renderer(Arc::clone(&registry));
        Self {
            registry,
            renderer,
            target,
            inputs: InputValues::default(),
            judge: Judge::default(),
        }
    }

    fn request(&self) -> Request<'_> {
        Request {
            topology: None,
            inputs: Some(&self.inputs),
            redact: false,
        }
    }

    fn whole(&self, text: &str) -> usize {
        let Ok(document) = Document::parse(text) else {
            return 0;
        };
        let Ok(mut readings) = connection::read(&[document], &ReadOptions::default()) else {
            return 0;
        };
        let Some(reading) = readings.pop() else {
            return 0;
        };
        let Some(connection) = &reading.connection else {
            return 0;
        };
        let Ok(planned) = plan::plan(connection, &self.target, &self.request()) else {
            return 0;
        };
        let judged = self.judge.judge(
            reading
                .findings
                .into_iter()
                .chain(planned.findings)
                .collect(),
        );
        planned.value.map_or(0, |plan| self.render(&plan, &judged))
    }

    fn render(&self, plan: &plan::Plan<'_>, judged: &[Judged]) -> usize {
        render::render(
            &self.renderer,
            &self.registry,
            plan,
            judged,
            &[Section::Config],
        )
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
fn plan_connection(bencher: Bencher<'_, '_>, target: &str) {
    let (kit, connection) = (Kit::new(target), connection(JSON));
    bencher.bench_local(|| {
        connection.as_ref().map(|connection| {
            plan::plan(black_box(connection), &kit.target, &kit.request())
                .is_ok_and(|p| p.value.is_some())
        })
    });
}

#[divan::bench(args = TARGETS)]
fn render_plan(bencher: Bencher<'_, '_>, target: &str) {
    let (kit, connection) = (Kit::new(target), connection(JSON));
    let Some(connection) = connection else {
        panic!("the example must be readable")
    };
    let planned = plan::plan(&connection, &kit.target, &kit.request())
        .unwrap_or_else(|error| panic!("{error}"));
    let judged = kit.judge.judge(planned.findings);
    let Some(plan) = planned.value else {
        panic!("the example must be renderable")
    };
    bencher.bench_local(|| kit.render(black_box(&plan), &judged));
}

#[divan::bench(args = TARGETS)]
fn whole_from_json(bencher: Bencher<'_, '_>, target: &str) {
    let kit = Kit::new(target);
    bencher.bench_local(|| kit.whole(black_box(JSON)));
}

#[divan::bench(args = TARGETS)]
fn one_of_many_from_json(bencher: Bencher<'_, '_>, target: &str) {
    let kit = Kit::for_many(target);
    bencher.bench_local(|| kit.whole(black_box(JSON)));
}

#[divan::bench(args = TARGETS)]
fn one_of_many_from_xml(bencher: Bencher<'_, '_>, target: &str) {
    let kit = Kit::for_many(target);
    bencher.bench_local(|| kit.whole(black_box(XML)));
}

#[divan::bench(args = TARGETS)]
fn whole_from_xml(bencher: Bencher<'_, '_>, target: &str) {
    let kit = Kit::new(target);
    bencher.bench_local(|| kit.whole(black_box(XML)));
}

/// What a single run pays before it reads anything: the manifest chain.
#[divan::bench(args = TARGETS)]
fn load_target(target: &str) -> bool {
    Registry::builtin().load(black_box(target)).is_ok()
}

/// A new engine that compiles what one target needs.
#[divan::bench(args = TARGETS)]
fn first_render(bencher: Bencher<'_, '_>, target: &str) {
    let (kit, connection) = (Kit::new(target), connection(JSON));
    let Some(connection) = connection else {
        panic!("the example must be readable")
    };
    let planned = plan::plan(&connection, &kit.target, &kit.request())
        .unwrap_or_else(|error| panic!("{error}"));
    let judged = kit.judge.judge(planned.findings);
    let Some(plan) = planned.value else {
        panic!("the example must be renderable")
    };
    bencher.bench_local(|| {
        let renderer = Renderer::new(Arc::clone(&kit.registry));
        render::render(&renderer, &kit.registry, &plan, &judged, &[Section::Config]).is_ok()
    });
}
