//! Verifies signatures as the server does. Written from the specification and sharing nothing with the
//! signer but the hash functions.

use std::{collections::BTreeMap, fmt::Write as _};

use base64::{Engine, engine::general_purpose::STANDARD};
use sha1::Sha1;
use sha2::{Digest, Sha256};

use super::wire::Incoming;

/// HMAC after RFC 2104, for hashes with blocks of 64 bytes.
fn hmac<D: Digest>(key: &[u8], message: &[u8]) -> Vec<u8> {
    let mut block = [0_u8; 64];
    if key.len() > block.len() {
        let digest = D::digest(key);
        block[..digest.len()].copy_from_slice(&digest);
    } else {
        block[..key.len()].copy_from_slice(key);
    }
    let pad = |with: u8| block.map(|byte| byte ^ with);
    let inner = D::new()
        .chain_update(pad(0x36))
        .chain_update(message)
        .finalize();
    D::new()
        .chain_update(pad(0x5c))
        .chain_update(inner)
        .finalize()
        .to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn encoded(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                out.push(byte.into());
            }
            other => {
                let _ = write!(out, "%{other:02X}");
            }
        }
    }
    out
}

/// Undoes percent-encoding strictly: a `+` or a byte that should have been encoded is an error.
fn decoded(text: &str) -> Result<String, String> {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'%' => {
                let pair = [rest.next(), rest.next()].map(|digit| digit.unwrap_or(b'?'));
                let digits = std::str::from_utf8(&pair).map_err(|_| "digits")?;
                bytes.push(u8::from_str_radix(digits, 16).map_err(|_| format!("bad %{digits}"))?);
            }
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => bytes.push(byte),
            other => return Err(format!("unencoded {:?}", char::from(other))),
        }
    }
    String::from_utf8(bytes).map_err(|_| "not UTF-8".to_owned())
}

/// Reads `a=b&c=d`; a name that comes twice is an error.
pub fn parameters(text: &str) -> Result<BTreeMap<String, String>, String> {
    let mut found = BTreeMap::new();
    for pair in text.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').ok_or("no =")?;
        if found.insert(decoded(name)?, decoded(value)?).is_some() {
            return Err(format!("{name} comes twice"));
        }
    }
    Ok(found)
}

fn joined<'a>(pairs: impl Iterator<Item = (&'a String, &'a String)>) -> String {
    let pairs: Vec<_> = pairs
        .map(|(k, v)| format!("{}={}", encoded(k), encoded(v)))
        .collect();
    pairs.join("&")
}

/// What a V2 request should have signed.
pub fn v2_string_to_sign(method: &str, parameters: &BTreeMap<String, String>) -> String {
    // A BTreeMap is sorted by bytes already.
    let query = joined(parameters.iter().filter(|(name, _)| *name != "Signature"));
    format!("{method}&%2F&{}", encoded(&query))
}

/// The V2 signature of that text.
pub fn v2_signature(secret: &str, string_to_sign: &str) -> String {
    STANDARD.encode(hmac::<Sha1>(
        format!("{secret}&").as_bytes(),
        string_to_sign.as_bytes(),
    ))
}

/// The parts of a V3 request's `authorization` header.
pub struct Authorization {
    pub credential: String,
    pub signed_headers: Vec<String>,
    pub signature: String,
}

impl Authorization {
    pub fn read(header: &str) -> Option<Self> {
        let rest = header.strip_prefix("ACS3-HMAC-SHA256 ")?;
        let mut parts: BTreeMap<_, _> = rest
            .split(',')
            .filter_map(|it| it.split_once('='))
            .collect();
        Some(Self {
            credential: parts.remove("Credential")?.to_owned(),
            signed_headers: parts
                .remove("SignedHeaders")?
                .split(';')
                .map(str::to_owned)
                .collect(),
            signature: parts.remove("Signature")?.to_owned(),
        })
    }
}

/// The V3 signature that a request should have, or what is wrong with the request's form.
pub fn v3_signature(
    secret: &str,
    incoming: &Incoming,
    authorization: &Authorization,
) -> Result<String, String> {
    let mut expected: Vec<_> = incoming
        .headers
        .keys()
        .filter(|name| {
            name.starts_with("x-acs-") || ["host", "content-type"].contains(&name.as_str())
        })
        .cloned()
        .collect();
    expected.sort();
    if authorization.signed_headers != expected {
        return Err(format!(
            "signed {:?}, not {expected:?}",
            authorization.signed_headers
        ));
    }
    let body_hash = hex(&Sha256::digest(&incoming.body));
    if incoming.header("x-acs-content-sha256") != Some(&body_hash) {
        return Err("x-acs-content-sha256 is not the body's hash".to_owned());
    }
    let query = joined(parameters(incoming.query())?.iter());
    let mut canonical = format!("{}\n{}\n{query}\n", incoming.method, incoming.path());
    for name in &expected {
        let _ = writeln!(canonical, "{name}:{}", incoming.headers[name]);
    }
    let _ = write!(canonical, "\n{}\n{body_hash}", expected.join(";"));
    let text = format!(
        "ACS3-HMAC-SHA256\n{}",
        hex(&Sha256::digest(canonical.as_bytes()))
    );
    Ok(hex(&hmac::<Sha256>(secret.as_bytes(), text.as_bytes())))
}

/// The verifier itself is held to the published examples.
#[test]
fn the_verifier_knows_the_published_examples() {
    let query = "AccessKeyId=testid&Action=DescribeRegions&Format=XML&SignatureMethod=HMAC-SHA1\
        &SignatureNonce=3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf&SignatureVersion=1.0\
        &Timestamp=2016-02-23T12%3A46%3A24Z&Version=2014-05-26&Signature=ignored";
    let text = v2_string_to_sign("GET", &parameters(query).expect("parameters"));
    assert_eq!(
        v2_signature("testsecret", &text),
        "OLeaidS1JvxuMvnyHOwuJ+uX5qY="
    );

    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    let headers = [
        ("host", "ecs.cn-shanghai.aliyuncs.com"),
        ("x-acs-action", "RunInstances"),
        ("x-acs-content-sha256", empty),
        ("x-acs-date", "2023-10-26T10:22:32Z"),
        ("x-acs-signature-nonce", "3156853299f313e23d1673dc12e1703d"),
        ("x-acs-version", "2014-05-26"),
    ];
    let incoming = Incoming {
        method: "POST".to_owned(),
        target:
            "/?ImageId=win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd&RegionId=cn-shanghai"
                .to_owned(),
        headers: headers
            .iter()
            .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
            .collect(),
        body: Vec::new(),
    };
    let authorization = Authorization {
        credential: "YourAccessKeyId".to_owned(),
        signed_headers: headers.iter().map(|(name, _)| (*name).to_owned()).collect(),
        signature: String::new(),
    };
    assert_eq!(
        v3_signature("YourAccessKeySecret", &incoming, &authorization).as_deref(),
        Ok("06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0")
    );
}
