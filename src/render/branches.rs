//! Which branches of the templates a set of renders went through. A branch that no expected output goes
//! through is a line that nobody has looked at.
//!
//! The text of a template is changed before it is compiled: a call that notes the place is added to the head
//! of every branch. What is laid out stays the same, but only the notes are of interest.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

/// The functions that the changed templates call.
pub(super) const ENTERED: &str = "branch_entered";
pub(super) const DECIDED: &str = "branch_decided";

/// Branches by their place: `vendor/platform/config.j2:12`, with `:yes` and `:no` after a condition within a
/// line.
#[derive(Debug, Clone, Default)]
pub struct Branches {
    seen: Arc<Mutex<Seen>>,
}

#[derive(Debug, Default)]
struct Seen {
    known: BTreeSet<String>,
    reached: BTreeSet<String>,
}

impl Branches {
    /// Every branch of the templates that were used so far.
    pub fn known(&self) -> BTreeSet<String> {
        self.with(|seen| seen.known.clone())
    }

    /// The branches that were gone through since the last call.
    pub fn take_reached(&self) -> BTreeSet<String> {
        self.with(|seen| std::mem::take(&mut seen.reached))
    }

    pub(super) fn note(&self, place: String) {
        self.with(|seen| seen.reached.insert(place));
    }

    /// The template's text with a note at the head of each branch.
    pub(super) fn noted(&self, name: &str, text: &str) -> String {
        let mut noting = Noting {
            name,
            text,
            out: String::with_capacity(text.len() * 2),
            known: BTreeSet::new(),
        };
        noting.run();
        let Noting { out, mut known, .. } = noting;
        self.with(|seen| seen.known.append(&mut known));
        out
    }

    fn with<T>(&self, what: impl FnOnce(&mut Seen) -> T) -> T {
        what(&mut self.seen.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

struct Noting<'t> {
    name: &'t str,
    text: &'t str,
    out: String,
    known: BTreeSet<String>,
}

impl Noting<'_> {
    fn run(&mut self) {
        let mut at = 0;
        while let Some(open) = self.text[at..].find('{').map(|found| at + found) {
            let close = match self.text.as_bytes().get(open + 1) {
                Some(b'%') => "%}",
                Some(b'{') => "}}",
                Some(b'#') => "#}",
                _ => {
                    self.out.push_str(&self.text[at..=open]);
                    at = open + 1;
                    continue;
                }
            };
            let end = end_of_tag(&self.text[open + 2..], close)
                .map_or(self.text.len(), |length| open + 2 + length);
            self.out.push_str(&self.text[at..open]);
            self.tag(open, end, close);
            at = (end + 2).min(self.text.len());
        }
        self.out.push_str(&self.text[at..]);
    }

    /// Writes one tag, whose inside is `text[open + 2..end]`.
    fn tag(&mut self, open: usize, end: usize, close: &str) {
        let (text, line) = (self.text, self.line(open));
        let inside = &text[open + 2..end];
        self.out.push_str(&text[open..open + 2]);
        let word = inside.trim_start_matches(['-', '+']).split_whitespace();
        let word = word.clone().next().filter(|_| close == "%}");
        // A comment has no branches, and the condition of a loop is not within a line.
        if close == "#}" || word == Some("for") {
            self.out.push_str(inside);
        } else {
            self.conditions(inside, line);
        }
        self.out.push_str(&text[end..(end + 2).min(text.len())]);
        // What only stops the render lays out nothing.
        let rest = text.get(end + 2..).unwrap_or_default().trim_start();
        let stops = rest
            .strip_prefix("{{")
            .is_some_and(|rest| rest.trim_start().starts_with("fail("));
        if matches!(word, Some("if" | "elif" | "else" | "for")) && !stops {
            let place = format!("{}:{line}", self.name);
            let note = format!("{{% if {ENTERED}(\"{place}\") %}}{{% endif %}}");
            self.out.push_str(&note);
            self.known.insert(place);
        }
    }

    /// `A if B else C` becomes `A if branch_decided("…", (B)) else C`.
    fn conditions(&mut self, inside: &str, line: usize) {
        let mut open: Vec<(usize, usize)> = Vec::new();
        let (mut depth, mut last, mut number) = (0_usize, 0, 0);
        let mut insert: Vec<(usize, String)> = Vec::new();
        let mut close =
            |open: &mut Vec<(usize, usize)>, at: usize, known: &mut BTreeSet<String>| {
                if let Some((start, _)) = open.pop() {
                    number += 1;
                    let place = format!("{}:{line}:{number}", self.name);
                    insert.push((start, format!("{DECIDED}(\"{place}\", (")));
                    insert.push((at, "))".to_owned()));
                    known.extend([format!("{place}:yes"), format!("{place}:no")]);
                }
            };
        let mut is_first = true;
        for (at, token) in tokens(inside) {
            match token {
                "(" | "[" | "{" => depth += 1,
                ")" | "]" | "}" | "," => {
                    while open.last().is_some_and(|(_, inner)| *inner == depth) {
                        close(&mut open, at, &mut self.known);
                    }
                    depth = depth.saturating_sub(usize::from(token != ","));
                }
                // The first word of a tag says what it is.
                "if" if !is_first => open.push((at + 2, depth)),
                "else" if open.last().is_some_and(|(_, inner)| *inner == depth) => {
                    close(&mut open, at, &mut self.known);
                }
                _ => {}
            }
            is_first &= matches!(token, "-" | "+");
        }
        while !open.is_empty() {
            let end = inside.trim_end_matches(['-', '+', ' ', '\n']).len();
            close(&mut open, end, &mut self.known);
        }
        insert.sort();
        for (at, note) in insert {
            self.out.push_str(&inside[last..at]);
            self.out.push(' ');
            self.out.push_str(&note);
            self.out.push(' ');
            last = at;
        }
        self.out.push_str(&inside[last..]);
    }

    fn line(&self, at: usize) -> usize {
        self.text[..at].matches('\n').count() + 1
    }
}

/// Where a tag closes; quotes may hold what closes it.
fn end_of_tag(inside: &str, close: &str) -> Option<usize> {
    let mut quote = None;
    for (at, c) in inside.char_indices() {
        match (quote, c) {
            (None, '"' | '\'') if close != "#}" => quote = Some(c),
            (Some(open), _) if open == c => quote = None,
            (None, _) if inside[at..].starts_with(close) => return Some(at),
            _ => {}
        }
    }
    None
}

/// Words and signs outside quotes, each with its place.
fn tokens(inside: &str) -> Vec<(usize, &str)> {
    let mut tokens = Vec::new();
    let mut chars = inside.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        let mut end = start + c.len_utf8();
        if c == '"' || c == '\'' {
            for (_, other) in chars.by_ref() {
                if other == c {
                    break;
                }
            }
            continue;
        }
        if c.is_whitespace() {
            continue;
        }
        if c.is_alphanumeric() || c == '_' {
            while let Some((at, next)) = chars.next_if(|(_, c)| c.is_alphanumeric() || *c == '_') {
                end = at + next.len_utf8();
            }
        }
        tokens.push((start, &inside[start..end]));
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noted(text: &str) -> (String, Vec<String>) {
        let branches = Branches::default();
        let text = branches.noted("t", text);
        (text, branches.known().into_iter().collect())
    }

    #[test]
    fn every_branch_has_a_note_at_its_head() {
        let (text, known) = noted("{% if a %}\nx\n{%- else -%}\ny\n{% endif %}\n{# if b #}");
        assert_eq!(
            text,
            "{% if a %}{% if branch_entered(\"t:1\") %}{% endif %}\nx\n{%- else -%}\
             {% if branch_entered(\"t:3\") %}{% endif %}\ny\n{% endif %}\n{# if b #}"
        );
        assert_eq!(known, ["t:1", "t:3"]);
    }

    #[test]
    fn a_branch_that_only_stops_the_render_has_no_note() {
        let (_, known) = noted("{% if a %}\n{{  fail(\"x\") }}\n{% endif %}{% if b %}y{% endif %}");
        assert_eq!(known, ["t:3"]);
    }

    #[test]
    fn conditions_within_a_line_have_two_branches() {
        let (text, known) = noted("{{ a if b == 'if else }}' else (c if d) }}");
        assert_eq!(
            text,
            "{{ a if branch_decided(\"t:1:1\", (  b == 'if else }}'  )) else (c if \
             branch_decided(\"t:1:2\", (  d )) ) }}"
        );
        assert_eq!(known.len(), 4);
        let (text, known) = noted("{% for x in y if z %}{{ x }}{% endfor %}");
        assert!(text.contains("in y if z %}{% if"), "{text}");
        assert_eq!(known.len(), 1);
    }
}
