//! One call from signature to answer: stamps it, sends it, judges what comes back, and does it again
//! where that can help.

use std::time::Duration;

use serde_json::value::RawValue;

use super::{
    Clock, CloudError, Notice, Observer, Pace, Refusal, Request, Response, Retry, Stamp, Transport,
    operation::Permission,
};

/// What every exchange needs.
#[derive(Clone, Copy)]
pub(super) struct Exchange<'a> {
    pub(super) transport: &'a dyn Transport,
    pub(super) clock: &'a dyn Clock,
    pub(super) observer: &'a dyn Observer,
    pub(super) retry: Retry,
    /// For one try.
    pub(super) timeout: Duration,
    pub(super) pace: Option<&'a Pace>,
}

/// What one exchange is about, for messages.
pub(super) struct Subject<'s> {
    pub(super) action: &'s str,
    /// The server, as an endpoint's authority.
    pub(super) host: &'s str,
    pub(super) permission: &'s Permission,
    /// Texts that must not be in any message.
    pub(super) hidden: &'s [&'s str],
}

/// A try that failed, and how long the server wants to be left alone.
struct Failed {
    error: CloudError,
    asked: Option<Duration>,
}

impl Exchange<'_> {
    /// The body of the API's answer, as received. `sign` makes the request anew for each try.
    pub(super) fn run(
        &self,
        subject: &Subject<'_>,
        sign: &dyn Fn(&Stamp) -> Request,
    ) -> Result<Vec<u8>, CloudError> {
        let mut attempt = 1;
        loop {
            let Failed { error, asked } = match self.try_once(subject, attempt, sign) {
                Ok(body) => return Ok(body),
                Err(failed) => failed,
            };
            if !self.retry.is_due(attempt, &error) {
                return Err(error);
            }
            let wait = self.retry.wait(attempt, asked, self.clock.random());
            let reason = error.to_string();
            self.observer.notice(&Notice::Waiting {
                action: subject.action,
                reason: &reason,
                wait,
            });
            self.clock.sleep(wait);
            attempt += 1;
        }
    }

    fn try_once(
        &self,
        subject: &Subject<'_>,
        attempt: u32,
        sign: &dyn Fn(&Stamp) -> Request,
    ) -> Result<Vec<u8>, Failed> {
        if let Some(pace) = self.pace {
            pace.wait(self.clock);
        }
        let Subject { action, host, .. } = *subject;
        self.observer.notice(&Notice::Sending {
            action,
            host,
            attempt,
        });
        let request = sign(&Stamp::draw(self.clock)).with_timeout(self.timeout);
        let response = self.transport.send(&request).map_err(|source| Failed {
            error: CloudError::Transport {
                action: action.to_owned(),
                host: host.to_owned(),
                source,
            },
            asked: None,
        })?;
        let (status, bytes) = (response.status(), response.body().len());
        self.observer.notice(&Notice::Answered {
            action,
            status,
            bytes,
        });
        if (200..300).contains(&status) && is_json_object(response.body()) {
            return Ok(response.into_body());
        }
        Err(self.refusal(subject, &response))
    }

    fn refusal(&self, subject: &Subject<'_>, response: &Response) -> Failed {
        let Subject {
            action,
            host,
            permission,
            hidden,
        } = *subject;
        let now = self.clock.now();
        let error = match Refusal::read(action, response, permission, hidden, now) {
            Some(error) => CloudError::Refused(Box::new(error)),
            None => CloudError::NotTheApi {
                action: action.to_owned(),
                host: host.to_owned(),
                status: response.status(),
                what: looks_like(response.body()),
            },
        };
        let asked = response
            .header("x-acs-retry-after")
            .and_then(|text| text.trim().parse().ok());
        Failed {
            error,
            asked: asked.map(Duration::from_millis),
        }
    }
}

/// Whether the body is one whole JSON object: a connection without a stated length can end early.
fn is_json_object(body: &[u8]) -> bool {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    body.trim_ascii_start().starts_with(b"{") && serde_json::from_slice::<&RawValue>(body).is_ok()
}

fn looks_like(body: &[u8]) -> &'static str {
    let start = body.trim_ascii_start();
    let start = start[..start.len().min(256)].to_ascii_lowercase();
    if start.is_empty() {
        "an empty body"
    } else if start.starts_with(b"<!doctype html") || start.starts_with(b"<html") {
        "an HTML page"
    } else if start.starts_with(b"<") {
        "an XML document"
    } else if start.starts_with(b"{") {
        "JSON that breaks off or has no error code"
    } else {
        "something else"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_object_is_an_answer() {
        assert!(is_json_object(b"\xef\xbb\xbf {\"a\":[1]}\n"));
        for other in [&b"{\"a\":"[..], b"[]", b"", b"<a/>", b"{} {}", b"\"{}\""] {
            assert!(!is_json_object(other), "{}", String::from_utf8_lossy(other));
        }
    }

    #[test]
    fn strange_answers_are_described() {
        assert_eq!(looks_like(b" \n"), "an empty body");
        assert_eq!(looks_like(b"<!DOCTYPE HTML><p>"), "an HTML page");
        assert_eq!(looks_like(b"<Error/>"), "an XML document");
        assert_eq!(
            looks_like(b"{\"a\""),
            "JSON that breaks off or has no error code"
        );
        assert_eq!(looks_like(b"hello"), "something else");
    }
}
