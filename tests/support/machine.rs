//! A machine for the credentials chain: variables, files and programs that exist only in the test. And
//! clocks, observers and transports to go with it.

use std::{
    collections::BTreeMap,
    io,
    path::{Path, PathBuf},
    sync::{
        Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, SystemTime},
};

use peerconf::cloud::{
    Clock, HttpTransport, Machine, Notice, Observer, Request, Response, Transport, TransportError,
};

/// A machine without anything, until it is given something.
#[derive(Default)]
pub struct Fake {
    variables: BTreeMap<String, String>,
    files: BTreeMap<PathBuf, (Vec<u8>, u32)>,
    programs: BTreeMap<String, Vec<u8>>,
}

pub const HOME: &str = "/home/tester";

impl Fake {
    pub fn with_variable(mut self, name: &str, value: &str) -> Self {
        self.variables.insert(name.to_owned(), value.to_owned());
        self
    }

    /// A file, by its path below the home folder or from the root.
    pub fn with_file(self, path: &str, text: &str) -> Self {
        self.with_file_of_mode(path, text, 0o600)
    }

    pub fn with_file_of_mode(mut self, path: &str, text: &str, mode: u32) -> Self {
        let path = Path::new(HOME).join(path);
        self.files.insert(path, (text.as_bytes().to_vec(), mode));
        self
    }

    /// A program that prints something when it is called with just these words.
    pub fn with_program(mut self, words: &[&str], output: &str) -> Self {
        self.programs
            .insert(words.join("\u{0}"), output.as_bytes().to_vec());
        self
    }
}

impl Machine for Fake {
    fn variable(&self, name: &str) -> Option<String> {
        self.variables.get(name).cloned()
    }

    fn home(&self) -> Option<PathBuf> {
        Some(HOME.into())
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        match self.files.get(path) {
            Some((content, _)) => Ok(content.clone()),
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }

    fn mode(&self, path: &Path) -> Option<u32> {
        self.files.get(path).map(|(_, mode)| *mode)
    }

    fn run(&self, command: &[String], _: Duration) -> io::Result<Vec<u8>> {
        match self.programs.get(&command.join("\u{0}")) {
            Some(output) => Ok(output.clone()),
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }
}

/// A clock that can be wrong, and that writes down how long it should have slept instead of sleeping.
pub struct FakeClock {
    pub offset: i64,
    slept: Mutex<Vec<Duration>>,
    drawn: AtomicU64,
}

impl FakeClock {
    pub fn right() -> Self {
        Self::off_by(0)
    }

    /// Ahead by so many seconds; behind where negative.
    pub fn off_by(offset: i64) -> Self {
        Self {
            offset,
            slept: Mutex::default(),
            drawn: AtomicU64::new(1),
        }
    }

    pub fn slept(&self) -> Vec<Duration> {
        self.slept.lock().expect("a lock").clone()
    }
}

impl Clock for FakeClock {
    fn now(&self) -> SystemTime {
        let offset = Duration::from_secs(self.offset.unsigned_abs());
        let now = SystemTime::now();
        if self.offset < 0 {
            now - offset
        } else {
            now + offset
        }
    }

    fn sleep(&self, duration: Duration) {
        self.slept.lock().expect("a lock").push(duration);
    }

    fn random(&self) -> u128 {
        self.drawn.fetch_add(1, Ordering::SeqCst).into()
    }
}

/// Keeps what it hears, in words.
#[derive(Default)]
pub struct Ear(Mutex<Vec<String>>);

impl Ear {
    pub fn heard(&self) -> Vec<String> {
        self.0.lock().expect("a lock").clone()
    }
}

impl Observer for Ear {
    fn notice(&self, notice: &Notice<'_>) {
        self.0.lock().expect("a lock").push(notice.to_string());
    }
}

/// Leads what is meant for the metadata service to a server of the test, and refuses the internet.
pub struct Contained {
    inner: HttpTransport,
    metadata: Option<String>,
}

impl Contained {
    pub fn new(metadata: Option<String>) -> Self {
        Self {
            inner: HttpTransport::new(),
            metadata,
        }
    }
}

impl Transport for Contained {
    fn send(&self, request: &Request) -> Result<Response, TransportError> {
        let refused = || TransportError::new(peerconf::cloud::Failure::Connect, "no such place");
        let url = match request.url().strip_prefix("http://100.100.100.200") {
            Some(path) => format!("{}{path}", self.metadata.as_ref().ok_or_else(refused)?),
            None => request.url().to_owned(),
        };
        if !url.starts_with("http://127.0.0.1:") {
            return Err(refused());
        }
        let mut copy = Request::new(request.method(), url)
            .with_body(request.body().to_vec())
            .with_timeout(request.timeout());
        for (name, value) in request.headers() {
            copy = copy.with_header(name, value);
        }
        self.inner.send(&copy)
    }
}
