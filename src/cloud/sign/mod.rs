//! Signs a call. Nothing here looks at the clock, draws a nonce or touches the network: a [`Stamp`]
//! brings the time and the nonce, so that the published examples can be tests.

pub mod acs3;
pub mod encode;
pub mod rpc;

use super::{Call, Credentials, Endpoint, Request, Stamp};

/// Which of the two signatures of the API is used.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub enum Scheme {
    /// HMAC-SHA1 over the sorted parameters, in the form body.
    #[default]
    V2,
    /// `ACS3-HMAC-SHA256` over the canonical request, in the headers.
    V3,
}

impl Scheme {
    /// The signed request. A [`Stamp`] must not be used twice: the server remembers nonces.
    pub fn sign(
        self,
        call: &Call,
        endpoint: &Endpoint,
        credentials: &Credentials,
        stamp: &Stamp,
    ) -> Request {
        match self {
            Self::V2 => rpc::request(call, endpoint, credentials, stamp),
            Self::V3 => acs3::request(call, endpoint, credentials, stamp),
        }
    }
}
