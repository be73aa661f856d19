//! `peerconf example`: bundled responses, so that everything can be tried with the program alone.

use std::io::{self, Write as _};

use clap::Args;

use super::exit::{Exit, Failure};
use crate::examples;
use crate::suggest::{hint, nearest};

#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  peerconf example dual-tunnel | peerconf render -t strongswan")]
pub(super) struct ExampleArgs {
    /// Name of the response; without one the names are listed
    name: Option<String>,

    /// The XML form, where there is one
    #[arg(long)]
    xml: bool,
}

pub(super) fn run(args: &ExampleArgs) -> Result<Exit, Failure> {
    let text = match &args.name {
        None => {
            let mut names: Vec<&str> = examples::ALL.iter().map(|example| example.name).collect();
            names.dedup();
            names.join("\n") + "\n"
        }
        Some(name) => examples::find(name, args.xml)
            .ok_or_else(|| {
                let names = examples::ALL.iter().map(|example| example.name);
                let hint = hint(nearest(name, names).as_deref());
                let form = if args.xml { " in XML" } else { "" };
                Failure::Usage(format!(
                    "no example is called {name:?}{form}{hint}; `peerconf example` lists them"
                ))
            })?
            .to_owned(),
    };
    io::stdout()
        .write_all(text.as_bytes())
        .map_err(|error| Failure::stdout(&error))?;
    Ok(Exit::Fine)
}
