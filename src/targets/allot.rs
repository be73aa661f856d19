//! Numbers of objects: how many an input gives from the one that the user names, and what each tunnel has. The manifest
//! says it, so that a range that ends beyond the device's last number, or meets another one, is found before anything is
//! written.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use super::input_spec::{InputKind, InputSpec};

/// How many numbers an input gives: `2`, `{ each = "pair" }`, `{ each = ["cloud-route", "tunnel"], count = 2 }`, or a list
/// of such, which are added. One where nothing is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Takes(Vec<Share>);

/// A part of the numbers.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Share {
    /// What has numbers; several are multiplied. Empty: the count alone.
    #[serde(default, deserialize_with = "one_or_many")]
    #[cfg_attr(feature = "cli", schemars(with = "super::schema::OneOrMany"))]
    pub each: Vec<Each>,
    /// How many each has.
    #[serde(default = "one")]
    pub count: u32,
}

/// What can have numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Each {
    /// A tunnel.
    Tunnel,
    /// A pair of subnets.
    Pair,
    /// A CHILD SA, as `connection.selectors` has them.
    Selector,
    /// A network of the device's side that is routed.
    DeviceRoute,
    /// A network of the cloud's side that is routed.
    CloudRoute,
}

/// Which tunnel's value of an input that each has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfTunnel {
    /// The input's name in `tunnel.inputs`.
    pub input: String,
    /// Of tunnel 2.
    pub second: bool,
}

/// How many of each there are in a plan.
pub type Numbers = BTreeMap<Each, usize>;

impl Default for Takes {
    fn default() -> Self {
        Self(vec![Share::of(1)])
    }
}

impl Takes {
    /// How many numbers a plan needs.
    pub fn count(&self, numbers: &Numbers) -> i64 {
        let share = |share: &Share| {
            let each = share.each.iter().map(|each| {
                let number = numbers.get(each).copied().unwrap_or_default();
                i64::try_from(number).unwrap_or(i64::MAX)
            });
            each.fold(i64::from(share.count), i64::saturating_mul)
        };
        self.0.iter().map(share).fold(0, i64::saturating_add)
    }
}

impl Share {
    const fn of(count: u32) -> Self {
        Self {
            each: Vec::new(),
            count,
        }
    }
}

const fn one() -> u32 {
    1
}

fn one_or_many<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Each>, D::Error> {
    struct Many;
    impl<'de> Visitor<'de> for Many {
        type Value = Vec<Each>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("tunnel, pair, selector, device-route, cloud-route, or a list of these")
        }

        fn visit_str<E: de::Error>(self, word: &str) -> Result<Vec<Each>, E> {
            let each = Each::deserialize(de::value::StrDeserializer::new(word))?;
            Ok(vec![each])
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<Each>, A::Error> {
            let mut many = Vec::new();
            while let Some(each) = seq.next_element()? {
                many.push(each);
            }
            Ok(many)
        }
    }
    deserializer.deserialize_any(Many)
}

impl<'de> Deserialize<'de> for Takes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Not `untagged`, which would lose the place of an error.
        struct TakesVisitor;
        impl<'de> Visitor<'de> for TakesVisitor {
            type Value = Takes;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number, { each = …, count = … }, or a list of these")
            }

            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Takes, E> {
                let count = u32::try_from(number)
                    .map_err(|_| E::invalid_value(de::Unexpected::Signed(number), &self))?;
                Ok(Takes(vec![Share::of(count)]))
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Takes, E> {
                let count = u32::try_from(number)
                    .map_err(|_| E::invalid_value(de::Unexpected::Unsigned(number), &self))?;
                Ok(Takes(vec![Share::of(count)]))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Takes, A::Error> {
                let share = Share::deserialize(de::value::MapAccessDeserializer::new(map))?;
                Ok(Takes(vec![share]))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Takes, A::Error> {
                let mut shares = Vec::new();
                while let Some(Takes(some)) = seq.next_element()? {
                    shares.extend(some);
                }
                Ok(Takes(shares))
            }
        }
        deserializer.deserialize_any(TakesVisitor)
    }
}

impl InputSpec {
    /// True when another connection on the same device must have another number.
    pub fn is_distinct(&self) -> bool {
        let numbers = self.kind == InputKind::Number;
        let said = self.distinct || self.space.is_some() || self.takes != Takes::default();
        numbers && (said || self.of_tunnel.is_some())
    }

    /// True when both give numbers of one kind of object: the same input, or that of the other tunnel, or one of the same
    /// space.
    pub fn shares_numbers(&self, other: &Self) -> bool {
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
            .unwrap_or_else(|| format!("{} for tunnel 2{rest_en}", self.name));
        other.help_zh = Some(
            what.help_zh
                .unwrap_or_else(|| format!("隧道 2 的 {}{rest_zh}", self.name)),
        );
        other.example = what.example.or(other.example);
        other.default = match what.default {
            None if !what.own => Some(String::new()),
            default => default,
        };
        let two = super::Condition {
            dual: Some(true),
            ..super::Condition::default()
        };
        let asked = std::mem::take(&mut other.when);
        other.when.all = Some(vec![two, asked, what.when]);
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
