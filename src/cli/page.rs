//! `peerconf page`: the page in the browser, out of the program. The file was made by `page/build` and put in when the
//! program was built.

use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};

use clap::Args;

use super::exit::{Exit, Failure};
use super::output::{self, NewFile};

const PAGE: &str = include!(concat!(env!("OUT_DIR"), "/page.rs"));

#[derive(Debug, Args)]
#[command(after_help = "\
The page is one file. It renders in the browser, sends nothing anywhere, and works from a disk, without a
network, or from a server of yours.

Example:
  peerconf page -o peerconf.html")]
pub(super) struct PageArgs {
    /// The file; `-` is standard output [default: -]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Replace a file that exists
    #[arg(long, requires = "output")]
    force: bool,
}

pub(super) fn run(args: &PageArgs) -> Result<Exit, Failure> {
    match args.output.as_deref() {
        Some(path) if path != Path::new("-") => {
            output::told(&[NewFile::open(path.to_owned(), PAGE)], args.force)?;
        }
        _ if io::stdout().is_terminal() => {
            let why =
                "the page is no text for a terminal: name a file, for instance -o peerconf.html";
            return Err(Failure::Usage(why.to_owned()));
        }
        _ => output::stdout(PAGE)?,
    }
    Ok(Exit::Fine)
}
