//! The advice that goes with an error: what to check, in the order in which it is worth checking.

use super::{Class, CloudError, Refusal};
use crate::cloud::{Failure, policy};

impl CloudError {
    /// What to do about it, a sentence an entry, in the words of the command line and its options.
    pub fn help(&self) -> Vec<String> {
        match self {
            Self::Refused(error) => of_refusal(error),
            Self::Transport { source, .. } => of_failure(source.kind()),
            Self::NotTheApi { status, .. } => of_stranger(*status),
            Self::Credentials(error) => error.help(),
            Self::NoRegion => sentences(&["name the connection's region with --region"]),
            Self::Unsettled { .. } => {
                sentences(&["run it again when fewer connections are made and deleted"])
            }
            Self::Option(_) | Self::Endpoint(_) | Self::Incomplete { .. } => Vec::new(),
        }
    }
}

fn of_refusal(error: &Refusal) -> Vec<String> {
    match error.class() {
        Class::Throttled => sentences(&[
            "the account's quota of calls is used up for now: wait a minute and run it again",
            "with --all, a lower --rate leaves quota for others",
        ]),
        Class::Server => {
            sentences(&["the server has a problem of its own: wait a minute and run it again"])
        }
        Class::Busy => sentences(&[
            "the gateway or connection is being changed at this moment: wait until that is done",
        ]),
        Class::Clock => of_clock(error),
        Class::Nonce => sentences(&["something repeats requests on the way: look at the proxy"]),
        Class::Credentials => of_credentials(&error.code),
        Class::Permission => of_permission(error),
        Class::NotFound => sentences(&[
            "a connection is found through its own region only: check --region and the id",
            "the identity may belong to another account: --verbose shows where it comes from",
        ]),
        Class::Request => Vec::new(),
    }
}

fn of_clock(error: &Refusal) -> Vec<String> {
    let what = match error.skew {
        Some(skew) => skew.to_string(),
        None => "this machine's clock is off, or the request was held up on its way".to_owned(),
    };
    vec![
        what,
        "a signed request is good for minutes: set the clock (NTP) and run it again".into(),
    ]
}

fn of_credentials(code: &str) -> Vec<String> {
    let code = code.to_ascii_lowercase();
    let what = if code.contains("expired") {
        "the session token has ended: get a new one from whatever issued it"
    } else if code.starts_with("signaturedoesnotmatch") {
        "the access key secret does not belong to this access key id: check both, and for blanks"
    } else if code.contains("inactive") {
        "the access key is disabled: enable it in RAM or use another"
    } else if code.contains("securitytoken") {
        "the session token does not belong to this access key: set all three values together"
    } else {
        "the access key is unknown: it may be deleted, mistyped, or of another Alibaba Cloud site"
    };
    sentences(&[what, "--verbose shows which place the key was taken from"])
}

fn of_permission(error: &Refusal) -> Vec<String> {
    let need = &error.permission;
    vec![
        format!("missing in RAM: {} on {}", need.action, need.resource),
        format!("a policy that allows just this: {}", policy::for_one(need)),
        "`peerconf policy` prints one for everything that peerconf can fetch".to_owned(),
    ]
}

fn of_failure(kind: Failure) -> Vec<String> {
    match kind {
        Failure::Connect => sentences(&[
            "check the region, the network and the proxy variables (HTTPS_PROXY, NO_PROXY)",
            "from inside a VPC without a way out, try --network vpc",
        ]),
        Failure::Name => sentences(&[
            "check the region: its id is part of the server's name",
            "a region without a name of its own is reached with --network central",
            "behind a proxy, set HTTPS_PROXY: then the proxy resolves the name",
        ]),
        Failure::ProxyLogin => proxy_login(),
        Failure::Certificate => sentences(&[
            "behind a proxy that opens TLS, give that proxy's CA with --ca-file",
            "a certificate that is not yet or no longer valid may also mean that the clock is off",
        ]),
        Failure::Timeout => sentences(&[
            "check the network and the proxy variables (HTTPS_PROXY, NO_PROXY)",
            "allow more time with --timeout",
        ]),
        Failure::Tls | Failure::Cut => {
            sentences(&["a proxy or firewall on the way may be interfering"])
        }
        Failure::Setup => sentences(&[
            "without CA certificates on this system no server can be verified: install them \
             (package ca-certificates) or name a file with --ca-file",
        ]),
        Failure::TooLarge => Vec::new(),
    }
}

fn proxy_login() -> Vec<String> {
    sentences(&[
        "put the proxy's login into HTTPS_PROXY: http://user:password@proxy:port, with special characters as \
         %XX; it is not shown",
        "a proxy that wants Kerberos or NTLM needs a helper on this machine, such as cntlm or px",
        "NO_PROXY=.aliyuncs.com goes past the proxy, where the network allows it",
    ])
}

fn of_stranger(status: u16) -> Vec<String> {
    if status == 407 {
        return proxy_login();
    }
    let what = match status {
        300..400 => "it points elsewhere, which a signed request must not follow: check --endpoint",
        _ => "a proxy, a portal or a wrong --endpoint answered in the API's place",
    };
    sentences(&[what])
}

fn sentences(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}
