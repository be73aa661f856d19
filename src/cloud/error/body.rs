//! Reads the error body of a refusal, in JSON or XML, into the few fields that matter.
//!
//! Gateways and the API itself spell the same thing in different ways, so nothing but a code is required:
//! a body without one is no refusal.

use crate::document::{Document, Node, decode};

/// The largest body that is looked at, in bytes: a refusal has a few hundred.
const LOOKED_AT: usize = 64 * 1024;

/// What a refusal says.
#[derive(Debug, Default, Eq, PartialEq)]
pub(super) struct Body {
    pub(super) code: String,
    pub(super) message: String,
    pub(super) request_id: Option<String>,
    /// The RAM action that was missing.
    pub(super) missing_action: Option<String>,
    /// The account of whoever asked.
    pub(super) account: Option<String>,
}

impl Body {
    /// The refusal in a body, `None` where there is none.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        if bytes.len() > LOOKED_AT {
            return None;
        }
        let document = Document::parse(decode(bytes).ok()?).ok()?;
        let root = document.root();
        let denial = root.get("AccessDeniedDetail");
        Some(Self {
            code: field(root, "Code")?,
            message: field(root, "Message")
                .or_else(|| field(root, "Description"))
                .unwrap_or_default(),
            request_id: field(root, "RequestId"),
            missing_action: denial.and_then(|denial| field(denial, "AuthAction")),
            account: denial.and_then(|denial| field(denial, "AuthPrincipalOwnerId")),
        })
    }
}

fn field(node: Node<'_>, name: &str) -> Option<String> {
    node.get(name)?
        .text()
        .map(str::to_owned)
        .filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_with_a_denial_inside() {
        let body = Body::read(
            br#"{"RequestId":"R-1","Code":"Forbidden.RAM","Message":"no","HostId":"h",
                "AccessDeniedDetail":{"AuthAction":"vpc:X","AuthPrincipalOwnerId":"123"}}"#,
        )
        .unwrap();
        assert_eq!(
            (body.code.as_str(), body.message.as_str()),
            ("Forbidden.RAM", "no")
        );
        assert_eq!(body.missing_action.as_deref(), Some("vpc:X"));
        assert_eq!(body.account.as_deref(), Some("123"));
    }

    #[test]
    fn json_in_lower_case() {
        let body =
            Body::read(br#"{"code":"Throttling","requestId":"R-2","description":"slow"}"#).unwrap();
        assert_eq!(
            (body.code.as_str(), body.message.as_str()),
            ("Throttling", "slow")
        );
        assert_eq!(body.request_id.as_deref(), Some("R-2"));
    }

    #[test]
    fn xml_with_references_and_cdata() {
        let body = Body::read(
            b"\xef\xbb\xbf<?xml version='1.0'?><Error><RequestId>R-3</RequestId><Code>X.Y</Code>\
              <Message>a &lt; b &#x41; <![CDATA[&c]]></Message></Error>",
        )
        .unwrap();
        assert_eq!(body.message, "a < b A &c");
        assert_eq!(body.request_id.as_deref(), Some("R-3"));
    }

    #[test]
    fn what_is_no_refusal() {
        for other in [
            &b""[..],
            b"<!DOCTYPE html><html><body>Sign in</body></html>",
            b"<html><p>502</p></html>",
            b"[1]",
            b"{\"VpnConnectionConfig\":{}}",
            b"{\"Code\":\"\"}",
            b"{\"Code\":",
            b"\xff\xfe",
            b"<a><b>",
        ] {
            assert_eq!(
                Body::read(other),
                None,
                "{}",
                String::from_utf8_lossy(other)
            );
        }
        let long = format!(
            "{{\"Code\":\"X\",\"Message\":\"{}\"}}",
            "x".repeat(LOOKED_AT)
        );
        assert_eq!(Body::read(long.as_bytes()), None);
    }
}
