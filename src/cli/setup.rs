//! What is ready before a response is read: targets, how findings are judged, values of inputs. Names
//! that do not exist are refused here.

use std::collections::HashSet;

use clap::Args;

use super::args::{JudgeArgs, ReadArgs, ValueArgs, VendorArgs};
use super::exit::Failure;
use super::output;
use super::verbosity::is_quiet;
use crate::connection::Reading;
use crate::pipeline::{Case, Kit};
use crate::redact::Redactor;
use crate::targets::Target;

/// What every command takes that plans a connection for a device.
#[derive(Debug, Args)]
pub(super) struct SetupArgs {
    #[command(flatten)]
    pub(super) read: ReadArgs,
    #[command(flatten)]
    values: ValueArgs,
    #[command(flatten)]
    pub(super) judge: JudgeArgs,
    #[command(flatten)]
    vendors: VendorArgs,
}

pub(super) struct Setup {
    pub(super) kit: Kit,
    /// In the order in which they were asked for.
    pub(super) targets: Vec<Target>,
}

impl Setup {
    pub(super) fn load(targets: &[String], args: &SetupArgs) -> Result<Self, Failure> {
        let registry = args.vendors.registry()?;
        let targets: Vec<Target> = targets
            .iter()
            .map(|spec| registry.load(spec))
            .collect::<Result<_, _>>()?;
        no_repeats(&targets)?;
        tell_doubts(&targets);
        let judge = args.judge.judge(&args.read);
        judge.check_names(&device_rules(&targets))?;
        let inputs = args.values.values()?;
        let specs: Vec<_> = targets
            .iter()
            .map(|target| (target.id.as_str(), &target.inputs[..]))
            .collect();
        inputs.check_names_of_all(&specs)?;
        let mut kit = Kit::new(registry);
        kit.judge = judge;
        kit.inputs = inputs;
        Ok(Self { kit, targets })
    }
}

impl Setup {
    /// A reading on the targets; nothing can be done where a value of the user does not fit.
    pub(super) fn case<'s>(&'s self, reading: &'s Reading) -> Result<Case<'s>, Failure> {
        sound(self.kit.case(reading, &self.targets))
    }

    /// The same for a reading that is needed no more, and with a redactor that has seen others.
    pub(super) fn case_with(
        &self,
        reading: Reading,
        redactor: &mut Redactor,
    ) -> Result<Case<'_>, Failure> {
        sound(self.kit.case_with(reading, &self.targets, redactor))
    }
}

fn sound(case: Case<'_>) -> Result<Case<'_>, Failure> {
    match case.failure() {
        Some(error) => Err(error.clone().into()),
        None => Ok(case),
    }
}

/// Says where there is no such release, as far as is known; the range that it lies in is taken.
pub(super) fn tell_doubts(targets: &[Target]) {
    for target in targets {
        if let Some(doubt) = target.doubt.as_ref().filter(|_| !is_quiet()) {
            output::warning(&format!("{doubt}; written for {}", target.range()));
        }
    }
}

/// The same target again would be written over the first.
fn no_repeats(targets: &[Target]) -> Result<(), Failure> {
    let mut seen = HashSet::new();
    match targets.iter().find(|target| !seen.insert(target.label())) {
        None => Ok(()),
        Some(target) => Err(Failure::Usage(format!(
            "{} is named twice; name it once, or two of its releases (`peerconf targets {}` lists them)",
            target.label(),
            target.id
        ))),
    }
}

/// The names of the rules that manifests add.
fn device_rules(targets: &[Target]) -> impl Iterator<Item = &str> + Clone {
    targets
        .iter()
        .flat_map(|target| target.limits.iter().map(|limit| limit.rule.slug.as_str()))
}
