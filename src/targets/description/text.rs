//! A description for people.

use super::{Description, LifetimeLine};
use crate::findings::{Lang, Text};
use crate::targets::condition::Topology;
use crate::targets::samples::Characters;

impl Description<'_> {
    /// For people.
    pub fn text(&self) -> String {
        let say = |text: Text| text.in_lang(self.lang);
        let colon = say(COLON);
        let mut text = format!("{} ({}@{})\n", self.name, self.id, self.release);
        let mut line = |line: String| {
            text.push_str(&line);
            text.push('\n');
        };
        line(format!("{}\n", self.about));
        line(format!(
            "{}{colon}{}",
            say(ALIASES),
            self.aliases.join(", ")
        ));
        line(format!(
            "{}{colon}{}{}",
            say(RELEASES),
            say(FROM),
            self.releases.join(&[", ", say(FROM)].concat())
        ));
        line(format!("{}{colon}{}", say(LOAD), self.load));
        self.inputs_in_lines().into_iter().for_each(&mut line);
        line(format!("\n{}", say(TOPOLOGIES)));
        for topology in &self.topologies {
            let verdict = topology.refused.as_deref().map_or_else(
                || say(YES).to_owned(),
                |reason| format!("{}{colon}{reason}", say(NO)),
            );
            let way = if topology.topology == Topology::Policy.word() {
                Topology::Policy
            } else {
                Topology::Route
            };
            line(format!("  {}{colon}{verdict}", say(way.text())));
        }
        line(format!("\n{}", say(ALGORITHMS)));
        self.algorithms_in_words(&mut line);
        line(format!("\n{}", say(LIMITS)));
        for range in &self.lifetimes {
            let LifetimeLine { of, min, max, .. } = range;
            line(match self.lang {
                Lang::En => format!("  {of} lifetime: {min} to {max} seconds"),
                Lang::Zh => format!("  {of} 生存周期：{min} 至 {max} 秒"),
            });
        }
        for limit in &self.limits {
            let doubt = if limit.verified { "" } else { say(DOUBT) };
            line(format!(
                "  {} ({}){doubt}{colon}{}",
                limit.rule,
                say(limit.level.text()),
                limit.reason
            ));
            if !limit.advice.is_empty() {
                line(format!("    {}", limit.advice));
            }
            line(format!("    {}{colon}{}", say(SOURCE), limit.source));
        }
        self.keys.iter().for_each(|keys| line(in_lines(keys)));
        line(format!("\n{}", say(FILES)));
        for output in &self.outputs {
            let install = output
                .install
                .map(|path| format!(" -> {path}"))
                .unwrap_or_default();
            let secret = if output.holds_secret { say(SECRET) } else { "" };
            line(format!(
                "  {}{colon}{}{install}{secret}",
                output.section, output.path
            ));
        }
        text
    }

    /// Both versions and phases: what each has words for, and why not.
    fn algorithms_in_words(&self, line: &mut dyn FnMut(String)) {
        let say = |text: Text| text.in_lang(self.lang);
        let colon = say(COLON);
        for (version, phase) in [
            ("ikev1", "ike"),
            ("ikev1", "esp"),
            ("ikev2", "ike"),
            ("ikev2", "esp"),
        ] {
            let lines = || {
                self.algorithms
                    .iter()
                    .filter(|a| a.ike_version == version && a.phase == phase)
            };
            let can: Vec<&str> = lines()
                .filter(|a| a.word.is_some())
                .map(|a| a.value)
                .collect();
            line(format!("  {version} {phase}{colon}{}", can.join(", ")));
            for algorithm in lines() {
                if let Some(reason) = algorithm.refused {
                    line(format!(
                        "    {} {} {}{colon}{reason}",
                        say(NOT),
                        algorithm.slot,
                        algorithm.value
                    ));
                }
            }
        }
    }
}

/// The words of the page, by name.
macro_rules! words {
    ($($name:ident = $en:literal, $zh:literal;)+) => {
        $(pub(super) const $name: Text = Text { en: $en, zh: $zh };)+
        #[cfg(test)]
        const WORDS: &[Text] = &[$($name),+];
    };
}

words! {
    COLON = ": ", "：";
    ALIASES = "Aliases", "别名";
    RELEASES = "Releases whose output differs", "输出有差异的版本";
    FROM = "from ", "自 ";
    LOAD = "Load and save", "加载与保存";
    TOPOLOGIES = "Topologies:", "配置方式：";
    YES = "yes", "支持";
    NO = "no", "不支持";
    NO_WAY = "the manifest names no way", "清单未给出做法";
    ALGORITHMS = "Algorithms (IKE version, phase: values it has words for):", "算法（IKE 版本、阶段：可用的取值）：";
    NOT = "not", "不支持";
    LIMITS = "Limits:", "限制：";
    DOUBT = " [not proven on a device]", " [未经设备验证]";
    SOURCE = "source", "依据";
    INPUTS = "Inputs (--set NAME=VALUE):", "输入值（--set NAME=VALUE）：";
    NEEDED = "needed", "必填";
    ONLY = "only", "仅当";
    FILES = "Files:", "文件：";
    SECRET = " (holds the PSK)", "（含预共享密钥）";
}

impl Description<'_> {
    /// What must or may be given, and when.
    fn inputs_in_lines(&self) -> Vec<String> {
        let say = |text: Text| text.in_lang(self.lang);
        let colon = say(COLON);
        let mut lines = vec![format!("\n{}", say(INPUTS))];
        for input in &self.inputs {
            let when = &input.when;
            let need = match (input.default, when.as_str()) {
                (None, "") => format!(" ({})", say(NEEDED)),
                (None, when) => format!(" ({}{colon}{when})", say(NEEDED)),
                (Some(""), "") => String::new(),
                (Some(""), when) => format!(" ({}{colon}{when})", say(ONLY)),
                (Some(default), "") => format!(" [{default}]"),
                (Some(default), when) => format!(" [{default}] ({}{colon}{when})", say(ONLY)),
            };
            lines.push(format!(
                "  {}{colon}{}{need}\n    {}",
                input.name, input.kind, input.help
            ));
        }
        lines
    }
}

/// What the device makes of special characters, a line each.
fn in_lines(keys: &Characters) -> String {
    let mut lines = format!("\n{}, what the device makes of it:", keys.of);
    for (what, value) in keys.rows() {
        lines.extend(["\n  ", what, ": ", &value]);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::targets::Registry;

    #[test]
    fn a_target_is_described_in_both_languages() {
        assert!(
            WORDS
                .iter()
                .all(|word| word.en.is_ascii() && word.en != word.zh)
        );
        let target = Registry::builtin().load("cisco/asa").unwrap();
        let english = Description::in_lang(&target, Lang::En).text();
        let chinese = Description::in_lang(&target, Lang::Zh).text();
        assert_eq!(english.lines().count(), chinese.lines().count());
        assert!(english.contains("Limits:") && !english.contains("限制"));
        assert!(
            chinese.contains("限制：") && !chinese.contains("Limits:"),
            "{chinese}"
        );
    }
}
