//! The profiles of the official command, `~/.aliyun/config.json`: what the file says.
//!
//! How a profile becomes credentials is in `login`. Field names as in the command's own source.

use std::path::PathBuf;

use serde::{Deserialize, Deserializer};

use super::{CredentialsError, Environment, file, issued};
use crate::secret::Secret;

const FILE: &str = "ALIBABA_CLOUD_CONFIG_FILE";

/// The file, read.
pub(super) struct Configuration {
    /// The path, for messages.
    pub(super) path: String,
    content: Content,
}

#[derive(Deserialize)]
struct Content {
    #[serde(default, deserialize_with = "or_default")]
    current: String,
    #[serde(default, deserialize_with = "or_default")]
    profiles: Vec<Profile>,
}

/// One profile. Every field may be missing or null, as the official command takes it; what a mode needs is checked
/// where it is used.
// The field names are the file's.
#[allow(clippy::struct_field_names)]
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Profile {
    #[serde(deserialize_with = "or_default")]
    pub(super) name: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) mode: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) access_key_id: String,
    #[serde(deserialize_with = "issued::secret")]
    pub(super) access_key_secret: Option<Secret>,
    #[serde(deserialize_with = "issued::secret")]
    pub(super) sts_token: Option<Secret>,
    /// When the keys of a `CloudSSO` or OAuth login end, in Unix seconds.
    #[serde(deserialize_with = "or_default")]
    pub(super) sts_expiration: i64,
    #[serde(deserialize_with = "or_default")]
    pub(super) region_id: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) endpoint: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) endpoint_type: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) ram_role_name: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) ram_role_arn: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) ram_session_name: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) external_id: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) policy: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) expired_seconds: u32,
    #[serde(deserialize_with = "or_default")]
    pub(super) source_profile: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) sts_region: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) sts_endpoint: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) enable_vpc: bool,
    #[serde(deserialize_with = "or_default")]
    pub(super) oidc_provider_arn: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) oidc_token_file: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) process_command: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) credentials_uri: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) cloud_sso_sign_in_url: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) cloud_sso_account_id: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) cloud_sso_access_config: String,
    /// What the user's `CloudSSO` login gave.
    #[serde(deserialize_with = "issued::secret")]
    pub(super) access_token: Option<Secret>,
    /// When it ends, in Unix seconds.
    #[serde(deserialize_with = "or_default")]
    pub(super) cloud_sso_access_token_expire: i64,
}

/// The value, or for null what stands where there is none.
fn or_default<'de, T, D>(from: D) -> Result<T, D::Error>
where
    T: Default + Deserialize<'de>,
    D: Deserializer<'de>,
{
    Ok(Option::deserialize(from)?.unwrap_or_default())
}

impl Configuration {
    /// The file, or why there is none.
    pub(super) fn read(around: &Environment<'_>) -> Result<Result<Self, String>, CredentialsError> {
        for switch in [
            "ALIBABA_CLOUD_CLI_PROFILE_DISABLED",
            "ALIBABA_CLOUD_IGNORE_PROFILE",
            "ALIBABACLOUD_IGNORE_PROFILE",
        ] {
            if around.is_on(switch) {
                return Ok(Err(format!("{switch} is set")));
            }
        }
        let named = around.machine.variable(FILE).map(PathBuf::from);
        let Some(path) = named.clone().or_else(|| {
            around
                .machine
                .home()
                .map(|home| home.join(".aliyun").join("config.json"))
        }) else {
            return Ok(Err("no home folder".to_owned()));
        };
        let shown = path.display().to_string();
        match (file::read(around, &path)?, named) {
            (Some(text), _) => Ok(Ok(Self::parse(shown, &text)?)),
            (None, Some(_)) => Err(CredentialsError::broken(
                shown,
                format!("not there ({FILE})"),
            )),
            (None, None) => Ok(Err(format!("no {shown}"))),
        }
    }

    pub(super) fn parse(path: String, text: &str) -> Result<Self, CredentialsError> {
        let text = text.trim_start_matches('\u{feff}');
        match serde_json::from_str(text) {
            Ok(content) => Ok(Self { path, content }),
            Err(error) => Err(CredentialsError::broken(path, issued::place(&error))),
        }
    }

    /// The name of the profile in use where none is asked for.
    pub(super) fn current(&self) -> &str {
        if self.content.current.is_empty() {
            "default"
        } else {
            &self.content.current
        }
    }

    /// The profile of that name.
    pub(super) fn profile(&self, name: &str) -> Option<&Profile> {
        self.content
            .profiles
            .iter()
            .find(|profile| profile.name == name)
    }
}
