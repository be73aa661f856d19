//! The SDKs' own file, `~/.alibabacloud/credentials` or `credentials.ini`: one section for each profile, in INI.

use std::path::{Path, PathBuf};

use super::{
    Answer, Asked, Credentials, CredentialsError, Environment, Found, file, ini::Section, metadata,
    oidc, sts,
};
use crate::secret::Secret;

const FILE: &str = "ALIBABA_CLOUD_CREDENTIALS_FILE";

/// The names that the file has: the first in the SDKs for Go and Java, the second in that for Python and in public
/// documents.
const NAMES: [&str; 2] = ["credentials", "credentials.ini"];

/// Asks for the profile of that name.
pub(super) fn ask(around: &Environment<'_>, profile: &str) -> Asked {
    if let Some(path) = around.machine.variable(FILE).map(PathBuf::from) {
        return match read(around, &path, profile)? {
            Lookup::File(None) => Ok(Answer::Absent(no_section(profile, &path))),
            Lookup::File(Some(section)) => found(around, profile, &path, &section),
            Lookup::NoFile => Err(CredentialsError::broken(
                path.display().to_string(),
                format!("not there ({FILE})"),
            )),
        };
    }
    let Some(home) = around.machine.home() else {
        return Ok(Answer::Absent("no home folder".to_owned()));
    };
    let [first, second] = NAMES.map(|name| home.join(".alibabacloud").join(name));
    match (
        read(around, &first, profile)?,
        read(around, &second, profile)?,
    ) {
        (Lookup::File(Some(one)), Lookup::File(Some(other))) if !one.agrees_with(&other) => {
            let (first, second) = (first.display(), second.display());
            Err(CredentialsError::broken(
                format!("profile {profile}"),
                format!("{first} and {second} say different things of it: remove one of them"),
            ))
        }
        (Lookup::File(Some(section)), _) => found(around, profile, &first, &section),
        (_, Lookup::File(Some(section))) => found(around, profile, &second, &section),
        (Lookup::File(None), _) => Ok(Answer::Absent(no_section(profile, &first))),
        (_, Lookup::File(None)) => Ok(Answer::Absent(no_section(profile, &second))),
        (Lookup::NoFile, Lookup::NoFile) => Ok(Answer::Absent(format!(
            "no {} and no {}",
            first.display(),
            second.display()
        ))),
    }
}

/// What reading a file for one profile gives.
enum Lookup {
    NoFile,
    File(Option<Section>),
}

fn read(around: &Environment<'_>, path: &Path, profile: &str) -> Result<Lookup, CredentialsError> {
    let Some(text) = file::read(around, path)? else {
        return Ok(Lookup::NoFile);
    };
    let section = Section::read(&text, profile).map_err(|error| {
        let problem = format!("line {} is neither [section] nor key = value", error.line);
        CredentialsError::broken(path.display().to_string(), problem)
    })?;
    Ok(Lookup::File(section))
}

fn no_section(profile: &str, path: &Path) -> String {
    format!("no section [{profile}] in {}", path.display())
}

fn found(around: &Environment<'_>, profile: &str, path: &Path, section: &Section) -> Asked {
    let source = format!("profile {profile} in {}", path.display());
    let entry = Setting {
        around,
        place: &source,
        section,
    };
    let credentials = entry.credentials()?;
    Ok(Answer::Found(Found {
        credentials,
        source,
    }))
}

struct Setting<'a> {
    around: &'a Environment<'a>,
    place: &'a str,
    section: &'a Section,
}

impl Setting<'_> {
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
                let mode = other
                    .chars()
                    .filter(|c| !crate::showable::acts(*c))
                    .take(40)
                    .collect();
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
