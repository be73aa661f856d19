//! The connections of a run beside each other: of each, what stands before it on its device, and where it differs from
//! an earlier one between the same two addresses. Of every pair of addresses only phase 1 of the first is kept, so
//! that a run over many files needs none of their documents again.

use std::borrow::Borrow;
use std::collections::HashMap;

use crate::connection::neighbours::Devices;
use crate::connection::{Connection, Earlier};
use crate::findings::{Finding, catalogue};

use super::Reading;
use super::rules::split::{self, Ends, Phase1};
use super::side_names;

/// The connections of a run so far.
#[derive(Debug, Default)]
pub struct Neighbours {
    devices: Devices,
    firsts: HashMap<Ends, First>,
    connections: usize,
    files: usize,
}

/// The first tunnel between two addresses.
#[derive(Debug)]
struct First {
    phase1: Phase1,
    /// The numbers of its connection and its file in the run.
    connection: usize,
    file: usize,
    /// What its connection is called, where it stands in a file of its own.
    name: Option<String>,
}

/// What the earlier connections of a run mean for one.
#[derive(Debug, Default)]
pub struct Beside {
    pub(super) earlier: Earlier,
    pub(super) differences: Vec<Finding>,
}

impl Beside {
    /// Whether nothing stands before the connection.
    pub fn is_alone(&self) -> bool {
        self.earlier.connections == 0 && self.differences.is_empty()
    }
}

impl Neighbours {
    /// Adds the connections of a file that was read apart from the others, each with what it is called in the findings
    /// of later files, and tells what stands before each.
    pub fn place_file<R: Borrow<Reading>>(
        &mut self,
        readings: impl Iterator<Item = (R, Option<String>)>,
    ) -> Vec<Beside> {
        self.files += 1;
        let place = |(reading, name): (R, Option<String>)| {
            let reading: &Reading = reading.borrow();
            let name = name.unwrap_or_else(|| format!("file {}", self.files));
            match &reading.connection {
                Some(connection) => self.place(connection, Some(&name)),
                None => Beside::default(),
            }
        };
        readings.map(place).collect()
    }

    /// Adds a connection; without a name it was read together with the others.
    pub(super) fn place(&mut self, connection: &Connection, name: Option<&str>) -> Beside {
        self.connections += 1;
        let mut differences = Vec::new();
        for tunnel in &connection.tunnels {
            let Some(ends) = split::ends(tunnel) else {
                continue;
            };
            let first = self.firsts.entry(ends).or_insert_with(|| First {
                phase1: Phase1::of(tunnel),
                connection: self.connections,
                file: self.files,
                name: name.map(ToOwned::to_owned),
            });
            // What was read together was compared when it was read.
            let is_known = name.is_some() && first.file == self.files;
            if first.connection != self.connections && !is_known {
                let name = first.name.as_deref();
                differences.extend(first.phase1.difference(tunnel, ends, name));
            }
        }
        Beside {
            earlier: self.devices.place(connection),
            differences,
        }
    }
}

impl Reading {
    /// Says what stands before the connection, where others were read apart from it.
    pub(crate) fn stands_behind(&mut self, beside: Beside) {
        let note = catalogue::CONNECTIONS_OF_ONE_DEVICE.slug;
        // That of its own file counts too few.
        self.findings.retain(|finding| finding.slug() != note);
        let known = self.findings.len();
        self.add_beside(beside);
        let (perspective, is_download) = self.words;
        side_names::give(&mut self.findings[known..], perspective, is_download);
    }

    pub(super) fn add_beside(&mut self, beside: Beside) {
        self.earlier = beside.earlier;
        let note = split::beside(self.connection.as_ref(), self.earlier);
        self.findings.extend(note);
        for difference in beside.differences {
            if !self
                .findings
                .iter()
                .any(|known| is_same(known, &difference))
            {
                self.findings.push(difference);
            }
        }
    }
}

/// Whether both are about the same two addresses: one that differs from two others is told of one.
fn is_same(one: &Finding, two: &Finding) -> bool {
    let ends = |finding: &Finding| {
        let ends = finding.args.iter();
        let ends = ends.filter(|(name, _)| ["device", "cloud"].contains(name));
        ends.map(|(_, value)| value.clone()).collect::<Vec<_>>()
    };
    one.slug() == two.slug() && ends(one) == ends(two)
}
