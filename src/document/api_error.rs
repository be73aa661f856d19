//! The cloud's own error body, and what to do about it.

use std::fmt;

/// An error body of the API, as JSON (`Code`, `Message`, …) or XML (`<Error>`).
///
/// The fields are the server's words. What repeats a part of the signed request is left out, because it holds
/// the access key id and the session token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiError {
    /// The error code, such as `InvalidVpnConnectionInstanceId.NotFound`.
    pub code: String,
    /// What the server says about it.
    pub message: String,
    /// The id to name in a support ticket.
    pub request_id: Option<String>,
    /// The endpoint that answered.
    pub host_id: Option<String>,
    /// The server's link to a page about the error.
    pub recommend: Option<String>,
    /// The HTTP status, where the document carries it.
    pub http_status: Option<u16>,
}

impl ApiError {
    /// The error of a response of which only the HTTP status is known.
    pub(super) fn of_status(status: u16) -> Self {
        Self {
            code: format!("HTTP {status}"),
            message: "the response has no error body".to_owned(),
            request_id: None,
            host_id: None,
            recommend: None,
            http_status: Some(status),
        }
    }

    /// What to do about it, for the codes that this operation and its neighbours are known to answer.
    pub fn advice(&self) -> Option<&'static str> {
        let code = self.code.as_str();
        let starts = |prefix| code.starts_with(prefix);
        Some(if starts("Throttling") {
            "wait a minute, then ask again"
        } else if code.ends_with(".Configuring") || code.ends_with(".CONFLICT") {
            "the connection is being changed: ask again in a minute"
        } else if code.ends_with(".NotFound") && !starts("InvalidAccessKeyId") {
            "check the id and the region: a connection is found in its own region only"
        } else if starts("Forbidden") || starts("Forbbiden") {
            "the account needs the RAM permission vpc:DownloadVpnConnectionConfig for this connection"
        } else if starts("InvalidAccessKeyId") || starts("InvalidSecurityToken") {
            "check the access key; a session token expires"
        } else if starts("SignatureDoesNotMatch") || starts("IncompleteSignature") {
            "check the access key secret"
        } else if starts("IllegalTimestamp") || starts("InvalidTimeStamp") {
            "set the clock of the machine that sent the request"
        } else {
            return None;
        })
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the API answered {}: {}", self.code, self.message)?;
        if let Some(id) = &self.request_id {
            write!(f, " (request id {id})")?;
        }
        if let Some(advice) = self.advice() {
            write!(f, "; {advice}")?;
        }
        if let Some(link) = &self.recommend {
            write!(f, "; see {link}")?;
        }
        Ok(())
    }
}

impl std::error::Error for ApiError {}
