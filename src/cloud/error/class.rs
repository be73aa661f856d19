//! What kind of refusal a code is: decides whether another try makes sense, and which advice fits.
//!
//! Sources: the error codes of the operations and of the API gateway
//! (<https://help.aliyun.com/en/sdk/product-overview/rpc-mechanism>), and the codes that official tools
//! repeat a call for.

/// The kinds of refusal.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Class {
    /// Too many calls in too short a time.
    Throttled,
    /// The server had a problem of its own.
    Server,
    /// The resource is being changed at this moment.
    Busy,
    /// The request's timestamp is too far from the server's time.
    Clock,
    /// The nonce was seen before.
    Nonce,
    /// The access key or the token is unknown, disabled, ended or does not match.
    Credentials,
    /// The identity is known but may not do this.
    Permission,
    /// There is no such resource, here.
    NotFound,
    /// Anything else: the request itself is at fault.
    Request,
}

impl Class {
    /// The class of an error code; the status decides where the code says nothing.
    pub fn of(code: &str, status: u16) -> Self {
        let code = code.to_ascii_lowercase();
        let starts = |beginnings: &[&str]| beginnings.iter().any(|part| code.starts_with(part));
        if starts(&["throttling"]) {
            Self::Throttled
        } else if starts(&["illegaltimestamp", "invalidtimestamp"]) {
            Self::Clock
        } else if starts(&["signaturenonceused"]) {
            Self::Nonce
        } else if starts(&[
            "invalidaccesskey",
            "inactiveaccesskey",
            "invalidcredentials",
            "signaturedoesnotmatch",
            "incompletesignature",
            "invalidsecuritytoken",
            "missingsecuritytoken",
            "missingaccesskey",
        ]) {
            Self::Credentials
        } else if code.ends_with(".configuring") || code.ends_with(".conflict") {
            Self::Busy
        } else if starts(&["serviceunavailable", "internalerror"]) {
            Self::Server
        // The double b is the API's own spelling.
        } else if starts(&["forbidden", "forbbiden", "nopermission"]) {
            Self::Permission
        } else if code.ends_with(".notfound") && !starts(&["invalidaction", "invalidversion"]) {
            Self::NotFound
        } else {
            match status {
                429 => Self::Throttled,
                500.. => Self::Server,
                403 => Self::Permission,
                _ => Self::Request,
            }
        }
    }

    /// Whether the same call may succeed a little later.
    pub fn is_transient(self) -> bool {
        matches!(self, Self::Throttled | Self::Server | Self::Busy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_documented_code_has_its_class() {
        for (code, status, class) in [
            ("Throttling", 400, Class::Throttled),
            ("Throttling.User", 429, Class::Throttled),
            ("Throttling.Api", 503, Class::Throttled),
            ("ServiceUnavailable", 503, Class::Server),
            ("InternalError", 500, Class::Server),
            ("VpnGateway.Configuring", 400, Class::Busy),
            ("VpnTask.CONFLICT", 409, Class::Busy),
            ("VpnGateway.FinancialLocked", 400, Class::Request),
            ("IllegalTimestamp", 400, Class::Clock),
            ("InvalidTimeStamp.Expired", 400, Class::Clock),
            ("SignatureNonceUsed", 400, Class::Nonce),
            ("InvalidAccessKeyId.NotFound", 404, Class::Credentials),
            ("InvalidAccessKeyId.Inactive", 400, Class::Credentials),
            ("SignatureDoesNotMatch", 400, Class::Credentials),
            ("IncompleteSignature", 400, Class::Credentials),
            ("InvalidSecurityToken.Expired", 403, Class::Credentials),
            ("Forbidden.RAM", 403, Class::Permission),
            ("Forbbiden.SubUser", 403, Class::Permission),
            ("NoPermission", 403, Class::Permission),
            (
                "InvalidVpnConnectionInstanceId.NotFound",
                404,
                Class::NotFound,
            ),
            ("InvalidAction.NotFound", 404, Class::Request),
            ("EntityNotExist.Role", 404, Class::Request),
            ("MissingParameter", 400, Class::Request),
            ("Unheard.Of", 502, Class::Server),
            ("Unheard.Of", 429, Class::Throttled),
        ] {
            assert_eq!(Class::of(code, status), class, "{code}");
        }
    }

    #[test]
    fn only_passing_troubles_are_worth_another_try() {
        for class in [Class::Throttled, Class::Server, Class::Busy] {
            assert!(class.is_transient());
        }
        for class in [
            Class::Credentials,
            Class::Permission,
            Class::NotFound,
            Class::Request,
        ] {
            assert!(!class.is_transient());
        }
    }
}
