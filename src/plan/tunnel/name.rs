//! The beginning of every name.

use crate::findings::{Finding, catalogue};
use crate::plan::inputs::{PlannedInput, text as input_text};
use crate::targets::{InputError, Target};

/// The prefix of every name, in the target's letters and within its length.
pub(in crate::plan) fn name(
    target: &Target,
    inputs: &[PlannedInput<'_>],
    findings: &mut Vec<Finding>,
) -> Result<String, InputError> {
    let prefix = input_text(inputs, "name_prefix").unwrap_or("ali");
    let rules = &target.names;
    if let Some(odd) = prefix
        .chars()
        .find(|c| !(c.is_ascii_alphanumeric() || rules.chars.contains(*c)))
    {
        let also = match rules.chars.as_str() {
            "" => String::new(),
            chars => format!(" and {chars}"),
        };
        return Err(InputError::Invalid {
            name: "name_prefix".to_owned(),
            value: prefix.to_owned(),
            wanted: format!(
                "names of {} hold letters, digits{also}, not {odd:?}",
                target.id
            ),
            help: "the beginning of every name".to_owned(),
        });
    }
    let name = if target.names.upper {
        prefix.to_ascii_uppercase()
    } else {
        prefix.to_owned()
    };
    // The longest name is that of a tunnel (`-t1`) with what templates add to it, of each kind of object.
    let (max, reserve) = rules.tightest();
    let needed = name.len() + rules.separator.len() + 2 + reserve;
    if needed > max && rules.numbers.is_none() {
        findings.push(
            Finding::new(&catalogue::NAME_TOO_LONG)
                .with("max", max.to_string())
                .with("value", name.clone())
                .with("count", needed.to_string()),
        );
    }
    Ok(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::targets::Registry;

    #[test]
    fn a_name_may_be_as_long_as_the_device_takes_and_no_longer() {
        let mut target = Registry::builtin().load("cisco/asa").unwrap();
        let needed = "ali".len() + target.names.separator.len() + "t1".len() + target.names.reserve;
        for (max, refused) in [(needed + 1, false), (needed, false), (needed - 1, true)] {
            target.names.max = max;
            let mut findings = Vec::new();
            name(&target, &[], &mut findings).unwrap();
            assert_eq!(!findings.is_empty(), refused, "{max}");
        }
    }
}
