//! `peerconf fetch`: the response of a connection from the cloud, as received; or of every connection of a
//! region.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::Args;

use super::access::AccessArgs;
use super::exit::{Exit, Failure};
use super::folder::Folder;
use super::notices::Notices;
use super::output::{self, NewFile};
use super::verbosity::is_verbose;
use crate::cloud::walk::{Summary, WalkError, WalkOptions};
use crate::cloud::{
    self, Answer, AssembleError, FetchOptions, assemble, check_connection_id, fetch_all, fetch_one,
};
use crate::document::decode;
use crate::showable::showable_lines;

// Each flag is a word of the command line.
#[allow(clippy::struct_excessive_bools)]
#[derive(Debug, Args)]
#[command(after_help = "\
Credentials are taken from where the official SDKs and the aliyun command take them: environment,
OIDC token, ~/.aliyun/config.json, ~/.alibabacloud/credentials (or credentials.ini), the ECS
instance's role. Proxies are taken from HTTPS_PROXY and NO_PROXY. `peerconf policy` prints the permissions that are needed.

Examples:
  peerconf fetch --connection vco-bp10lz7aejumd2vxoqgev --region cn-hangzhou -o response.json
  peerconf fetch --connection vco-bp10lz7aejumd2vxoqgev --with-describe | peerconf show -
  peerconf fetch --all --with-describe --region cn-hangzhou -o connections/
  peerconf fetch --connection vco-bp10lz7aejumd2vxoqgev --region cn-hangzhou --print-command | sh
  peerconf fetch --with vco-bp10lz7aejumd2vxoqgev -o bundle.json")]
pub(super) struct FetchArgs {
    /// The connection
    #[arg(
        long,
        value_name = "ID",
        required_unless_present_any = ["all", "with"],
        conflicts_with = "all"
    )]
    connection: Option<String>,

    /// Every connection of the region, to files in a folder; what is there already is kept
    #[arg(long, requires = "output")]
    all: bool,

    /// Save a bundle: the response with what DescribeVpnConnection and the gateways' operations know
    #[arg(long)]
    with_describe: bool,

    /// Ask nobody: print the `aliyun` commands that bring a whole bundle, for a machine that is logged in
    #[arg(long, requires = "connection", conflicts_with_all = ["output", "with"])]
    print_command: bool,

    /// Ask nobody: make the bundle of the answers in this folder, which those commands brought
    #[arg(long, value_name = "DIR", conflicts_with_all = ["connection", "all", "with_describe"])]
    with: Option<PathBuf>,

    /// A file; with --all a folder [default: standard output]
    #[arg(short, long, value_name = "FILE|DIR")]
    output: Option<PathBuf>,

    /// Replace files that exist; with --all, fetch again what is there
    #[arg(long, requires = "output")]
    force: bool,

    /// With --all: how many connections at once
    #[arg(
        long, value_name = "N", requires = "all", default_value_t = 4,
        value_parser = clap::value_parser!(u8).range(1..=16)
    )]
    workers: u8,

    /// With --all: how many requests a second, so that some of the account's quota is left to others; 0.2 is
    /// one in five seconds. The published quota of each operation is kept in any case
    #[arg(long, value_name = "N", requires = "all", default_value = "10", value_parser = rate)]
    rate: f64,

    /// With --all: give the files of connections that the region does not have any more the ending .gone
    #[arg(long, requires = "all")]
    prune: bool,

    /// A profile of the official command or of the SDKs' credentials file [default: the whole chain]
    #[arg(long, value_name = "NAME", alias = "aliyun-profile")]
    profile: Option<String>,

    #[command(flatten)]
    access: AccessArgs,
}

pub(super) fn run(args: &FetchArgs) -> Result<Exit, Failure> {
    if let Some(folder) = &args.with {
        return brought(args, folder);
    }
    match (&args.connection, &args.output) {
        (Some(connection), _) if args.print_command => print_command(args, connection),
        (Some(connection), output) => one(args, connection, output.as_deref()),
        (None, Some(folder)) => all(args, folder),
        // The parser asks for one or the other.
        (None, None) => Err(Failure::Usage("--all needs a folder: -o DIR".to_owned())),
    }
}

/// The commands for a machine that is logged in.
fn print_command(args: &FetchArgs, connection: &str) -> Result<Exit, Failure> {
    check_connection_id(connection)?;
    let notices = Notices::new(is_verbose());
    let profile = args.profile.as_deref();
    // The profile may be one of that machine only.
    let region = cloud::region(&args.access.access(None, &notices))?;
    output::stdout(&cloud::script(&region, connection, profile))?;
    Ok(Exit::Fine)
}

/// The bundle of what those commands brought.
fn brought(args: &FetchArgs, folder: &Path) -> Result<Exit, Failure> {
    let unreadable =
        |error: std::io::Error| Failure::Input(format!("{}: {error}", folder.display()));
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            paths.push(path);
        }
    }
    paths.sort();
    let mut texts = Vec::new();
    for path in paths {
        let name = path.display().to_string();
        let bytes = std::fs::read(&path).map(zeroize::Zeroizing::new);
        let bytes = bytes.map_err(|error| Failure::Input(format!("{name}: {error}")))?;
        let text = decode(&bytes).map_err(|error| Failure::Document {
            name: name.clone(),
            error: Box::new(error),
        })?;
        texts.push((name, zeroize::Zeroizing::new(text.to_owned())));
    }
    let answers: Vec<_> = texts
        .iter()
        .map(|(name, text)| Answer { name, text })
        .collect();
    let bundle = assemble(&answers).map_err(|error| match error {
        AssembleError::Answer { name, source } => Failure::Document {
            name,
            error: source,
        },
        other => Failure::Input(format!("{}: {other}", folder.display())),
    })?;
    save(args, args.output.as_deref(), bundle)
}

fn one(args: &FetchArgs, connection: &str, path: Option<&Path>) -> Result<Exit, Failure> {
    // Before anything is asked: a refusal afterwards would waste the answer.
    if let Some(path) = path
        && !args.force
    {
        output::refuse_existing(path)?;
    }
    let notices = Notices::new(is_verbose());
    let response = fetch_one(&FetchOptions {
        connection: connection.to_owned(),
        with_describe: args.with_describe,
        access: args.access.access(args.profile.as_deref(), &notices),
    })?;
    save(args, path, response)
}

fn save(args: &FetchArgs, path: Option<&Path>, response: Vec<u8>) -> Result<Exit, Failure> {
    let response = zeroize::Zeroizing::new(response);
    let text =
        std::str::from_utf8(&response).map_err(|error| Failure::Output(error.to_string()))?;
    let Some(path) = path else {
        output::stdout(text)?;
        return Ok(Exit::Fine);
    };
    output::told(&[NewFile::secret(path.to_owned(), text)], args.force)?;
    Ok(Exit::Fine)
}

fn all(args: &FetchArgs, path: &Path) -> Result<Exit, Failure> {
    if path.exists() && !path.is_dir() {
        let path = path.display();
        return Err(Failure::Usage(format!(
            "{path} is no folder; --all writes one file for each connection"
        )));
    }
    let notices = Notices::with_bar(is_verbose());
    let mut access = args.access.access(args.profile.as_deref(), &notices);
    access.rate = args.rate;
    let options = WalkOptions {
        with_describe: args.with_describe,
        workers: args.workers.into(),
        force: args.force,
        prune: args.prune,
    };
    let folder = Folder {
        path: path.to_owned(),
        bundles: args.with_describe,
    };
    let summary = fetch_all(&access, options, &folder);
    notices.finish();
    Ok(tell(&summary?))
}

/// What the service or a folder names may hold anything.
fn say(line: &str) {
    output::stderr_styled(&showable_lines(line));
}

/// Says how it went: each connection that is missing, what to do, one line that counts.
fn tell(summary: &Summary) -> Exit {
    let mut advice = BTreeSet::new();
    for (connection, error) in summary.failed() {
        say(&format!("{connection}: {error}\n"));
        if let WalkError::Cloud(error) = error {
            advice.extend(error.help());
        }
    }
    if let Some(error) = &summary.unlisted {
        say(&format!("the list of connections ended early: {error}\n"));
        advice.extend(error.help());
    }
    if let Some(error) = &summary.untidy {
        say(&format!("the folder cannot be looked through: {error}\n"));
    }
    if !summary.gone.is_empty() {
        say(&format!(
            "files of connections that this region does not list: {}\n",
            summary.gone.join(", ")
        ));
        advice.insert(
            "--prune moves files of connections that are gone aside; use one folder for each region and account"
                .to_owned(),
        );
    }
    for id in &summary.set_aside {
        say(&format!("{id}: gone, its file is {id}.json.gone now\n"));
    }
    for sentence in advice {
        say(&format!("help: {sentence}\n"));
    }
    say(&format!("{summary}\n"));
    if summary.is_complete() {
        return Exit::Fine;
    }
    if summary.is_worth_another() {
        say("the same command again fetches what is missing\n");
    }
    let is_clouds = |(_, error): (&str, &WalkError)| matches!(error, WalkError::Cloud(_));
    if summary.unlisted.is_some() || summary.failed().any(is_clouds) {
        Exit::Cloud
    } else {
        Exit::Usage
    }
}

/// Requests in a second.
fn rate(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(rate) if (0.01..=100.0).contains(&rate) => Ok(rate),
        _ => Err("a number from 0.01 to 100".to_owned()),
    }
}
