//! The signature of the current protocol, `ACS3-HMAC-SHA256`, which the SDKs call V3: the identity
//! stands in the headers, the operation's parameters in the query string.
//!
//! Source: Alibaba Cloud SDK documentation, "V3 request structure and signature"
//! (<https://www.alibabacloud.com/help/en/sdk/product-overview/v3-request-structure-and-signature>).

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use super::encode::canonical_query;
use crate::{
    cloud::{Call, Credentials, Endpoint, Method, Request, Stamp},
    secret::Secret,
};

const ALGORITHM: &str = "ACS3-HMAC-SHA256";

/// A POST request with an empty body, as the official SDKs send the operations of this API.
pub fn request(
    call: &Call,
    endpoint: &Endpoint,
    credentials: &Credentials,
    stamp: &Stamp,
) -> Request {
    let query = canonical_query(call.parameters());
    let body_hash = hex_sha256(b"");
    let mut headers = vec![
        ("host", endpoint.authority()),
        ("x-acs-action", call.action()),
        ("x-acs-content-sha256", body_hash.as_str()),
        ("x-acs-date", stamp.time()),
        ("x-acs-signature-nonce", stamp.nonce()),
        ("x-acs-version", call.version()),
    ];
    if let Some(token) = credentials.security_token() {
        headers.push(("x-acs-security-token", token.reveal()));
    }
    let canonical = CanonicalRequest::new(Method::Post.as_str(), &query, &headers, &body_hash);
    let signature = signature(credentials.access_key_secret(), &canonical.hash());
    let authorization = format!(
        "{ALGORITHM} Credential={},SignedHeaders={},Signature={signature}",
        credentials.access_key_id(),
        canonical.signed_headers,
    );

    let mut request = Request::new(Method::Post, format!("{endpoint}/?{query}"))
        .with_header("accept", "application/json")
        .with_header("authorization", &authorization);
    // The HTTP client derives `host` from the address, which is the same text.
    for (name, value) in headers.into_iter().filter(|(name, _)| *name != "host") {
        request = request.with_header(name, value);
    }
    request
}

/// The request in the one spelling that both ends hash.
struct CanonicalRequest {
    text: zeroize::Zeroizing<String>,
    signed_headers: String,
}

impl CanonicalRequest {
    /// `headers` have names in lower case; the path is always `/`.
    fn new(method: &str, query: &str, headers: &[(&str, &str)], body_hash: &str) -> Self {
        let mut sorted = headers.to_vec();
        sorted.sort_unstable();
        let lines: Vec<_> = sorted
            .iter()
            .map(|(name, value)| format!("{name}:{}", value.trim()))
            .collect();
        let lines = lines.join("\n");
        let names: Vec<_> = sorted.iter().map(|(name, _)| *name).collect();
        let signed_headers = names.join(";");
        let text = format!("{method}\n/\n{query}\n{lines}\n\n{signed_headers}\n{body_hash}");
        Self {
            text: zeroize::Zeroizing::new(text),
            signed_headers,
        }
    }

    fn hash(&self) -> String {
        hex_sha256(self.text.as_bytes())
    }
}

/// `hex(HMAC-SHA256(secret, algorithm + "\n" + hash))`; the key is the bare secret, without the `&`
/// of the older signature.
fn signature(secret: &Secret, canonical_hash: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.reveal().as_bytes())
        .unwrap_or_else(|_| unreachable!("HMAC takes a key of any length"));
    mac.update(format!("{ALGORITHM}\n{canonical_hash}").as_bytes());
    hex(&mac.finalize().into_bytes())
}

fn hex_sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 0x0f])
        .map(|nibble| char::from(DIGITS[usize::from(nibble)]))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    /// The published example, with the date and nonce as parameters because its page prints two sets.
    fn run_instances(date: &str, nonce: &str) -> (String, String) {
        let query = canonical_query([
            (
                "ImageId",
                "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd",
            ),
            ("RegionId", "cn-shanghai"),
        ]);
        let headers = [
            ("host", "ecs.cn-shanghai.aliyuncs.com"),
            ("x-acs-action", "RunInstances"),
            ("x-acs-content-sha256", EMPTY),
            ("x-acs-date", date),
            ("x-acs-signature-nonce", nonce),
            ("x-acs-version", "2014-05-26"),
        ];
        let canonical = CanonicalRequest::new("POST", &query, &headers, &hex_sha256(b""));
        let secret = Secret::new("YourAccessKeySecret".to_owned());
        (canonical.hash(), signature(&secret, &canonical.hash()))
    }

    #[test]
    fn published_example() {
        let (hash, signature) =
            run_instances("2023-10-26T10:22:32Z", "3156853299f313e23d1673dc12e1703d");
        assert_eq!(
            hash,
            "7ea06492da5221eba5297e897ce16e55f964061054b7695beedaac1145b1e259"
        );
        assert_eq!(
            signature,
            "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"
        );
    }

    /// The overview table of the same page prints the signature above beside this date and nonce. They
    /// do not belong together: these inputs give another signature.
    #[test]
    fn the_inconsistent_inputs_of_the_same_page() {
        let (_, signature) =
            run_instances("2023-10-26T09:01:01Z", "d410180a5abf7fe235dd9b74aca91fc0");
        assert_eq!(
            signature,
            "e521358f7776c97df52e6b2891a8bc73026794a071b50c3323388c4e0df64804"
        );
    }

    #[test]
    fn headers_are_signed_in_order_whatever_order_they_come_in() {
        let headers = [("x-b", " two "), ("host", "h"), ("x-a", "1")];
        let canonical = CanonicalRequest::new("GET", "", &headers, EMPTY);
        assert_eq!(canonical.signed_headers, "host;x-a;x-b");
        assert_eq!(
            *canonical.text,
            format!("GET\n/\n\nhost:h\nx-a:1\nx-b:two\n\nhost;x-a;x-b\n{EMPTY}")
        );
    }
}
