//! The closed lists of what a connection can name: versions, modes, algorithms, groups.
//!
//! Only the words of the API live here (`DownloadVpnConnectionConfig`, 2016-04-28). What a device
//! calls them is data in its manifest.

use serde::{Deserialize, Serialize};

/// Defines an enum whose variants have exactly one word in the API.
macro_rules! api_words {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(test, derive(schemars::JsonSchema))]
        pub enum $name { $($(#[$vmeta])* #[serde(rename = $word)] $variant),+ }

        impl $name {
            /// Every value, in the order of strength or age that the API lists.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The word that the API uses.
            pub const fn api_word(self) -> &'static str {
                match self { $($name::$variant => $word),+ }
            }

            /// Reads the API's word; letter case and outer blanks do not matter.
            pub fn from_api(word: &str) -> Option<Self> {
                let word = word.trim();
                Self::ALL.iter().copied().find(|value| value.api_word().eq_ignore_ascii_case(word))
            }

            /// The value's place in [`Self::ALL`]: an index for tables.
            pub const fn index(self) -> usize {
                self as usize
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.api_word())
            }
        }
    };
}

api_words! {
    /// The version of IKE (`IkeVersion`): RFC 2409 or RFC 7296.
    IkeVersion {
        /// RFC 2409.
        V1 = "ikev1",
        /// RFC 7296.
        V2 = "ikev2",
    }
}

api_words! {
    /// The phase 1 exchange of `IKEv1` (`IkeMode`); it has no meaning under `IKEv2`.
    ExchangeMode {
        /// Six messages, identities encrypted.
        Main = "main",
        /// Three messages, identities and a hash over the PSK in clear.
        Aggressive = "aggressive",
    }
}

api_words! {
    /// Encryption (`IkeEncAlg`, `IpsecEncAlg`), always in CBC mode.
    Encryption {
        /// DES-CBC, 56 bits.
        Des = "des",
        /// 3DES-EDE-CBC.
        TripleDes = "3des",
        /// AES-CBC with 128 bits: the API's bare `aes`.
        Aes128 = "aes",
        /// AES-CBC with 192 bits.
        Aes192 = "aes192",
        /// AES-CBC with 256 bits.
        Aes256 = "aes256",
    }
}

api_words! {
    /// Integrity (`IkeAuthAlg`, `IpsecAuthAlg`): an HMAC, truncated as RFC 2403, 2404 and 4868 say.
    /// Under `IKEv2` the PRF uses the same hash.
    Integrity {
        /// HMAC-MD5-96.
        Md5 = "md5",
        /// HMAC-SHA1-96.
        Sha1 = "sha1",
        /// HMAC-SHA2-256-128.
        Sha256 = "sha256",
        /// HMAC-SHA2-384-192.
        Sha384 = "sha384",
        /// HMAC-SHA2-512-256.
        Sha512 = "sha512",
    }
}

api_words! {
    /// A Diffie-Hellman group (`IkePfs` in phase 1, `IpsecPfs` for PFS).
    DhGroup {
        /// MODP 768.
        Group1 = "group1",
        /// MODP 1024.
        Group2 = "group2",
        /// MODP 1536.
        Group5 = "group5",
        /// MODP 2048.
        Group14 = "group14",
        /// MODP 2048 with a 256-bit subgroup (RFC 5114): only on old connections.
        Group24 = "group24",
    }
}

impl DhGroup {
    /// The group's number in the IANA registry of transform type 4.
    pub const fn number(self) -> u16 {
        match self {
            Self::Group1 => 1,
            Self::Group2 => 2,
            Self::Group5 => 5,
            Self::Group14 => 14,
            Self::Group24 => 24,
        }
    }
}

impl IkeVersion {
    /// 1 or 2.
    pub const fn number(self) -> u8 {
        match self {
            Self::V1 => 1,
            Self::V2 => 2,
        }
    }
}

/// Words that belong to the national-standard (SM) gateways: no common IKE daemon speaks them.
pub(crate) fn is_sm_word(word: &str) -> bool {
    ["sm2", "sm3", "sm4"]
        .iter()
        .any(|sm| word.trim().eq_ignore_ascii_case(sm))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_reads_back() {
        for value in Encryption::ALL {
            assert_eq!(Encryption::from_api(value.api_word()), Some(*value));
        }
        for value in Integrity::ALL {
            assert_eq!(Integrity::from_api(value.api_word()), Some(*value));
        }
        for (place, value) in DhGroup::ALL.iter().enumerate() {
            assert_eq!(DhGroup::from_api(value.api_word()), Some(*value));
            assert_eq!(value.index(), place);
        }
    }

    #[test]
    fn case_and_blanks_do_not_matter_but_spelling_does() {
        assert_eq!(IkeVersion::from_api(" IKEv2 "), Some(IkeVersion::V2));
        assert_eq!(Integrity::from_api("sha-256"), None);
        assert_eq!(Encryption::from_api("aes128"), None);
        assert!(is_sm_word("SM4"));
    }
}
