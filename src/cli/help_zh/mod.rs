//! The help in Chinese: what each command and option is, by its name, and clap's own words around them.

mod options;
mod words;

use std::fmt::Write as _;

use clap::builder::StyledStr;
use clap::{Arg, Command};

use options::{HEADINGS, OPTIONS};
use words::{COMMANDS, NOTES, VALUES};

/// The page of the program; clap's own headings are English.
const PROGRAM: &str = "{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}";

/// That of a command: examples stand before the options.
const COMMAND: &str = "{about-with-newline}\n用法：{usage}{after-help}\n\n{all-args}";

fn find(table: &[(&str, &'static str)], name: &str) -> Option<&'static str> {
    table
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, zh)| *zh)
}

/// The command with its help in Chinese.
pub(super) fn in_chinese(mut command: Command) -> Command {
    // Then clap's own options are there too.
    command.build();
    translated(command, "")
}

fn translated(mut command: Command, path: &str) -> Command {
    // `help` knows every command once more.
    let known = path.strip_prefix("help ").unwrap_or(path);
    if let Some(about) = find(COMMANDS, known) {
        command = command.about(about).long_about(about);
    }
    let usage = usage(&command.render_usage().to_string());
    if let Some(notes) = command.get_after_help().map(StyledStr::to_string) {
        command = command.after_help(notes_in_chinese(&notes));
    }
    command = command
        .help_template(if path.is_empty() { PROGRAM } else { COMMAND })
        .override_usage(usage)
        .subcommand_help_heading("命令")
        .subcommand_value_name("命令")
        .mut_args(|argument| option(argument, known));
    let names: Vec<String> = command
        .get_subcommands()
        .map(|sub| sub.get_name().to_owned())
        .collect();
    for name in names {
        let path = if path.is_empty() {
            name.clone()
        } else {
            format!("{path} {name}")
        };
        command = command.mut_subcommand(name, |sub| translated(sub, &path));
    }
    command
}

/// clap's line without its heading, its own words in Chinese.
pub(super) fn usage(line: &str) -> String {
    let line = line.trim_start_matches("Usage:").trim();
    line.replace("[OPTIONS]", "[选项]")
        .replace("<COMMAND>", "<命令>")
        .replace("[COMMAND]", "[命令]")
}

/// Paragraphs in Chinese; commands, which are indented, stay.
fn notes_in_chinese(notes: &str) -> String {
    let each = paragraphs(notes).into_iter().map(|(indent, text)| {
        let text = find(NOTES, &text).map_or(text, str::to_owned);
        format!("{indent}{text}")
    });
    each.collect::<Vec<_>>().join("\n")
}

/// The paragraphs of a text with what stands before each: lines without indentation belong together up to a colon or a blank line.
fn paragraphs(notes: &str) -> Vec<(&'static str, String)> {
    let mut each: Vec<(&'static str, String)> = Vec::new();
    let mut is_open = false;
    for line in notes.lines() {
        let text = line.trim();
        let indent = if line.starts_with("  ") { "  " } else { "" };
        match each.last_mut() {
            Some((_, last)) if is_open && indent.is_empty() && !text.is_empty() => {
                last.push(' ');
                last.push_str(text);
            }
            _ => each.push((indent, text.to_owned())),
        }
        is_open = indent.is_empty() && !text.is_empty() && !text.ends_with(':');
    }
    each
}

fn option(argument: Arg, path: &str) -> Arg {
    let id = argument.get_id().as_str().to_owned();
    let heading = match argument.get_help_heading() {
        Some(heading) => find(HEADINGS, heading),
        None if argument.is_positional() => Some("参数"),
        None => Some("选项"),
    };
    let argument = match heading {
        Some(heading) => argument.help_heading(heading),
        None => argument,
    };
    let Some(text) = meaning(path, &id) else {
        return argument;
    };
    let (short, long) = with_values(&argument, text);
    argument
        .help(short)
        .long_help(long)
        .hide_possible_values(true)
        .hide_default_value(true)
        .hide_env(true)
}

/// What an option is: of the very command, of the first word of it, or anywhere.
fn meaning(path: &str, id: &str) -> Option<&'static str> {
    let first = path.split(' ').next().unwrap_or_default();
    find(OPTIONS, &format!("{path}.{id}"))
        .or_else(|| find(OPTIONS, &format!("{first}.{id}")))
        .or_else(|| find(OPTIONS, id))
}

/// A text with the values that there are, the default and the variable, in short and in full.
fn with_values(argument: &Arg, text: &str) -> (String, String) {
    let (mut short, mut long) = (text.to_owned(), text.to_owned());
    let takes_values = argument.get_action().takes_values();
    let values = argument.get_possible_values();
    let values: Vec<_> = values.iter().filter(|value| !value.is_hide_set()).collect();
    if takes_values && !values.is_empty() && !argument.is_hide_possible_values_set() {
        let names: Vec<&str> = values.iter().map(|value| value.get_name()).collect();
        let _ = write!(short, " [可选：{}]", names.join("、"));
        long.push_str("\n\n可选值：");
        for value in &values {
            let help = value
                .get_help()
                .map(StyledStr::to_string)
                .unwrap_or_default();
            let help = find(VALUES, &help).map_or(help, str::to_owned);
            let colon = if help.is_empty() { "" } else { "：" };
            let _ = write!(long, "\n- {}{colon}{help}", value.get_name());
        }
    }
    let mut more = Vec::new();
    let defaults = argument.get_default_values().iter();
    let defaults: Vec<_> = defaults.map(|value| value.to_string_lossy()).collect();
    if takes_values && !defaults.is_empty() && !argument.is_hide_default_value_set() {
        more.push(format!("[默认：{}]", defaults.join("、")));
    }
    if let Some(variable) = argument.get_env().filter(|_| !argument.is_hide_env_set()) {
        more.push(format!("[环境变量：{}]", variable.to_string_lossy()));
    }
    if !more.is_empty() {
        let more = more.join(" ");
        let _ = write!(short, " {more}");
        let _ = write!(long, "\n\n{more}");
    }
    (short, long)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// What is looked up, and what of it is not there.
    #[derive(Default)]
    struct Asked {
        commands: BTreeSet<String>,
        options: BTreeSet<String>,
        headings: BTreeSet<String>,
        values: BTreeSet<String>,
        notes: BTreeSet<String>,
        missing: Vec<String>,
    }

    impl Asked {
        fn of(&mut self, command: &Command, path: &str) {
            self.commands.insert(path.to_owned());
            if find(COMMANDS, path).is_none() {
                self.missing.push(format!("command {path:?}"));
            }
            let notes = command.get_after_help().map(StyledStr::to_string);
            for (indent, text) in paragraphs(&notes.unwrap_or_default()) {
                let is_command =
                    !indent.is_empty() && !text.starts_with(|c: char| c.is_ascii_digit());
                if !is_command && !text.is_empty() && find(NOTES, &text).is_none() {
                    self.missing.push(format!("{path}: {text}"));
                }
                self.notes.insert(text);
            }
            let first = path.split(' ').next().unwrap_or_default();
            for argument in command.get_arguments().filter(|arg| !arg.is_hide_set()) {
                let id = argument.get_id().as_str();
                let names = [
                    format!("{path}.{id}"),
                    format!("{first}.{id}"),
                    id.to_owned(),
                ];
                match names.into_iter().find(|name| find(OPTIONS, name).is_some()) {
                    Some(name) => {
                        self.options.insert(name);
                    }
                    None => self.missing.push(format!("{path}: {id}")),
                }
                if let Some(heading) = argument.get_help_heading() {
                    self.headings.insert(heading.to_owned());
                    if find(HEADINGS, heading).is_none() {
                        self.missing.push(format!("{path}: {heading}"));
                    }
                }
                for value in argument.get_possible_values() {
                    let Some(help) = value.get_help().map(StyledStr::to_string) else {
                        continue;
                    };
                    if find(VALUES, &help).is_none() {
                        self.missing
                            .push(format!("{path}: {id}={}: {help}", value.get_name()));
                    }
                    self.values.insert(help);
                }
            }
            for sub in command
                .get_subcommands()
                .filter(|sub| sub.get_name() != "help")
            {
                let name = sub.get_name();
                let path = if path.is_empty() {
                    name.to_owned()
                } else {
                    format!("{path} {name}")
                };
                self.of(sub, &path);
            }
        }
    }

    fn asked() -> Asked {
        let mut command = crate::cli::command();
        command.build();
        let mut asked = Asked::default();
        asked.of(&command, "");
        asked
    }

    #[test]
    fn everything_has_its_chinese() {
        let missing = asked().missing;
        assert!(missing.is_empty(), "{missing:#?}");
    }

    #[test]
    #[cfg(feature = "fetch")]
    fn nothing_is_told_of_what_is_gone() {
        let asked = asked();
        // These are there with a feature, or belong to the command that explains the others.
        let is_elsewhere = |name: &str| {
            let first = name.split(['.', ' ']).next().unwrap_or_default();
            first == "help"
                || first == "page" && !cfg!(feature = "page")
                || name.starts_with("The page is")
        };
        for (table, asked) in [
            (COMMANDS, &asked.commands),
            (OPTIONS, &asked.options),
            (HEADINGS, &asked.headings),
            (VALUES, &asked.values),
            (NOTES, &asked.notes),
        ] {
            let stale = table
                .iter()
                .filter(|(name, _)| !asked.contains(*name) && !is_elsewhere(name));
            let stale: Vec<&str> = stale.map(|(name, _)| *name).collect();
            assert!(stale.is_empty(), "{stale:#?}");
        }
    }

    #[test]
    fn the_help_is_chinese_and_sound() {
        let mut command = in_chinese(crate::cli::command());
        command.clone().debug_assert();
        let render = command.find_subcommand_mut("render").unwrap();
        let long = render.render_long_help().to_string();
        for help in [&long, &render.render_help().to_string()] {
            for zh in ["用法：peerconf render [选项]", "[默认：auto]", "示例："] {
                assert!(help.contains(zh), "{zh}: {help}");
            }
            for en in [
                "Usage:",
                "Options:",
                "[default",
                "[possible",
                "[env",
                "Possible values",
                "Examples",
            ] {
                assert!(!help.contains(en), "{en}: {help}");
            }
        }
        assert!(long.contains("读取响应"), "{long}");
        let long = command.render_long_help().to_string();
        for zh in ["- never：从不", "退出码：", "1  因检查结果被拒绝"] {
            assert!(long.contains(zh), "{zh}: {long}");
        }
    }
}
