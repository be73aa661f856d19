//! How many numbers an input gives from the one that the user names. The manifest says it, so that a range that ends
//! beyond the device's last number, or meets another one, is found before anything is written.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use super::numbers::Numbers;

/// How many numbers an input gives: `2`, `{ each = "pair" }`, `{ each = ["cloud-route", "tunnel"], count = 2 }`, or a list
/// of such, which are added. One where nothing is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Takes(Vec<Share>);

/// A part of the numbers.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Share {
    /// What has numbers; several are multiplied. Empty: the count alone.
    #[serde(default, deserialize_with = "one_or_many")]
    #[cfg_attr(test, schemars(with = "OneOrMany"))]
    pub each: Vec<Each>,
    /// How many each has.
    #[serde(default = "one")]
    pub count: u32,
}

/// What can have numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
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
                let number = match each {
                    Each::Tunnel => numbers.tunnels,
                    Each::Pair => numbers.pairs,
                    Each::Selector => numbers.selectors,
                    Each::DeviceRoute => numbers.device_routes,
                    Each::CloudRoute => numbers.cloud_routes,
                };
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

/// One word of what can have numbers, or several.
#[cfg(test)]
struct OneOrMany;

#[cfg(test)]
impl schemars::JsonSchema for OneOrMany {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "OneOrMany".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let each = generator.subschema_for::<Each>();
        let many = generator.subschema_for::<Vec<Each>>();
        schemars::json_schema!({ "anyOf": [each, many] })
    }
}
