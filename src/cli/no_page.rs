//! `peerconf page` in a program that was built without the page: what is missing, instead of a guess at another command.

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::findings::{Lang, Text};

/// What to say where the command that is unknown is `page`.
pub(super) fn told(error: &Error, lang: Lang) -> Option<&'static str> {
    let is_page = error.kind() == ErrorKind::InvalidSubcommand
        && matches!(error.get(ContextKind::InvalidSubcommand), Some(ContextValue::String(word)) if word == "page");
    is_page.then(|| {
        let why = Text {
            en: "this program was built without the page; in a copy of the source, \
                 `page/build && cargo install --path . --features page` makes one with it",
            zh: "此程序编译时未包含网页；在源码目录中执行 \
                 `page/build && cargo install --path . --features page` 即可得到含网页的程序",
        };
        why.in_lang(lang)
    })
}
