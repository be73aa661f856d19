//! A connection on a target: what only the user can know, what was found, and the files.

use peerconf::findings::Lang;
use peerconf::pipeline::{Device, Kit, Verdict};
use peerconf::plan::Cause;
use peerconf::render::File;
use peerconf::targets::{InputKind, InputSpec, InputValues, Section, Target};
use serde_json::{Value, json};

use crate::ask::Given;
use crate::case::Readings;

pub(crate) fn render(given: &Given) -> Result<Value, String> {
    let read = Readings::of(given)?;
    let reading = read.reading(given)?;
    let (kit, target) = chosen(given)?;
    let inputs = inputs(given, &target);
    let targets = [target];
    let mut case = kit.case(reading, &targets);
    case.hear_templates();
    let device = &case.devices[0];
    let mut answer = json!({
        "label": &**device.target.label(),
        "load": load(device.target, given.lang),
        "inputs": inputs,
        "missing": missing(device),
        "topology": device.plan().map(|plan| plan.topology.word()),
        "findings": read.findings(case.all_findings(), given.lang),
    });
    let (verdict, more) = match &device.verdict {
        Verdict::Refused(_) => ("refused", json!([])),
        Verdict::Failed(error) => ("failed", json!(error.to_string())),
        Verdict::Ready(ready) => match ready.render(&Section::ALL) {
            Ok(files) => ("ready", files.iter().map(file).collect()),
            Err(error) => ("failed", json!(error.to_string())),
        },
        _ => return Err("this page does not know what became of the connection".to_owned()),
    };
    answer["verdict"] = json!(verdict);
    answer[if verdict == "failed" {
        "error"
    } else {
        "files"
    }] = more;
    Ok(answer)
}

/// The target, and the kit with the values that fit its inputs. What another target was told stays in the page's link
/// and is passed over here; what does not fit is told beside its input.
pub(crate) fn chosen(given: &Given) -> Result<(Kit, Target), String> {
    let mut kit = given.kit(InputValues::default())?;
    let target = kit
        .registry()
        .load(&given.target)
        .map_err(|error| error.to_string())?;
    for spec in &target.inputs {
        if let Some(text) = typed(given, spec)
            && spec.check(text).is_ok()
        {
            kit.inputs.insert(&spec.name, text);
        }
    }
    Ok((kit, target))
}

/// What was typed for an input.
fn typed<'g>(given: &'g Given, spec: &InputSpec) -> Option<&'g str> {
    let text = given.inputs.get(&spec.name)?;
    Some(text.as_str()).filter(|text| !text.is_empty())
}

fn load(target: &Target, lang: Lang) -> &str {
    match (lang, &target.load_zh) {
        (Lang::Zh, Some(load)) => load,
        _ => &target.load,
    }
}

fn file(file: &File) -> Value {
    json!({
        "section": file.section,
        "path": file.path,
        "install": file.install,
        "notes_of": file.notes_of,
        "holds_secret": file.holds_secret,
        "text": file.text.as_str(),
    })
}

/// For what a marker stands in the files.
fn missing(device: &Device<'_>) -> Vec<Value> {
    let missing = device.plan().map_or(&[][..], |plan| &plan.missing);
    missing
        .iter()
        .map(|missing| {
            let cause = match missing.cause {
                Cause::Input => "input",
                Cause::Masked => "masked",
                Cause::Prefixes { .. } => "prefixes",
            };
            json!({ "name": missing.name, "help": missing.help, "cause": cause })
        })
        .collect()
}

/// The inputs of the target, each with what is wrong with what was typed.
fn inputs(given: &Given, target: &Target) -> Vec<Value> {
    let shown = |spec: &InputSpec| {
        let fault = typed(given, spec).and_then(|text| spec.check(text).err());
        input(spec, given.lang, fault.map(|fault| fault.to_string()))
    };
    target.inputs.iter().map(shown).collect()
}

fn input(spec: &InputSpec, lang: Lang, fault: Option<String>) -> Value {
    let help = match (lang, &spec.help_zh) {
        (Lang::Zh, Some(help)) => help,
        _ => &spec.help,
    };
    json!({
        "name": spec.name,
        "kind": spec.kind,
        "min": spec.min,
        "max": spec.max.filter(|_| spec.kind == InputKind::Number),
        "choices": spec.choices,
        "default": spec.default,
        "example": spec.example,
        "help": help,
        "fault": fault,
    })
}
