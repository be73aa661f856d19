//! A ticket for the work notes and comments of `ServiceNow`, which show HTML between `[code]` and `[/code]`: plain elements, made from the Markdown,
//! without style, script or drawing.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd, html};

/// Writes Markdown as HTML between the two words.
pub(super) fn of_markdown(markdown: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS;
    let mut in_drawing = false;
    let events = Parser::new_ext(markdown, options).filter_map(|event| match event {
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(word))) if &*word == "mermaid" => {
            in_drawing = true;
            None
        }
        Event::End(TagEnd::CodeBlock) if in_drawing => {
            in_drawing = false;
            None
        }
        _ if in_drawing => None,
        // A class would name a style that is not there.
        Event::Start(Tag::CodeBlock(_)) => {
            Some(Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)))
        }
        Event::TaskListMarker(done) => Some(Event::Text(
            if done { "\u{2611} " } else { "\u{2610} " }.into(),
        )),
        Event::Html(text) | Event::InlineHtml(text) => Some(Event::Text(text)),
        event => Some(event),
    });
    let mut text = String::with_capacity(markdown.len() * 2);
    html::push_html(&mut text, events);
    // Within the page no bracket may close it early.
    format!("[code]\n{}[/code]\n", text.replace('[', "&#91;"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_stands_between_the_words_and_cannot_end_early() {
        let text = of_markdown(
            "# A\n\n- [ ] do `[/code]<b>`\n\n```text\n[/code]\n```\n\n```mermaid\ngraph\n```\n",
        );
        assert!(text.starts_with("[code]\n<h1>A</h1>") && text.ends_with("\n[/code]\n"));
        assert_eq!(text.matches("[/code]").count(), 1, "{text}");
        assert!(text.contains("<code>&#91;/code]&lt;b&gt;</code>"), "{text}");
        assert!(
            text.contains("<pre><code>&#91;/code]\n</code></pre>"),
            "{text}"
        );
        assert!(!text.contains("graph") && !text.contains("input"), "{text}");
    }
}
