//! Values for which a marker stands in a draft: the document hides them, or does not know them yet.

use crate::connection::Origin;
use crate::findings::{Finding, Text, catalogue};

use super::reasons;

/// What is said of such a value.
#[cold]
pub(super) fn finding(origin: Origin) -> Finding {
    let rule = if origin.pending {
        &catalogue::UNKNOWN_UNTIL_APPLY
    } else {
        &catalogue::MASKED_VALUE
    };
    Finding::new(rule).with("field", origin.name()).at(origin)
}

/// Why a field cannot be read, where no marker can stand in its place.
pub(super) const fn no_marker(origin: Origin) -> Text {
    if origin.pending {
        reasons::PENDING
    } else {
        reasons::MASKED
    }
}
