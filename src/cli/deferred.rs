//! A command that is made when it is asked for: of fourteen a run needs one, and their options are most of what the
//! command line costs.

use std::cell::Cell;
use std::ops::Deref;

use clap::builder::Resettable;
use clap::{ArgMatches, Args, Command, Error, FromArgMatches};

use super::settings;
use super::shape::shaped;

thread_local! {
    /// Whether commands are made without what is only told: see [`lean`].
    static LEAN: Cell<bool> = const { Cell::new(false) };
}

/// Parses with commands that lack what is only told: the shape of help and what a shell completes. Most runs need none of it,
/// and going over every option is a twentieth of a short one. What fails is parsed once more with whole commands.
pub(super) fn lean<T>(parse: impl FnOnce() -> T) -> T {
    LEAN.set(true);
    let parsed = parse();
    LEAN.set(false);
    parsed
}

/// The arguments of a command below the program. Its defaults, the shape of its help and what a shell completes are
/// added here, and so only where they are needed.
#[derive(Debug)]
pub(super) struct Deferred<A>(A);

impl<A> Deref for Deferred<A> {
    type Target = A;

    fn deref(&self) -> &A {
        &self.0
    }
}

impl<A: Args> Args for Deferred<A> {
    fn augment_args(command: Command) -> Command {
        // Groups of arguments bring what stands above them in the source; what was said of the command stays.
        let about = Resettable::from(command.get_about().cloned());
        let long_about = Resettable::from(command.get_long_about().cloned());
        let command = A::augment_args(command).about(about).long_about(long_about);
        if LEAN.get() && !settings::are_given() {
            return command;
        }
        shaped(command)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl<A: Args> FromArgMatches for Deferred<A> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        A::from_arg_matches(matches).map(Self)
    }

    fn from_arg_matches_mut(matches: &mut ArgMatches) -> Result<Self, Error> {
        A::from_arg_matches_mut(matches).map(Self)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        self.0.update_from_arg_matches(matches)
    }
}
