//! One call of an operation before it is signed.

use std::fmt;

/// An operation's name, the version of its API, and its own parameters.
///
/// A parameter can be a token, so `Debug` prints names only.
pub struct Call {
    action: &'static str,
    version: &'static str,
    parameters: Vec<(&'static str, String)>,
}

impl Call {
    /// A call without parameters.
    pub fn new(action: &'static str, version: &'static str) -> Self {
        Self {
            action,
            version,
            parameters: Vec::new(),
        }
    }

    /// Adds a parameter.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.parameters.push((name, value.into()));
        self
    }

    /// Adds a parameter where there is a value.
    #[must_use]
    pub fn with_optional(self, name: &'static str, value: Option<impl Into<String>>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// The operation's name.
    pub fn action(&self) -> &'static str {
        self.action
    }

    /// The version of the API that the operation belongs to.
    pub fn version(&self) -> &'static str {
        self.version
    }

    /// The operation's own parameters, in the order they were added.
    pub fn parameters(&self) -> impl Iterator<Item = (&str, &str)> {
        self.parameters
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
    }
}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.parameters.iter().map(|(name, _)| name).collect();
        f.debug_struct("Call")
            .field("action", &self.action)
            .field("version", &self.version)
            .field("parameters", &names)
            .finish()
    }
}
