//! `peerconf rules`: the catalogue, or one rule explained.

use std::fmt::Write as _;

use clap::Args;
use serde::Serialize;

use super::args::VendorArgs;
use super::exit::{Exit, Failure};
use super::form::{FormArgs, ListForm, json, versioned};
use super::language::{self, say};
use super::output;
use crate::findings::{Lang, Profile, RuleRef, catalogue};
use crate::suggest::nearest;

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  peerconf rules\n  peerconf rules ikev1-multi-subnet")]
pub(super) struct RulesArgs {
    /// A rule to explain: of the catalogue or of a target's manifest
    rule: Option<String>,

    #[command(flatten)]
    form: FormArgs,

    #[command(flatten)]
    vendors: VendorArgs,
}

/// A rule as it is listed.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Listed<'r> {
    rule: &'r str,
    /// Targets whose manifests state it; empty for the catalogue's own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    targets: Vec<String>,
    level: &'static str,
    strict_level: &'static str,
    title: &'r str,
    message: &'r str,
    why: &'r str,
    remedy: &'r str,
    source: &'r str,
    can_be_allowed: bool,
}

/// One rule, explained.
#[cfg(test)]
pub(super) type Explained<'r> = Listed<'r>;

/// The catalogue.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Rules<'r> {
    rules: &'r [Listed<'r>],
}

impl<'r> Listed<'r> {
    fn new(rule: &'r RuleRef, lang: Lang) -> Self {
        Self {
            rule: rule.slug(),
            targets: Vec::new(),
            level: rule.level(Profile::Compatible).word(),
            strict_level: rule.level(Profile::Strict).word(),
            title: rule.title(lang),
            message: rule.message(lang),
            why: rule.why(lang),
            remedy: rule.remedy(lang),
            source: rule.source(),
            can_be_allowed: !rule.is_fixed(),
        }
    }

    fn explained(&self) -> String {
        let colon = say(": ", "：");
        let mut text = format!("{} ({}){colon}{}\n", self.rule, self.level, self.title);
        let allowed = if self.can_be_allowed {
            ""
        } else {
            say(
                "Nothing can be rendered against it: --allow has no effect.",
                "无法不顾该规则而生成配置：--allow 不起作用。",
            )
        };
        let targets = self.targets.join(", ");
        for (name, value) in [
            (say("Says", "内容"), self.message),
            (say("Why", "影响"), self.why),
            (say("Remedy", "处理办法"), self.remedy),
            (say("Source", "依据"), self.source),
            (say("Targets", "目标设备"), &targets),
            (say("Note", "说明"), allowed),
        ] {
            if !value.is_empty() && value != self.title {
                let _ = writeln!(text, "  {name}{colon}{value}");
            }
        }
        text
    }
}

pub(super) fn run(args: &RulesArgs) -> Result<Exit, Failure> {
    let form = args.form.form();
    let registry = args.vendors.registry()?;
    let own: Vec<RuleRef> = catalogue::ALL
        .iter()
        .map(|rule| RuleRef::Catalogue(rule))
        .collect();
    let Some(name) = &args.rule else {
        let listed: Vec<Listed<'_>> = own
            .iter()
            .map(|rule| Listed::new(rule, language::lang()))
            .collect();
        return list(&listed, form);
    };
    let mut device = Vec::new();
    for entry in registry.list() {
        for limit in registry.load(&entry.id)?.limits {
            device.push((entry.id.clone(), RuleRef::Device(limit.rule)));
        }
    }
    let mut found = own
        .iter()
        .chain(device.iter().map(|(_, rule)| rule))
        .filter(|rule| rule.slug() == name);
    let Some(rule) = found.next() else {
        let known = own
            .iter()
            .chain(device.iter().map(|(_, rule)| rule))
            .map(RuleRef::slug);
        return Err(crate::findings::UnknownRule {
            suggestion: nearest(name, known),
            name: name.clone(),
        }
        .into());
    };
    let mut listed = Listed::new(rule, language::lang());
    listed.targets = device
        .iter()
        .filter(|(_, rule)| rule.slug() == name)
        .map(|(id, _)| id.clone())
        .collect();
    match form {
        ListForm::Text => output::stdout(&listed.explained())?,
        ListForm::Json => output::stdout(&json(&versioned(&listed))?)?,
    }
    Ok(Exit::Fine)
}

fn list(listed: &[Listed<'_>], form: ListForm) -> Result<Exit, Failure> {
    let text = match form {
        ListForm::Json => json(&versioned(Rules { rules: listed }))?,
        ListForm::Text => {
            let width = listed.iter().map(|rule| rule.rule.len()).max().unwrap_or(0);
            let mut text = String::new();
            for rule in listed {
                let _ = writeln!(
                    text,
                    "{:width$}  {:7}  {}",
                    rule.rule, rule.level, rule.title
                );
            }
            text
        }
    };
    output::stdout(&text)?;
    Ok(Exit::Fine)
}
