//! What stands in a line of a file, or is its name, and what a form has of its own.

use super::super::comment::Comment;
use super::super::fault::Fault;
use super::super::form::Form;
use super::super::manifest::Manifest;
use super::super::output::{Output, Section};

/// What stands in a line of a file, or is its name, is no line itself.
pub(super) fn line_faults(manifest: &Manifest, faults: &mut Vec<Fault>) {
    let odd = |text: &str| text.chars().any(char::is_control);
    let what = "a line break or another control character cannot stand here";
    if let Some(what) = manifest.comment.as_ref().and_then(Comment::fault) {
        faults.push(Fault::at(["comment"], what));
    }
    for output in &manifest.output {
        let texts = [
            ("path", Some(&output.path)),
            ("install", output.install.as_ref()),
            ("template", Some(&output.template)),
        ];
        for (key, _) in texts
            .into_iter()
            .filter(|(_, text)| text.is_some_and(|text| odd(text)))
        {
            faults.push(Fault::at(["output", output.path.as_str(), key], what));
        }
        form_faults(output, faults);
    }
    if let Some(names) = &manifest.names
        && (odd(&names.separator) || names.chars.chars().any(|c| !c.is_ascii_graphic()))
    {
        faults.push(Fault::at(
            ["names"],
            "separator and chars must be printable",
        ));
    }
}

/// What a form has, the manifest cannot say otherwise.
fn form_faults(output: &Output, faults: &mut Vec<Fault>) {
    let mut fault = |key: &str, what: String| {
        faults.push(Fault::at(["output", output.path.as_str(), key], what));
    };
    if let Some(what) = output.comment.as_ref().and_then(Comment::fault) {
        fault("comment", what.to_owned());
    }
    if output.load_zh.is_some() && output.load.is_none() {
        fault("load_zh", "stands without load".to_owned());
    }
    let form = output.form;
    if output.section == Section::Worksheet && form != Form::Markdown {
        fault(
            "form",
            "a worksheet is Markdown: form = \"markdown\"".to_owned(),
        );
    }
    if form == Form::Lines {
        return;
    }
    let said = [
        ("comment", output.comment.is_some()),
        ("comment_utf8", output.comment_utf8.is_some()),
        ("psk_style", output.psk_style.is_some()),
        ("bgp_key_style", output.bgp_key_style.is_some()),
    ];
    for (key, _) in said.into_iter().filter(|(_, is_said)| *is_said) {
        fault(key, format!("form = {:?} has its own", form.word()));
    }
}
