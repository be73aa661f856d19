//! Expected outputs as text, and what becomes of every fixture on every target, topology and release, below
//! `tests/snapshots/<vendor>/<platform>/`.
//!
//! The texts are those of the cases in the file `cases` there: each branch of the templates and each input
//! occurs in them, which a test holds. Every other rendering is looked at for what a text snapshot does not
//! see, and by the exhaustive tests.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use peerconf::pipeline::Kit;
use peerconf::render::{Branches, File};
use peerconf::targets::{InputValues, Registry, Section, Topology};

use crate::expected::{self, Case, Connections, Inputs};
use crate::rendering::{Bench, Outcome};

#[test]
fn expected_outputs() {
    let bench = Bench::new();
    let connections = Connections::load();
    let mut written = BTreeSet::new();
    for entry in bench.kit.registry().list() {
        for case in expected::cases(&entry.id) {
            let target = case.target(bench.kit.registry(), &entry.id);
            let reading = connections.of(&case);
            let inputs = case.inputs.values(&target);
            let outcome = bench
                .render(reading, &target, case.topology, &inputs)
                .unwrap_or_else(|error| panic!("{}: {case}: {error}", entry.id));
            let Outcome::Rendered(files) = outcome else {
                panic!("{}: {case}: refused", entry.id);
            };
            assert_edges(&files, &entry.id, &case);
            let name = case.name();
            insta::with_settings!({ snapshot_path => expected::folder(&entry.id), prepend_module_to_snapshot => false, omit_expression => true }, {
                insta::assert_snapshot!(name.as_str(), joined(&files));
            });
            written.insert(expected::folder(&entry.id).join(format!("{name}.snap")));
        }
    }
    assert!(written.len() > 10, "only {} texts", written.len());
    assert_no_orphans(&written);
}

#[test]
fn every_fixture_on_every_target() {
    let bench = Bench::new();
    let connections = Connections::load();
    let mut outcomes = BTreeMap::<String, String>::new();
    for fixture in connections.names() {
        for topology in Topology::ALL {
            for target in bench.targets() {
                let case = Case {
                    fixture: fixture.to_owned(),
                    topology,
                    release: target.version.as_str().to_owned(),
                    inputs: Inputs::Empty,
                };
                let reading = connections.of(&case);
                let outcome = bench
                    .render(reading, &target, topology, &InputValues::default())
                    .unwrap_or_else(|error| panic!("{fixture} on {}: {error}", target.label()));
                let line = match outcome {
                    Outcome::Refused(rules) => format!("refused: {}", rules.join(", ")),
                    Outcome::Rendered(files) => {
                        assert_edges(&files, &target.id, &case);
                        "rendered".to_owned()
                    }
                };
                let table = outcomes.entry(target.id.clone()).or_default();
                let _ = writeln!(
                    table,
                    "{fixture:30} {:7} {:10} {line}",
                    topology.word(),
                    target.version.as_str()
                );
            }
        }
    }
    for (id, table) in outcomes {
        insta::with_settings!({ snapshot_path => expected::folder(&id), prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!("outcomes", table);
        });
    }
}

/// Every branch of every template, and every input, occurs in an expected output.
#[test]
fn expected_outputs_show_every_branch_and_input() {
    let mut watch = Watch::new();
    let connections = Connections::load();
    let mut shown = BTreeMap::<String, BTreeSet<String>>::new();
    for entry in watch.kit.registry().list() {
        let seen = shown.entry(entry.id.clone()).or_default();
        for case in expected::cases(&entry.id) {
            let of_case = watch.shows(&connections, &entry.id, &case);
            seen.extend(of_case.unwrap_or_default());
        }
    }
    let mut missing = watch.missing(&shown);
    if std::env::var_os("PEERCONF_BLESS").is_some() {
        for (id, seen) in &mut shown {
            let mut cases = expected::cases(id);
            cases.retain(|case| watch.shows(&connections, id, case).is_some());
            expected::write(id, &cases);
            if seen.is_empty() || watch.concerns(id, &missing) {
                choose(&mut watch, &connections, id, seen, &mut cases);
                expected::write(id, &cases);
            }
        }
        missing = watch.missing(&shown);
    }
    assert!(
        missing.is_empty(),
        "no expected output shows these (PEERCONF_BLESS=1 looks for more cases):\n{}",
        missing.join("\n")
    );
}

/// A kit that notes branches.
struct Watch {
    kit: Kit,
    branches: Branches,
}

impl Watch {
    fn new() -> Self {
        let (kit, branches) = Kit::new(Registry::builtin()).noting_branches();
        Self { kit, branches }
    }

    /// What no expected output shows.
    fn missing(&self, shown: &BTreeMap<String, BTreeSet<String>>) -> Vec<String> {
        let mut missing: Vec<String> = self.branches.known().into_iter().collect();
        // Conditions within a line help to choose, and are not asked for: they make no line of their own.
        missing.retain(|branch| !branch.ends_with(":yes") && !branch.ends_with(":no"));
        missing.retain(|branch| shown.values().all(|seen| !seen.contains(branch)));
        for (id, seen) in shown {
            let target = self.kit.registry().load(id).unwrap();
            let unused = |name: &str| target.unused.contains_key(&format!("inputs.{name}"));
            let inputs = target.inputs.iter().filter(|spec| !unused(&spec.name));
            let unseen = inputs.filter(|spec| !seen.contains(&input(&spec.name)));
            missing.extend(unseen.map(|spec| format!("{id}: {}", input(&spec.name))));
        }
        missing
    }

    /// Whether a target may show something of what is missing.
    fn concerns(&self, id: &str, missing: &[String]) -> bool {
        let folders = self.kit.registry().load(id).unwrap().template_dirs;
        missing.iter().any(|what| {
            what.starts_with(&format!("{id}:"))
                || folders
                    .iter()
                    .any(|folder| what.starts_with(&format!("{folder}/")))
        })
    }

    /// What a case shows: branches, and inputs that were given and read. `None` where it is refused.
    fn shows(
        &mut self,
        connections: &Connections,
        id: &str,
        case: &Case,
    ) -> Option<BTreeSet<String>> {
        let target = case.target(self.kit.registry(), id);
        let values = case.inputs.values(&target);
        self.kit.topology = Some(case.topology);
        self.kit.inputs.clone_from(&values);
        let rendered = self
            .kit
            .case(connections.of(case), std::slice::from_ref(&target));
        let ready = rendered.devices[0].ready()?;
        let tunnels = ready.plan().tunnels.len();
        let fields = ready.fields(&Section::ALL);
        let mut shown = self.branches.take_reached();
        let read = fields.ok()?.read;
        for spec in &target.inputs {
            // The value of tunnel 2 has the same name in its tunnel, where there are two.
            let is_read = match &spec.of_tunnel {
                Some(of) if of.second && tunnels < 2 => false,
                Some(of) => read.contains(&format!("tunnels.inputs.{}", of.input)),
                None => read.contains(&format!("inputs.{}", spec.name)),
            };
            // What the plan reads itself stands elsewhere.
            if values.get(&spec.name).is_some()
                && (is_read || PLANNED.contains(&spec.name.as_str()))
            {
                shown.insert(input(&spec.name));
            }
        }
        Some(shown)
    }
}

/// Inputs that the plan lowers itself; templates see what became of them.
const PLANNED: [&str; 7] = [
    "name_prefix",
    "local_address",
    "local_address2",
    "dpd_interval",
    "dpd_retries",
    "lan_router",
    // A condition asks for it, and no template.
    "ikev1_built",
];

fn input(name: &str) -> String {
    format!("input {name}")
}

/// Adds cases until all is shown that can be, the one that shows most first. The plain cases are tried before
/// those with single inputs.
fn choose(
    watch: &mut Watch,
    connections: &Connections,
    id: &str,
    shown: &mut BTreeSet<String>,
    chosen: &mut Vec<Case>,
) {
    let newest = watch.kit.registry().load(id).unwrap();
    let all = Inputs::all(&newest);
    let (plain, single) = all.split_at(5);
    for sets in [plain, single] {
        // Single inputs are tried on the connections that the plain cases show; that is many already.
        let of_chosen: BTreeSet<String> = chosen.iter().map(|case| case.fixture.clone()).collect();
        let mut fixtures = connections.names();
        if sets == single {
            fixtures.retain(|name| of_chosen.contains(*name));
        }
        let mut candidates = Vec::new();
        for fixture in fixtures {
            for topology in Topology::ALL {
                for release in newest.versions.iter().rev() {
                    for inputs in sets {
                        let case = Case {
                            fixture: fixture.to_owned(),
                            topology,
                            release: release.as_str().to_owned(),
                            inputs: inputs.clone(),
                        };
                        if let Some(shows) = watch.shows(connections, id, &case) {
                            let new: BTreeSet<String> = shows.difference(shown).cloned().collect();
                            if !new.is_empty() {
                                candidates.push((case, new));
                            }
                        }
                    }
                }
            }
        }
        loop {
            for (_, new) in &mut candidates {
                new.retain(|what| !shown.contains(what));
            }
            let best = candidates.iter().rev().max_by_key(|(_, new)| new.len());
            let Some((case, new)) = best.filter(|(_, new)| !new.is_empty()).cloned() else {
                break;
            };
            shown.extend(new);
            chosen.push(case);
        }
    }
}

/// What a text snapshot does not see: how a text ends, carriage returns, blanks at the ends of lines.
fn assert_edges(files: &[File], id: &str, case: &Case) {
    for File { path, text, .. } in files {
        assert!(
            text.ends_with('\n') && !text.ends_with("\n\n"),
            "{id}: {case}: {path} does not end in one line end"
        );
        assert!(
            !text.contains('\r'),
            "{id}: {case}: {path} has a carriage return"
        );
        for (number, line) in text.lines().enumerate() {
            assert!(
                !line.ends_with([' ', '\t']),
                "{id}: {case}: {path}:{} ends in a blank",
                number + 1
            );
        }
    }
}

/// All files of a target in one, each after a line that names it.
fn joined(files: &[File]) -> String {
    files.iter().fold(String::new(), |mut text, file| {
        let secret = if file.holds_secret {
            ", holds the PSK"
        } else {
            ""
        };
        let _ = writeln!(
            text,
            "===== {}: {}{secret} =====",
            file.section.word(),
            file.path
        );
        text + &file.text
    })
}

/// A text that no case makes any more is deleted, not forgotten.
fn assert_no_orphans(written: &BTreeSet<PathBuf>) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots");
    let mut folders = vec![root];
    let mut orphans = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let is_text = path.extension().is_some_and(|e| e == "snap")
                && path.file_stem().is_some_and(|stem| stem != "outcomes");
            if path.is_dir() {
                folders.push(path);
            } else if is_text && !written.contains(&path) {
                orphans.push(path);
            }
        }
    }
    if std::env::var_os("PEERCONF_BLESS").is_some() {
        orphans
            .drain(..)
            .for_each(|path| std::fs::remove_file(path).unwrap());
    }
    assert!(
        orphans.is_empty(),
        "nothing makes these any more (PEERCONF_BLESS=1 deletes them): {orphans:#?}"
    );
}
