//! Many responses in one run: each becomes lines of results or files, none stops the others.
//!
//! Everything that does not depend on the response is made once ([`Fleet`]). Items go through it on all
//! cores ([`in_order`]) and come out in the order of the input; as queues are bounded, the memory that is
//! used does not depend on how many there are. What becomes of the results is the caller's business.

mod json;
mod layouts;
mod lines;
mod names;
mod naming;
mod pool;
mod row;
mod run;
mod sites;

pub use layouts::for_many;
pub use lines::{Chunk, LINE_BYTES, Lines};
pub use names::{Names, target_folders};
pub use naming::Naming;
pub use pool::{MOST_JOBS, in_order};
pub use row::{Count, Row, Status};
#[cfg(test)]
pub(crate) use row::{IndexFile, Line};
pub use run::{Fleet, Outcome};
#[cfg(feature = "cli")]
pub(crate) use run::{numbered, too_long};
pub use sites::Sites;
