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

    /// The inputs, and after each under `per_tunnel` the one of tunnel 2: what users see and set.
    pub(super) fn for_each_tunnel(inputs: Vec<Self>) -> Vec<Self> {
        let seconds = inputs.iter().filter(|input| input.per_tunnel).count();
        let mut all = Vec::with_capacity(inputs.len() + seconds);
        for mut input in inputs {
            let second = input.per_tunnel.then(|| input.split());
            all.push(input);
            all.extend(second);
        }
        all
    }

    /// Keeps what tunnel 1 has of it; what tunnel 2 has.
    fn split(&mut self) -> Self {
        let name = self.name.clone();
        let names = self.names.as_deref().cloned();
        let [first, second] = names.unwrap_or_else(|| [name.clone(), format!("{name}2")]);
        let mut other = self.clone();
        self.name = first;
        let what = other
            .second
            .take()
            .map(|second| *second)
            .unwrap_or_default();
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
        let of_tunnel = |input, second| Some(Box::new(OfTunnel { input, second }));
        self.of_tunnel = of_tunnel(name.clone(), false);
        other.of_tunnel = of_tunnel(name, true);
        other
    }
}
