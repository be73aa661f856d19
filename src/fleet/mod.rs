//! Many responses in one run: each becomes lines of results or files, none stops the others.
//!
//! Everything that does not depend on the response is made once ([`Press`]). Items go through it on all
//! cores ([`in_order`]) and come out in the order of the input; as queues are bounded, the memory that is
//! used does not depend on how many there are. What becomes of the results is the caller's business.

mod called;
mod lines;
mod names;
mod pool;
mod press;
mod quoted;
mod row;

pub use called::Called;
pub use lines::{Chunk, LINE_BYTES, Lines};
pub use names::{Names, printable, target_folders};
pub use pool::in_order;
pub use press::{Outcome, Press};
pub use row::{Count, Row, Status};
