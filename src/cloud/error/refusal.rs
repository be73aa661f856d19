//! A refusal by the API, in words that help.

use std::{
    fmt,
    time::{Duration, SystemTime},
};

use super::{Class, body::Body};
use crate::{
    api_message,
    cloud::{Response, clock::parse_http_date, operation::Permission},
};

/// A clock that is off by less than this is not worth a word; the API allows about 15 minutes.
const HARMLESS_SKEW: Duration = Duration::from_secs(5 * 60);

/// What the API answered instead of a result.
#[derive(Clone, Debug)]
pub struct Refusal {
    /// The operation that was refused.
    pub action: String,
    /// The HTTP status.
    pub status: u16,
    /// The API's code, such as `Forbidden.RAM`.
    pub code: String,
    /// The API's message, without what it repeats of the request.
    pub message: String,
    /// What Alibaba Cloud's support asks for.
    pub request_id: Option<String>,
    /// The permission that the operation needs.
    pub permission: Permission,
    /// How far this machine's clock is from the server's, where the answer tells.
    pub skew: Option<Skew>,
}

impl Refusal {
    /// Reads a refusal; `None` where the answer is not one of the API. `hidden` are texts that must not
    /// be in any message.
    pub(crate) fn read(
        action: &str,
        response: &Response,
        permission: &Permission,
        hidden: &[&str],
        now: SystemTime,
    ) -> Option<Self> {
        let body = Body::read(response.body())?;
        let server = response.header("date").and_then(parse_http_date);
        Some(Self {
            action: action.to_owned(),
            status: response.status(),
            code: api_message::token(&body.code),
            message: api_message::message(&body.message, hidden),
            request_id: body.request_id.as_deref().map(api_message::token),
            permission: refined(permission, &body),
            skew: server.and_then(|server| Skew::between(now, server)),
        })
    }

    /// The kind of refusal.
    pub fn class(&self) -> Class {
        Class::of(&self.code, self.status)
    }

    /// Whether the session token ended: fresh credentials may do.
    pub(crate) fn is_expired_token(&self) -> bool {
        self.code
            .eq_ignore_ascii_case("InvalidSecurityToken.Expired")
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            action,
            status,
            code,
            message,
            ..
        } = self;
        write!(f, "{action} was refused with {code} (HTTP {status})")?;
        if !message.is_empty() {
            write!(f, ": {message}")?;
        }
        match &self.request_id {
            Some(id) => write!(f, " [request id {id}]"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Refusal {}

/// The refusal itself may say which action was missing, and of which account.
fn refined(permission: &Permission, body: &Body) -> Permission {
    let mut refined = permission.clone();
    let action = body.missing_action.as_deref();
    if let Some((service, operation)) = action.and_then(|action| action.split_once(':')) {
        refined.action = format!(
            "{}:{}",
            api_message::token(service),
            api_message::token(operation)
        );
    }
    if let Some(account) = body.account.as_deref().map(api_message::token) {
        refined.resource = refined.resource.replacen(":*:", &format!(":{account}:"), 1);
    }
    refined
}

/// The difference between two clocks.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Skew {
    /// This machine's clock is behind the server's.
    Behind(Duration),
    /// This machine's clock is ahead of the server's.
    Ahead(Duration),
}

impl Skew {
    /// `None` where the clocks agree well enough.
    fn between(here: SystemTime, server: SystemTime) -> Option<Self> {
        let skew = match server.duration_since(here) {
            Ok(behind) => Self::Behind(behind),
            Err(ahead) => Self::Ahead(ahead.duration()),
        };
        let (Self::Behind(amount) | Self::Ahead(amount)) = skew;
        (amount >= HARMLESS_SKEW).then_some(skew)
    }
}

impl fmt::Display for Skew {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (amount, side) = match self {
            Self::Behind(amount) => (amount, "behind"),
            Self::Ahead(amount) => (amount, "ahead of"),
        };
        let minutes = amount.as_secs() / 60;
        let amount = match (minutes / (24 * 60), minutes / 60, minutes % 60) {
            (0, 0, minutes) => format!("{minutes} min"),
            (0, hours, minutes) => format!("{hours} h {minutes} min"),
            (1, _, _) => "1 day".to_owned(),
            (days, _, _) => format!("{days} days"),
        };
        write!(f, "this machine's clock is {amount} {side} the server's")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn permission() -> Permission {
        Permission {
            action: "vpc:DownloadVpnConnectionConfig".to_owned(),
            resource: "acs:vpc:cn-hangzhou:*:vpnconnection/vco-1".to_owned(),
        }
    }

    fn read(response: &Response) -> Refusal {
        // 2016-02-23T12:46:24Z
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_456_231_584);
        let action = "DownloadVpnConnectionConfig";
        Refusal::read(action, response, &permission(), &["LTAIexample"], now).unwrap()
    }

    #[test]
    fn a_refusal_in_one_line() {
        let error = read(&Response::new(
            404,
            br#"{"RequestId":"A-1","Code":"X.NotFound","Message":"The key LTAIexample\nis unknown."}"#
                .to_vec(),
        ));
        assert_eq!(
            error.to_string(),
            "DownloadVpnConnectionConfig was refused with X.NotFound (HTTP 404): \
             The key [cut] is unknown. [request id A-1]"
        );
        assert_eq!(error.class(), Class::NotFound);
        assert_eq!(error.permission, permission());
    }

    /// A refusal that was saved in a file shows as little as one that `fetch` met.
    #[test]
    fn a_saved_refusal_shows_no_more() {
        for message in [
            "Specified SecurityToken CAISexample1234567890+/example1234567890example1234567890= is expired.",
            "InvalidSecurityToken: SecurityToken=CAIS+/x%3D is malformed",
            "no such key LTAI5tExampleExample1234, SecurityToken: CAISx",
            "Signature does not match, StringToSign: POST&%2F&AccessKeyId%3DLTAIexample%26SecurityToken%3DCAISx",
            "a\u{202e}b \u{200b}c",
        ] {
            let body = serde_json::json!({"Code": "X.Y", "RequestId": "R", "Message": message});
            let body = body.to_string();
            let fetched = read(&Response::new(400, body.clone().into_bytes())).message;
            let saved = crate::document::Document::parse(&body).unwrap();
            let crate::document::DocumentError::Api(saved) = saved.items().unwrap_err() else {
                panic!("an error of the API");
            };
            assert_eq!(saved.message, fetched);
            let shown = format!("{saved} {saved:?}");
            for secret in ["CAIS", "LTAI", "\u{202e}", "\u{200b}"] {
                assert!(!shown.contains(secret), "{secret} in {shown}");
            }
        }
    }

    #[test]
    fn the_denial_names_action_and_account() {
        let error = read(&Response::new(
            403,
            br#"{"Code":"Forbidden.RAM","AccessDeniedDetail":
                {"AuthAction":"vpc:DescribeVpnGateway","AuthPrincipalOwnerId":"1234567890"}}"#
                .to_vec(),
        ));
        assert_eq!(error.permission.action, "vpc:DescribeVpnGateway");
        assert_eq!(
            error.permission.resource,
            "acs:vpc:cn-hangzhou:1234567890:vpnconnection/vco-1"
        );
    }

    #[test]
    fn the_skew_is_measured_by_the_date_header() {
        let skew = |date: &str| {
            let response = Response::new(400, br#"{"Code":"IllegalTimestamp"}"#.to_vec());
            read(&response.with_header("Date", date))
                .skew
                .map(|skew| skew.to_string())
        };
        let words = |text: &str| Some(format!("this machine's clock is {text} the server's"));
        assert_eq!(skew("Tue, 23 Feb 2016 12:47:24 GMT"), None);
        assert_eq!(
            skew("Tue, 23 Feb 2016 13:26:24 GMT"),
            words("40 min behind")
        );
        assert_eq!(
            skew("Tue, 23 Feb 2016 10:43:24 GMT"),
            words("2 h 3 min ahead of")
        );
        assert_eq!(
            skew("Thu, 25 Feb 2016 12:46:24 GMT"),
            words("2 days behind")
        );
        assert_eq!(skew("nonsense"), None);
    }
}
