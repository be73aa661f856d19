//! Which names a device takes as an identity. The rules themselves are read in `manifest`.

use super::manifest::IdentityRules;
use super::version::Version;

impl IdentityRules {
    /// The rules of one release.
    pub(crate) fn at(mut self, version: &Version) -> Self {
        if self
            .without_until
            .as_ref()
            .is_some_and(|first| version >= first)
        {
            self.without.clear();
        }
        self
    }

    /// The first character of a name that it may not hold.
    pub(crate) fn odd(&self, name: &str) -> Option<char> {
        let listed =
            |c: char| c.is_ascii_alphanumeric() || ".-_".contains(c) || self.also.contains(c);
        name.chars()
            .find(|c| !listed(*c) || self.without.contains(*c))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_is_taken_from_a_release_on() {
        let text =
            "also = \"@\"\nwithout = \"_\"\nwithout_until = \"26.1.6\"\nsource = \"the model\"";
        let rules: IdentityRules = toml::from_str(text).unwrap();
        let odd = |release: &str, name: &str| {
            let version = Version::parse(release).unwrap();
            rules.clone().at(&version).odd(name)
        };
        assert_eq!(odd("25.1.9", "branch_7"), Some('_'));
        assert_eq!(odd("26.1.6", "branch_7"), None);
        assert_eq!(odd("25.1.9", "user@branch-7"), None);
        assert_eq!(odd("26.7", "branch 7"), Some(' '));
    }
}
