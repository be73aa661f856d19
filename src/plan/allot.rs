//! Numbers for the objects of a plan, and what each tunnel has of the inputs that every tunnel has: decided here, so that
//! no template counts.

use super::PlannedSite;
use super::inputs::PlannedInput;
use crate::connection::Connection;
use crate::targets::numbers::Numbers;
use crate::targets::{InputError, InputKind, Makes, Value};

/// How many of each there are.
pub(super) fn numbers(
    connection: &Connection,
    makes: Option<Makes>,
    device: &PlannedSite,
    cloud: &PlannedSite,
) -> Numbers {
    let pairs = connection.pair_count();
    Numbers {
        tunnels: connection.tunnels.len(),
        pairs,
        selectors: if makes == Some(Makes::Pair) { pairs } else { 1 },
        device_routes: device.routes.len(),
        cloud_routes: cloud.routes.len(),
    }
}

/// Numbers that an input gives.
struct Range {
    input: usize,
    first: i64,
    /// The one after the last.
    end: i64,
}

/// Gives tunnel 2 its numbers, and looks whether every range ends within the device's numbers and meets no other. Returns
/// how many numbers each input gives.
pub(super) fn ranges(
    numbers: &Numbers,
    inputs: &mut [PlannedInput<'_>],
) -> Result<Vec<i64>, InputError> {
    let mut taken = vec![0; inputs.len()];
    let mut ranges: Vec<Range> = Vec::with_capacity(inputs.len());
    for place in 0..inputs.len() {
        let spec = inputs[place].spec;
        if spec.kind != InputKind::Number {
            continue;
        }
        let count = spec.takes.count(numbers);
        let twin = spec
            .of_tunnel
            .as_ref()
            .filter(|of| of.second)
            .and(place.checked_sub(1));
        if let (Some(twin), Value::Text(_)) = (twin, &inputs[place].value)
            && let Value::Number(first) = inputs[twin].value
        {
            inputs[place].value = Value::Number(first.saturating_add(count));
        }
        let Value::Number(first) = inputs[place].value else {
            continue;
        };
        taken[place] = count;
        if !inputs[place].asked || count == 0 {
            continue;
        }
        let range = Range {
            input: place,
            first,
            end: first.saturating_add(count),
        };
        ends_within(&range, inputs)?;
        if let Some(other) = ranges.iter().find(|other| meets(&range, other, inputs)) {
            return Err(clash(&range, other, inputs));
        }
        ranges.push(range);
    }
    Ok(taken)
}

fn ends_within(range: &Range, inputs: &[PlannedInput<'_>]) -> Result<(), InputError> {
    let spec = inputs[range.input].spec;
    let max = spec.max.unwrap_or(i64::from(u32::MAX));
    let count = range.end - range.first;
    if range.end - 1 <= max {
        return Ok(());
    }
    let wanted = format!(
        "{count} numbers are used from it on, and the last may be {max}: at most {}",
        max - count + 1
    );
    Err(invalid(range, inputs, wanted))
}

/// Whether two ranges of one kind of object have a number in common.
fn meets(one: &Range, other: &Range, inputs: &[PlannedInput<'_>]) -> bool {
    let (spec, known) = (inputs[one.input].spec, inputs[other.input].spec);
    one.first < other.end && other.first < one.end && spec.shares_numbers(known)
}

fn clash(range: &Range, other: &Range, inputs: &[PlannedInput<'_>]) -> InputError {
    let name = &inputs[other.input].spec.name;
    let wanted = format!(
        "it stands for the numbers {} to {}, and {name} has {} to {}: give one of them others",
        range.first,
        range.end - 1,
        other.first,
        other.end - 1
    );
    invalid(range, inputs, wanted)
}

fn invalid(range: &Range, inputs: &[PlannedInput<'_>], wanted: String) -> InputError {
    let spec = inputs[range.input].spec;
    InputError::Invalid {
        name: spec.name.clone(),
        value: range.first.to_string(),
        wanted,
        help: spec.help.to_string(),
    }
}

/// What a tunnel has of the inputs that each has, in the order of the target's names.
pub(super) fn of_tunnel(inputs: &[PlannedInput<'_>], second: bool) -> Vec<Value> {
    let mut values = Vec::new();
    for (place, input) in inputs.iter().enumerate() {
        let Some(of) = input.spec.of_tunnel.as_ref().filter(|of| !of.second) else {
            continue;
        };
        let twin = inputs.get(place + 1).filter(|twin| {
            let same = |twin_of: &crate::targets::takes::OfTunnel| twin_of.input == of.input;
            twin.spec.of_tunnel.as_deref().is_some_and(same)
        });
        let own = twin.filter(|twin| second && !twin.value.is_typed(""));
        values.push(own.unwrap_or(input).value.clone());
    }
    values
}
