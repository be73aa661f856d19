//! A target tried on every response of the project's tests, in both topologies and on each of its releases: what is
//! rendered, what is refused and by which rules, every input filled once and left out once, and whether the texts are
//! those that its author has read and accepted. For whoever writes a target; it says nothing of whether a device would
//! take the text, which a checker of the author's own may say.

mod case;
mod expected;
mod inputs;
mod response;
mod settings;

pub use case::{Case, Outcome, Text, Trial};
pub use expected::{Expectation, Expected, State};
pub use inputs::InputTried;
pub use response::{Response, responses};
pub use settings::{Settings, SettingsError};
