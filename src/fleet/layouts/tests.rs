//! No built-in template looks into a text that it prints, on any response and target.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::path::Path;
use std::sync::Arc;

use regex_lite::Regex;

use super::{Layouts, for_many, learn, marked};
use crate::connection::{self, Connection, ReadOptions};
use crate::document::Document;
use crate::findings::{Judge, Lang, Level};
use crate::pipeline::Kit;
use crate::plan::{self, Request};
use crate::render::context::Context;
use crate::render::{
    Decisions, LazyContext, Printing, Renderer, Shortcut as _, View as _, template_of,
};
use crate::targets::{Form, InputKind, InputValues, Registry, Target, Topology};

#[test]
fn built_in_templates_do_not_look_into_what_they_print() {
    let registry = Arc::new(Registry::builtin());
    let renderer = Renderer::new(Arc::clone(&registry));
    let mut tried = HashSet::new();
    let mut learnt = BTreeMap::<String, usize>::new();
    let (mut told, mut all) = (0, 0);
    for target in targets(&registry) {
        let literals = literals(&target);
        for connection in &connections() {
            for (topology, inputs) in ways(&target) {
                each_template(
                    &renderer,
                    connection,
                    &target,
                    topology,
                    &inputs,
                    |template, lazy| {
                        let context = lazy.context();
                        let (shape, of_plan) = (context.decisions(), lazy.decisions_of_plan());
                        compare(of_plan.as_ref(), shape.as_ref());
                        told += usize::from(of_plan.is_some());
                        let Some(shape) = shape else {
                            return;
                        };
                        all += 1;
                        if tried.insert((template.to_owned(), shape.decisions().to_vec())) {
                            tries(&renderer, template, context, &shape, &literals);
                            *learnt.entry(target.id.clone()).or_default() += 1;
                        }
                    },
                );
            }
        }
    }
    assert_eq!(learnt.len(), registry.list().len(), "{learnt:?}");
    // Nearly all plans tell it by themselves.
    assert!(told * 100 > all * 95 && told > 1000, "{told} of {all}");
}

/// The layout is learnt, and gives what the engine gives for the same decisions with other texts: all the same
/// one, and every literal of the target's templates.
fn tries(
    renderer: &Renderer,
    template: &str,
    context: &Arc<Context>,
    shape: &Decisions<'_>,
    literals: &BTreeSet<String>,
) {
    // Values of inputs that do not go together end in the template's own words.
    let Ok(text) = renderer.lay_out(template, Form::Lines, context) else {
        return;
    };
    let layout = learn(renderer, template, context, shape, &text.text)
        .unwrap_or_else(|| panic!("{template} looks into a text:\n{}", text.text));
    for literal in literals {
        let other = Arc::new(context.with_texts(&mut |text| match text {
            "" => String::new(),
            _ => literal.clone(),
        }));
        let other_shape = other.decisions().unwrap();
        assert_eq!(other_shape.decisions(), shape.decisions(), "{template}");
        let by_engine = renderer.lay_out(template, Form::Lines, &other).unwrap();
        let filled = layout.fill(other_shape.texts()).unwrap();
        assert_eq!(filled, by_engine.text, "{template} with {literal:?}");
    }
}

#[test]
fn marks_are_in_the_order_of_the_shape() {
    let registry = Arc::new(Registry::builtin());
    let renderer = Renderer::new(Arc::clone(&registry));
    let mut seen = 0;
    for (connection, target) in connections().iter().zip(targets(&registry).iter().cycle()) {
        each_template(
            &renderer,
            connection,
            target,
            Topology::Route,
            &InputValues::default(),
            |_, context| {
                let context = context.context();
                let marked = marked(context).unwrap();
                let (Some(shape), Some(of_marks)) = (context.decisions(), marked.decisions())
                else {
                    return;
                };
                assert_eq!(shape.decisions(), of_marks.decisions());
                let texts = said(&shape).into_iter().zip(said(&of_marks));
                for (place, (text, mark)) in texts.enumerate() {
                    let number = mark.chars().next().map(|mark| u32::from(mark) - 0xF_0000);
                    let expected = (!text.is_empty()).then(|| u32::try_from(place).unwrap());
                    assert_eq!(number, expected);
                    seen += 1;
                }
            },
        );
    }
    assert!(seen > 1000, "{seen}");
}

/// The texts that are printed.
fn said(shape: &Decisions<'_>) -> Vec<String> {
    let say = |text: &Printing<'_>| {
        let mut said = String::new();
        text.add_to(&mut said);
        assert!(said.len() <= text.most_bytes());
        said
    };
    shape.texts().iter().map(say).collect()
}

/// Both decide alike, where the plan says at all what it decides.
fn compare(of_plan: Option<&Decisions<'_>>, of_context: Option<&Decisions<'_>>) {
    let Some(of_plan) = of_plan else {
        return;
    };
    let of_context = of_context.expect("a context has a shape where its plan has one");
    assert_eq!(of_plan.decisions(), of_context.decisions());
    assert_eq!(said(of_plan), said(of_context));
}

#[test]
fn only_so_many_are_kept() {
    let registry = Arc::new(Registry::builtin());
    let renderer = Renderer::new(Arc::clone(&registry));
    let layouts = Layouts::with_room(100_000);
    let target = targets(&registry)
        .into_iter()
        .find(|target| target.versions.len() > 2)
        .unwrap();
    let mut bytes = 0;
    for connection in &connections() {
        // A name is a decision.
        for number in 0..20 {
            let mut inputs = InputValues::default();
            inputs.insert("name_prefix", &format!("n{number}"));
            each_template(
                &renderer,
                connection,
                &target,
                Topology::Policy,
                &inputs,
                |template, context| {
                    let Some(shape) = context.decisions() else {
                        return;
                    };
                    let text = layouts.lay_out(&renderer, template, context, &shape);
                    let alone = renderer.lay_out(template, Form::Lines, context.context());
                    assert_eq!(text.unwrap().text, alone.unwrap().text);
                    bytes += shape.decisions().len();
                },
            );
        }
    }
    assert!(bytes > 200_000, "{bytes}");
    let kept = layouts.learnt.read().unwrap().bytes;
    assert!((100_000..120_000).contains(&kept), "{kept}");
}

#[test]
fn nothing_is_kept_of_the_users_own_templates() {
    let folder = tempfile::tempdir().unwrap();
    let mut registry = Registry::builtin();
    registry.add_folder(folder.path()).unwrap();
    let keeps = |registry| for_many(Kit::new(registry)).renderer().shortcut().is_some();
    assert!(!keeps(registry));
    assert!(keeps(Registry::builtin()));
}

fn each_template(
    renderer: &Renderer,
    connection: &Connection,
    target: &Target,
    topology: Topology,
    inputs: &InputValues,
    mut then: impl FnMut(&str, &LazyContext<'_>),
) {
    let request = Request {
        earlier: crate::connection::Earlier::default(),
        topology: Some(topology),
        inputs: Some(inputs),
        redact: false,
        lang: Lang::En,
        options: &[],
    };
    let planned = plan::plan(connection, target, &request).unwrap();
    let judged = Judge::default().judge(planned.findings);
    let is_refused = judged.iter().any(|judged| judged.level == Level::Error);
    let Some(plan) = planned.value.filter(|_| !is_refused) else {
        return;
    };
    let context = LazyContext::new(&plan, &judged, plan.lang);
    for output in target.outputs.iter().filter(|output| plan.wants(output)) {
        then(template_of(renderer, target, output).unwrap(), &context);
    }
}

fn targets(registry: &Registry) -> Vec<Target> {
    let mut targets = Vec::new();
    for entry in registry.list() {
        for release in registry.load(&entry.id).unwrap().versions {
            targets.push(registry.load(&format!("{}@{release}", entry.id)).unwrap());
        }
    }
    targets
}

fn connections() -> Vec<Connection> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut connections = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let text = fs::read_to_string(path).unwrap();
        let Ok(document) = Document::parse(text.trim_start_matches('\u{feff}')) else {
            continue;
        };
        let readings = connection::read(&[document], &ReadOptions::default());
        let readings = readings.into_iter().flatten();
        connections.extend(readings.filter_map(|reading| reading.connection));
    }
    assert!(connections.len() > 30, "{}", connections.len());
    connections
}

/// Both topologies, without inputs and with as many as can be had.
fn ways(target: &Target) -> Vec<(Topology, InputValues)> {
    let mut full = InputValues::default();
    for input in &target.inputs {
        // The second number follows the first; the same one would be refused.
        if input.of_tunnel.as_ref().is_some_and(|of| of.second) && input.kind == InputKind::Number {
            continue;
        }
        let tried = ["true", "192.0.2.99", "77", "name7", "Port7"];
        let fitting = tried.into_iter().find(|text| input.check(text).is_ok());
        if let Some(text) = fitting {
            full.insert(&input.name, text);
        }
    }
    let all = Topology::ALL.into_iter();
    all.flat_map(|topology| [(topology, InputValues::default()), (topology, full.clone())])
        .collect()
}

/// Every literal of the expressions in a target's templates, and some texts that may stand for an address.
fn literals(target: &Target) -> BTreeSet<String> {
    let tag = Regex::new(r"(?s)\{[%{].*?[%}]\}").unwrap();
    let quoted = Regex::new(r#""([^"]+)"|'([^']+)'"#).unwrap();
    let mut literals: BTreeSet<String> = ["x", "0.0.0.0", "0.0.0.0/0", "<FILL-IN:x>"]
        .map(str::to_owned)
        .into();
    for folder in &target.template_dirs {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("templates")
            .join(folder);
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let text = fs::read_to_string(entry.unwrap().path()).unwrap();
            for tag in tag.find_iter(&text) {
                for found in quoted.captures_iter(tag.as_str()) {
                    let literal = found.get(1).or(found.get(2)).unwrap().as_str();
                    if !literal.contains(".j2") && !literal.contains('\\') {
                        literals.insert(literal.to_owned());
                    }
                }
            }
        }
    }
    assert!(literals.len() > 4, "{literals:?}");
    literals
}
