//! Which targets can do the connection at which release, and what speaks against the others.

use peerconf::targets::InputValues;
use serde_json::{Value, json};

use crate::ask::Given;
use crate::case::Readings;
use crate::stock;

pub(crate) fn fit(given: &Given) -> Result<Value, String> {
    let read = Readings::of(given)?;
    let reading = read.reading(given)?;
    let kit = given.kit(InputValues::default())?;
    let case = kit.case(reading, stock::targets());
    let devices: Vec<Value> = case
        .devices
        .iter()
        .map(|device| {
            let (fit, reasons) = case.fit(device);
            let reasons: Vec<Value> = reasons
                .iter()
                .map(|judged| {
                    json!({
                        "rule": judged.finding.slug(),
                        "message": judged.finding.message(given.lang),
                    })
                })
                .collect();
            json!({
                "id": device.target.id,
                "release": device.target.version.as_str(),
                "fit": fit,
                "reasons": reasons,
            })
        })
        .collect();
    Ok(Value::Array(devices))
}
