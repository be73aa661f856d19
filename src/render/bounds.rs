//! Bounds of a template, which may come from elsewhere: its steps, its memory, the bytes that it gives, how deep it nests.
//! A template that a device needs is far from all of them.

use std::io::{self, Write};

use minijinja::{Error, ErrorKind, Value};

/// Steps, and memory in pieces of 64 bytes, that one file may take; a broken loop ends here. The largest of the tests takes
/// a tenth.
pub(super) const FUEL: u64 = 2_000_000;
/// Files within files, and macros within macros.
pub(super) const DEPTH: usize = 40;
/// Bytes of one file.
const MOST_BYTES: usize = 8 << 20;
/// Bytes of one `{{ … }}` or `{% … %}`: the engine walks an expression term by term, each on the stack.
const MOST_OF_TAG: usize = 2000;
/// Columns that lines may be indented by.
const MOST_INDENT: usize = 200;

/// The bounds, for people.
pub(super) fn in_words() -> [String; 5] {
    [
        format!("{FUEL} steps of one file, memory counted with them: a loop that does not end"),
        format!("{} MiB of one file", MOST_BYTES >> 20),
        format!("files within files, or macros within macros, {DEPTH} deep"),
        format!("a tag of more than {MOST_OF_TAG} bytes"),
        format!("`indent` by more than {MOST_INDENT} columns"),
    ]
}

/// A buffer that takes so many bytes and no more.
#[derive(Default)]
pub(super) struct Bounded(Vec<u8>);

impl Bounded {
    /// What was written; the engine writes text only.
    pub(super) fn into_text(self) -> String {
        String::from_utf8(self.0).unwrap_or_default()
    }
}

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > MOST_BYTES {
            return Err(io::Error::other("the file is larger than 8 MiB"));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A template's text as the engine may read it: without characters that act on a terminal or a device, and in tags that have
/// an end.
pub(super) fn checked(text: &str) -> Result<(), Error> {
    let acts = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    if let Some((at, character)) = text.char_indices().find(|(_, c)| acts(*c)) {
        let line = text[..at].matches('\n').count() + 1;
        let code = u32::from(character);
        let reason = format!(
            "line {line}: the control character U+{code:04X} stands in the template and would go to the device; take it out"
        );
        return Err(Error::new(ErrorKind::SyntaxError, reason));
    }
    let mut rest = text;
    let mut line = 1;
    while let Some(start) = rest.find("{{").into_iter().chain(rest.find("{%")).min() {
        let closing = if rest[start..].starts_with("{{") {
            "}}"
        } else {
            "%}"
        };
        line += rest[..start].matches('\n').count();
        let tag = &rest[start..];
        let end = tag.find(closing).map_or(tag.len(), |end| end + 2);
        if end > MOST_OF_TAG {
            let reason = format!("line {line}: a tag of more than {MOST_OF_TAG} bytes is not read");
            return Err(Error::new(ErrorKind::SyntaxError, reason));
        }
        if !imports_a_name(&tag[..end]) {
            let reason = format!("line {line}: {{% import \"FILE\" as NAME %}} takes a plain name");
            return Err(Error::new(ErrorKind::SyntaxError, reason));
        }
        line += tag[..end].matches('\n').count();
        rest = &tag[end..];
    }
    Ok(())
}

/// Whether a tag that imports a file says a plain name for it. The engine (minijinja 3.1.0) takes any expression there, and
/// then panics.
fn imports_a_name(tag: &str) -> bool {
    let inner = tag.trim_start_matches("{%").trim_end_matches("%}");
    let signs = |c: char| matches!(c, '-' | '+') || c.is_whitespace();
    let Some(import) = inner.trim_matches(signs).strip_prefix("import") else {
        return true;
    };
    if import.starts_with(|c: char| c.is_alphanumeric() || c == '_') || tag.starts_with("{{") {
        return true;
    }
    let words: Vec<&str> = import.split_whitespace().collect();
    let named = words.iter().rposition(|word| *word == "as");
    let named = named.map(|place| &words[place + 1..]);
    let is_name = |word: &str| {
        word.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
            && !word.starts_with(|c: char| c.is_ascii_digit())
            && !["true", "false", "none", "not"].contains(&&*word.to_ascii_lowercase())
    };
    match named {
        Some([name] | [name, "with" | "without", "context"]) => is_name(name),
        _ => false,
    }
}

/// `indent`, up to a width that people read.
pub(super) fn indent(
    text: &str,
    width: Option<usize>,
    first: Option<bool>,
) -> Result<Value, Error> {
    let width = width.unwrap_or(4);
    if width > MOST_INDENT {
        let reason = format!("indent takes at most {MOST_INDENT} columns");
        return Err(Error::new(ErrorKind::InvalidOperation, reason));
    }
    let blank = " ".repeat(width);
    let mut indented = String::with_capacity(text.len() + width);
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            indented.push('\n');
        }
        if !line.is_empty() && (index > 0 || first.unwrap_or(false)) {
            indented.push_str(&blank);
        }
        indented.push_str(line);
    }
    Ok(Value::from(indented))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;

    #[test]
    fn a_tag_has_an_end() {
        assert!(checked("a {{ b }} {% if c %}\n{% endif %}").is_ok());
        let long = format!("\n{{{{ {}1 }}}}", "1+".repeat(30_000));
        let error = checked(&long).unwrap_err().to_string();
        assert!(error.contains("line 2"), "{error}");
        assert!(checked(&format!("{{{{ {}", "1+".repeat(30_000))).is_err());
    }

    #[test]
    fn what_is_imported_has_a_plain_name() {
        for tag in [
            "{% import 'a' as v-p %}",
            "{%- import 'a' as 1 -%}",
            "{% import 'a' as none %}",
            "{% import 'a %} b' as true %}",
            "{% import 'a' as f(' as b ') %}",
            "{%import'a'as(x)%}",
        ] {
            assert!(checked(tag).is_err(), "{tag}");
        }
        for tag in [
            "{% import 'a' as b %}",
            "{%- import \"a\" as b_1 without context +%}",
            "{% set imported = 1 %}{% import_it %}{{ import }}",
            "{% from 'a' import b as c %}",
        ] {
            assert!(checked(tag).is_ok(), "{tag}");
        }
    }

    #[test]
    fn no_template_holds_what_acts_on_a_device() {
        for (text, line) in [("a\0b", 1), ("a\n\u{1b}[2J", 2), ("\u{85}", 1), ("a\rb", 1)] {
            let error = checked(text).unwrap_err().to_string();
            assert!(
                error.contains(&format!("line {line}: the control")),
                "{error}"
            );
        }
        assert!(checked("a\tb\n").is_ok());
    }

    #[test]
    fn built_in_templates_are_within_the_bounds() {
        let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("templates")];
        let mut seen = 0;
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    assert!(
                        checked(&fs::read_to_string(&path).unwrap()).is_ok(),
                        "{path:?}"
                    );
                    seen += 1;
                }
            }
        }
        assert!(seen > 100, "{seen}");
    }

    #[test]
    fn a_buffer_is_full_at_some_time() {
        let mut buffer = Bounded::default();
        let megabyte = vec![b'a'; 1 << 20];
        for _ in 0..8 {
            buffer.write_all(&megabyte).unwrap();
        }
        assert!(buffer.write_all(b"a").is_err());
        assert_eq!(buffer.into_text().len(), 8 << 20);
    }
}
