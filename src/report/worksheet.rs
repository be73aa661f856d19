//! A worksheet within a ticket: the Markdown that a target wrote, its headings below those of the ticket. Nothing in it
//! is HTML, a link or an image, whoever wrote the template.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

/// How many levels a worksheet's headings go down.
const LEVELS: usize = 4;

/// For a ticket in Markdown.
pub(super) fn in_markdown(sheet: &str) -> String {
    let mut text = String::with_capacity(sheet.len() + 64);
    let mut fenced = false;
    for line in sheet.lines() {
        fenced ^= line.trim_start().starts_with("```");
        let level = line.bytes().take_while(|byte| *byte == b'#').count();
        if !fenced && (1..=6).contains(&level) && line[level..].starts_with(' ') {
            text.push_str(&"#".repeat((level + LEVELS).min(6)));
            text.push_str(&line[level..]);
        } else {
            text.push_str(line);
        }
        text.push('\n');
    }
    text
}

/// For a ticket in HTML.
pub(super) fn in_html(sheet: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS;
    let events = Parser::new_ext(sheet, options).filter_map(|event| {
        Some(match event {
            Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::HtmlBlock)
            | Event::End(TagEnd::Link | TagEnd::Image | TagEnd::HtmlBlock) => return None,
            Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
            Event::Start(Tag::Heading { level, .. }) => Event::Start(Tag::Heading {
                level: lowered(level),
                id: None,
                classes: Vec::new(),
                attrs: Vec::new(),
            }),
            Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(lowered(level))),
            event => event,
        })
    });
    let mut text = String::with_capacity(sheet.len() * 2);
    html::push_html(&mut text, events);
    text
}

fn lowered(level: HeadingLevel) -> HeadingLevel {
    match level {
        HeadingLevel::H1 => HeadingLevel::H5,
        _ => HeadingLevel::H6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHEET: &str = "# A\n\n## B\n\n| F | V |\n| --- | --- |\n| x\\|y | `<b>` |\n\n    # key\n\n- [ ] do <script>alert(1)</script> [x](javascript:y)\n";

    #[test]
    fn headings_stand_below_those_of_the_ticket() {
        let text = in_markdown(SHEET);
        assert!(text.starts_with("##### A\n\n###### B\n"), "{text}");
        assert!(text.contains("\n    # key\n"), "{text}");
    }

    #[test]
    fn html_holds_nothing_but_what_markdown_means() {
        let text = in_html(SHEET);
        assert!(
            text.contains("<h5>A</h5>") && text.contains("<h6>B</h6>"),
            "{text}"
        );
        assert!(
            text.contains("<td>x|y</td><td><code>&lt;b&gt;</code></td>"),
            "{text}"
        );
        assert!(
            !text.contains("<script") && !text.contains("javascript:"),
            "{text}"
        );
        assert!(text.contains("<pre><code># key"), "{text}");
    }
}
