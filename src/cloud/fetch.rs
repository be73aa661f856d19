//! Fetching with everything chosen: this machine's credentials, its clock, and the crate's own HTTP client
//! (feature `fetch`).

use std::{path::PathBuf, time::Duration};

use super::{
    Chain, Client, CloudError, Endpoint, HttpTransport, Network, Observer, Pace, SystemClock,
    ThisMachine, bundle, check_connection_id, download,
    sign::Scheme,
    walk::{Shelf, Summary, WalkOptions, walk},
};

/// How to reach the API, and as whom.
#[derive(Clone)]
pub struct Access<'a> {
    /// The region; `None` asks the environment and the profile in use.
    pub region: Option<String>,
    /// A profile by name; `None` asks the whole chain of credentials.
    pub profile: Option<String>,
    /// The server, where it is not the region's own.
    pub endpoint: Option<String>,
    /// Which of the region's servers; `None` asks the profile in use and the environment.
    pub network: Option<Network>,
    /// Which signature.
    pub scheme: Scheme,
    /// A PEM file of certificate authorities to trust beside the system's.
    pub ca_file: Option<PathBuf>,
    /// How long one try may take.
    pub timeout: Duration,
    /// How many requests may start in a second; a fraction is one in several seconds. The published quota of
    /// each operation is kept besides.
    pub rate: f64,
    /// Who hears of what happens.
    pub observer: &'a dyn Observer,
}

impl Default for Access<'_> {
    /// The region's public server, V2, 30 seconds for each try, 10 requests a second, nobody hears.
    fn default() -> Self {
        Self {
            region: None,
            profile: None,
            endpoint: None,
            network: None,
            scheme: Scheme::default(),
            ca_file: None,
            timeout: Duration::from_secs(30),
            rate: 10.0,
            observer: &(),
        }
    }
}

/// What to fetch, and how.
#[derive(Clone, Default)]
pub struct FetchOptions<'a> {
    /// The connection's id, `vco-…`.
    pub connection: String,
    /// Fetch a bundle and not only the download.
    pub with_describe: bool,
    /// How to reach the API, and as whom.
    pub access: Access<'a>,
}

/// The response of `DownloadVpnConnectionConfig` as received, or a bundle.
pub fn fetch_one(options: &FetchOptions<'_>) -> Result<Vec<u8>, CloudError> {
    check_connection_id(&options.connection)?;
    with_client(&options.access, |client| {
        if options.with_describe {
            bundle::fetch(client, &options.connection)
        } else {
            download(client, &options.connection)
        }
    })
}

/// Every connection of the region, each to its place on the shelf.
pub fn fetch_all(
    access: &Access<'_>,
    options: WalkOptions,
    shelf: &dyn Shelf,
) -> Result<Summary, CloudError> {
    with_client(access, |client| walk(client, options, shelf))
}

/// The region that a call would go to, without any call.
pub fn region(access: &Access<'_>) -> Result<String, CloudError> {
    with_client(access, |client| Ok(client.region().to_owned()))
}

fn with_client<T>(
    access: &Access<'_>,
    run: impl FnOnce(&Client<'_>) -> Result<T, CloudError>,
) -> Result<T, CloudError> {
    let transport = match &access.ca_file {
        Some(file) => HttpTransport::with_ca_file(file)?,
        None => HttpTransport::new(),
    };
    let chain = Chain::new(&ThisMachine, &transport, &SystemClock)
        .with_profile(access.profile.as_deref())
        .with_observer(access.observer);
    let whereabouts = chain.whereabouts()?;
    let region = access.region.clone().or(whereabouts.region);
    let region = region.ok_or(CloudError::NoRegion)?;
    let network = access.network.unwrap_or(if whereabouts.inside_vpc {
        Network::Vpc
    } else {
        Network::Public
    });
    let regional = Endpoint::of_region(&region, network)?;
    // An option goes before what a profile says, the kind of server included.
    let of_profile = whereabouts.endpoint.filter(|_| access.network.is_none());
    let endpoint = match access.endpoint.as_ref().or(of_profile.as_ref()) {
        Some(text) => Endpoint::parse(text)?,
        None => regional,
    };
    let pace = Pace::per_second(access.rate);
    let client = Client::new(&transport, &SystemClock, &chain, endpoint, &region)
        .with_scheme(access.scheme)
        .with_observer(access.observer)
        .with_timeout(access.timeout)
        .with_pace(&pace);
    run(&client)
}
