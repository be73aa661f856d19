//! Which of Terraform's documents one is.

use super::super::super::entry::{Entry, Kind, children};
use super::super::block::Block;

/// A document that holds resources.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Container {
    /// `terraform show -json`.
    State,
    /// `terraform show -json PLANFILE`.
    Plan,
    /// `terraform.tfstate`, or what `terraform state pull` prints.
    File,
}

impl Container {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::State => "a state (terraform show -json)",
            Self::Plan => "a plan (terraform show -json PLANFILE)",
            Self::File => "a Terraform state file",
        }
    }
}

/// The document's kind; `None` for one that is not Terraform's.
///
/// The major version of the format says whether it can be read; a minor one only adds names
/// (terraform, internals/json-format).
pub(super) fn of(entries: &[Entry<'_>], root: u32) -> Result<Option<Container>, &'static str> {
    let document = Block::new(entries, root);
    let has = |name| document.field(name).entry().is_some();
    if let Some(version) = document.field("format_version").text() {
        let is_plan = has("planned_values") || has("resource_changes");
        if !is_plan && !has("values") {
            // An empty state has a version and nothing else.
            return if has("terraform_version") || document.only_field("format_version") {
                Err(
                    "this is an empty state (terraform show -json): apply the configuration first, or \
                     show a plan (`terraform plan -out FILE`, then `terraform show -json FILE`)",
                )
            } else {
                Ok(None)
            };
        }
        let major = version.split('.').next().unwrap_or_default();
        return match (major, is_plan) {
            ("0" | "1", true) => Ok(Some(Container::Plan)),
            ("0" | "1", false) => Ok(Some(Container::State)),
            _ => Err(
                "this is Terraform's JSON in a format_version of which the meaning is not known here; \
                      versions 0 and 1 are read",
            ),
        };
    }
    if has("encrypted_data") && has("encryption_version") {
        return Err("this is an encrypted OpenTofu state: give what `tofu show -json` prints");
    }
    if has("lineage") && has("serial") && has("version") {
        return match document.field("version").text() {
            Some("4") => Ok(Some(Container::File)),
            _ => Err(
                "this is a Terraform state file of an old version; version 4 is read: give what \
                      `terraform show -json` or `terraform state pull` prints with a present Terraform",
            ),
        };
    }
    if is_output(entries, root) {
        return Err(
            "this is what `terraform output -json` prints, in which a connection has no fixed shape: give \
                    what `terraform show -json` prints",
        );
    }
    Ok(None)
}

/// Whether every field is an output: its value, its type, and whether it is sensitive.
fn is_output(entries: &[Entry<'_>], root: u32) -> bool {
    let mut outputs = children(entries, root).peekable();
    outputs.peek().is_some()
        && outputs.all(|output| {
            let output = Block::new(entries, output);
            output.kind() == Some(Kind::Object)
                && ["sensitive", "type"]
                    .iter()
                    .all(|name| output.field(name).entry().is_some())
        })
}
