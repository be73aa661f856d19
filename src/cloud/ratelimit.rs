//! What the server says about its quota, in the headers of an answer.
//!
//! `x-ratelimit-user-api: Limit:30,Remain:0,TimeLeft:12000,Reset:…` counts one operation,
//! `x-ratelimit-user` all of them; `TimeLeft` is in milliseconds. `x-acs-retry-after` names a wait, in
//! milliseconds too. Source: the core of the official SDKs, which reads the same headers.

use std::time::Duration;

use super::Response;

/// One quota as the server counts it.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct Count {
    /// Calls in a window.
    pub(super) limit: Option<u32>,
    /// Calls left in this window.
    pub(super) remain: Option<u32>,
    /// How long this window still lasts.
    pub(super) left: Option<Duration>,
}

impl Count {
    /// The quota of the operation.
    pub(super) fn of_operation(response: &Response) -> Option<Self> {
        Self::parse(response.header("x-ratelimit-user-api")?)
    }

    /// The quota of all operations together.
    pub(super) fn of_account(response: &Response) -> Option<Self> {
        Self::parse(response.header("x-ratelimit-user")?)
    }

    fn parse(header: &str) -> Option<Self> {
        let mut count = Self::default();
        for part in header.split(',') {
            let (name, value) = part.split_once(':')?;
            let value = value.trim();
            match name.trim().to_ascii_lowercase().as_str() {
                "limit" => count.limit = value.parse().ok().filter(|limit| *limit > 0),
                "remain" => count.remain = value.parse().ok(),
                "timeleft" => count.left = value.parse().ok().map(Duration::from_millis),
                _ => {}
            }
        }
        (count != Self::default()).then_some(count)
    }
}

/// How long the server wants to be left alone: its own wish, or the rest of a window that is used up.
pub(super) fn asked(response: &Response) -> Option<Duration> {
    let wish = response
        .header("x-acs-retry-after")
        .and_then(|text| text.trim().parse().ok())
        .filter(|wait| *wait > 0)
        .map(Duration::from_millis);
    let used_up = |count: Option<Count>| {
        count
            .filter(|count| count.remain == Some(0))
            .and_then(|count| count.left)
            .filter(|left| !left.is_zero())
    };
    wish.or_else(|| {
        let operation = used_up(Count::of_operation(response));
        operation.max(used_up(Count::of_account(response)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(name: &str, value: &str) -> Response {
        Response::new(400, Vec::new()).with_header(name, value)
    }

    #[test]
    fn a_count_is_read_whatever_stands_beside_it() {
        let response = answer(
            "X-RateLimit-User-API",
            "Limit:30, Remain:7,TimeLeft:12500,Reset:1,New:x",
        );
        let count = Count::of_operation(&response).unwrap();
        assert_eq!((count.limit, count.remain), (Some(30), Some(7)));
        assert_eq!(count.left, Some(Duration::from_millis(12_500)));
        for nonsense in ["", "nothing", "Limit:0", "Limit:-1,Remain:x"] {
            let response = answer("x-ratelimit-user-api", nonsense);
            assert_eq!(Count::of_operation(&response), None, "{nonsense}");
        }
    }

    #[test]
    fn the_servers_wish_goes_before_its_count() {
        let wait = |response: &Response| asked(response).map(|wait| wait.as_millis());
        assert_eq!(wait(&answer("x-acs-retry-after", " 2000 ")), Some(2000));
        assert_eq!(wait(&answer("x-acs-retry-after", "0")), None);
        let used_up = answer("x-ratelimit-user", "Limit:9,Remain:0,TimeLeft:400");
        assert_eq!(wait(&used_up), Some(400));
        assert_eq!(
            wait(&used_up.with_header("x-acs-retry-after", "1")),
            Some(1)
        );
        let some_left = answer("x-ratelimit-user-api", "Remain:1,TimeLeft:400");
        assert_eq!(wait(&some_left), None);
    }
}
