//! What is ready before a response is read: targets, how findings are judged, values of inputs. Names
//! that do not exist are refused here.

use std::collections::HashSet;
use std::mem::ManuallyDrop;

use clap::Args;

use super::args::{JudgeArgs, ReadArgs, ReportArgs, TopologyArg, ValueArgs, VendorArgs};
use super::exit::Failure;
use super::output;
use super::sites::Site;
use super::verbosity::is_quiet;
use crate::connection::Reading;
use crate::fleet::Sites;
use crate::pipeline::{Case, Kit};
use crate::redact::Redactor;
use crate::targets::{InputValues, Registry, Target};

/// What every command takes that plans a connection for a device.
#[derive(Debug, Args)]
pub(super) struct SetupArgs {
    // What reaches the cloud is last in the help.
    #[command(flatten)]
    values: ValueArgs,
    #[command(flatten)]
    pub(super) judge: JudgeArgs,
    #[command(flatten)]
    pub(super) report: ReportArgs,
    #[command(flatten)]
    vendors: VendorArgs,
    #[command(flatten)]
    pub(super) read: ReadArgs,
}

pub(super) struct Setup {
    pub(super) kit: Kit,
    /// In the order in which they were asked for. They live as long as the program, and hold no secret: the system takes
    /// them back at once, piece by piece it takes a thirtieth of a run.
    pub(super) targets: ManuallyDrop<Vec<Target>>,
    /// Which of them each connection goes to, where a list says so.
    pub(super) sites: Option<Sites>,
}

impl Setup {
    pub(super) fn load(targets: &[String], args: &SetupArgs) -> Result<Self, Failure> {
        Self::with_sites(targets, &[], args)
    }

    /// The same with a list of sites, whose targets are added.
    pub(super) fn with_sites(
        targets: &[String],
        sites: &[Site],
        args: &SetupArgs,
    ) -> Result<Self, Failure> {
        let registry = args.vendors.registry()?;
        let mut targets: Vec<Target> = targets
            .iter()
            .map(|spec| registry.load(spec))
            .collect::<Result<_, _>>()?;
        no_repeats(&targets)?;
        let mut inputs = args.values.values()?;
        let sites = (!sites.is_empty())
            .then(|| joined(sites, &registry, &mut targets, &mut inputs))
            .transpose()?;
        tell_doubts(&targets);
        let judge = args.judge.judge(&args.read);
        judge.check_names(&device_rules(&targets))?;
        let specs: Vec<_> = targets
            .iter()
            .map(|target| (target.id.as_str(), &target.inputs[..]))
            .collect();
        // Values that are always wanted mean nothing to a response by itself.
        if !specs.is_empty() {
            inputs.check_names_of_all(&specs)?;
        }
        for (name, ids) in inputs.keep_where_it_fits(&specs) {
            if !is_quiet() {
                output::warning(&format!(
                    "--set {name}=… fits {} alone, and is not taken for the others; a table [targets.\"…\"] in a values \
                     file gives each its own",
                    ids.join(", ")
                ));
            }
        }
        let mut kit = Kit::new(registry);
        kit.judge = judge;
        kit.inputs = inputs;
        kit.options = [args.read.words(), args.judge.words(&args.read)].concat();
        Ok(Self {
            kit,
            targets: ManuallyDrop::new(targets),
            sites,
        })
    }
}

impl Setup {
    /// Takes how the device is configured.
    pub(super) fn choose(&mut self, topology: TopologyArg) {
        self.kit.topology = topology.topology();
        self.kit.options.splice(0..0, topology.words());
    }

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

/// Loads the targets of a list of sites, and takes its values; each is checked with its place.
fn joined(
    list: &[Site],
    registry: &Registry,
    targets: &mut Vec<Target>,
    inputs: &mut InputValues,
) -> Result<Sites, Failure> {
    let label = |target: &Target| target.label().to_string();
    let others: Vec<String> = targets.iter().map(label).collect();
    let mut sites = Sites::new(others.clone());
    for site in list {
        let at = |error: &dyn std::fmt::Display| Failure::Usage(format!("{}: {error}", site.place));
        let mut own = Vec::new();
        for spec in &site.targets {
            let target = registry.load(spec).map_err(|error| at(&error))?;
            own.push(label(&target));
            if !targets.iter().any(|known| known.label() == target.label()) {
                targets.push(target);
            }
        }
        let wanted = if own.is_empty() { &others } else { &own };
        let of_site = || {
            targets
                .iter()
                .filter(|target| wanted.contains(&label(target)))
        };
        if of_site().next().is_none() {
            return Err(at(
                &"it has no target; name one in the column `target`, or with -t",
            ));
        }
        let mut values = InputValues::default();
        for (name, value) in &site.values {
            values.insert(name, value);
        }
        let specs: Vec<_> = of_site().map(|t| (t.id.as_str(), &t.inputs[..])).collect();
        values
            .check_names_of_all(&specs)
            .map_err(|error| at(&error))?;
        for target in of_site() {
            let mut known = Vec::new();
            for (name, value) in &site.values {
                if let Some(spec) = target.inputs.iter().find(|spec| spec.name == *name) {
                    spec.check(value).map_err(|error| at(&error))?;
                    known.push((name.clone(), value.clone()));
                }
            }
            inputs.insert_for(&site.id, &target.id, &known);
        }
        sites.add(&site.id, own);
    }
    Ok(sites)
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
