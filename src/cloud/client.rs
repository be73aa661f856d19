//! Calls the operations of one region in the name of one identity.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use super::{
    Clock, CloudError, Credentials, Endpoint, Observer, Operation, Pace, Retry, Transport,
    credentials::{CredentialsError, Provider},
    exchange::{Exchange, Subject},
    operation::Permission,
    sign::Scheme,
};

/// Temporary credentials are replaced this long before they end.
const SPARE: Duration = Duration::from_secs(3 * 60);

/// A client for one region. Shared by threads.
///
/// It borrows what it stands on, so that a program (or a test) can bring its own HTTP client, clock and
/// source of credentials.
pub struct Client<'a> {
    exchange: Exchange<'a>,
    provider: &'a dyn Provider,
    cached: Mutex<Option<Credentials>>,
    endpoint: Endpoint,
    region: String,
    scheme: Scheme,
}

impl<'a> Client<'a> {
    /// A client that signs with V2, tries three times, waits 30 seconds for an answer, and tells nobody.
    pub fn new(
        transport: &'a dyn Transport,
        clock: &'a dyn Clock,
        provider: &'a dyn Provider,
        endpoint: Endpoint,
        region: &str,
    ) -> Self {
        let exchange = Exchange {
            transport,
            clock,
            observer: &(),
            retry: Retry::default(),
            timeout: Duration::from_secs(30),
            pace: None,
        };
        let region = region.to_owned();
        let cached = Mutex::new(None);
        Self {
            exchange,
            provider,
            cached,
            endpoint,
            region,
            scheme: Scheme::default(),
        }
    }

    /// Chooses the signature.
    #[must_use]
    pub fn with_scheme(mut self, scheme: Scheme) -> Self {
        self.scheme = scheme;
        self
    }

    /// Names who hears of what happens.
    #[must_use]
    pub fn with_observer(mut self, observer: &'a dyn Observer) -> Self {
        self.exchange.observer = observer;
        self
    }

    /// Sets how often a call is tried.
    #[must_use]
    pub fn with_retry(mut self, retry: Retry) -> Self {
        self.exchange.retry = retry;
        self
    }

    /// Sets how long one try may take.
    #[must_use]
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.exchange.timeout = timeout;
        self
    }

    /// Limits how many requests start, in a second in all and in a minute of each operation. Where the service
    /// refuses for want of quota, all threads wait.
    #[must_use]
    pub fn with_pace(mut self, pace: &'a Pace) -> Self {
        self.exchange.pace = Some(pace);
        self
    }

    /// The region.
    pub fn region(&self) -> &str {
        &self.region
    }

    /// Who hears of what happens.
    pub(super) fn observer(&self) -> &'a dyn Observer {
        self.exchange.observer
    }

    /// The answer of an operation about the resource `id`, as received.
    pub fn call(&self, operation: Operation, id: &str) -> Result<Vec<u8>, CloudError> {
        self.call_with(operation, id, &[])
    }

    /// The same with further parameters.
    pub fn call_with(
        &self,
        operation: Operation,
        id: &str,
        parameters: &[(&'static str, &str)],
    ) -> Result<Vec<u8>, CloudError> {
        let credentials = self.credentials()?;
        match self.call_as(&credentials, operation, id, parameters) {
            Err(CloudError::Refused(error)) if error.is_expired_token() => {
                let fresh = self.renewed(&credentials)?;
                if fresh.access_key_id() == credentials.access_key_id() {
                    return Err(CloudError::Refused(error));
                }
                self.call_as(&fresh, operation, id, parameters)
            }
            other => other,
        }
    }

    fn call_as(
        &self,
        credentials: &Credentials,
        operation: Operation,
        id: &str,
        parameters: &[(&'static str, &str)],
    ) -> Result<Vec<u8>, CloudError> {
        let call = parameters
            .iter()
            .fold(operation.call(&self.region, id), |call, (name, value)| {
                call.with(name, *value)
            });
        let id = operation.id_parameter().map(|_| id);
        let permission = Permission {
            action: operation.ram_action(),
            resource: operation.ram_resource(Some(&self.region), None, id),
        };
        let subject = Subject {
            action: operation.name(),
            host: self.endpoint.authority(),
            permission: &permission,
            quota: Some(operation.calls_per_minute()),
            hidden: &credentials.hidden(),
        };
        self.exchange.run(&subject, &|stamp| {
            self.scheme.sign(&call, &self.endpoint, credentials, stamp)
        })
    }

    /// The credentials in use, asked for at the first call and again shortly before they end.
    fn credentials(&self) -> Result<Credentials, CredentialsError> {
        let mut cached = self.cached.lock().unwrap_or_else(PoisonError::into_inner);
        let deadline = self.exchange.clock.now() + SPARE;
        if let Some(known) = &*cached
            && known.expires().is_none_or(|end| end > deadline)
        {
            return Ok(known.clone());
        }
        Ok(cached.insert(self.provider.credentials()?).clone())
    }

    /// Other credentials than those that were refused, where another thread or the provider has any.
    fn renewed(&self, refused: &Credentials) -> Result<Credentials, CredentialsError> {
        let mut cached = self.cached.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = &*cached
            && known.access_key_id() != refused.access_key_id()
        {
            return Ok(known.clone());
        }
        Ok(cached.insert(self.provider.credentials()?).clone())
    }
}
