//! The places where credentials are looked for, in order.

use std::time::Duration;

use super::{
    Answer, Asked, Credentials, CredentialsError, Environment, Found, Machine, Provider, Warned,
    environment,
    login::Login,
    metadata, oidc,
    profile::{Configuration, Profile},
    shared_file, uri,
};
use crate::cloud::{Clock, Notice, Observer, Retry, Transport, exchange::Exchange};

/// The variables that name a profile, and those that name a region; the first one that is set counts.
const PROFILE: [&str; 3] = [
    "ALIBABACLOUD_PROFILE",
    "ALIBABA_CLOUD_PROFILE",
    "ALICLOUD_PROFILE",
];
const ENDPOINT: &str = "ALIBABA_CLOUD_ENDPOINT";
const ENDPOINT_TYPE: [&str; 4] = [
    "ALIBABA_CLOUD_ENDPOINT_TYPE",
    "ALIBABACLOUD_ENDPOINT_TYPE",
    "ALICLOUD_ENDPOINT_TYPE",
    "ENDPOINT_TYPE",
];
const REGION: [&str; 5] = [
    "ALIBABA_CLOUD_REGION_ID",
    "ALIBABACLOUD_REGION_ID",
    "ALICLOUD_REGION_ID",
    "REGION_ID",
    "REGION",
];

/// Where the user's calls go, as far as profiles and the environment say it.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Whereabouts {
    /// The region.
    pub region: Option<String>,
    /// A server in place of the region's own.
    pub endpoint: Option<String>,
    /// Whether the region's server inside a VPC is to be called.
    pub inside_vpc: bool,
}

/// The chain of the official SDKs:
///
/// 1. keys in the environment,
/// 2. an OIDC token that the environment names,
/// 3. the official command's profiles, `~/.aliyun/config.json`,
/// 4. the SDKs' file, `~/.alibabacloud/credentials` or `credentials.ini`,
/// 5. the role of the ECS instance,
/// 6. the address in `ALIBABA_CLOUD_CREDENTIALS_URI`.
///
/// A profile that is asked for by name is looked for in the two files only. A place that is set up but
/// broken ends the search: going on would sign in another name than the user meant.
pub struct Chain<'a> {
    machine: &'a dyn Machine,
    exchange: Exchange<'a>,
    profile: Option<String>,
    warned: Warned,
}

impl<'a> Chain<'a> {
    /// The chain on a machine.
    pub fn new(
        machine: &'a dyn Machine,
        transport: &'a dyn Transport,
        clock: &'a dyn Clock,
    ) -> Self {
        let exchange = Exchange {
            transport,
            clock,
            observer: &(),
            retry: Retry::default(),
            timeout: Duration::from_secs(10),
            pace: None,
        };
        Self {
            machine,
            exchange,
            profile: None,
            warned: Warned::default(),
        }
    }

    /// Asks for a profile by name.
    #[must_use]
    pub fn with_profile(mut self, profile: Option<&str>) -> Self {
        self.profile = profile.map(str::to_owned);
        self
    }

    /// Names who hears of what happens.
    #[must_use]
    pub fn with_observer(mut self, observer: &'a dyn Observer) -> Self {
        self.exchange.observer = observer;
        self
    }

    /// Sets how often a token service is tried.
    #[must_use]
    pub fn with_retry(mut self, retry: Retry) -> Self {
        self.exchange.retry = retry;
        self
    }

    /// The region that the user works in: of the profile asked for, then of the environment, then of the
    /// profile in use.
    pub fn region(&self) -> Result<Option<String>, CredentialsError> {
        Ok(self.whereabouts()?.region)
    }

    /// The region, and the server where the profile in use or the environment names one, as the official command
    /// goes by them.
    pub fn whereabouts(&self) -> Result<Whereabouts, CredentialsError> {
        let first = |names: &[&str]| names.iter().find_map(|name| self.machine.variable(name));
        let given = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let configuration = Configuration::read(&self.around())?.ok();
        let profile = configuration.as_ref().and_then(|configuration| {
            let name = self.profile_name();
            configuration.profile(name.as_deref().unwrap_or(configuration.current()))
        });
        let of_profile = |field: fn(&Profile) -> &str| profile.and_then(|it| given(field(it)));
        let region = of_profile(|profile| &profile.region_id);
        let variable = first(&REGION);
        let kind = of_profile(|profile| &profile.endpoint_type).or_else(|| first(&ENDPOINT_TYPE));
        Ok(Whereabouts {
            region: if self.profile.is_some() {
                region.or(variable)
            } else {
                variable.or(region)
            },
            endpoint: of_profile(|profile| &profile.endpoint).or_else(|| first(&[ENDPOINT])),
            inside_vpc: kind.is_some_and(|kind| kind.eq_ignore_ascii_case("vpc")),
        })
    }

    fn find(&self) -> Result<Found, CredentialsError> {
        let name = self.profile_name();
        let mut tried = Vec::new();
        for place in self.places() {
            match self.ask(*place, name.as_deref())? {
                Answer::Found(found) => {
                    return match found.credentials.fault() {
                        Some(fault) => Err(CredentialsError::broken(found.source, fault)),
                        None => Ok(found),
                    };
                }
                Answer::Absent(why) => tried.push(why),
            }
        }
        Err(match name {
            Some(name) => CredentialsError::broken(format!("profile {name}"), tried.join("; ")),
            None => CredentialsError::NotFound { tried },
        })
    }

    fn places(&self) -> &'static [Link] {
        if self.profile.is_some() {
            &[Link::Profiles, Link::SharedFile]
        } else if self.profile_name().is_some() {
            &[
                Link::Environment,
                Link::Oidc,
                Link::Profiles,
                Link::SharedFile,
            ]
        } else {
            &[
                Link::Environment,
                Link::Oidc,
                Link::Profiles,
                Link::SharedFile,
                Link::Metadata,
                Link::Uri,
            ]
        }
    }

    fn ask(&self, place: Link, profile: Option<&str>) -> Asked {
        let around = &self.around();
        match place {
            Link::Environment => environment::ask(self.machine),
            Link::Oidc => oidc::ask(around),
            Link::Profiles => ask_profiles(around, profile),
            Link::SharedFile => shared_file::ask(around, profile.unwrap_or("default")),
            Link::Metadata => metadata::ask(around),
            Link::Uri => uri::ask(around),
        }
    }

    fn around(&self) -> Environment<'_> {
        Environment {
            machine: self.machine,
            exchange: self.exchange,
            warned: &self.warned,
        }
    }

    fn profile_name(&self) -> Option<String> {
        let variable = || PROFILE.iter().find_map(|name| self.machine.variable(name));
        self.profile.clone().or_else(variable)
    }
}

#[derive(Clone, Copy)]
enum Link {
    Environment,
    Oidc,
    Profiles,
    SharedFile,
    Metadata,
    Uri,
}

fn ask_profiles(around: &Environment<'_>, name: Option<&str>) -> Asked {
    let configuration = match Configuration::read(around)? {
        Ok(configuration) => configuration,
        Err(why) => return Ok(Answer::Absent(why)),
    };
    let name = name.unwrap_or(configuration.current());
    let source = format!("profile {name} in {}", configuration.path);
    let Some(profile) = configuration.profile(name) else {
        return Ok(Answer::Absent(format!("no {source}")));
    };
    Ok(
        match Login::new(around, &configuration).credentials(profile)? {
            Some(credentials) => Answer::Found(Found {
                credentials,
                source,
            }),
            None => Answer::Absent(format!("{source} is not filled in")),
        },
    )
}

impl Provider for Chain<'_> {
    fn credentials(&self) -> Result<Credentials, CredentialsError> {
        let Found {
            credentials,
            source,
        } = self.find()?;
        let masked_id = credentials.masked_id();
        self.exchange.observer.notice(&Notice::Identity {
            source: &source,
            masked_id: &masked_id,
        });
        Ok(credentials)
    }
}
