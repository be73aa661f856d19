//! One name for what belongs to a side. A download is written by the device and the API by the cloud, so that `LocalSubnet` is the
//! device's network in the one and the cloud's in the other; a text that says only the field's name is read the wrong way.

use super::Text;
use crate::origin::Field;

/// A value of a side, with what each place calls it.
#[derive(Debug, PartialEq, Eq)]
pub struct SideName {
    /// The field of a download, which the device's side writes.
    pub download: Field,
    /// The field of the API's other operations, which the cloud writes.
    pub api: Field,
    /// What the console's page calls it.
    pub console: Text,
    /// In a few words, beside a value that is to be set: whose it is, and the console's word where that is another than the API's.
    pub gloss: Text,
    /// The whole name: whose it is, then the three words.
    pub whole: Text,
}

/// The networks behind the device.
pub static DEVICE_NETWORK: SideName = SideName {
    download: Field::LocalSubnet,
    api: Field::RemoteSubnet,
    console: Text {
        en: "Remote Network",
        zh: "对端网段",
    },
    gloss: Text {
        en: "the device's network, Remote Network in the console",
        zh: "设备侧网段，控制台中为“对端网段”",
    },
    whole: Text {
        en: "the device's network (`LocalSubnet` in the download, `RemoteSubnet` in the API, Remote Network in the console)",
        zh: "设备侧网段（下载的配置中为 `LocalSubnet`，API 中为 `RemoteSubnet`，控制台中为“对端网段”）",
    },
};

/// The networks of the VPC.
pub static CLOUD_NETWORK: SideName = SideName {
    download: Field::RemoteSubnet,
    api: Field::LocalSubnet,
    console: Text {
        en: "Local Network",
        zh: "本端网段",
    },
    gloss: Text {
        en: "the cloud's network, Local Network in the console",
        zh: "云端网段，控制台中为“本端网段”",
    },
    whole: Text {
        en: "the cloud's network (`RemoteSubnet` in the download, `LocalSubnet` in the API, Local Network in the console)",
        zh: "云端网段（下载的配置中为 `RemoteSubnet`，API 中为 `LocalSubnet`，控制台中为“本端网段”）",
    },
};

/// The identity that the device sends.
pub static DEVICE_IDENTITY: SideName = SideName {
    download: Field::LocalId,
    api: Field::RemoteId,
    console: Text {
        en: "RemoteId",
        zh: "RemoteId",
    },
    gloss: Text {
        en: "the device's identity",
        zh: "设备侧身份标识",
    },
    whole: Text {
        en: "the device's identity (`LocalId` in the download, `RemoteId` in the API and in the console)",
        zh: "设备侧身份标识（下载的配置中为 `LocalId`，API 与控制台中为 `RemoteId`）",
    },
};

/// The identity that the cloud sends.
pub static CLOUD_IDENTITY: SideName = SideName {
    download: Field::RemoteId,
    api: Field::LocalId,
    console: Text {
        en: "LocalId",
        zh: "LocalId",
    },
    gloss: Text {
        en: "the cloud's identity",
        zh: "云端身份标识",
    },
    whole: Text {
        en: "the cloud's identity (`RemoteId` in the download, `LocalId` in the API and in the console)",
        zh: "云端身份标识（下载的配置中为 `RemoteId`，API 与控制台中为 `LocalId`）",
    },
};

/// All of them.
pub static ALL: [&SideName; 4] = [
    &DEVICE_NETWORK,
    &CLOUD_NETWORK,
    &DEVICE_IDENTITY,
    &CLOUD_IDENTITY,
];

impl SideName {
    /// Of a field as the cloud writes it: in the API's operations, in what is to be set.
    pub fn in_api(field: Field) -> Option<&'static Self> {
        ALL.into_iter().find(|name| name.api == field)
    }

    /// Of a field as the device's side writes it: in a download.
    pub fn in_download(field: Field) -> Option<&'static Self> {
        ALL.into_iter().find(|name| name.download == field)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::Lang;

    #[test]
    fn a_name_says_all_its_words_and_no_side_is_local_in_both_views() {
        for name in ALL {
            assert_ne!(name.download, name.api);
            for lang in [Lang::En, Lang::Zh] {
                let whole = name.whole.in_lang(lang);
                for word in [
                    name.download.api_name(),
                    name.api.api_name(),
                    name.console.in_lang(lang),
                ] {
                    assert!(whole.contains(word), "{whole}: {word}");
                }
            }
        }
        assert_eq!(SideName::in_api(Field::RemoteSubnet), Some(&DEVICE_NETWORK));
        assert_eq!(
            SideName::in_download(Field::RemoteSubnet),
            Some(&CLOUD_NETWORK)
        );
        assert_eq!(SideName::in_api(Field::Psk), None);
    }
}
