//! What a change is called where it is planned, as its owner says it.

use crate::findings::Lang;

use super::fact::Fact;
use super::rich::Rich;
use super::texts;

/// The change that a ticket belongs to. Each is a text of the user and stands in the ticket as it is.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Details {
    /// The heading, in the place of the ticket's own.
    pub title: Option<String>,
    /// The number of the change.
    pub change: Option<String>,
    /// Who makes it.
    pub owner: Option<String>,
    /// When.
    pub date: Option<String>,
    /// Where.
    pub site: Option<String>,
}

impl Details {
    /// Those that were given.
    pub(super) fn fields(&self, lang: Lang) -> Vec<Fact> {
        let each = [
            (&texts::CHANGE_NUMBER, &self.change),
            (&texts::OWNER, &self.owner),
            (&texts::DATE, &self.date),
            (&texts::SITE, &self.site),
        ];
        let given = each.into_iter().filter_map(|(name, value)| {
            let value = value.as_ref().filter(|value| !value.trim().is_empty())?;
            Some(Fact {
                name: name.in_lang(lang),
                value: Rich::words(value),
                state: "",
            })
        });
        given.collect()
    }
}
