//! What templates see of a plan, made when the first of them looks.

use std::cell::OnceCell;
use std::sync::Arc;

use super::context::Context;
use super::decisions::Decisions;
use super::{plan_decisions, reveal};
use crate::findings::{Judged, Lang};
use crate::plan::Plan;

/// A context that need not be there.
pub(crate) struct LazyContext<'p> {
    plan: &'p Plan<'p>,
    findings: &'p [Judged],
    lang: Lang,
    made: OnceCell<Arc<Context>>,
}

impl<'p> LazyContext<'p> {
    /// That of a plan, for readers of a language. `findings` are the judged ones.
    pub(crate) const fn new(plan: &'p Plan<'p>, findings: &'p [Judged], lang: Lang) -> Self {
        Self {
            plan,
            findings,
            lang,
            made: OnceCell::new(),
        }
    }

    /// The context.
    pub(crate) fn context(&self) -> &Arc<Context> {
        let make = || reveal::context(self.plan, self.findings, self.lang);
        self.made.get_or_init(make)
    }

    /// What templates decide by, and what they only print; `None` where a layout has no place for something.
    pub(crate) fn decisions(&self) -> Option<Decisions<'_>> {
        self.decisions_of_plan()
            .or_else(|| self.context().decisions())
    }

    /// The same, told without the context; `None` where that must be asked.
    pub(crate) fn decisions_of_plan(&self) -> Option<Decisions<'p>> {
        plan_decisions::decisions(self.plan, self.findings, self.lang)
    }
}
