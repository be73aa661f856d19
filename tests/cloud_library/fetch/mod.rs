//! One call: signatures, retries, refusals, and answers that are none.

mod answers;
mod retries;
mod signing;

use std::time::Duration;

use peerconf::{
    cloud::{
        Class, Client, CloudError, Credentials, Endpoint, Failure, HttpTransport, MAX_BODY, Retry,
        download, sign::Scheme,
    },
    secret::Secret,
};

use crate::support::{
    api::{self, Api, KEY_ID, REGION, SECRET, TOKEN},
    machine::{Ear, FakeClock},
    server::Server,
    wire::{Manner, Reply},
};

const ID: &str = "vco-bp10lz7aejumd2vxoqgev";
const DOWNLOAD: &str = "DownloadVpnConnectionConfig";

fn key(secret: &str) -> Credentials {
    Credentials::new(KEY_ID, Secret::new(secret.to_owned()))
}

/// A client of the test's API, with what it needs kept together.
struct Bench {
    api: std::sync::Arc<Api>,
    server: Server,
    transport: HttpTransport,
    clock: FakeClock,
    credentials: Credentials,
    ear: Ear,
}

impl Bench {
    fn new() -> Self {
        let api = Api::new();
        api.answer(DOWNLOAD, ID, api::download(ID));
        Self {
            server: api.serve(),
            api,
            transport: HttpTransport::new(),
            clock: FakeClock::right(),
            credentials: key(SECRET),
            ear: Ear::default(),
        }
    }

    fn client(&self) -> Client<'_> {
        let endpoint = Endpoint::parse(&self.server.url()).unwrap();
        Client::new(
            &self.transport,
            &self.clock,
            &self.credentials,
            endpoint,
            REGION,
        )
        .with_observer(&self.ear)
        .with_timeout(Duration::from_secs(5))
    }

    fn fetch(&self) -> Result<Vec<u8>, CloudError> {
        download(&self.client(), ID)
    }

    fn refusal(&self) -> Box<peerconf::cloud::Refusal> {
        match self.fetch() {
            Err(CloudError::Refused(refusal)) => refusal,
            other => panic!("not refused: {:?}", other.map(|body| body.len())),
        }
    }
}
