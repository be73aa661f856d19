//! The RPC signature, version 1.0 of the protocol, which the SDKs call V2: HMAC-SHA1 over the sorted
//! parameters.
//!
//! Source: Alibaba Cloud SDK documentation, "RPC mechanism"
//! (<https://help.aliyun.com/en/sdk/product-overview/rpc-mechanism>).

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use zeroize::Zeroizing;

use super::encode::{canonical_query, percent};
use crate::{
    cloud::{Call, Credentials, Endpoint, Method, Request, Stamp},
    secret::Secret,
};

/// A POST request with every parameter in its form body, signed.
///
/// The body and not the query string carries the parameters, so that the signature and the session
/// token do not end up in the logs of proxies.
pub fn request(
    call: &Call,
    endpoint: &Endpoint,
    credentials: &Credentials,
    stamp: &Stamp,
) -> Request {
    let mut parameters = common_parameters(call, stamp);
    parameters.push(("AccessKeyId", credentials.access_key_id()));
    parameters.push(("SignatureMethod", "HMAC-SHA1"));
    parameters.push(("SignatureVersion", "1.0"));
    if let Some(token) = credentials.security_token() {
        parameters.push(("SecurityToken", token.reveal()));
    }
    let to_sign = string_to_sign(Method::Post.as_str(), parameters.iter().copied());
    let signature = signature(credentials.access_key_secret(), &to_sign);
    parameters.push(("Signature", &signature));
    post(endpoint, &parameters)
}

/// The same request without an identity, for the operations that bring their own proof
/// (`AssumeRoleWithOIDC`).
pub fn unsigned_request(call: &Call, endpoint: &Endpoint, stamp: &Stamp) -> Request {
    post(endpoint, &common_parameters(call, stamp))
}

/// What is signed: method, path and the encoded canonical query, joined by `&`.
pub fn string_to_sign<'a>(
    method: &str,
    parameters: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Zeroizing<String> {
    // The session token is part of this text, therefore it is wiped.
    let query = Zeroizing::new(canonical_query(parameters));
    Zeroizing::new(format!("{method}&{}&{}", percent("/"), percent(&query)))
}

/// `base64(HMAC-SHA1(secret + "&", text))`.
pub fn signature(secret: &Secret, text: &str) -> String {
    let key = Zeroizing::new(format!("{}&", secret.reveal()));
    let mut mac = Hmac::<Sha1>::new_from_slice(key.as_bytes())
        .unwrap_or_else(|_| unreachable!("HMAC takes a key of any length"));
    mac.update(text.as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}

/// The parameters that every call carries, beside its own.
fn common_parameters<'a>(call: &'a Call, stamp: &'a Stamp) -> Vec<(&'a str, &'a str)> {
    let mut parameters: Vec<_> = call.parameters().collect();
    parameters.extend([
        ("Action", call.action()),
        ("Version", call.version()),
        // The pages contradict each other about the default, so it is always said.
        ("Format", "JSON"),
        ("SignatureNonce", stamp.nonce()),
        ("Timestamp", stamp.time()),
    ]);
    parameters
}

fn post(endpoint: &Endpoint, parameters: &[(&str, &str)]) -> Request {
    let body = canonical_query(parameters.iter().copied());
    Request::new(Method::Post, format!("{endpoint}/"))
        .with_header("accept", "application/json")
        .with_header("content-type", "application/x-www-form-urlencoded")
        .with_body(body.into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Published by Alibaba Cloud as the worked example of the RPC mechanism.
    const DESCRIBE_REGIONS: [(&str, &str); 8] = [
        ("AccessKeyId", "testid"),
        ("Action", "DescribeRegions"),
        ("Format", "XML"),
        ("SignatureMethod", "HMAC-SHA1"),
        ("SignatureNonce", "3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf"),
        ("SignatureVersion", "1.0"),
        ("Timestamp", "2016-02-23T12:46:24Z"),
        ("Version", "2014-05-26"),
    ];

    const DOWNLOAD: [(&str, &str); 10] = [
        ("AccessKeyId", "testid"),
        ("Action", "DownloadVpnConnectionConfig"),
        ("Format", "JSON"),
        ("RegionId", "cn-hangzhou"),
        ("SignatureMethod", "HMAC-SHA1"),
        ("SignatureNonce", "3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf"),
        ("SignatureVersion", "1.0"),
        ("Timestamp", "2016-02-23T12:46:24Z"),
        ("Version", "2016-04-28"),
        ("VpnConnectionId", "vco-bp10lz7aejumd2vxoqgev"),
    ];

    fn sign(secret: &str, method: &str, parameters: &[(&str, &str)]) -> String {
        let text = string_to_sign(method, parameters.iter().copied());
        signature(&Secret::new(secret.to_owned()), &text)
    }

    #[test]
    fn published_example_of_the_rpc_mechanism() {
        let expected = "GET&%2F&AccessKeyId%3Dtestid%26Action%3DDescribeRegions%26Format%3DXML\
            %26SignatureMethod%3DHMAC-SHA1%26SignatureNonce%3D3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf\
            %26SignatureVersion%3D1.0%26Timestamp%3D2016-02-23T12%253A46%253A24Z\
            %26Version%3D2014-05-26";
        assert_eq!(*string_to_sign("GET", DESCRIBE_REGIONS), expected);
        assert_eq!(
            sign("testsecret", "GET", &DESCRIBE_REGIONS),
            "OLeaidS1JvxuMvnyHOwuJ+uX5qY="
        );
    }

    #[test]
    fn published_example_with_chinese_text_and_braces() {
        let parameters = [
            ("AccessKeyId", "testId"),
            ("Action", "SendSms"),
            ("Format", "XML"),
            ("OutId", "123"),
            ("PhoneNumbers", "15300000001"),
            ("RegionId", "cn-hangzhou"),
            ("SignName", "阿里云短信测试专用"),
            ("SignatureMethod", "HMAC-SHA1"),
            ("SignatureNonce", "45e25e9b-0a6f-4070-8c85-2956eda1b466"),
            ("SignatureVersion", "1.0"),
            ("TemplateCode", "SMS_71390007"),
            ("TemplateParam", r#"{"customer":"test"}"#),
            ("Timestamp", "2017-07-12T02:42:19Z"),
            ("Version", "2017-05-25"),
        ];
        assert_eq!(
            sign("testSecret", "GET", &parameters),
            "zJDF+Lrzhj/ThnlvIToysFRq6t4="
        );
    }

    #[test]
    fn the_method_is_part_of_what_is_signed() {
        assert_eq!(
            sign("testsecret", "POST", &DESCRIBE_REGIONS),
            "MxbnVAM4w6sft9xjVpe/GCKueuk="
        );
    }

    #[test]
    fn download_by_get_and_by_post() {
        assert_eq!(
            sign("testsecret", "GET", &DOWNLOAD),
            "M2FW34ouSj/UrLLMnrOiG1+yo3w="
        );
        assert_eq!(
            sign("testsecret", "POST", &DOWNLOAD),
            "jaj8qTCLGwWqLVvy4YYA9tNBV/0="
        );
    }

    #[test]
    fn a_session_token_with_every_awkward_character() {
        let mut parameters = DOWNLOAD.to_vec();
        parameters.push(("SecurityToken", "CAIS+/=tok en*~"));
        assert!(
            string_to_sign("GET", parameters.iter().copied())
                .contains(&percent("SecurityToken=CAIS%2B%2F%3Dtok%20en%2A~&"))
        );
        assert_eq!(
            sign("testsecret", "GET", &parameters),
            "8fLoPoQ8kq79u8Dkgi2WfPE9oRg="
        );
    }

    /// The unit test of the official Go core signs with an empty method.
    #[test]
    fn example_of_the_official_go_core() {
        assert_eq!(
            sign("accessKeySecret", "", &[("test", "ok")]),
            "jHx/oHoHNrbVfhncHEvPdHXZwHU="
        );
    }
}
