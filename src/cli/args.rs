//! Groups of options that several subcommands share: what was typed, not yet what it means.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use ipnet::Ipv4Net;

use crate::connection::{Perspective, ReadOptions, Side};
use crate::findings::{Judge, Profile};
use crate::targets::{InputValues, Registry, TargetError, Topology};

#[cfg(feature = "fetch")]
use super::access::ConnectionArgs;
use super::crypto::CryptoArg;
use super::exit::Failure;
use super::small_file;

/// How the response is read.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Reading the response")]
pub(super) struct ReadArgs {
    /// Saved responses, JSON or XML, or folders of them; `-` or nothing reads standard input
    #[arg(value_name = "RESPONSE", help_heading = None::<&str>)]
    pub(super) inputs: Vec<PathBuf>,

    /// Read one response per line: the response itself, or {"id": …, "response": …}
    #[arg(long, conflicts_with = "with")]
    pub(super) ndjson: bool,

    /// Another saved response of the same connection (DescribeVpnConnection, DescribeCustomerGateway,
    /// DescribeVpnGateway, route entries): tells what the download does not
    #[arg(long, value_name = "FILE")]
    pub(super) with: Vec<PathBuf>,

    /// Whose point of view Local and Remote are written from [default: a download is the device's, a
    /// Describe response is the cloud's]
    #[arg(long, value_name = "SIDE")]
    perspective: Option<SideArg>,

    /// Which side LocalAsn and LocalBgpIp of BgpConfigs belong to; the API does not document it
    #[arg(long, value_name = "SIDE")]
    bgp_local: Option<SideArg>,

    /// Leave the BGP sessions out
    #[arg(long)]
    no_bgp: bool,

    /// A network of the VPC behind 0.0.0.0/0 (repeat)
    #[arg(long, value_name = "CIDR")]
    cloud_prefix: Vec<Ipv4Net>,

    /// A network on the premises behind 0.0.0.0/0, to announce over BGP (repeat)
    #[arg(long, value_name = "CIDR")]
    device_prefix: Vec<Ipv4Net>,

    /// Render a response with masked values, with markers in their place
    #[arg(long)]
    draft: bool,

    #[cfg(feature = "fetch")]
    #[command(flatten)]
    pub(super) cloud: ConnectionArgs,
}

/// A side of the connection.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum SideArg {
    /// The on-premises device, the customer gateway
    Device,
    /// The VPN gateway of Alibaba Cloud
    Cloud,
}

impl ReadArgs {
    /// A file or folder, read as it is.
    pub(super) fn of(path: &Path, ndjson: bool) -> Self {
        Self {
            inputs: vec![path.to_path_buf()],
            ndjson,
            ..Self::default()
        }
    }

    /// Whether there is something to read, without asking standard input.
    pub(super) fn is_given(&self) -> bool {
        #[cfg(feature = "fetch")]
        let fetched = self.cloud.is_given();
        #[cfg(not(feature = "fetch"))]
        let fetched = false;
        fetched || !self.inputs.is_empty()
    }

    /// What the files are called, as they were named.
    pub(super) fn names(&self) -> Vec<String> {
        let paths = self.inputs.iter();
        paths.map(|path| path.display().to_string()).collect()
    }

    pub(super) fn options(&self) -> ReadOptions {
        ReadOptions {
            perspective: self.perspective.map(|side| match side {
                SideArg::Device => Perspective::Device,
                SideArg::Cloud => Perspective::Cloud,
            }),
            bgp_local: self.bgp_local.map(|side| match side {
                SideArg::Device => Side::Device,
                SideArg::Cloud => Side::Cloud,
            }),
            no_bgp: self.no_bgp,
            draft: self.draft,
            cloud_prefixes: self.cloud_prefix.clone(),
            device_prefixes: self.device_prefix.clone(),
        }
    }
}

impl ReadArgs {
    /// The options that change what is written, as words of a command; names of files stay away, for they are often a customer's.
    pub(super) fn words(&self) -> Vec<String> {
        let side = |side: SideArg| match side {
            SideArg::Device => "device",
            SideArg::Cloud => "cloud",
        };
        let mut words = Vec::new();
        let mut pair = |name: &str, value: &str| words.extend([name.to_owned(), value.to_owned()]);
        if let Some(given) = self.perspective {
            pair("--perspective", side(given));
        }
        if let Some(given) = self.bgp_local {
            pair("--bgp-local", side(given));
        }
        for net in &self.cloud_prefix {
            pair("--cloud-prefix", &net.to_string());
        }
        for net in &self.device_prefix {
            pair("--device-prefix", &net.to_string());
        }
        for _ in &self.with {
            pair("--with", "describe.json");
        }
        let flags = [("--no-bgp", self.no_bgp), ("--draft", self.draft)];
        words.extend(
            flags
                .into_iter()
                .filter(|(_, given)| *given)
                .map(|(name, _)| name.to_owned()),
        );
        words
    }
}

/// What becomes of findings.
#[derive(Debug, Args)]
#[command(next_help_heading = "Findings")]
pub(super) struct JudgeArgs {
    /// Leave findings of a rule out (repeat); `peerconf rules` lists the rules
    #[arg(long, value_name = "RULE")]
    allow: Vec<String>,

    /// Make findings of a rule warnings (repeat)
    #[arg(long, value_name = "RULE")]
    warn: Vec<String>,

    /// Make findings of a rule errors (repeat)
    #[arg(long, value_name = "RULE")]
    deny: Vec<String>,

    /// Make every warning an error; a value that is left to fill in is one
    #[arg(long)]
    strict: bool,

    /// How weak cryptography is judged
    #[arg(long, value_name = "HOW", value_enum, default_value_t = CryptoArg::Compatible)]
    crypto: CryptoArg,
}

/// The form of findings.
#[derive(Debug, Args)]
#[command(next_help_heading = "Findings")]
pub(super) struct ReportArgs {
    /// How findings are written: to standard error, by `check` to standard output
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = FormatArg::Text)]
    pub(super) format: FormatArg,
}

/// The form of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FormatArg {
    /// For people
    Text,
    /// One JSON object
    Json,
    /// SARIF 2.1.0
    Sarif,
}

impl JudgeArgs {
    /// The options that decide whether something is written, as words of a command.
    pub(super) fn words(&self, read: &ReadArgs) -> Vec<String> {
        let each = [
            ("--allow", &self.allow),
            ("--warn", &self.warn),
            ("--deny", &self.deny),
        ];
        let mut words: Vec<String> = each
            .into_iter()
            .flat_map(|(name, slugs)| {
                slugs
                    .iter()
                    .map(move |slug| [name.to_owned(), slug.clone()])
            })
            .flatten()
            .collect();
        if self.strict {
            words.push("--strict".to_owned());
        }
        let crypto = match self.crypto(read) {
            CryptoArg::Compatible => None,
            CryptoArg::Recommended => Some("recommended"),
            CryptoArg::Strict => Some("strict"),
        };
        if let Some(crypto) = crypto {
            words.extend(["--crypto".to_owned(), crypto.to_owned()]);
        }
        words
    }

    /// How weak cryptography is judged, by the option's old name too.
    #[cfg_attr(
        not(feature = "fetch"),
        allow(unused_variables, reason = "the old name is that of a login's option")
    )]
    fn crypto(&self, read: &ReadArgs) -> CryptoArg {
        #[cfg(feature = "fetch")]
        if let Some(crypto) = read.cloud.old_crypto() {
            return crypto;
        }
        self.crypto
    }

    pub(super) fn judge(&self, read: &ReadArgs) -> Judge {
        #[cfg(feature = "fetch")]
        read.cloud.tell_old_crypto();
        let profile = match self.crypto(read) {
            CryptoArg::Compatible => Profile::Compatible,
            CryptoArg::Recommended => Profile::Recommended,
            CryptoArg::Strict => Profile::Strict,
        };
        let mut judge = Judge::new(profile, self.strict).for_draft(read.draft);
        self.allow.iter().for_each(|slug| judge.allow(slug));
        self.warn.iter().for_each(|slug| judge.warn(slug));
        self.deny.iter().for_each(|slug| judge.deny(slug));
        judge
    }
}

/// Where targets come from, besides the built-in ones.
#[derive(Debug, Args)]
#[command(next_help_heading = "Targets")]
pub(super) struct VendorArgs {
    /// A folder of your own targets: <vendor>/<platform>.toml and <vendor>/<platform>/*.j2 (repeat);
    /// peerconf/vendors in the configuration folder counts too
    #[arg(long, value_name = "DIR")]
    vendors: Vec<PathBuf>,
}

impl VendorArgs {
    /// The built-in targets, then those of the configuration folder, then those of `--vendors`.
    pub(super) fn registry(&self) -> Result<Registry, TargetError> {
        let mut registry = Registry::builtin();
        for folder in own_vendors().iter().chain(&self.vendors) {
            registry.add_folder(folder)?;
        }
        Ok(registry)
    }
}

/// `peerconf/vendors` in the user's configuration folder, if it is there.
fn own_vendors() -> Option<PathBuf> {
    let folder = configuration_folder()?.join("vendors");
    folder.is_dir().then_some(folder)
}

/// `peerconf` in the user's configuration folder (XDG Base Directory), whether it is there or not.
pub(super) fn configuration_folder() -> Option<PathBuf> {
    let base = std::env::var_os("XDG_CONFIG_HOME")
        .map(PathBuf::from)
        .filter(|path| path.is_absolute())
        .or_else(|| std::env::home_dir().map(|home| home.join(".config")))?;
    Some(base.join("peerconf"))
}

/// Values that only the user can know.
#[derive(Debug, Args)]
pub(super) struct ValueArgs {
    /// A value for the target (repeat), as wan_interface=eth0
    #[arg(long, value_name = "NAME=VALUE", help_heading = None::<&str>)]
    set: Vec<String>,

    /// A TOML file of such values (repeat), with tables [targets."vendor/platform"] and [connections."vco-…"] for
    /// one target or connection; --set wins
    #[arg(short = 'f', long = "values", value_name = "FILE", help_heading = None::<&str>)]
    values: Vec<PathBuf>,
}

impl ValueArgs {
    pub(super) fn values(&self) -> Result<InputValues, Failure> {
        let mut values = InputValues::default();
        for file in &self.values {
            let name = file.display().to_string();
            let text = small_file::text(file)
                .map_err(|error| Failure::Usage(format!("{name}: {error}")))?;
            values.read_toml(&name, &text)?;
        }
        for assignment in &self.set {
            values.set(assignment)?;
        }
        Ok(values)
    }
}

/// How the device is configured.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum TopologyArg {
    /// What the target prefers for this connection
    Auto,
    /// The policy decides what enters the tunnel
    Policy,
    /// A tunnel interface and routes decide
    Route,
}

impl TopologyArg {
    /// The option as words of a command; none for the default.
    pub(super) fn words(self) -> Vec<String> {
        let word = match self {
            Self::Auto => return Vec::new(),
            Self::Policy => "policy",
            Self::Route => "route",
        };
        vec!["--topology".to_owned(), word.to_owned()]
    }

    pub(super) const fn topology(self) -> Option<Topology> {
        match self {
            Self::Auto => None,
            Self::Policy => Some(Topology::Policy),
            Self::Route => Some(Topology::Route),
        }
    }
}
