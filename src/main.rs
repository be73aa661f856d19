//! The command line program: `peerconf --help` says what it does.

use std::process::ExitCode;

fn main() -> ExitCode {
    peerconf::cli::run(std::env::args_os()).into()
}
