//! What a text is, by how it starts; file names and headers are not asked.

/// What a text starts like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    Blank,
    /// A JSON object or list.
    Json,
    /// A JSON string, which may hold a document.
    JsonString,
    Xml,
    Html,
    Other,
}

impl Content {
    /// Looks at the first character, and where that is `<` at the first tag.
    pub(super) fn of(text: &str) -> Self {
        // Called for every string, and hardly any starts with a blank.
        let text = match text.as_bytes().first() {
            Some(first) if first.is_ascii_graphic() => text,
            _ => text.trim_start(),
        };
        match text.as_bytes().first() {
            None => Self::Blank,
            Some(b'{' | b'[') => Self::Json,
            Some(b'"') => Self::JsonString,
            Some(b'<') if is_html(text) => Self::Html,
            Some(b'<') => Self::Xml,
            Some(_) => Self::Other,
        }
    }
}

/// Whether the first tag is that of a web page.
fn is_html(text: &str) -> bool {
    let text = after_prolog(text);
    ["<!doctype html", "<html"].into_iter().any(|tag| {
        text.get(..tag.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(tag))
            && !text[tag.len()..].starts_with(char::is_alphanumeric)
    })
}

/// The text from its first tag on, without the comments and processing instructions before it.
fn after_prolog(mut text: &str) -> &str {
    loop {
        text = text.trim_start();
        let skipped = [("<?", "?>"), ("<!--", "-->")]
            .into_iter()
            .find_map(|(start, end)| text.strip_prefix(start)?.split_once(end));
        match skipped {
            Some((_, rest)) => text = rest,
            None => return text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_characters_tell() {
        for (text, content) in [
            ("", Content::Blank),
            (" \n", Content::Blank),
            ("\n{}", Content::Json),
            ("[]", Content::Json),
            (r#""{}""#, Content::JsonString),
            ("<a/>", Content::Xml),
            ("<?xml version='1.0'?><a/>", Content::Xml),
            ("<!-- <html> --><a/>", Content::Xml),
            ("<html5/>", Content::Xml),
            ("<!DOCTYPE note>", Content::Xml),
            ("<", Content::Xml),
            ("<HTML><head>", Content::Html),
            ("<!doctype html>", Content::Html),
            (
                "<?xml version='1.0'?>\n<!-- x -->\n<!DOCTYPE html PUBLIC>",
                Content::Html,
            ),
            ("404 page not found", Content::Other),
            ("null", Content::Other),
        ] {
            assert_eq!(Content::of(text), content, "{text}");
        }
    }
}
