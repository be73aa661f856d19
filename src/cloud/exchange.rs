//! One call from signature to answer: stamps it, sends it, judges what comes back, and does it again
//! where that can help.

use std::time::Duration;

use serde_json::value::RawValue;

use super::{
    Clock, CloudError, Failure as TransportFailure, Notice, Observer, Pace, Refusal, Request,
    Response, Retry, Stamp, Transport, TransportError, operation::Permission, ratelimit,
};

/// A call that is refused this often for want of quota, with a wait each time, fails.
const MOST_REFUSALS: u32 = 10;

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
    /// How many calls of it a minute the service takes, where that is published.
    pub(super) quota: Option<u32>,
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
        let (mut attempt, mut refusals) = (1, 0);
        loop {
            let Failed { error, asked } = match self.try_once(subject, attempt, sign) {
                Ok(body) => return Ok(body),
                Err(failed) => failed,
            };
            // Where requests are paced, a refusal for want of quota is everybody's, and the pace waits it out.
            if let Some(pace) = self.pace
                && error.is_throttling()
                && refusals < MOST_REFUSALS
                && self.retry.attempts > 1
            {
                refusals += 1;
                let asked = asked.map(|asked| asked.min(self.retry.longest));
                let wait = pace.refused(subject.action, asked, self.clock.elapsed());
                self.tell_wait(subject, &error, wait);
                continue;
            }
            if !self.retry.is_due(attempt, &error) {
                return Err(error);
            }
            let wait = self.retry.wait(attempt, asked, self.clock.random());
            self.tell_wait(subject, &error, wait);
            self.clock.sleep(wait);
            attempt += 1;
        }
    }

    fn tell_wait(&self, subject: &Subject<'_>, error: &CloudError, wait: Duration) {
        self.observer.notice(&Notice::Waiting {
            action: subject.action,
            reason: &error.to_string(),
            wait,
        });
    }

    fn try_once(
        &self,
        subject: &Subject<'_>,
        attempt: u32,
        sign: &dyn Fn(&Stamp) -> Request,
    ) -> Result<Vec<u8>, Failed> {
        let Subject {
            action,
            host,
            quota,
            ..
        } = *subject;
        if let Some(pace) = self.pace {
            pace.wait(action, quota, self.clock, self.observer);
        }
        self.observer.notice(&Notice::Sending {
            action,
            host,
            attempt,
        });
        let request = sign(&Stamp::draw(self.clock)).with_timeout(self.timeout);
        let failed = |source| Failed {
            error: CloudError::Transport {
                action: action.to_owned(),
                host: host.to_owned(),
                source,
            },
            asked: None,
        };
        let sent = self.transport.send(&request);
        if let Some(pace) = self.pace {
            pace.answered(action, sent.as_ref().ok(), self.clock.elapsed());
        }
        let response = sent.map_err(failed)?;
        let (status, bytes) = (response.status(), response.body().len());
        self.observer.notice(&Notice::Answered {
            action,
            status,
            bytes,
        });
        if !(200..300).contains(&status) {
            return Err(self.refusal(subject, &response));
        }
        match BodyShape::of(response.body()) {
            BodyShape::Object => Ok(response.into_body()),
            BodyShape::CutObject => {
                let detail = "its JSON breaks off";
                Err(failed(TransportError::new(TransportFailure::Cut, detail)))
            }
            BodyShape::Other => Err(self.refusal(subject, &response)),
        }
    }

    fn refusal(&self, subject: &Subject<'_>, response: &Response) -> Failed {
        let Subject {
            action,
            host,
            permission,
            hidden,
            ..
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
        Failed {
            error,
            asked: ratelimit::asked(response),
        }
    }
}

/// What a body is, as JSON.
#[derive(Debug, Eq, PartialEq)]
enum BodyShape {
    /// One whole object.
    Object,
    /// An object that ends early, as where a connection without a stated length is cut.
    CutObject,
    Other,
}

impl BodyShape {
    fn of(body: &[u8]) -> Self {
        let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
        if !body.trim_ascii_start().starts_with(b"{") {
            return Self::Other;
        }
        match serde_json::from_slice::<&RawValue>(body) {
            Ok(_) => Self::Object,
            Err(error) if error.is_eof() => Self::CutObject,
            Err(_) => Self::Other,
        }
    }
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
        "JSON that is damaged or has no error code"
    } else {
        "something else"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_object_is_an_answer() {
        assert_eq!(
            BodyShape::of(b"\xef\xbb\xbf {\"a\":[1]}\n"),
            BodyShape::Object
        );
        for cut in [&b"{\"a\":"[..], b"{", b"{\"a\":\"x", b"{\"a\":[1,"] {
            assert_eq!(BodyShape::of(cut), BodyShape::CutObject);
        }
        for other in [&b"[]"[..], b"", b"<a/>", b"{} {}", b"\"{}\"", b"{a}"] {
            assert_eq!(BodyShape::of(other), BodyShape::Other);
        }
    }

    #[test]
    fn strange_answers_are_described() {
        assert_eq!(looks_like(b" \n"), "an empty body");
        assert_eq!(looks_like(b"<!DOCTYPE HTML><p>"), "an HTML page");
        assert_eq!(looks_like(b"<Error/>"), "an XML document");
        assert_eq!(
            looks_like(b"{\"a\""),
            "JSON that is damaged or has no error code"
        );
        assert_eq!(looks_like(b"hello"), "something else");
    }
}
