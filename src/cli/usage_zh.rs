//! What clap says of a wrong command line, in Chinese.

use std::error::Error as _;
use std::fmt::Write as _;

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::help_zh::usage;

/// The error with what helps, a line for each; `None` for what clap must say itself.
pub(super) fn text(error: &Error) -> Option<String> {
    let mut text = what(error)?;
    for (kind, words) in [
        (ContextKind::SuggestedArg, "有相近的参数"),
        (ContextKind::SuggestedSubcommand, "有相近的命令"),
        (ContextKind::SuggestedValue, "有相近的值"),
    ] {
        let near = all(error, kind);
        if !near.is_empty() {
            let _ = write!(text, "\n\n  提示：{words}：{}", near.join("、"));
        }
    }
    if let Some(ContextValue::StyledStr(line)) = error.get(ContextKind::Usage) {
        text.extend(["\n\n用法：", &usage(&line.to_string())]);
    }
    text.push_str("\n\n更多说明请用 '--help'。");
    Some(text)
}

/// What is wrong.
fn what(error: &Error) -> Option<String> {
    let argument = || one(error, ContextKind::InvalidArg);
    let value = || one(error, ContextKind::InvalidValue);
    let number = |kind| match error.get(kind) {
        Some(ContextValue::Number(number)) => Some(*number),
        _ => None,
    };
    Some(match error.kind() {
        ErrorKind::UnknownArgument => format!("未知的参数 '{}'", argument()?),
        ErrorKind::InvalidSubcommand => {
            let name = one(error, ContextKind::InvalidSubcommand)?;
            format!("未知的命令 '{name}'")
        }
        ErrorKind::MissingSubcommand => {
            let known = all(error, ContextKind::ValidSubcommand);
            format!("缺少命令；可用的命令：{}", known.join("、"))
        }
        ErrorKind::MissingRequiredArgument => {
            let missing = all(error, ContextKind::InvalidArg);
            format!("缺少必需的参数：\n  {}", missing.join("\n  "))
        }
        ErrorKind::ArgumentConflict => conflict(error)?,
        ErrorKind::InvalidValue => {
            let (argument, value) = (argument()?, value()?);
            let mut text = if value.is_empty() {
                format!("'{argument}' 缺少值")
            } else {
                format!("'{argument}' 的值 '{value}' 无效")
            };
            let known = all(error, ContextKind::ValidValue);
            if !known.is_empty() {
                let _ = write!(text, "\n  [可选：{}]", known.join("、"));
            }
            text
        }
        ErrorKind::ValueValidation => {
            let mut text = format!("'{}' 的值 '{}' 无效", argument()?, value()?);
            if let Some(source) = error.source() {
                let _ = write!(text, "：{}", reason(&source.to_string()));
            }
            text
        }
        ErrorKind::NoEquals => format!("为 '{}' 给值时须用等号", argument()?),
        ErrorKind::TooManyValues => {
            format!("'{}' 不再接受更多的值：'{}'", argument()?, value()?)
        }
        ErrorKind::TooFewValues => format!(
            "'{}' 至少需要 {} 个值，只给出了 {} 个",
            argument()?,
            number(ContextKind::MinValues)?,
            number(ContextKind::ActualNumValues)?
        ),
        ErrorKind::WrongNumberOfValues => format!(
            "'{}' 需要 {} 个值，给出了 {} 个",
            argument()?,
            number(ContextKind::ExpectedNumValues)?,
            number(ContextKind::ActualNumValues)?
        ),
        ErrorKind::InvalidUtf8 => "参数不是有效的 UTF-8 文本".to_owned(),
        _ => return None,
    })
}

/// Why a value does not fit, as the parsers of values say it.
fn reason(english: &str) -> String {
    if let Some((value, range)) = english.split_once(" is not in ") {
        return format!("{value} 不在 {range} 之内");
    }
    match english {
        "number would be zero for non-zero type" => "须大于 0",
        "invalid digit found in string" | "cannot parse integer from empty string" => "须为整数",
        "number too large to fit in target type" => "数值过大",
        "invalid IPv4 address syntax" => "须为 IPv4 地址，例如 192.0.2.1",
        "invalid IP address syntax" => "须为 IPv4 网段，例如 192.168.1.0/24",
        "a number from 0.01 to 100" => "须为 0.01 到 100 之间的数",
        other => other,
    }
    .to_owned()
}

fn conflict(error: &Error) -> Option<String> {
    let argument = one(error, ContextKind::InvalidArg)
        .or_else(|| one(error, ContextKind::InvalidSubcommand))?;
    let others = all(error, ContextKind::PriorArg);
    Some(if others.iter().any(|other| **other == *argument) {
        format!("参数 '{argument}' 只能给出一次")
    } else if others.is_empty() {
        format!("参数 '{argument}' 不能与其他已给出的参数同时使用")
    } else {
        format!("参数 '{argument}' 不能与 {} 同时使用", others.join("、"))
    })
}

fn one(error: &Error, kind: ContextKind) -> Option<&str> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text),
        _ => None,
    }
}

fn all(error: &Error, kind: ContextKind) -> Vec<&str> {
    match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text],
        Some(ContextValue::Strings(texts)) => texts.iter().map(String::as_str).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_clap_refuses_is_said_in_chinese() {
        for (line, words) in [
            ("rendr", "未知的命令 'rendr'"),
            ("rendr", "有相近的命令：render"),
            ("render --trget asa", "未知的参数 '--trget'"),
            ("render --trget asa", "有相近的参数：--target"),
            (
                "render -t asa --color sometimes",
                "[可选：auto、always、never]",
            ),
            ("render -t", "缺少值"),
            ("ticket x.json", "缺少必需的参数：\n  --target"),
            ("render -t asa -q -v", "不能与"),
            (
                "render -t asa --jobs 0",
                "'--jobs <N>' 的值 '0' 无效：须大于 0",
            ),
            ("render -t asa --jobs x", "的值 'x' 无效：须为整数"),
            ("render -t asa --cloud-prefix x", "无效：须为 IPv4 网段"),
            ("render -t asa --color auto --color auto", "只能给出一次"),
            ("rules a b", "未知的参数 'b'"),
        ] {
            let args = std::iter::once("peerconf").chain(line.split(' '));
            let command = super::super::help_zh::in_chinese(crate::cli::command());
            let error = command.try_get_matches_from(args).unwrap_err();
            let text = text(&error).unwrap_or_else(|| panic!("{line}: {error}"));
            assert!(text.contains(words), "{line}: {text}");
            assert!(
                text.contains("'--help'") && !text.contains("Usage"),
                "{text}"
            );
        }
    }
}
