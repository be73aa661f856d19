//! The seam to HTTP: what is sent, what comes back, and the trait that a client implements.
//!
//! The crate brings one implementation (`cloud::http`, with feature `fetch`). Whoever wants another
//! client, or none but a test's, implements [`Transport`] over it.

use std::{fmt, time::Duration};

/// Sends one request and returns the answer, whatever its status.
///
/// An implementation must not follow redirects (a signed request is for one host), must not repeat a
/// request (a nonce is good once), must verify TLS certificates, must keep plain `http` (which is for
/// this machine and the metadata service beside it) away from proxies, and must refuse bodies above
/// [`MAX_BODY`].
pub trait Transport: Send + Sync {
    /// One exchange. An HTTP status of 400 and above is an answer, not an error.
    fn send(&self, request: &Request) -> Result<Response, TransportError>;
}

/// The largest answer that is taken, in bytes. A real one has a few thousand.
pub const MAX_BODY: usize = 16 * 1024 * 1024;

/// The methods in use.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Method {
    /// Metadata and credential services.
    Get,
    /// Every call of the API.
    Post,
    /// The metadata service's token.
    Put,
}

impl Method {
    /// The method's name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
        }
    }
}

/// A request, complete but for the headers that every HTTP client sets by itself (`host`,
/// `content-length`).
///
/// Address, headers and body can hold signatures and tokens; `Debug` prints none of them.
pub struct Request {
    method: Method,
    url: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    timeout: Duration,
}

impl Request {
    /// A request without headers and body, with a timeout of 30 seconds.
    pub fn new(method: Method, url: String) -> Self {
        let timeout = Duration::from_secs(30);
        Self {
            method,
            url,
            headers: Vec::new(),
            body: Vec::new(),
            timeout,
        }
    }

    /// Adds a header; names are in lower case.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Sets the body.
    #[must_use]
    pub fn with_body(mut self, body: Vec<u8>) -> Self {
        self.body = body;
        self
    }

    /// Sets the time that the whole exchange may take.
    #[must_use]
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// The method.
    pub fn method(&self) -> Method {
        self.method
    }

    /// The address. It can hold a signature: not for messages.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The headers, names in lower case.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The body; empty where there is none.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// How long the whole exchange may take.
    pub fn timeout(&self) -> Duration {
        self.timeout
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.method)
            .finish_non_exhaustive()
    }
}

/// An answer. `Debug` leaves the body out: it holds keys.
pub struct Response {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Response {
    /// An answer with the given status and body.
    pub fn new(status: u16, body: Vec<u8>) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body,
        }
    }

    /// Adds a header.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        self.headers
            .push((name.to_ascii_lowercase(), value.to_owned()));
        self
    }

    /// Sets the body.
    #[must_use]
    pub fn with_body(mut self, body: Vec<u8>) -> Self {
        self.body = body;
        self
    }

    /// The HTTP status.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The first header of that name; `name` is in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    /// The body.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// Gives the body away.
    pub fn into_body(self) -> Vec<u8> {
        self.body
    }
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

/// Why no answer came.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{kind}{}", after_colon(.detail))]
pub struct TransportError {
    kind: Failure,
    detail: String,
}

impl TransportError {
    /// `detail` goes into messages: it must hold no address with a query string, no header, no body.
    pub fn new(kind: Failure, detail: impl Into<String>) -> Self {
        Self {
            kind,
            detail: detail.into(),
        }
    }

    /// What kind of failure this is.
    pub fn kind(&self) -> Failure {
        self.kind
    }
}

fn after_colon(text: &str) -> String {
    if text.is_empty() {
        String::new()
    } else {
        format!(": {text}")
    }
}

/// The ways an exchange fails before there is an answer.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Failure {
    /// Nobody listens there.
    #[error("no connection")]
    Connect,
    /// The server's name could not be resolved.
    #[error("the server's name cannot be resolved")]
    Name,
    /// The proxy on the way wants a login.
    #[error("the proxy wants a login (HTTP 407)")]
    ProxyLogin,
    /// The server's certificate was refused.
    #[error("the server's TLS certificate was refused")]
    Certificate,
    /// TLS failed for another reason.
    #[error("the TLS handshake failed")]
    Tls,
    /// No complete answer within the time allowed.
    #[error("no complete answer in time")]
    Timeout,
    /// The connection ended before the answer was complete.
    #[error("the connection was cut")]
    Cut,
    /// More than [`MAX_BODY`].
    #[error("the answer is larger than 16 MiB")]
    TooLarge,
    /// The client could not be set up.
    #[error("the HTTP client cannot be set up")]
    Setup,
}

impl Failure {
    /// Whether the next try may succeed where this one failed.
    pub fn is_transient(self) -> bool {
        matches!(self, Self::Connect | Self::Name | Self::Timeout | Self::Cut)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_output_shows_neither_address_nor_body() {
        let request = Request::new(Method::Post, "https://h/?Signature=abc".to_owned())
            .with_header("authorization", "abc")
            .with_body(b"abc".to_vec());
        assert_eq!(format!("{request:?}"), "Request { method: Post, .. }");
        let response = Response::new(200, b"Psk".to_vec()).with_header("Date", "today");
        assert_eq!(format!("{response:?}"), "Response { status: 200, .. }");
    }

    #[test]
    fn headers_of_an_answer_are_found_in_lower_case() {
        let response = Response::new(503, Vec::new()).with_header("X-Acs-Retry-After", "500");
        assert_eq!(response.header("x-acs-retry-after"), Some("500"));
        assert_eq!(response.header("date"), None);
    }

    #[test]
    fn the_detail_follows_the_kind() {
        let error = TransportError::new(Failure::Connect, "connection refused");
        assert_eq!(error.to_string(), "no connection: connection refused");
        assert_eq!(
            TransportError::new(Failure::Cut, "").to_string(),
            "the connection was cut"
        );
    }
}
