//! The lines of a file that nothing has proven on a device.

use std::borrow::Cow;

use crate::findings::{Lang, Text};
use crate::plan::{Doubt, Mark};
use crate::render::mark;
use crate::targets::Comment;

/// Most lines that are named; who has more reads the finding.
const MOST_UNSURE: usize = 12;

/// The lines of a file that unsure statements concern, each once. A key stays a mark.
pub(super) fn lines(body: &str, doubts: &[Doubt], comment: &Comment, lang: Lang) -> String {
    let comment = comment.line_start();
    if doubts.iter().all(|doubt| doubt.mark == Mark::None) {
        return String::new();
    }
    let mut named: Vec<String> = Vec::new();
    let mut more = 0_usize;
    for line in body.lines().map(str::trim) {
        let concerns = |doubt: &Doubt| match &doubt.mark {
            Mark::Word(word) => has_word(line, word),
            Mark::Group(word) => {
                let lower = line.to_ascii_lowercase();
                has_word(line, word)
                    && ["group", "dh", "pfs", "modp"]
                        .iter()
                        .any(|w| lower.contains(w))
            }
            Mark::Key => mark::has_mark(line),
            Mark::None => false,
        };
        if line.is_empty()
            || !comment.is_empty() && line.starts_with(comment)
            || !doubts.iter().any(concerns)
        {
            continue;
        }
        let line = mark::hidden(&row(line));
        if named.contains(&line) {
            continue;
        }
        if named.len() < MOST_UNSURE {
            named.push(line);
        } else {
            more += 1;
        }
    }
    if more > 0 {
        let text = Text {
            en: "and {more} more",
            zh: "另有 {more} 行",
        };
        named.push(text.in_lang(lang).replace("{more}", &more.to_string()));
    }
    let between = Text {
        en: "; ", zh: "；"
    };
    named.join(between.in_lang(lang))
}

/// A row of a worksheet's table as a person says it; another line as it is.
fn row(line: &str) -> Cow<'_, str> {
    let inner = line
        .strip_prefix("| ")
        .and_then(|line| line.strip_suffix(" |"));
    inner.map_or(line.into(), |inner| {
        inner.replace(" | ", ": ").replace('`', "").into()
    })
}

/// Whether a line holds a word that stands by itself.
fn has_word(line: &str, word: &str) -> bool {
    let inside = |c: char| c.is_ascii_alphanumeric() || c == '.';
    line.match_indices(word).any(|(start, _)| {
        let before = line[..start].chars().next_back();
        let after = line[start + word.len()..].chars().next();
        !before.is_some_and(inside) && !after.is_some_and(inside)
    })
}
