//! The command line program: `peerconf --help` says what it does.

use std::process::ExitCode;

/// A static program would take musl's allocator, which asks the kernel again and again.
#[cfg(target_env = "musl")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    peerconf::cli::run(std::env::args_os()).into()
}
