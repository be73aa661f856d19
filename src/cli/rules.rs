//! `peerconf rules`: the catalogue, or one rule explained.

use std::fmt::Write as _;

use clap::{Args, ValueEnum};
use schemars::JsonSchema;
use serde::Serialize;

use super::args::VendorArgs;
use super::exit::{Exit, Failure};
use super::output;
use super::schema::versioned;
use super::verbosity::is_quiet;
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

/// The form of a listing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ListForm {
    /// For people
    Text,
    /// For programs
    Json,
}

/// The form of what is printed.
#[derive(Debug, Clone, Copy, Args)]
pub(super) struct FormArgs {
    /// Form of the output
    #[arg(long, value_enum, default_value_t = ListForm::Text, value_name = "FORM")]
    format: ListForm,

    /// The old word for it
    #[arg(short = 'o', long = "output", hide = true, value_name = "FORM")]
    output: Option<ListForm>,
}

impl FormArgs {
    /// The form that is wanted.
    pub(super) fn form(self) -> ListForm {
        let Some(form) = self.output else {
            return self.format;
        };
        if !is_quiet() {
            let word = match form {
                ListForm::Text => "text",
                ListForm::Json => "json",
            };
            output::stderr_styled(&format!(
                "note: -o says where to write; the form is --format {word} (-o is taken for it until the next release)\n"
            ));
        }
        form
    }
}

/// A rule as it is listed.
#[derive(Debug, Serialize, JsonSchema)]
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
pub(super) type Explained<'r> = Listed<'r>;

/// The catalogue.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Rules<'r> {
    rules: &'r [Listed<'r>],
}

impl<'r> Listed<'r> {
    fn new(rule: &'r RuleRef) -> Self {
        Self {
            rule: rule.slug(),
            targets: Vec::new(),
            level: rule.level(Profile::Compatible).word(),
            strict_level: rule.level(Profile::Strict).word(),
            title: rule.title(Lang::En),
            message: rule.message(Lang::En),
            why: rule.why(Lang::En),
            remedy: rule.remedy(Lang::En),
            source: rule.source(),
            can_be_allowed: !rule.is_fixed(),
        }
    }

    fn explained(&self) -> String {
        let mut text = format!("{} ({}): {}\n", self.rule, self.level, self.title);
        let allowed = if self.can_be_allowed {
            ""
        } else {
            "Nothing can be rendered against it: --allow has no effect."
        };
        let targets = self.targets.join(", ");
        for (name, value) in [
            ("Says", self.message),
            ("Why", self.why),
            ("Remedy", self.remedy),
            ("Source", self.source),
            ("Targets", &targets),
            ("Note", allowed),
        ] {
            if !value.is_empty() && value != self.title {
                let _ = writeln!(text, "  {name}: {value}");
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
        let listed: Vec<Listed<'_>> = own.iter().map(Listed::new).collect();
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
    let mut listed = Listed::new(rule);
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

/// Any listing as indented JSON.
pub(super) fn json<T: Serialize + ?Sized>(value: &T) -> Result<String, Failure> {
    Ok(
        serde_json::to_string_pretty(value).map_err(|error| Failure::Output(error.to_string()))?
            + "\n",
    )
}
