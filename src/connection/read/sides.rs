//! Which of `Local` and `Remote` is the device: the one place that knows.

use crate::connection::Field;

use super::Perspective;

/// The fields of one side.
#[derive(Debug, Clone, Copy)]
pub(super) struct SideFields {
    pub(super) address: Field,
    pub(super) subnet: Field,
    pub(super) identity: Field,
}

const LOCAL: SideFields = SideFields {
    address: Field::Local,
    subnet: Field::LocalSubnet,
    identity: Field::LocalId,
};

const REMOTE: SideFields = SideFields {
    address: Field::Remote,
    subnet: Field::RemoteSubnet,
    identity: Field::RemoteId,
};

/// The fields of both sides in one document.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sides {
    pub(super) device: SideFields,
    pub(super) cloud: SideFields,
}

impl Sides {
    /// The one who writes the document calls itself local.
    pub(super) const fn seen_by(perspective: Perspective) -> Self {
        match perspective {
            Perspective::Device => Self {
                device: LOCAL,
                cloud: REMOTE,
            },
            Perspective::Cloud => Self {
                device: REMOTE,
                cloud: LOCAL,
            },
        }
    }
}

/// A field of one side as the cloud calls it in `ModifyVpnConnectionAttribute`.
pub(super) const fn in_cloud_words(field: Field, sides: Sides) -> Field {
    let is_device =
        field as u8 == sides.device.subnet as u8 || field as u8 == sides.device.identity as u8;
    match (field, is_device) {
        (Field::LocalSubnet | Field::RemoteSubnet, true) => Field::RemoteSubnet,
        (Field::LocalSubnet | Field::RemoteSubnet, false) => Field::LocalSubnet,
        (Field::LocalId | Field::RemoteId, true) => Field::RemoteId,
        (Field::LocalId | Field::RemoteId, false) => Field::LocalId,
        (other, _) => other,
    }
}
