//! The command line program: `peerconf --help` says what it does.

use std::process::ExitCode;

/// That of musl asks the kernel for almost every page by itself, and makes threads wait for each other.
#[cfg(target_env = "musl")]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    peerconf::cli::run(std::env::args_os()).into()
}
