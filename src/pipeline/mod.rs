//! The one way from a reading to files. A [`Kit`] is made once; it takes a reading and a list of targets and
//! gives a [`Case`]: for each target refused with reasons, failed, or ready. Only what is [`Ready`] can be
//! rendered, and only this module makes one, so that nobody can render past an error.
//!
//! Every command goes this way, and so do fleets, checks of targets, benches and tests.

mod case;
mod cases;
mod kit;

pub use case::{Case, Device, Fit, Ready, Verdict};
pub use kit::{Kit, Redaction};
