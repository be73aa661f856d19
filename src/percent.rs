//! Percent-encoding as the API's signature rules demand it (RFC 3986 unreserved characters stay).
//!
//! Form encoding (`+` for a blank, `*` left alone) is not the same thing and gives a signature that
//! the server refuses.

const HEX: &[u8; 16] = b"0123456789ABCDEF";

/// Encodes one name or value: `A-Z a-z 0-9 - _ . ~` stay, every other byte of the UTF-8 text
/// becomes `%XX` in upper case.
#[cfg_attr(
    not(feature = "cloud"),
    allow(unreachable_pub, reason = "the module `cloud` shows it")
)]
pub fn percent(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            encoded.push(char::from(HEX[usize::from(byte >> 4)]));
            encoded.push(char::from(HEX[usize::from(byte & 0x0f)]));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_unreserved_characters_stay() {
        assert_eq!(percent("AZaz09-_.~"), "AZaz09-_.~");
        assert_eq!(percent("a b+c*d/e=f"), "a%20b%2Bc%2Ad%2Fe%3Df");
        assert_eq!(percent("云"), "%E4%BA%91");
        assert_eq!(percent(""), "");
    }

    proptest::proptest! {
        #[test]
        fn what_is_encoded_can_be_decoded(text in ".*") {
            let encoded = percent(&text);
            let mut parts = encoded.split('%');
            let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
            for part in parts {
                let (digits, rest) = part.split_at(2);
                bytes.push(u8::from_str_radix(digits, 16).unwrap());
                bytes.extend(rest.bytes());
            }
            proptest::prop_assert_eq!(bytes, text.into_bytes());
        }
    }
}
