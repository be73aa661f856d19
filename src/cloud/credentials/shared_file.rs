//! The SDKs' own file, `~/.alibabacloud/credentials`: a section a profile, in INI.

use std::path::{Path, PathBuf};

use super::{
    Answer, Asked, Credentials, CredentialsError, Found, Surroundings, file, ini::Section,
    metadata, oidc, sts,
};
use crate::secret::Secret;

const FILE: &str = "ALIBABA_CLOUD_CREDENTIALS_FILE";

/// Asks for the profile of that name.
pub(super) fn ask(around: &Surroundings<'_>, profile: &str) -> Asked {
    let named = around.machine.variable(FILE).map(PathBuf::from);
    let Some(path) = named.clone().or_else(|| {
        around
            .machine
            .home()
            .map(|home| home.join(".alibabacloud").join("credentials"))
    }) else {
        return Ok(Answer::Absent("no home folder".to_owned()));
    };
    let shown = path.display().to_string();
    let Some(text) = file::read(around, &path)? else {
        return match named {
            Some(_) => Err(CredentialsError::broken(
                shown,
                format!("not there ({FILE})"),
            )),
            None => Ok(Answer::Absent(format!("no {shown}"))),
        };
    };
    let section = Section::read(&text, profile).map_err(|error| {
        let problem = format!("line {} is neither [section] nor key = value", error.line);
        CredentialsError::broken(shown.as_str(), problem)
    })?;
    let source = format!("profile {profile} in {shown}");
    match section {
        None => Ok(Answer::Absent(format!("no section [{profile}] in {shown}"))),
        Some(section) => {
            let credentials = Entry {
                around,
                place: &source,
                section: &section,
            }
            .credentials()?;
            Ok(Answer::Found(Found {
                credentials,
                source,
            }))
        }
    }
}

struct Entry<'a> {
    around: &'a Surroundings<'a>,
    place: &'a str,
    section: &'a Section,
}

impl Entry<'_> {
    fn credentials(&self) -> Result<Credentials, CredentialsError> {
        match self.required("type")?.reveal() {
            "access_key" => self.access_key(),
            "sts" => {
                let token = self.required("security_token")?.clone();
                Ok(self.access_key()?.with_security_token(token))
            }
            "ecs_ram_role" => {
                let role = self.text("role_name");
                metadata::credentials(self.around, self.place, role.as_deref())
            }
            "ram_role_arn" => {
                sts::assume(self.around, self.place, &self.role()?, &self.access_key()?)
            }
            "oidc_role_arn" => {
                let provider = self.required("oidc_provider_arn")?;
                let file = Path::new(self.required("oidc_token_file_path")?.reveal());
                let (around, place, role) = (self.around, self.place, self.role()?);
                oidc::exchange_token(around, place, &role, provider.reveal(), file)
            }
            other => {
                let mode = other.chars().filter(|c| !c.is_control()).take(40).collect();
                Err(CredentialsError::Unsupported {
                    place: self.place.to_owned(),
                    mode,
                })
            }
        }
    }

    fn access_key(&self) -> Result<Credentials, CredentialsError> {
        let id = self.required("access_key_id")?.reveal();
        Ok(Credentials::new(
            id,
            self.required("access_key_secret")?.clone(),
        ))
    }

    fn role(&self) -> Result<sts::Role, CredentialsError> {
        Ok(sts::Role {
            arn: self.required("role_arn")?.reveal().to_owned(),
            session_name: self.text("role_session_name"),
            policy: self.text("policy"),
            ..sts::Role::default()
        })
    }

    fn required(&self, key: &str) -> Result<&Secret, CredentialsError> {
        let missing = || CredentialsError::broken(self.place, format!("{key} is missing"));
        self.section.get(key).ok_or_else(missing)
    }

    fn text(&self, key: &str) -> Option<String> {
        self.section.get(key).map(|value| value.reveal().to_owned())
    }
}
