//! A walk over a region: pages, limits, interruption, failures.

use std::{
    collections::BTreeMap,
    io,
    sync::{Arc, Mutex},
    time::Duration,
};

use peerconf::{
    cloud::{
        Client, Clock, CloudError, Credentials, Endpoint, HttpTransport, Pace,
        walk::{Outcome, Shelf, Slot, Summary, WalkError, WalkOptions, walk},
    },
    secret::Secret,
};

use crate::support::{
    api::{self, Api, KEY_ID, REGION, SECRET},
    machine::{Ear, FakeClock},
    timeline::Timeline,
    wire::{Manner, Reply},
};

pub(crate) const OPTIONS: WalkOptions = WalkOptions {
    with_describe: false,
    workers: 4,
    force: false,
    prune: false,
};

/// A shelf in memory.
#[derive(Default)]
pub(crate) struct Memory {
    pub(crate) content: Mutex<BTreeMap<String, Vec<u8>>>,
    /// A connection that something else is in the place of.
    taken: Option<String>,
    full: bool,
    pub(crate) aside: Mutex<Vec<String>>,
}

impl Shelf for Memory {
    fn look(&self, connection: &str) -> io::Result<Slot> {
        if self.taken.as_deref() == Some(connection) {
            return Ok(Slot::Taken);
        }
        let there = self.content.lock().unwrap().contains_key(connection);
        Ok(if there { Slot::Filled } else { Slot::Free })
    }

    fn put(&self, connection: &str, content: &[u8]) -> io::Result<()> {
        if self.full {
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.content
            .lock()
            .unwrap()
            .insert(connection.to_owned(), content.to_vec());
        Ok(())
    }

    fn stored(&self) -> io::Result<Vec<String>> {
        Ok(self.content.lock().unwrap().keys().cloned().collect())
    }

    fn set_aside(&self, connection: &str) -> io::Result<()> {
        self.content.lock().unwrap().remove(connection);
        self.aside.lock().unwrap().push(connection.to_owned());
        Ok(())
    }
}

pub(crate) struct Bench {
    pub(crate) api: Arc<Api>,
    pub(crate) shelf: Memory,
    clock: FakeClock,
    pub(crate) ear: Ear,
}

impl Bench {
    pub(crate) fn new(connections: usize) -> Self {
        let api = Api::new();
        api.add_connections((0..connections).map(|n| format!("vco-bp{n:04}")));
        Self {
            api,
            shelf: Memory::default(),
            clock: FakeClock::right(),
            ear: Ear::default(),
        }
    }

    pub(crate) fn walk(&self, options: WalkOptions) -> Result<Summary, CloudError> {
        self.walk_by(&self.clock, options, None)
    }

    pub(crate) fn walk_by(
        &self,
        clock: &dyn Clock,
        options: WalkOptions,
        pace: Option<&Pace>,
    ) -> Result<Summary, CloudError> {
        let server = self.api.serve();
        let transport = HttpTransport::new();
        let credentials = Credentials::new(KEY_ID, Secret::new(SECRET.to_owned()));
        let endpoint = Endpoint::parse(&server.url()).unwrap();
        let mut client = Client::new(&transport, clock, &credentials, endpoint, REGION)
            .with_observer(&self.ear)
            .with_timeout(Duration::from_secs(5));
        if let Some(pace) = pace {
            client = client.with_pace(pace);
        }
        walk(&client, options, &self.shelf)
    }

    fn downloads(&self) -> usize {
        self.api
            .actions()
            .iter()
            .filter(|action| *action == "DownloadVpnConnectionConfig")
            .count()
    }
}

#[test]
fn every_connection_of_every_page_is_saved_as_received() {
    let bench = Bench::new(120);
    let summary = bench.walk(OPTIONS).unwrap();
    assert!(summary.is_complete());
    assert_eq!(
        summary.to_string(),
        "120 connections: 120 saved, 0 there already, 0 failed"
    );
    let content = bench.shelf.content.lock().unwrap();
    assert_eq!(content.len(), 120);
    assert_eq!(
        content["vco-bp0077"],
        api::download("vco-bp0077").as_bytes()
    );
    let pages = bench
        .api
        .actions()
        .iter()
        .filter(|it| *it == "DescribeVpnConnections")
        .count();
    // Three pages; once more, for they could have changed; and once more at the end.
    assert_eq!(pages, 3 + 3 + 6);
    assert!(
        bench
            .ear
            .heard()
            .contains(&"100 of 120 connections listed".to_owned())
    );
}

#[test]
fn no_more_requests_at_once_than_workers() {
    for workers in [1, 3] {
        let bench = Bench::new(12);
        bench.api.be_slow(Duration::from_millis(20));
        bench.walk(WalkOptions { workers, ..OPTIONS }).unwrap();
        assert_eq!(bench.api.most_at_once(), workers);
    }
}

#[test]
fn a_rate_is_kept() {
    let bench = Bench::new(3);
    let clock = Timeline::new();
    bench
        .walk_by(&clock, OPTIONS, Some(&Pace::per_second(1.0)))
        .unwrap();
    // Two listings and three downloads: all but the first wait for their place, a second apart.
    assert_eq!(clock.passed(), Duration::from_secs(4));
}

#[test]
fn a_second_walk_fetches_only_what_is_missing() {
    let bench = Bench::new(10);
    bench.walk(OPTIONS).unwrap();
    bench.shelf.content.lock().unwrap().remove("vco-bp0003");
    let summary = bench.walk(OPTIONS).unwrap();
    assert_eq!(
        summary.to_string(),
        "10 connections: 1 saved, 9 there already, 0 failed"
    );
    assert_eq!(bench.downloads(), 11);

    bench
        .walk(WalkOptions {
            force: true,
            ..OPTIONS
        })
        .unwrap();
    assert_eq!(bench.downloads(), 21);
}

#[test]
fn one_failure_does_not_lose_the_rest() {
    let bench = Bench::new(10);
    let refused = api::error(404, "InvalidVpnConnectionInstanceId.NotFound", "gone");
    bench.api.fail("DownloadVpnConnectionConfig", 1, refused);
    let summary = bench
        .walk(WalkOptions {
            workers: 1,
            ..OPTIONS
        })
        .unwrap();
    assert_eq!(
        summary.to_string(),
        "10 connections: 9 saved, 0 there already, 1 failed"
    );
    let (connection, error) = summary.failed().next().unwrap();
    assert_eq!(connection, "vco-bp0000");
    assert!(matches!(error, WalkError::Cloud(CloudError::Refused(_))));
    assert!(!summary.is_complete());
}

#[test]
fn what_else_is_in_the_way_is_not_written_over() {
    let mut bench = Bench::new(3);
    bench.shelf.taken = Some("vco-bp0001".to_owned());
    let summary = bench.walk(OPTIONS).unwrap();
    assert!(matches!(
        summary.settled[1].1,
        Outcome::Failed(WalkError::Taken)
    ));
    assert!(
        !bench
            .shelf
            .content
            .lock()
            .unwrap()
            .contains_key("vco-bp0001")
    );
    bench
        .walk(WalkOptions {
            force: true,
            ..OPTIONS
        })
        .unwrap();
    assert!(
        bench
            .shelf
            .content
            .lock()
            .unwrap()
            .contains_key("vco-bp0001")
    );
}

#[test]
fn a_refused_key_ends_the_walk() {
    let bench = Bench::new(40);
    let refused = api::error(400, "InvalidAccessKeyId.Inactive", "disabled");
    bench.api.fail("DownloadVpnConnectionConfig", 99, refused);
    let summary = bench
        .walk(WalkOptions {
            workers: 2,
            ..OPTIONS
        })
        .unwrap();
    assert!(summary.untried() >= 36, "{summary}");
    assert!(bench.downloads() <= 4);
}

#[test]
fn a_network_that_went_away_ends_the_walk() {
    let bench = Bench::new(40);
    let cut = Reply::json(200, "{}").given(Manner::Silent);
    bench.api.fail("DownloadVpnConnectionConfig", 999, cut);
    let summary = bench
        .walk(WalkOptions {
            workers: 1,
            ..OPTIONS
        })
        .unwrap();
    assert_eq!(summary.failed().count(), 5);
    assert_eq!(summary.untried(), 35);
}

#[test]
fn a_full_disk_ends_the_walk() {
    let mut bench = Bench::new(40);
    bench.shelf.full = true;
    let summary = bench
        .walk(WalkOptions {
            workers: 1,
            ..OPTIONS
        })
        .unwrap();
    assert_eq!((summary.failed().count(), summary.untried()), (1, 39));
}

#[test]
fn a_listing_that_breaks_off_still_gives_what_it_gave() {
    let bench = Bench::new(120);
    let refused = api::error(403, "Forbidden.RAM", "no");
    bench
        .api
        .fail_after("DescribeVpnConnections", 1, 99, refused);
    let summary = bench.walk(OPTIONS).unwrap();
    assert_eq!(summary.listed, 50);
    assert!(summary.unlisted.is_some());
    assert!(!summary.is_complete());
    assert_eq!(bench.shelf.content.lock().unwrap().len(), 50);
}

/// The service counts one more than it lists, every time.
#[test]
fn a_list_that_never_settles_is_said_so() {
    let bench = Bench::new(2);
    let page =
        r#"{"TotalCount":2,"VpnConnections":{"VpnConnection":[{"VpnConnectionId":"vco-bp0000"}]}}"#;
    bench
        .api
        .fail("DescribeVpnConnections", 99, Reply::json(200, page));
    let summary = bench.walk(OPTIONS).unwrap();
    assert_eq!(summary.listed, 1);
    let why = summary.unlisted.unwrap().to_string();
    assert!(why.contains("connections may be missing"), "{why}");
}

#[test]
fn no_listing_is_no_walk() {
    let bench = Bench::new(3);
    bench.api.fail(
        "DescribeVpnConnections",
        99,
        api::error(403, "Forbidden.RAM", "no"),
    );
    let error = bench.walk(OPTIONS).unwrap_err();
    assert!(
        error.help()[0].contains("vpc:DescribeVpnConnections on"),
        "{:?}",
        error.help()
    );
}

#[test]
fn a_region_without_connections_is_no_failure() {
    let summary = Bench::new(0).walk(OPTIONS).unwrap();
    assert!(summary.is_complete());
    assert_eq!(summary.listed, 0);
}

#[test]
fn an_id_that_could_leave_the_folder_is_refused() {
    let bench = Bench::new(1);
    bench
        .api
        .add_connections(["vco-../../etc/passwd".to_owned()]);
    let summary = bench.walk(OPTIONS).unwrap();
    assert_eq!(summary.failed().count(), 1);
    assert_eq!(bench.downloads(), 1);
}
