//! What is ready before a response is read: targets, how findings are judged, values of inputs. Names
//! that do not exist are refused here.

use std::collections::HashSet;
use std::sync::Arc;

use clap::Args;

use super::args::{JudgeArgs, ReadArgs, ValueArgs, VendorArgs};
use super::exit::Failure;
use crate::findings::Judge;
use crate::targets::{InputValues, Registry, Target};

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
    pub(super) registry: Arc<Registry>,
    /// In the order in which they were asked for.
    pub(super) targets: Vec<Target>,
    pub(super) judge: Judge,
    pub(super) values: InputValues,
}

impl Setup {
    pub(super) fn load(targets: &[String], args: &SetupArgs) -> Result<Self, Failure> {
        let registry = args.vendors.registry()?;
        let targets: Vec<Target> = targets
            .iter()
            .map(|spec| registry.load(spec))
            .collect::<Result<_, _>>()?;
        no_repeats(&targets)?;
        let judge = args.judge.judge(&args.read);
        judge.check_names(&device_rules(&targets))?;
        let values = args.values.values()?;
        for target in &targets {
            values.check_names(&target.id, &target.inputs)?;
        }
        Ok(Self {
            registry: Arc::new(registry),
            targets,
            judge,
            values,
        })
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
