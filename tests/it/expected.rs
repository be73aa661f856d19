//! Which connections the expected outputs of a target show: `tests/snapshots/<vendor>/<platform>/cases`.
//!
//! Not every response on every release: a set in which each branch of the templates occurs, and each input
//! with a value. `PEERCONF_BLESS=1` chooses the set again; what is chosen is small, and stays where it still
//! serves.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::PathBuf;

use peerconf::connection::{ReadOptions, Reading};
use peerconf::targets::{InputKind, InputValues, Registry, Target, Topology};

use crate::fixtures;

/// A response on a target, with values for its inputs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Case {
    /// Name of the fixture.
    pub(crate) fixture: String,
    /// `policy` or `route`.
    pub(crate) topology: Topology,
    /// The first release of the range.
    pub(crate) release: String,
    /// Which inputs have a value.
    pub(crate) inputs: Inputs,
}

/// Which inputs are given a value; the value is [`peerconf::targets::InputSpec::sample`]'s.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Inputs {
    /// None.
    Empty,
    /// All, and the networks behind `0.0.0.0/0`.
    Filled,
    /// All but the device's own addresses.
    Unbound,
    /// The same without next hops, and networks that hold the VPN gateways.
    Pinned,
    /// Only this one.
    Only(String),
    /// All but this one.
    Without(String),
    /// As `Unbound`, one of them with this value.
    With(String, String),
}

/// The address of a second line is an error where both tunnels end at one address.
const SECOND_ADDRESS: &str = "local_address2";

/// Networks behind `0.0.0.0/0` that the user gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Prefixes {
    None,
    Private,
    /// A network that holds the VPN gateways: the device must keep a route to them outside.
    WithGateways,
}

impl Prefixes {
    fn options(self) -> ReadOptions {
        let nets = |nets: &[&str]| nets.iter().map(|net| net.parse().unwrap()).collect();
        let cloud: &[&str] = match self {
            Self::None => return ReadOptions::default(),
            Self::Private => &["172.16.0.0/12", "10.20.0.0/16"],
            Self::WithGateways => &["198.51.100.0/24"],
        };
        ReadOptions {
            device_prefixes: nets(&["192.168.0.0/16"]),
            cloud_prefixes: nets(cloud),
            ..ReadOptions::default()
        }
    }
}

impl fmt::Display for Inputs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("empty"),
            Self::Filled => f.write_str("filled"),
            Self::Unbound => f.write_str("unbound"),
            Self::Pinned => f.write_str("pinned"),
            Self::Only(name) => write!(f, "only-{name}"),
            Self::Without(name) => write!(f, "without-{name}"),
            Self::With(name, value) => write!(f, "with-{name}={value}"),
        }
    }
}

impl Inputs {
    fn parse(text: &str) -> Self {
        if let Some(name) = text.strip_prefix("only-") {
            Self::Only(name.to_owned())
        } else if let Some(name) = text.strip_prefix("without-") {
            Self::Without(name.to_owned())
        } else if let Some((name, value)) =
            text.strip_prefix("with-").and_then(|t| t.split_once('='))
        {
            Self::With(name.to_owned(), value.to_owned())
        } else {
            match text {
                "empty" => Self::Empty,
                "filled" => Self::Filled,
                "unbound" => Self::Unbound,
                "pinned" => Self::Pinned,
                _ => panic!("{text:?} is no set of inputs"),
            }
        }
    }

    /// Which networks behind `0.0.0.0/0` are given too.
    fn prefixes(&self) -> Prefixes {
        match self {
            Self::Empty | Self::Only(_) => Prefixes::None,
            Self::Pinned => Prefixes::WithGateways,
            Self::Filled | Self::Unbound | Self::Without(_) | Self::With(..) => Prefixes::Private,
        }
    }

    /// The values for a target.
    pub(crate) fn values(&self, target: &Target) -> InputValues {
        let mut values = InputValues::default();
        for spec in &target.inputs {
            let sample = spec.sample();
            match self {
                Self::Only(name) if *name == spec.name => values.insert(name, &sample),
                Self::Without(name) if *name != spec.name => values.insert(&spec.name, &sample),
                Self::With(name, value) if *name == spec.name => values.insert(name, value),
                Self::Unbound | Self::Pinned | Self::With(..)
                    if spec.name.starts_with("local_address") => {}
                Self::Pinned if spec.name.starts_with("next_hop") => {}
                Self::Filled | Self::Unbound | Self::Pinned | Self::With(..) => {
                    values.insert(&spec.name, &sample);
                }
                Self::Empty | Self::Only(_) | Self::Without(_) => {}
            }
        }
        values
    }

    /// Every set that a target can have, the plain ones first.
    pub(crate) fn all(target: &Target) -> Vec<Self> {
        let second = Self::Without(SECOND_ADDRESS.to_owned());
        let mut all = vec![
            Self::Empty,
            Self::Filled,
            second,
            Self::Unbound,
            Self::Pinned,
        ];
        for spec in &target.inputs {
            all.push(Self::Only(spec.name.clone()));
            all.push(Self::Without(spec.name.clone()));
            let values: Vec<String> = match spec.kind {
                InputKind::Choice => spec.choices.clone(),
                InputKind::Flag => vec!["true".to_owned(), "false".to_owned()],
                // A word for nothing, and the device's AS number in the fixtures.
                InputKind::Text => ["none", "65010"]
                    .into_iter()
                    .filter(|value| spec.check(value).is_ok())
                    .map(ToOwned::to_owned)
                    .collect(),
                _ => spec
                    .default
                    .clone()
                    .into_iter()
                    .filter(|text| !text.is_empty())
                    .collect(),
            };
            let others = values.into_iter().filter(|value| *value != spec.sample());
            all.extend(others.map(|value| Self::With(spec.name.clone(), value)));
        }
        all
    }
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            fixture,
            topology,
            release,
            inputs,
        } = self;
        write!(f, "{fixture} {} {release} {inputs}", topology.word())
    }
}

impl Case {
    fn parse(line: &str) -> Self {
        let words: Vec<&str> = line.splitn(4, ' ').collect();
        let [fixture, topology, release, inputs] = words[..] else {
            panic!("{line:?} is no case");
        };
        let topology = Topology::ALL
            .into_iter()
            .find(|known| known.word() == topology);
        Self {
            fixture: fixture.to_owned(),
            topology: topology.unwrap_or_else(|| panic!("{line:?}: policy or route")),
            release: release.to_owned(),
            inputs: Inputs::parse(inputs),
        }
    }

    /// `single-ikev2_policy_9-16_filled`: no dots, for insta takes what follows the first as the extension.
    pub(crate) fn name(&self) -> String {
        self.to_string()
            .replace([' ', '='], "_")
            .replace(['.', '/'], "-")
    }

    /// The target at the case's release.
    pub(crate) fn target(&self, registry: &Registry, id: &str) -> Target {
        registry
            .load(&format!("{id}@{}", self.release))
            .unwrap_or_else(|error| panic!("{self}: {error}"))
    }
}

/// Where the expected outputs of a target are.
pub(crate) fn folder(id: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/snapshots")
        .join(id)
}

/// The cases of a target; none for a new one.
pub(crate) fn cases(id: &str) -> Vec<Case> {
    match std::fs::read_to_string(folder(id).join("cases")) {
        Ok(text) => text.lines().map(Case::parse).collect(),
        Err(_) => Vec::new(),
    }
}

/// Writes the cases of a target.
pub(crate) fn write(id: &str, cases: &[Case]) {
    let lines: BTreeSet<String> = cases.iter().map(|case| format!("{case}\n")).collect();
    std::fs::create_dir_all(folder(id)).unwrap();
    std::fs::write(
        folder(id).join("cases"),
        lines.into_iter().collect::<String>(),
    )
    .unwrap();
}

/// The connections of the fixtures, as they are and with the networks that the user
/// gives.
pub(crate) struct Connections(BTreeMap<(String, Prefixes), Reading>);

/// Fixtures that show another envelope or shape of the same connection: they make the same text.
const SAME_CONNECTION: [&str; 2] = ["envelope-", "shape-"];

impl Connections {
    pub(crate) fn load() -> Self {
        let mut connections = BTreeMap::new();
        for (name, text) in fixtures::all("json") {
            if SAME_CONNECTION
                .iter()
                .any(|prefix| name.starts_with(prefix))
            {
                continue;
            }
            for prefixes in [Prefixes::None, Prefixes::Private, Prefixes::WithGateways] {
                let reading = fixtures::readings(&text, &prefixes.options())
                    .into_iter()
                    .next();
                if let Some(reading) = reading.filter(|reading| reading.connection.is_some()) {
                    connections.insert((name.clone(), prefixes), reading);
                }
            }
        }
        Self(connections)
    }

    /// The names of the fixtures that hold a connection.
    pub(crate) fn names(&self) -> Vec<&str> {
        self.0
            .keys()
            .filter(|(_, prefixes)| *prefixes == Prefixes::None)
            .map(|(name, _)| name.as_str())
            .collect()
    }

    /// The connection of a case.
    pub(crate) fn of(&self, case: &Case) -> &Reading {
        let key = (case.fixture.clone(), case.inputs.prefixes());
        self.0
            .get(&key)
            .unwrap_or_else(|| panic!("{case}: no such connection"))
    }
}
