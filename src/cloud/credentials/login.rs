//! Turns a profile of the official command into credentials, by its mode.

use std::{
    path::Path,
    time::{Duration, SystemTime},
};

use super::{
    Credentials, CredentialsError, Environment, cloud_sso, external, metadata, oidc,
    profile::{Configuration, Profile},
    sts, uri,
};
use crate::secret::Secret;

/// Roles upon roles: more than this many are a mistake.
const LONGEST_CHAIN: usize = 8;

/// One login: where profiles are, and which were passed on the way here.
pub(super) struct Login<'a> {
    around: &'a Environment<'a>,
    configuration: &'a Configuration,
    passed: Vec<&'a str>,
}

impl<'a> Login<'a> {
    pub(super) fn new(around: &'a Environment<'a>, configuration: &'a Configuration) -> Self {
        Self {
            around,
            configuration,
            passed: Vec::new(),
        }
    }

    /// The credentials that a profile leads to; `None` for a profile that was never filled in, as the
    /// official command leaves one behind.
    pub(super) fn credentials(
        &mut self,
        profile: &'a Profile,
    ) -> Result<Option<Credentials>, CredentialsError> {
        let place = format!("profile {} in {}", profile.name, self.configuration.path);
        let step = Step {
            place: &place,
            profile,
        };
        let around = self.around;
        let credentials = match step.mode().as_str() {
            "ak" | "ststoken" if step.is_blank() => return Ok(None),
            "ak" => step.access_key()?,
            "ststoken" => step.access_key()?.with_security_token(step.token()?),
            "ramrolearn" => {
                let base = step.access_key()?;
                let base = match &profile.sts_token {
                    Some(token) => base.with_security_token(token.clone()),
                    None => base,
                };
                sts::assume(around, &place, &step.role()?, &base)?
            }
            "chainableramrolearn" => {
                let base = self.source(&step)?;
                sts::assume(around, &place, &step.role()?, &base)?
            }
            "ecsramrole" => metadata::credentials(around, &place, given(&profile.ram_role_name))?,
            "oidc" => {
                let provider = step.required("oidc_provider_arn", &profile.oidc_provider_arn)?;
                let file = step.required("oidc_token_file", &profile.oidc_token_file)?;
                oidc::exchange_token(around, &place, &step.role()?, provider, Path::new(file))?
            }
            "external" => {
                let command = step.required("process_command", &profile.process_command)?;
                external::credentials(around, &place, command)?
            }
            "credentialsuri" => self.by_uri(&step)?,
            "cloudsso" => match step.cached(around) {
                Some(cached) => cached,
                None => cloud_sso::exchange(around, &place, profile)?,
            },
            "oauth" => step.cached(around).ok_or_else(|| {
                step.broken(
                    "the keys of this OAuth login have ended: run any `aliyun` command, then again"
                        .to_owned(),
                )
            })?,
            _ => {
                let mode = profile
                    .mode
                    .chars()
                    .filter(|c| !crate::showable::acts(*c))
                    .take(40)
                    .collect();
                return Err(CredentialsError::Unsupported { place, mode });
            }
        };
        Ok(Some(credentials))
    }

    /// The credentials of the profile that another one builds on.
    fn source(&mut self, step: &Step<'a, '_>) -> Result<Credentials, CredentialsError> {
        let name = step.required("source_profile", &step.profile.source_profile)?;
        self.passed.push(&step.profile.name);
        if self.passed.contains(&name) || self.passed.len() > LONGEST_CHAIN {
            let circle = self.passed.join(" → ");
            return Err(step.broken(format!(
                "source_profile leads in a circle: {circle} → {name}"
            )));
        }
        let Some(source) = self.configuration.profile(name) else {
            return Err(step.broken(format!("source_profile {name} is not in the file")));
        };
        self.credentials(source)?
            .ok_or_else(|| step.broken(format!("source_profile {name} is not filled in")))
    }

    fn by_uri(&self, step: &Step<'_, '_>) -> Result<Credentials, CredentialsError> {
        if self.around.is_on(external::SWITCHED_OFF) {
            let off = external::SWITCHED_OFF;
            return Err(step.broken(format!("credentials_uri is switched off by {off}")));
        }
        let variable = self
            .around
            .machine
            .variable("ALIBABA_CLOUD_CREDENTIALS_URI");
        let uri = given(&step.profile.credentials_uri).or(variable.as_deref());
        uri::credentials(
            self.around,
            step.place,
            step.required("credentials_uri", uri.unwrap_or_default())?,
        )
    }
}

/// A profile on the way, with its place for messages.
struct Step<'a, 'p> {
    place: &'p str,
    profile: &'a Profile,
}

impl Step<'_, '_> {
    /// The mode in lower case: the official command does not mind the case, and goes by what is filled in
    /// where no mode is given.
    fn mode(&self) -> String {
        let profile = self.profile;
        let has_key = !profile.access_key_id.is_empty();
        let has_role = !profile.ram_role_arn.is_empty();
        let guessed = match profile.mode.to_ascii_lowercase() {
            mode if !mode.is_empty() => return mode,
            _ if has_key && profile.sts_token.is_some() => "ststoken",
            _ if has_key && has_role => "ramrolearn",
            _ if has_key => "ak",
            _ if !profile.ram_role_name.is_empty() => "ecsramrole",
            _ if !profile.process_command.is_empty() => "external",
            _ if has_role && !profile.oidc_provider_arn.is_empty() => "oidc",
            _ => "ak",
        };
        guessed.to_owned()
    }

    /// The temporary keys that the official command keeps in the profile, while they are good.
    fn cached(&self, around: &Environment<'_>) -> Option<Credentials> {
        let profile = self.profile;
        let seconds = u64::try_from(profile.sts_expiration).ok()?;
        let end = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds))?;
        if profile.access_key_id.is_empty() || end <= around.exchange.clock.now() {
            return None;
        }
        let secret = profile.access_key_secret.clone()?;
        Some(
            Credentials::new(profile.access_key_id.as_str(), secret)
                .with_security_token(profile.sts_token.clone()?)
                .until(Some(end)),
        )
    }

    fn is_blank(&self) -> bool {
        self.profile.access_key_id.is_empty() && self.profile.access_key_secret.is_none()
    }

    fn access_key(&self) -> Result<Credentials, CredentialsError> {
        let id = self.required("access_key_id", &self.profile.access_key_id)?;
        let secret = self.profile.access_key_secret.clone();
        Ok(Credentials::new(
            id,
            secret.ok_or_else(|| self.missing("access_key_secret"))?,
        ))
    }

    fn token(&self) -> Result<Secret, CredentialsError> {
        self.profile
            .sts_token
            .clone()
            .ok_or_else(|| self.missing("sts_token"))
    }

    fn role(&self) -> Result<sts::Role, CredentialsError> {
        let Profile {
            ram_session_name,
            policy,
            external_id,
            ..
        } = self.profile;
        Ok(sts::Role {
            arn: self
                .required("ram_role_arn", &self.profile.ram_role_arn)?
                .to_owned(),
            session_name: given(ram_session_name).map(str::to_owned),
            duration_seconds: Some(self.profile.expired_seconds).filter(|seconds| *seconds > 0),
            policy: given(policy).map(str::to_owned),
            external_id: given(external_id).map(str::to_owned),
            endpoint: given(&self.profile.sts_endpoint).map(str::to_owned),
            region: given(&self.profile.sts_region).map(str::to_owned),
            inside_vpc: self.profile.enable_vpc,
        })
    }

    fn required<'t>(&self, field: &str, text: &'t str) -> Result<&'t str, CredentialsError> {
        given(text).ok_or_else(|| self.missing(field))
    }

    fn missing(&self, field: &str) -> CredentialsError {
        self.broken(format!("{field} is missing"))
    }

    fn broken(&self, problem: String) -> CredentialsError {
        CredentialsError::broken(self.place, problem)
    }
}

fn given(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}
