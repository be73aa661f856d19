//! The API and the token service: verifies every request, then answers from what it was given.

mod answers;
mod quota;
mod verification;

pub use quota::Quota;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{
        Arc, Condvar, Mutex, MutexGuard,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, SystemTime},
};

use super::{
    server::{Handler, Server},
    wire::{Incoming, Reply},
};

pub const KEY_ID: &str = "LTAI5tExampleExample1234";
pub const SECRET: &str = "S3cretS3cretS3cretS3cret123456";
pub const TOKEN: &str = "CAIS+/=tok en*~/with everything";
pub const REGION: &str = "cn-hangzhou";
pub const OIDC_TOKEN: &str = "eyJhbGciOi.example.oidc-token";

#[derive(Default)]
pub struct Api {
    state: Mutex<State>,
    at_once: AtomicUsize,
    most_at_once: AtomicUsize,
    /// Answers of an action wait here after so many.
    held: Mutex<Option<(String, usize)>>,
    released: Condvar,
}

#[derive(Default)]
struct State {
    /// Secret and token by access key id.
    keys: BTreeMap<String, (String, Option<String>)>,
    ended: BTreeSet<String>,
    nonces: BTreeSet<String>,
    answers: BTreeMap<(String, String), Vec<u8>>,
    connections: Vec<String>,
    /// What happens to the connections after so many pages of their list.
    changes: Vec<Change>,
    hides_totals: bool,
    quotas: BTreeMap<String, Quota>,
    /// Destinations by gateway or connection and kind of route.
    routes: BTreeMap<(String, String), Vec<String>>,
    faults: Vec<Fault>,
    log: Vec<Seen>,
    delay: Duration,
    issued: usize,
}

struct Change {
    pages: usize,
    gone: Option<String>,
    new: Option<String>,
}

struct Fault {
    action: String,
    skip: usize,
    left: usize,
    reply: Reply,
}

/// A request that was verified.
#[derive(Clone, Debug)]
pub struct Seen {
    pub action: String,
    pub parameters: BTreeMap<String, String>,
    pub nonce: String,
    pub key_id: String,
    /// The whole request, to look for what must not be in it.
    pub incoming: Incoming,
}

impl Api {
    /// An API that knows one long-lived key and nothing else.
    pub fn new() -> Arc<Self> {
        let api = Self::default();
        api.add_key(KEY_ID, SECRET, None);
        Arc::new(api)
    }

    pub fn serve(self: &Arc<Self>) -> Server {
        Server::start(Arc::clone(self) as Arc<dyn Handler>)
    }

    pub fn add_key(&self, id: &str, secret: &str, token: Option<&str>) {
        let value = (secret.to_owned(), token.map(str::to_owned));
        self.state().keys.insert(id.to_owned(), value);
    }

    /// Makes a temporary key end.
    pub fn end_key(&self, id: &str) {
        self.state().ended.insert(id.to_owned());
    }

    /// What an operation answers for a resource.
    pub fn answer(&self, action: &str, id: &str, body: impl Into<Vec<u8>>) {
        self.state()
            .answers
            .insert((action.to_owned(), id.to_owned()), body.into());
    }

    /// Connections that are listed, each with a download.
    pub fn add_connections(&self, ids: impl IntoIterator<Item = String>) {
        for id in ids {
            self.answer("DownloadVpnConnectionConfig", &id, download(&id));
            self.state().connections.push(id);
        }
    }

    /// After so many pages of the list one connection is deleted, and another one made.
    pub fn change_after_pages(&self, pages: usize, gone: Option<&str>, new: Option<&str>) {
        let change = Change {
            pages,
            gone: gone.map(str::to_owned),
            new: new.map(str::to_owned),
        };
        self.state().changes.push(change);
    }

    /// Leaves `TotalCount` out of every list.
    pub fn hide_totals(&self) {
        self.state().hides_totals = true;
    }

    /// Enforces a quota on an action.
    pub fn limit(&self, action: &str, quota: Quota) {
        self.state().quotas.insert(action.to_owned(), quota);
    }

    /// How many requests the quotas refused.
    pub fn refused(&self) -> usize {
        self.state().quotas.values().map(Quota::refused).sum()
    }

    /// Answers only so many requests of an action; the others wait until they are released.
    pub fn hold_after(&self, action: &str, answers: usize) {
        *self.held.lock().expect("a lock") = Some((action.to_owned(), answers));
    }

    pub fn release(&self) {
        *self.held.lock().expect("a lock") = None;
        self.released.notify_all();
    }

    fn wait_for_release(&self, action: &str) {
        let mut held = self.held.lock().expect("a lock");
        loop {
            match &mut *held {
                Some((name, left)) if name == action && *left > 0 => {
                    *left -= 1;
                    return;
                }
                Some((name, _)) if name == action => {}
                _ => return,
            }
            held = self.released.wait(held).expect("a lock");
        }
    }

    pub fn add_routes(&self, of: &str, kind: &str, destinations: impl IntoIterator<Item = String>) {
        let key = (of.to_owned(), kind.to_owned());
        self.state()
            .routes
            .entry(key)
            .or_default()
            .extend(destinations);
    }

    /// The next so many verified requests of an action get this answer instead.
    pub fn fail(&self, action: &str, times: usize, reply: Reply) {
        self.fail_after(action, 0, times, reply);
    }

    /// The same after so many that are answered.
    pub fn fail_after(&self, action: &str, skip: usize, times: usize, reply: Reply) {
        let action = action.to_owned();
        self.state().faults.push(Fault {
            action,
            skip,
            left: times,
            reply,
        });
    }

    /// Lets every answer take a while.
    pub fn be_slow(&self, delay: Duration) {
        self.state().delay = delay;
    }

    pub fn seen(&self) -> Vec<Seen> {
        self.state().log.clone()
    }

    /// The actions that came, in order.
    pub fn actions(&self) -> Vec<String> {
        self.seen().into_iter().map(|seen| seen.action).collect()
    }

    /// The most requests that were under way at once.
    pub fn most_at_once(&self) -> usize {
        self.most_at_once.load(Ordering::SeqCst)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no test thread panicked here")
    }

    fn respond(&self, incoming: &Incoming) -> Reply {
        let mut state = self.state();
        let seen = match state.verify(incoming) {
            Ok(seen) => seen,
            Err(reply) => return reply,
        };
        state.log.push(seen.clone());
        if let Some(quota) = state.quotas.get_mut(&seen.action)
            && let Some(reply) = quota.count()
        {
            return reply;
        }
        if let Some(reply) = state.fault(&seen.action) {
            return reply;
        }
        let headers = state.quotas.get(&seen.action).and_then(Quota::header);
        let delay = state.delay;
        let reply = state.reply(&seen);
        drop(state);
        self.wait_for_release(&seen.action);
        thread::sleep(delay);
        match headers {
            Some(header) => reply.with_header("x-ratelimit-user-api", &header),
            None => reply,
        }
    }
}

impl Handler for Api {
    fn answer(&self, incoming: &Incoming) -> Reply {
        let time = self.state().time();
        let now = self.at_once.fetch_add(1, Ordering::SeqCst) + 1;
        self.most_at_once.fetch_max(now, Ordering::SeqCst);
        let reply = self.respond(incoming).with_header("date", &http_date(time));
        self.at_once.fetch_sub(1, Ordering::SeqCst);
        reply
    }
}

impl State {
    /// The time of the quotas' clock, where there is one.
    fn time(&self) -> SystemTime {
        let mut quotas = self.quotas.values();
        quotas.next().map_or_else(SystemTime::now, Quota::time)
    }

    fn fault(&mut self, action: &str) -> Option<Reply> {
        let mut faults = self.faults.iter_mut();
        let fault = faults.find(|fault| fault.left > 0 && fault.action == action)?;
        if fault.skip > 0 {
            fault.skip -= 1;
            return None;
        }
        fault.left -= 1;
        Some(fault.reply.clone())
    }
}

/// A refusal as JSON.
pub fn error(status: u16, code: &str, message: &str) -> Reply {
    let message = message.replace('\\', "\\\\").replace('"', "\\\"");
    Reply::json(
        status,
        format!(
            r#"{{"RequestId":"0C68048B-0F70","HostId":"vpc.aliyuncs.com","Code":"{code}","Message":"{message}","Recommend":"https://example.invalid/?q={code}"}}"#
        ),
    )
}

/// A refusal as XML.
pub fn xml_error(status: u16, code: &str, message: &str) -> Reply {
    let body = format!(
        "<?xml version='1.0' encoding='UTF-8'?><Error><RequestId>0C68048B-0F70</RequestId>\
         <HostId>vpc.aliyuncs.com</HostId><Code>{code}</Code><Message>{message}</Message>\
         <Recommend><![CDATA[https://example.invalid/?q={code}]]></Recommend></Error>"
    );
    Reply::new(status, "text/xml;charset=utf-8", body)
}

/// A download of a connection with that id in it. Its blanks are odd on purpose: they have to survive.
pub fn download(id: &str) -> String {
    format!(
        "{{\"RequestId\" : \"{id}\",\n\t\"VpnConnectionConfig\":{{ \"Local\":\"192.0.2.1\", \
         \"Remote\":\"203.0.113.1\",\"IkeConfig\":{{\"Psk\":\"invented \\u0041 key\"}} }} }}\n"
    )
}

fn http_date(time: SystemTime) -> String {
    let time = jiff::Timestamp::try_from(time).expect("a time of this age");
    time.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}
