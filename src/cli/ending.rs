//! A failure, said on standard error, and the exit code that it gives.

use super::exit::{Exit, Failure};
use super::language::lang;
use super::output;
#[cfg(feature = "fetch")]
use crate::cloud::CloudError;
use crate::document::DocumentError;
use crate::findings::{Lang, UnknownRule};
use crate::showable::showable_lines;
use crate::targets::InputError;

impl Failure {
    /// What is said of names and values that were typed; the rest is told in English.
    fn in_chinese(&self) -> Option<String> {
        let near = |suggestion: &Option<String>| {
            let near = suggestion.as_ref();
            near.map_or_else(String::new, |near| format!("（是否指 {near}）"))
        };
        Some(match self {
            Self::Rule(UnknownRule { name, suggestion }) => format!(
                "没有名为 {name:?} 的规则{}；`peerconf rules` 列出全部规则",
                near(suggestion)
            ),
            Self::Value(InputError::NoEquals(text)) => {
                format!("{text:?} 不是取值：请写成 名称=值")
            }
            Self::Value(InputError::Unknown {
                name,
                target,
                suggestion,
            }) => format!(
                "{target} 没有输入项 {name:?}{}；`peerconf targets 目标` 列出其输入项",
                near(suggestion)
            ),
            _ => return None,
        })
    }

    /// Says it on standard error.
    pub(super) fn report(&self) -> Exit {
        if !matches!(self, Self::ClosedPipe) {
            let chinese = (lang() == Lang::Zh).then(|| self.in_chinese()).flatten();
            let text = chinese.unwrap_or_else(|| self.to_string());
            output::error(&showable_lines(&text));
        }
        #[cfg(feature = "fetch")]
        if let Self::Cloud(error) = self {
            for sentence in error.help() {
                let style = anstyle::AnsiColor::Cyan.on_default().bold();
                anstream::eprintln!("{style}help{style:#}: {sentence}");
            }
        }
        match self {
            Self::ClosedPipe => Exit::Fine,
            Self::Document { error, .. } if matches!(**error, DocumentError::Api(_)) => Exit::Cloud,
            #[cfg(feature = "fetch")]
            Self::Cloud(CloudError::Option(_) | CloudError::NoRegion | CloudError::Endpoint(_)) => {
                Exit::Usage
            }
            #[cfg(feature = "fetch")]
            Self::Cloud(_) => Exit::Cloud,
            Self::Input(_) | Self::Document { .. } => Exit::Input,
            Self::Usage(_)
            | Self::Target(_)
            | Self::Render(_)
            | Self::Value(_)
            | Self::Rule(_)
            | Self::Taken(_) => Exit::Usage,
            Self::Output(_) => Exit::Output,
        }
    }
}
