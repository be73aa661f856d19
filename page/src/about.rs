//! What there is to choose from.

use peerconf::examples;
use peerconf::targets::{Proof, Target};
use serde_json::{Value, json};

use crate::stock;

/// The version, the targets and the bundled responses.
pub(crate) fn about() -> Result<Value, String> {
    let of_target = |target: &Target| {
        json!({
            "id": target.id,
            "name": target.name,
            "about": target.about,
            "aliases": target.aliases,
            "kind": target.kind(),
            "proof": Proof::of(&target.id),
            "releases": target.versions.iter().map(ToString::to_string).collect::<Vec<_>>(),
        })
    };
    let targets: Vec<Value> = stock::newest().iter().map(of_target).collect();
    let examples: Vec<&str> = examples::ALL
        .iter()
        .filter(|example| !example.xml)
        .map(|example| example.name)
        .collect();
    Ok(json!({
        // The script that writes the page finds it in the module, and `cargo build` compares.
        "sources": peerconf::SOURCES,
        "version": peerconf::VERSION,
        "targets": targets,
        "examples": examples,
    }))
}

/// The text of a bundled response.
pub(crate) fn example(name: &str) -> Result<Value, String> {
    let text = examples::find(name, false).ok_or_else(|| format!("no example {name:?}"))?;
    Ok(json!({ "name": format!("{name}.json"), "text": text }))
}
