//! Keys in the device's notation: that of each tunnel, and those of BGP sessions. One text for every style in which a
//! file of the target writes them.

use std::borrow::Cow;

use super::inputs::{Cause, Missing, marker};
use super::reason;
use super::value::placeholder;
use crate::connection::{Maskable, Psk, Sourced};
use crate::findings::Reason;
use crate::secret::Secret;
use crate::targets::quoting::Style;
use crate::targets::{Form, KeyError, KeyRules, Keys, Target};

/// What the missing value is called where the document masks the key.
pub(crate) const MASKED_KEY: &str = "psk";

/// A key, ready to be written.
#[derive(Debug)]
pub struct PlannedKey {
    /// By the target's style; one where it stands for a missing or hidden key.
    written: Vec<Secret>,
    /// True when it stands for one.
    stands_in: bool,
}

impl PlannedKey {
    /// The key in the target's style of that place; what stands in for one in the form's own notation, so that the
    /// file stays what it is.
    pub(crate) fn written(&self, place: usize, form: Form) -> Cow<'_, str> {
        let first = self.written[0].reveal();
        if self.stands_in {
            return form.text(first).map_or(first.into(), Cow::Owned);
        }
        self.written.get(place).map_or(first, Secret::reveal).into()
    }

    /// A text that stands in every file in place of a key.
    fn in_place(text: String) -> Self {
        Self {
            written: vec![Secret::new(text)],
            stands_in: true,
        }
    }

    /// The reason names characters, never the key.
    fn of(key: &Secret, rules: &KeyRules, styles: &[Style]) -> Result<Self, KeyError> {
        let mut written = Vec::with_capacity(styles.len());
        for style in styles {
            written.push(Secret::new(rules.write(style, key.reveal())?));
        }
        if written.is_empty() {
            written.push(Secret::new(rules.write(&rules.style, key.reveal())?));
        }
        Ok(Self {
            written,
            stands_in: false,
        })
    }
}

/// The PSK in the device's notation, or why it has none.
pub(super) fn psk(
    psk: &Sourced<Psk>,
    target: &Target,
    redact: bool,
    missing: &mut Vec<Missing<'_>>,
) -> Result<PlannedKey, Reason> {
    let Maskable::Known(secret) = &psk.value else {
        Missing::note(
            missing,
            MASKED_KEY,
            "the pre-shared key, which the document masks",
            Cause::Masked,
        );
        return Ok(PlannedKey::in_place(marker(MASKED_KEY)));
    };
    let planned =
        PlannedKey::of(secret, &target.psk, &target.psk_styles).map_err(|error| error.reason())?;
    Ok(if redact {
        PlannedKey::in_place(placeholder("psk"))
    } else {
        planned
    })
}

/// The key of a BGP session, or why the device cannot have it.
pub(super) fn bgp(key: &Secret, target: &Target, redact: bool) -> Result<PlannedKey, Reason> {
    let rules = match &target.bgp_key {
        Keys::Written(rules) => rules,
        Keys::Never(why) => return Err(reason::said(why)),
    };
    let planned =
        PlannedKey::of(key, rules, &target.bgp_key_styles).map_err(|error| error.reason())?;
    Ok(if redact {
        PlannedKey::in_place(placeholder("bgp_auth_key"))
    } else {
        planned
    })
}
