//! Findings call what belongs to a side by the one name that it has everywhere, whoever wrote the document.

use crate::connection::{Origin, Source};
use crate::findings::side_name::SideName;
use crate::findings::{Finding, Text, catalogue};

use super::Perspective;

/// Gives the values of a side their names in the findings of one connection. `base` is the perspective of its own document; a Describe
/// response beside a download is the cloud's.
pub(super) fn give(findings: &mut [Finding], base: Perspective, is_download: bool) {
    for finding in findings {
        // That one compares two documents, and names each with its own words.
        if finding.slug() == catalogue::DOCUMENTS_CONTRADICT.slug {
            continue;
        }
        let is_field = |name: &str| match name {
            "field" => true,
            "other" => finding.slug() == catalogue::ADDRESS_FROM_IDENTITY.slug,
            _ => false,
        };
        let named: Vec<(&'static str, Text)> = finding
            .args
            .iter()
            .filter(|(name, _)| is_field(name))
            .filter_map(|(name, word)| {
                let side = name_of(word, &finding.places, base, is_download)?;
                Some((*name, side.whole))
            })
            .collect();
        finding.words.extend(named);
    }
}

fn name_of(
    word: &str,
    places: &[Origin],
    base: Perspective,
    is_download: bool,
) -> Option<&'static SideName> {
    let place = places
        .iter()
        .find(|place| place.name() == word || place.field.api_name() == word)?;
    let perspective = match place.source {
        Source::Describe if is_download => Perspective::Cloud,
        Source::Download | Source::Describe | Source::Default => base,
        _ => return None,
    };
    match perspective {
        Perspective::Device => SideName::in_download(place.field),
        Perspective::Cloud => SideName::in_api(place.field),
    }
}
