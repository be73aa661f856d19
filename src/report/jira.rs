//! A ticket in the notation of Jira's wiki renderer, made from the Markdown: so both say the same.

use std::fmt::Write as _;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

/// What opens and closes a block whose text is shown as it is.
const PLAIN: &str = "{noformat}";
const CODE: &str = "{code}";

/// Writes Markdown as Jira's notation.
pub(super) fn of_markdown(markdown: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS;
    let mut page = Page::default();
    for event in Parser::new_ext(markdown, options) {
        page.event(event);
    }
    page.text.truncate(page.text.trim_end().len());
    page.text.push('\n');
    page.text
}

#[derive(Default)]
struct Page {
    text: String,
    /// How deep in lists.
    depth: usize,
    /// In the head of a table.
    head: bool,
    /// The text of a block that is shown as it is.
    block: Option<String>,
    /// A drawing, which Jira does not draw.
    skipped: bool,
}

impl Page {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => {
                match &mut self.block {
                    Some(block) => block.push_str(&text),
                    None => self.words(&text),
                }
            }
            Event::Code(code) => {
                self.text.push_str("{{");
                self.words(&code);
                self.text.push_str("}}");
            }
            Event::SoftBreak => self.text.push(' '),
            Event::HardBreak => self.text.push_str("\\\\ "),
            Event::Rule => self.text.push_str("----\n"),
            Event::TaskListMarker(done) => {
                self.text
                    .push_str(if done { "\\[x\\] " } else { "\\[ \\] " });
            }
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Heading { level, .. } => {
                let _ = write!(self.text, "h{}. ", *level as usize);
            }
            Tag::BlockQuote(_) => self.text.push_str("{quote}\n"),
            Tag::CodeBlock(kind) => {
                self.skipped = matches!(kind, CodeBlockKind::Fenced(word) if &**word == "mermaid");
                self.block = Some(String::new());
            }
            Tag::List(_) => {
                if self.depth > 0 && !self.text.ends_with('\n') {
                    self.text.push('\n');
                }
                self.depth += 1;
            }
            Tag::Item => {
                self.text.push_str(&"*".repeat(self.depth));
                self.text.push(' ');
            }
            Tag::TableHead => {
                self.head = true;
                self.text.push_str("||");
            }
            Tag::TableRow => self.text.push('|'),
            Tag::Strong => self.text.push('*'),
            Tag::Emphasis => self.text.push('_'),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => self.text.push_str("\n\n"),
            TagEnd::Paragraph => self
                .text
                .push_str(if self.depth > 0 { "\n" } else { "\n\n" }),
            TagEnd::BlockQuote(_) => self.text.push_str("{quote}\n\n"),
            TagEnd::CodeBlock => {
                let block = self.block.take().unwrap_or_default();
                if !std::mem::take(&mut self.skipped) {
                    self.block(&block);
                }
            }
            TagEnd::List(_) => {
                self.depth -= 1;
                if self.depth == 0 {
                    self.text.push('\n');
                }
            }
            TagEnd::Item if !self.text.ends_with('\n') => self.text.push('\n'),
            TagEnd::TableHead => {
                self.head = false;
                self.text.push('\n');
            }
            TagEnd::TableRow | TagEnd::Table => self.text.push('\n'),
            TagEnd::TableCell => {
                let bar = if self.head { "||" } else { "|" };
                // An empty cell would join its bars to a head's.
                if self.text.ends_with('|') {
                    self.text.push(' ');
                }
                self.text.push_str(bar);
            }
            TagEnd::Strong => self.text.push('*'),
            TagEnd::Emphasis => self.text.push('_'),
            _ => {}
        }
    }

    /// A text as it is; one that holds the closing word stands between others.
    fn block(&mut self, text: &str) {
        let fence = if text.contains(PLAIN) { CODE } else { PLAIN };
        let text = text.replace(fence, &fence.replace('{', "{ "));
        self.text
            .push_str(&[fence, "\n", &text, fence, "\n\n"].concat());
    }

    /// Words that mean nothing to the notation.
    fn words(&mut self, words: &str) {
        // Markdown's own escapes cut a word into pieces.
        let mut before = self.text.chars().next_back().unwrap_or(' ');
        let mut rest = words.chars().peekable();
        while let Some(c) = rest.next() {
            // A dash or line within a word strikes or emphasises nothing.
            let is_within =
                before.is_alphanumeric() && rest.peek().is_some_and(|c| c.is_alphanumeric());
            let acts = match c {
                '{' | '}' | '[' | ']' | '*' | '^' | '~' | '!' | '|' | '\\' => true,
                '_' | '-' | '+' | '?' => !is_within,
                _ => false,
            };
            if acts {
                self.text.push('\\');
            }
            self.text.push(c);
            before = c;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_form_of_markdown_has_its_own() {
        let text = of_markdown(
            "# A `b`\n\n> q\n\n- **N**: x\n  - [ ] y\n\n| H | I |\n| --- | --- |\n| a\\|b |  |\n\n```text\nx {y}\n```\n\n```mermaid\nz\n```\n\n---\n\nend\n",
        );
        assert_eq!(
            text,
            "h1. A {{b}}\n\n{quote}\nq\n\n{quote}\n\n* *N*: x\n** \\[ \\] y\n\n||H||I||\n|a\\|b| |\n\n{noformat}\nx {y}\n{noformat}\n\n----\nend\n"
        );
    }

    #[test]
    fn a_block_ends_where_it_should() {
        let text = of_markdown("```\na {noformat} {code} b\n```\n");
        assert_eq!(text, "{code}\na {noformat} { code} b\n{code}\n");
    }

    #[test]
    fn words_mean_nothing() {
        let text = of_markdown("a {color:red}!x! \\[http://y\\]\n");
        assert_eq!(text, "a \\{color:red\\}\\!x\\! \\[http://y\\]\n");
        assert_eq!(
            of_markdown("on 2026\\-12-01 -x-\n"),
            "on 2026-12-01 \\-x\\-\n"
        );
    }
}
