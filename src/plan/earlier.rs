//! Names and numbers after those of earlier connections on the same device.

use crate::connection::Earlier;
use crate::targets::numbers::Numbers;
use crate::targets::{InputSpec, Value};

/// The input that every name begins with.
const NAME_PREFIX: &str = "name_prefix";

/// A name or number that objects are known by, moved after those of earlier connections on the device. 0 stays: it says
/// that no number is given.
pub(super) fn after(
    earlier: Earlier,
    spec: &InputSpec,
    value: Value,
    inputs: &[InputSpec],
) -> Value {
    if earlier.connections == 0 {
        return value;
    }
    match value {
        Value::Text(prefix) if spec.name == NAME_PREFIX => {
            Value::Text(format!("{prefix}{}", earlier.connections + 1))
        }
        Value::Number(first) if spec.is_distinct() && first != 0 => {
            let largest = earlier.largest;
            let numbers = Numbers {
                tunnels: largest.tunnels,
                pairs: largest.pairs,
                selectors: largest.pairs,
                device_routes: largest.device_networks,
                cloud_routes: largest.cloud_networks,
            };
            let taken = inputs
                .iter()
                .filter(|other| other.shares_numbers(spec))
                .filter(|other| {
                    let second = other.of_tunnel.as_ref().is_some_and(|of| of.second);
                    !second || largest.tunnels > 1
                })
                .map(|other| other.takes.count(&numbers))
                .fold(0, i64::saturating_add);
            let connections = i64::try_from(earlier.connections).unwrap_or(i64::MAX);
            Value::Number(first.saturating_add(taken.saturating_mul(connections)))
        }
        value => value,
    }
}
