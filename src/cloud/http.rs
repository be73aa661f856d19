//! [`Transport`] over reqwest and rustls (feature `fetch`).
//!
//! A client is built when the first request needs it: reading the system's certificates takes
//! milliseconds that a program without a request should not spend.

use std::{
    error::Error,
    io::{self, Read},
    path::Path,
    sync::OnceLock,
    time::Duration,
};

use reqwest::{
    Certificate,
    blocking::{Client, ClientBuilder},
    redirect::Policy,
};

use super::{CloudError, Failure, MAX_BODY, Method, Request, Response, Transport, TransportError};

/// How long a connection may take to come about, within the request's own timeout.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// HTTP/1.1 over TLS, by way of the proxies that the environment names (`HTTPS_PROXY`, `ALL_PROXY`,
/// `NO_PROXY`); plain HTTP goes past them.
///
/// It blocks: not for use on a thread of an asynchronous runtime.
#[derive(Default)]
pub struct HttpTransport {
    extra: Vec<Certificate>,
    direct: bool,
    secure: OnceLock<Result<Client, TransportError>>,
    plain: OnceLock<Result<Client, TransportError>>,
}

impl HttpTransport {
    /// A transport that trusts the system's certificate authorities.
    pub fn new() -> Self {
        Self::default()
    }

    /// Trusts the authorities of a PEM file too.
    pub fn with_ca_file(path: &Path) -> Result<Self, CloudError> {
        let unusable =
            |why: String| CloudError::Option(format!("CA file {}: {why}", path.display()));
        let pem = std::fs::read(path).map_err(|error| unusable(error.to_string()))?;
        let extra = Certificate::from_pem_bundle(&pem)
            .map_err(|error| unusable(format!("not PEM certificates: {}", cause(&error))))?;
        if extra.is_empty() {
            return Err(unusable("no certificate in it".to_owned()));
        }
        Ok(Self {
            extra,
            ..Self::default()
        })
    }

    /// Goes past the proxies that the environment names.
    #[must_use]
    pub fn without_proxy(mut self) -> Self {
        self.direct = true;
        self
    }

    fn client(&self, url: &str) -> Result<&Client, TransportError> {
        let built = if url.starts_with("https:") {
            self.secure.get_or_init(|| self.build_secure())
        } else {
            self.plain
                .get_or_init(|| setup(builder().no_proxy().tls_certs_only([])))
        };
        built.as_ref().map_err(Clone::clone)
    }

    fn build_secure(&self) -> Result<Client, TransportError> {
        let builder = || {
            if self.direct {
                builder().no_proxy()
            } else {
                builder()
            }
        };
        if self.extra.is_empty() {
            return setup(builder());
        }
        // Where the system has no authorities, or cannot be added to, the file's must do alone.
        setup(builder().tls_certs_merge(self.extra.clone()))
            .or_else(|_| setup(builder().tls_certs_only(self.extra.clone())))
    }
}

impl Transport for HttpTransport {
    fn send(&self, request: &Request) -> Result<Response, TransportError> {
        let method = match request.method() {
            Method::Get => reqwest::Method::GET,
            Method::Post => reqwest::Method::POST,
            Method::Put => reqwest::Method::PUT,
        };
        let mut outgoing = self
            .client(request.url())?
            .request(method, request.url())
            .timeout(request.timeout())
            .body(request.body().to_vec());
        for (name, value) in request.headers() {
            outgoing = outgoing.header(name, value);
        }
        let incoming = outgoing
            .send()
            .map_err(|error| failure(&error.without_url()))?;
        let mut response = Response::new(incoming.status().as_u16(), Vec::new());
        for (name, value) in incoming.headers() {
            if let Ok(value) = value.to_str() {
                response = response.with_header(name.as_str(), value);
            }
        }
        Ok(response.with_body(read_body(incoming)?))
    }
}

fn builder() -> ClientBuilder {
    // A client without a provider of cryptography panics, also one for plain HTTP. A host program may have
    // installed one already: then that one is used.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder()
        .redirect(Policy::none())
        .retry(reqwest::retry::never())
        .connect_timeout(CONNECT_TIMEOUT)
        .user_agent(concat!("peerconf/", env!("CARGO_PKG_VERSION")))
}

fn setup(builder: ClientBuilder) -> Result<Client, TransportError> {
    builder
        .build()
        .map_err(|error| TransportError::new(Failure::Setup, cause(&error.without_url())))
}

fn read_body(incoming: impl Read) -> Result<Vec<u8>, TransportError> {
    let mut body = Vec::new();
    let limit = u64::try_from(MAX_BODY).unwrap_or(u64::MAX);
    incoming
        .take(limit + 1)
        .read_to_end(&mut body)
        .map_err(|error| failure(&error))?;
    if body.len() > MAX_BODY {
        return Err(TransportError::new(Failure::TooLarge, ""));
    }
    Ok(body)
}

/// Judges by the whole chain: the interesting error is mostly the innermost. The client's own words are left
/// out, because they can hold the address.
fn failure(error: &(dyn Error + 'static)) -> TransportError {
    let mut kind = Failure::Cut;
    let mut detail = String::new();
    for error in chain(error) {
        match error.downcast_ref::<reqwest::Error>() {
            Some(error) if error.is_timeout() => kind = Failure::Timeout,
            Some(error) if error.is_connect() => kind = Failure::Connect,
            Some(_) => {}
            None => detail = error.to_string(),
        }
        // The client's layers have no types for these two.
        if detail == "dns error" {
            kind = Failure::Name;
        } else if detail.ends_with("proxy authorization required") {
            return TransportError::new(Failure::ProxyLogin, "");
        }
        match error.downcast_ref::<rustls::Error>() {
            Some(rustls::Error::InvalidCertificate(_)) => kind = Failure::Certificate,
            Some(_) => kind = Failure::Tls,
            None => {}
        }
    }
    TransportError::new(kind, detail)
}

/// The error and everything below it. An I/O error hides what it wraps from `source`.
fn chain<'a>(error: &'a (dyn Error + 'static)) -> Vec<&'a (dyn Error + 'static)> {
    let mut chain = vec![error];
    let mut current = error;
    loop {
        let wrapped = current
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref);
        let below: Option<&'a (dyn Error + 'static)> = match wrapped {
            Some(wrapped) => Some(wrapped),
            None => current.source(),
        };
        match below {
            Some(below) => chain.push(below),
            None => return chain,
        }
        current = chain[chain.len() - 1];
    }
}

fn cause(error: &(dyn Error + 'static)) -> String {
    chain(error)
        .last()
        .map(ToString::to_string)
        .unwrap_or_default()
}
