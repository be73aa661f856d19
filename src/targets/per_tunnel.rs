//! What each tunnel has of an input, and which inputs give numbers of one kind of object.

use super::condition::Condition;
use super::input_spec::{InputKind, InputSpec};
use super::takes::{OfTunnel, Takes};

impl InputSpec {
    /// True when another connection on the same device must have another number.
    pub fn is_distinct(&self) -> bool {
        let numbers = self.kind == InputKind::Number;
        let said = self.distinct || self.space.is_some() || self.takes != Takes::default();
        numbers && (said || self.of_tunnel.is_some())
    }

    /// True when both give numbers of one kind of object: the same input, or that of the other tunnel, or one of the same
    /// space.
    pub(crate) fn shares_numbers(&self, other: &Self) -> bool {
        let twins = match (&self.of_tunnel, &other.of_tunnel) {
            (Some(one), Some(other)) => one.input == other.input,
            _ => false,
        };
        twins || self.name == other.name || self.space.is_some() && self.space == other.space
    }

    /// The input, and under `per_tunnel` the one of tunnel 2 after it: what users see and set.
    pub(super) fn for_each_tunnel(mut self) -> Vec<Self> {
        if !self.per_tunnel {
            return vec![self];
        }
        let name = self.name.clone();
        let [first, second] = self
            .names
            .clone()
            .unwrap_or_else(|| [name.clone(), format!("{name}2")]);
        let mut other = self.clone();
        self.name = first;
        let what = std::mem::take(&mut other.second);
        let number = self.kind == InputKind::Number;
        let (else_en, else_zh) = if number {
            (
                "the number after those of tunnel 1",
                "隧道 1 所用编号之后的编号",
            )
        } else {
            ("that of tunnel 1", "与隧道 1 相同")
        };
        let fallback = !what.own && what.default.is_none();
        let (rest_en, rest_zh) = if fallback {
            (format!("; else {else_en}"), format!("；默认{else_zh}"))
        } else {
            (String::new(), String::new())
        };
        other.help = what
            .help
            .unwrap_or_else(|| format!("{} for tunnel 2{rest_en}", self.name).into());
        other.help_zh = Some(
            what.help_zh
                .unwrap_or_else(|| format!("隧道 2 的 {}{rest_zh}", self.name).into()),
        );
        other.example = what.example.or(other.example);
        other.default = match what.default {
            None if !what.own => Some(String::new()),
            default => default,
        };
        let two = Condition {
            dual: Some(true),
            ..Condition::default()
        };
        let asked = std::mem::take(&mut other.when);
        let all = vec![two, asked.into(), what.when.into()];
        other.when = Condition {
            all: Some(all),
            ..Condition::default()
        }
        .into();
        other.name = second;
        self.of_tunnel = Some(OfTunnel {
            input: name.clone(),
            second: false,
        });
        other.of_tunnel = Some(OfTunnel {
            input: name,
            second: true,
        });
        vec![self, other]
    }
}
