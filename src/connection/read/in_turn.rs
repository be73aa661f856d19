//! The connections of documents one after the other, so that of a list of a thousand one is held at a time.

use super::companions::Companions;
use super::gather::{self, Case, Given};
use super::{Neighbours, ReadOptions, Reading, perspective, read_case, side_names};
use crate::findings::Finding;

/// What is read of some documents, in its order.
#[derive(Debug)]
pub(crate) struct Readings<'d>(Inside<'d>);

#[derive(Debug)]
enum Inside<'d> {
    Read(std::vec::IntoIter<Reading>),
    InTurn(Box<InTurn<'d>>),
}

impl<'d> Readings<'d> {
    pub(super) fn read(readings: Vec<Reading>) -> Self {
        Self(Inside::Read(readings.into_iter()))
    }

    pub(super) fn in_turn(in_turn: InTurn<'d>) -> Self {
        Self(Inside::InTurn(Box::new(in_turn)))
    }
}

impl Iterator for Readings<'_> {
    type Item = Reading;

    fn next(&mut self) -> Option<Reading> {
        match &mut self.0 {
            Inside::Read(readings) => readings.next(),
            Inside::InTurn(in_turn) => in_turn.next(),
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        match &self.0 {
            Inside::Read(readings) => readings.size_hint(),
            Inside::InTurn(in_turn) => in_turn.size_hint(),
        }
    }
}

impl ExactSizeIterator for Readings<'_> {}

/// Connections that are read when they are asked for.
pub(super) struct InTurn<'d> {
    cases: Vec<Case<'d>>,
    next: usize,
    companions: Companions<'d>,
    options: &'d ReadOptions,
    /// Those before; not needed for one alone.
    neighbours: Option<Neighbours>,
}

impl std::fmt::Debug for InTurn<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("InTurn").finish_non_exhaustive()
    }
}

impl<'d> InTurn<'d> {
    pub(super) fn of(given: &[Given<'d>], options: &'d ReadOptions) -> Self {
        let cases = gather::cases(given);
        Self {
            companions: Companions::of(given, cases.len() == 1),
            neighbours: (cases.len() > 1).then(Neighbours::default),
            cases,
            next: 0,
            options,
        }
    }

    /// Whether something can be said only when all are read.
    pub(super) fn needs_all(&self) -> bool {
        self.cases.is_empty() || !self.companions.is_empty()
    }

    /// After the last: which companions belonged to none.
    pub(super) fn report_unused(self, findings: &mut Vec<Finding>) {
        self.companions.report_unused(&self.cases, findings);
    }
}

impl Iterator for InTurn<'_> {
    type Item = Reading;

    fn next(&mut self) -> Option<Reading> {
        let case = *self.cases.get(self.next)?;
        self.next += 1;
        let mut reading = read_case(case, &mut self.companions, self.options);
        if let (Some(neighbours), Some(connection)) = (&mut self.neighbours, &reading.connection) {
            let beside = neighbours.place(connection, None);
            reading.add_beside(beside);
        }
        let (perspective, is_download) = perspective(&case, self.options);
        side_names::give(&mut reading.findings, perspective, is_download);
        Some(reading)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.cases.len() - self.next;
        (left, Some(left))
    }
}
