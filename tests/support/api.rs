//! The API and the token service: verifies every request, then answers from what it was given.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{
        Arc, Mutex, MutexGuard,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, SystemTime},
};

use super::{
    server::{Handler, Server},
    verify::{self, Authorization},
    wire::{Incoming, Reply},
};

pub const KEY_ID: &str = "LTAI5tExampleExample1234";
pub const SECRET: &str = "S3cretS3cretS3cretS3cret123456";
pub const TOKEN: &str = "CAIS+/=tok en*~/with everything";
pub const REGION: &str = "cn-hangzhou";
pub const OIDC_TOKEN: &str = "eyJhbGciOi.example.oidc-token";

/// How far a timestamp may be from the server's clock.
const TOLERANCE: Duration = Duration::from_secs(15 * 60);

/// The largest page that the API gives.
const LARGEST_PAGE: usize = 50;

#[derive(Default)]
pub struct Api {
    state: Mutex<State>,
    at_once: AtomicUsize,
    most_at_once: AtomicUsize,
}

#[derive(Default)]
struct State {
    /// Secret and token by access key id.
    keys: BTreeMap<String, (String, Option<String>)>,
    ended: BTreeSet<String>,
    nonces: BTreeSet<String>,
    answers: BTreeMap<(String, String), Vec<u8>>,
    connections: Vec<String>,
    /// Destinations by gateway or connection and kind of route.
    routes: BTreeMap<(String, String), Vec<String>>,
    faults: Vec<Fault>,
    log: Vec<Seen>,
    delay: Duration,
    issued: usize,
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
        if let Some(reply) = state.fault(&seen.action) {
            return reply;
        }
        let delay = state.delay;
        let reply = state.reply(&seen);
        drop(state);
        thread::sleep(delay);
        reply
    }
}

impl Handler for Api {
    fn answer(&self, incoming: &Incoming) -> Reply {
        let now = self.at_once.fetch_add(1, Ordering::SeqCst) + 1;
        self.most_at_once.fetch_max(now, Ordering::SeqCst);
        let reply = self
            .respond(incoming)
            .with_header("date", &http_date(SystemTime::now()));
        self.at_once.fetch_sub(1, Ordering::SeqCst);
        reply
    }
}

impl State {
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

    fn verify(&mut self, incoming: &Incoming) -> Result<Seen, Reply> {
        if incoming.method != "POST" || incoming.path() != "/" {
            return Err(error(400, "UnsupportedHTTPMethod", &incoming.method));
        }
        let seen = match incoming.header("authorization") {
            Some(header) => self.verify_v3(incoming, header)?,
            None => self.verify_v2(incoming)?,
        };
        if !self.nonces.insert(seen.nonce.clone()) || seen.nonce.len() < 8 {
            return Err(error(
                400,
                "SignatureNonceUsed",
                "Specified signature nonce was used already.",
            ));
        }
        Ok(seen)
    }

    fn verify_v2(&self, incoming: &Incoming) -> Result<Seen, Reply> {
        let malformed = |why: String| error(400, "MalformedRequest", &why);
        if incoming.header("content-type") != Some("application/x-www-form-urlencoded") {
            return Err(malformed("content type".to_owned()));
        }
        if !incoming.query().is_empty() {
            return Err(malformed("parameters in the query string".to_owned()));
        }
        let body =
            String::from_utf8(incoming.body.clone()).map_err(|_| malformed("bytes".into()))?;
        let mut parameters = verify::parameters(&body).map_err(malformed)?;
        let text = verify::v2_string_to_sign(&incoming.method, &parameters);
        let mut take = |name: &str| {
            let missing = || error(400, &format!("Missing{name}"), "a parameter is missing");
            parameters.remove(name).ok_or_else(missing)
        };
        let (action, version) = (take("Action")?, take("Version")?);
        let (nonce, timestamp) = (take("SignatureNonce")?, take("Timestamp")?);
        if take("Format")? != "JSON" {
            return Err(malformed("Format".to_owned()));
        }
        check_version(&action, &version)?;
        check_time(&timestamp)?;
        if action == "AssumeRoleWithOIDC" {
            // This one is not signed, and must not carry an identity.
            if let Some(name) = [
                "AccessKeyId",
                "Signature",
                "SecurityToken",
                "SignatureMethod",
            ]
            .iter()
            .find(|name| parameters.contains_key(**name))
            {
                return Err(malformed(format!("{name} in an anonymous call")));
            }
            let (key_id, incoming) = (String::new(), incoming.clone());
            return Ok(Seen {
                action,
                parameters,
                nonce,
                key_id,
                incoming,
            });
        }
        if (take("SignatureMethod")?, take("SignatureVersion")?)
            != ("HMAC-SHA1".into(), "1.0".into())
        {
            return Err(error(400, "IncompleteSignature", "method or version"));
        }
        let (key_id, signature) = (take("AccessKeyId")?, take("Signature")?);
        let secret = self.secret(&key_id, parameters.remove("SecurityToken").as_deref())?;
        if signature != verify::v2_signature(secret, &text) {
            let message = format!(
                "Specified signature is not matched with our calculation. server string to sign is:{text}"
            );
            return Err(error(400, "SignatureDoesNotMatch", &message));
        }
        Ok(Seen {
            action,
            parameters,
            nonce,
            key_id,
            incoming: incoming.clone(),
        })
    }

    fn verify_v3(&self, incoming: &Incoming, authorization: &str) -> Result<Seen, Reply> {
        let malformed = |why: String| error(400, "MalformedRequest", &why);
        let authorization = Authorization::read(authorization)
            .ok_or_else(|| error(400, "IncompleteSignature", "authorization"))?;
        let header = |name: &str| {
            let missing = || error(400, "MissingHeader", name);
            incoming.header(name).map(str::to_owned).ok_or_else(missing)
        };
        let (action, nonce) = (header("x-acs-action")?, header("x-acs-signature-nonce")?);
        check_version(&action, &header("x-acs-version")?)?;
        check_time(&header("x-acs-date")?)?;
        let key_id = authorization.credential.clone();
        let secret = self.secret(&key_id, incoming.header("x-acs-security-token"))?;
        let expected = verify::v3_signature(secret, incoming, &authorization).map_err(malformed)?;
        if authorization.signature != expected {
            return Err(error(
                400,
                "SignatureDoesNotMatch",
                "CanonicalRequest is POST / host:x",
            ));
        }
        let parameters = verify::parameters(incoming.query()).map_err(malformed)?;
        Ok(Seen {
            action,
            parameters,
            nonce,
            key_id,
            incoming: incoming.clone(),
        })
    }

    fn secret(&self, key_id: &str, token: Option<&str>) -> Result<&str, Reply> {
        let (secret, expected) = self.keys.get(key_id).ok_or_else(|| {
            error(
                404,
                "InvalidAccessKeyId.NotFound",
                "Specified access key is not found.",
            )
        })?;
        if self.ended.contains(key_id) {
            let message = format!(
                "Specified SecurityToken {} is expired.",
                token.unwrap_or_default()
            );
            return Err(error(400, "InvalidSecurityToken.Expired", &message));
        }
        if expected.as_deref() != token {
            return Err(error(
                400,
                "InvalidSecurityToken.MismatchWithAccessKey",
                "SecurityToken",
            ));
        }
        Ok(secret)
    }

    fn reply(&mut self, seen: &Seen) -> Reply {
        let parameter = |name: &str| {
            seen.parameters
                .get(name)
                .map(String::as_str)
                .unwrap_or_default()
        };
        match seen.action.as_str() {
            "AssumeRole" => return self.issue(),
            "AssumeRoleWithOIDC" if parameter("OIDCToken") == OIDC_TOKEN => return self.issue(),
            "AssumeRoleWithOIDC" => {
                return error(
                    400,
                    "AuthenticationFail.OIDCToken.Invalid",
                    "the token is not valid",
                );
            }
            _ => {}
        }
        if parameter("RegionId") != REGION {
            return error(
                404,
                "InvalidRegionId.NotFound",
                "The specified RegionId does not exist.",
            );
        }
        match seen.action.as_str() {
            "DescribeVpnConnections" => {
                let entries = self.connections.iter();
                let entries = entries
                    .map(|id| format!(r#"{{"VpnConnectionId":"{id}"}}"#))
                    .collect();
                page(
                    &seen.parameters,
                    entries,
                    "VpnConnections",
                    Some("VpnConnection"),
                )
            }
            "DescribeVpnRouteEntries" => {
                let entries = self.routes(parameter("VpnGatewayId"), parameter("RouteEntryType"));
                page(
                    &seen.parameters,
                    entries,
                    "VpnRouteEntries",
                    Some("VpnRouteEntry"),
                )
            }
            "DescribeVpnPbrRouteEntries" => {
                let entries = self.routes(parameter("VpnGatewayId"), "pbr");
                page(
                    &seen.parameters,
                    entries,
                    "VpnPbrRouteEntries",
                    Some("VpnPbrRouteEntry"),
                )
            }
            "DescribeVcoRouteEntries" => {
                let entries =
                    self.routes(parameter("VpnConnectionId"), parameter("RouteEntryType"));
                page(&seen.parameters, entries, "VcoRouteEntries", None)
            }
            action => {
                let ids = ["VpnConnectionId", "CustomerGatewayId", "VpnGatewayId"];
                let id = ids
                    .iter()
                    .find_map(|name| seen.parameters.get(*name))
                    .cloned();
                let key = (action.to_owned(), id.unwrap_or_default());
                match self.answers.get(&key) {
                    Some(body) => Reply::json(200, body.clone()),
                    None => error(
                        404,
                        "InvalidVpnConnectionInstanceId.NotFound",
                        "The specified vpn connection instance id does not exist.",
                    ),
                }
            }
        }
    }

    fn routes(&self, of: &str, kind: &str) -> Vec<String> {
        // What the API does where no kind is asked for.
        let kind = if kind.is_empty() { "custom" } else { kind };
        let destinations = self.routes.get(&(of.to_owned(), kind.to_owned()));
        let entry =
            |destination: &String| format!(r#"{{"RouteDest":"{destination}","Kind":"{kind}"}}"#);
        destinations
            .map(|all| all.iter().map(entry).collect())
            .unwrap_or_default()
    }

    /// Gives out a temporary key that is known from then on.
    fn issue(&mut self) -> Reply {
        self.issued += 1;
        let id = format!("STS.IssuedIssuedIssued{}", self.issued);
        let (secret, token) = (
            format!("issued-secret-{}", self.issued),
            format!("issued/token+{}=", self.issued),
        );
        let body = format!(
            r#"{{"RequestId":"S-1","AssumedRoleUser":{{"Arn":"acs:ram::1:role/r/s"}},"Credentials":{{
                "AccessKeyId":"{id}","AccessKeySecret":"{secret}","SecurityToken":"{token}",
                "Expiration":"2099-01-01T00:00:00Z"}}}}"#
        );
        self.keys.insert(id, (secret, Some(token)));
        Reply::json(200, body)
    }
}

fn check_version(action: &str, version: &str) -> Result<(), Reply> {
    let expected = if action.starts_with("AssumeRole") {
        "2015-04-01"
    } else {
        "2016-04-28"
    };
    if version == expected {
        Ok(())
    } else {
        Err(error(400, "InvalidVersion", version))
    }
}

fn check_time(timestamp: &str) -> Result<(), Reply> {
    let form = timestamp.len() == 20 && timestamp.ends_with('Z') && &timestamp[10..11] == "T";
    let time = timestamp
        .parse::<jiff::Timestamp>()
        .ok()
        .filter(|_| form)
        .map(SystemTime::from);
    let now = SystemTime::now();
    match time {
        Some(time) if time < now + TOLERANCE && now < time + TOLERANCE => Ok(()),
        _ => Err(error(
            400,
            "InvalidTimeStamp.Expired",
            "Specified time stamp or date value is expired.",
        )),
    }
}

/// One page, as the operations give it; a wrapper's inner name is left out where there is none.
fn page(
    parameters: &BTreeMap<String, String>,
    entries: Vec<String>,
    wrapper: &str,
    item: Option<&str>,
) -> Reply {
    let number = |name: &str, default: usize| {
        parameters
            .get(name)
            .map_or(Some(default), |text| text.parse().ok())
    };
    let (Some(number @ 1..), Some(size @ 1..=LARGEST_PAGE)) =
        (number("PageNumber", 1), number("PageSize", 10))
    else {
        return error(400, "InvalidParameter", "PageNumber or PageSize");
    };
    let total = entries.len();
    let entries: Vec<_> = entries
        .into_iter()
        .skip((number - 1) * size)
        .take(size)
        .collect();
    let list = format!("[{}]", entries.join(","));
    let list = item.map_or(list.clone(), |item| format!(r#"{{"{item}":{list}}}"#));
    Reply::json(
        200,
        format!(
            r#"{{"TotalCount":{total},"PageNumber":{number},"PageSize":{size},"RequestId":"P-{number}","{wrapper}":{list}}}"#
        ),
    )
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
