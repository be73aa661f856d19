//! Options that say how the cloud's API is reached, and as whom. No secret is among them: those are
//! taken from where the official command and SDKs keep them.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};

use super::crypto::CryptoArg;
use super::exit::Failure;
use super::language::lang;
use super::notices::Notices;
use super::output;
use super::verbosity::is_verbose;
use crate::cloud::{Access, FetchOptions, Network, fetch_one, sign::Scheme};
use crate::findings::Lang;

/// How to reach the API.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Reaching the cloud's API")]
pub(super) struct AccessArgs {
    /// The connection's region, such as cn-hangzhou [default: of the environment, of the profile]
    #[arg(long, value_name = "REGION")]
    region: Option<String>,

    /// Another server: a host name, https://host[:port], or http:// with a loopback address
    #[arg(long, value_name = "URL")]
    endpoint: Option<String>,

    /// Which of the region's servers [default: of the profile or environment, else public]
    #[arg(long, value_name = "NETWORK", value_enum)]
    network: Option<NetworkArg>,

    /// How requests are signed [default: v2]
    #[arg(long, value_name = "VERSION", value_enum)]
    signature: Option<SignatureArg>,

    /// PEM certificates to trust besides the system's, for instance of a proxy that opens TLS
    #[arg(long, value_name = "FILE")]
    ca_file: Option<PathBuf>,

    /// How long one try may take, in seconds; up to three are made [default: 30]
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..=600))]
    timeout: Option<u64>,
}

/// The servers of a region.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum NetworkArg {
    /// vpc.REGION.aliyuncs.com, from anywhere
    Public,
    /// vpc-vpc.REGION.aliyuncs.com, from inside a VPC of the region
    Vpc,
    /// vpc.aliyuncs.com, the central server of old regions
    Central,
}

/// The signatures of the API.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum SignatureArg {
    /// HMAC-SHA1 over the parameters
    V2,
    /// ACS3-HMAC-SHA256 over the whole request
    V3,
}

impl AccessArgs {
    /// The first of these options that was given.
    fn given(&self) -> Option<&'static str> {
        [
            ("--region", self.region.is_some()),
            ("--endpoint", self.endpoint.is_some()),
            ("--network", self.network.is_some()),
            ("--signature", self.signature.is_some()),
            ("--ca-file", self.ca_file.is_some()),
            ("--timeout", self.timeout.is_some()),
        ]
        .into_iter()
        .find_map(|(name, given)| given.then_some(name))
    }

    /// What was typed, as the library takes it.
    pub(super) fn access<'n>(&self, profile: Option<&str>, notices: &'n Notices) -> Access<'n> {
        let default = Access::default();
        Access {
            region: self.region.clone(),
            profile: profile.map(str::to_owned),
            endpoint: self.endpoint.clone(),
            network: self.network.map(|network| match network {
                NetworkArg::Public => Network::Public,
                NetworkArg::Vpc => Network::Vpc,
                NetworkArg::Central => Network::Central,
            }),
            scheme: self
                .signature
                .map_or(default.scheme, |signature| match signature {
                    SignatureArg::V2 => Scheme::V2,
                    SignatureArg::V3 => Scheme::V3,
                }),
            ca_file: self.ca_file.clone(),
            timeout: self.timeout.map_or(default.timeout, Duration::from_secs),
            observer: notices,
            ..default
        }
    }
}

/// A connection that is fetched instead of read from a file.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Fetching the response")]
pub(super) struct ConnectionArgs {
    /// Fetch the response of this connection instead of reading one
    #[arg(long, value_name = "ID", conflicts_with = "inputs")]
    connection: Option<String>,

    /// Fetch what the neighbouring operations know of it too: DPD, NAT-T, roles, names, routes
    #[arg(long, requires = "connection")]
    with_describe: bool,

    /// A profile of the official command or of the SDKs' credentials file
    #[arg(long, value_name = "NAME", alias = "aliyun-profile")]
    profile: Option<String>,

    #[command(flatten)]
    access: AccessArgs,
}

impl ConnectionArgs {
    /// Whether a connection is named.
    pub(super) const fn is_given(&self) -> bool {
        self.connection.is_some()
    }

    /// Says that `--profile` is a login, where it is used for what it meant before.
    pub(super) fn tell_old_crypto(&self) {
        if self.old_crypto().is_none() {
            return;
        }
        let word = self.profile.as_deref().unwrap_or_default();
        output::note(&match lang() {
            Lang::En => format!(
                "--profile is a login now; write --crypto {word} (the old word is taken until the next release)"
            ),
            Lang::Zh => format!(
                "--profile 现在表示登录配置；请改用 --crypto {word}（旧写法保留到下一个版本）"
            ),
        });
    }

    /// What `--profile` meant before it was a login everywhere.
    pub(super) fn old_crypto(&self) -> Option<CryptoArg> {
        let word = self
            .profile
            .as_ref()
            .filter(|_| self.connection.is_none())?;
        CryptoArg::from_str(word, false).ok()
    }

    /// The connection's id and its response, where one is to be fetched.
    pub(super) fn fetch(&self) -> Result<Option<(&str, Vec<u8>)>, Failure> {
        let Some(connection) = &self.connection else {
            let login = self.profile.is_some() && self.old_crypto().is_none();
            return match self.access.given().or(login.then_some("--profile")) {
                None => Ok(None),
                Some(name) => Err(Failure::Usage(format!(
                    "{name} is about fetching: name the connection with --connection"
                ))),
            };
        };
        let notices = Notices::new(is_verbose());
        let response = fetch_one(&FetchOptions {
            connection: connection.clone(),
            with_describe: self.with_describe,
            access: self.access.access(self.profile.as_deref(), &notices),
        })?;
        Ok(Some((connection, response)))
    }
}
