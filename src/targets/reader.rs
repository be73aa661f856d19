//! A manifest's text: read at once where nothing is wrong, else part by part, so that every fault is told and not the
//! first alone.

use serde::Deserialize as _;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Deserializer};

use super::fault::{Fault, line};
use super::manifest::{Manifest, SCHEMA};

/// Most bytes of a manifest or a template of the user.
pub(super) const MOST_BYTES: u64 = 1 << 20;

/// Tables whose keys are read one by one.
const NESTED: [&str; 4] = ["keywords", "topology", "lifetime", "names"];

/// What could be read of a text with faults.
#[derive(Debug, Default)]
pub(super) struct Broken {
    /// The faults, each with its line.
    pub(super) faults: Vec<Fault>,
    /// What is left without the parts that are wrong.
    pub(super) rest: Option<Box<Manifest>>,
    /// Short names, as far as there are any.
    pub(super) aliases: Vec<String>,
}

/// Reads a manifest.
///
/// # Errors
///
/// [`Broken`] with every fault: of the notation, else of every part whose keys or values are wrong.
pub(super) fn read(text: &str) -> Result<Manifest, Broken> {
    match toml::from_str(text) {
        Ok(manifest) => Ok(manifest),
        Err(_) => Err(take_apart(text)),
    }
}

fn take_apart(text: &str) -> Broken {
    let (table, errors) = DeTable::parse_recoverable(text);
    let aliases = aliases(table.get_ref());
    if !errors.is_empty() {
        let faults = errors
            .iter()
            .map(|error| of_error(text, &[], error))
            .collect();
        return Broken {
            faults,
            rest: None,
            aliases,
        };
    }
    let span = table.span();
    let mut faults = Vec::new();
    let mut sound = DeTable::new();
    for key in ["schema", "id"] {
        if table.get_ref().get(key).is_none() {
            faults.push(Fault::at([key], "is missing"));
        }
    }
    for (key, value) in table.get_ref() {
        let parts = parts(key.get_ref(), value);
        let mut kept = Vec::new();
        for part in parts {
            let mut alone = DeTable::new();
            alone.insert(key.clone(), part.clone());
            match manifest(alone, &span) {
                Ok(_) => kept.push(part),
                Err(error) => faults.push(of_error(text, &[key.get_ref()], &error)),
            }
        }
        if let Some(value) = joined(value, kept) {
            sound.insert(key.clone(), value);
        }
    }
    Broken {
        rest: manifest(sound, &span).ok().map(Box::new),
        faults,
        aliases,
    }
}

/// A manifest of some keys alone.
fn manifest(
    mut table: DeTable<'_>,
    span: &std::ops::Range<usize>,
) -> Result<Manifest, toml::de::Error> {
    let missing = |key: &str, table: &DeTable<'_>| table.get(key).is_none();
    let spanned = |value| Spanned::new(span.clone(), value);
    if missing("schema", &table) {
        let schema = DeTable::parse("schema = 1")?.into_inner();
        debug_assert_eq!(SCHEMA, 1);
        table.extend(owned(schema));
    }
    if missing("id", &table) {
        let key = Spanned::new(span.clone(), "id".into());
        table.insert(key, spanned(DeValue::String("a/b".into())));
    }
    Manifest::deserialize(Deserializer::from(Spanned::new(span.clone(), table)))
}

fn owned<'a>(table: DeTable<'static>) -> DeTable<'a> {
    table
}

/// The parts of a value that are read by themselves: elements of a list of tables, keys of a nested table.
fn parts<'i>(key: &str, value: &Spanned<DeValue<'i>>) -> Vec<Spanned<DeValue<'i>>> {
    let span = value.span();
    match value.get_ref() {
        DeValue::Array(array)
            if array
                .iter()
                .any(|element| matches!(element.get_ref(), DeValue::Table(_))) =>
        {
            let alone = |element: &Spanned<DeValue<'i>>| {
                let mut list = toml::de::DeArray::new();
                list.push(element.clone());
                Spanned::new(element.span(), DeValue::Array(list))
            };
            array.iter().map(alone).collect()
        }
        DeValue::Table(table) if NESTED.contains(&key) && key != "names" => {
            let alone = |(name, value): (&Spanned<_>, &Spanned<DeValue<'i>>)| {
                let mut one = DeTable::new();
                one.insert(name.clone(), value.clone());
                Spanned::new(span.clone(), DeValue::Table(one))
            };
            table.iter().map(alone).collect()
        }
        _ => vec![value.clone()],
    }
}

/// The value of the parts that are right.
fn joined<'i>(
    value: &Spanned<DeValue<'i>>,
    parts: Vec<Spanned<DeValue<'i>>>,
) -> Option<Spanned<DeValue<'i>>> {
    let span = value.span();
    let mut parts = parts.into_iter();
    let first = parts.next()?;
    let value = parts.fold(first.into_inner(), |all, part| {
        match (all, part.into_inner()) {
            (DeValue::Array(mut all), DeValue::Array(part)) => {
                for element in &part {
                    all.push(element.clone());
                }
                DeValue::Array(all)
            }
            (DeValue::Table(mut all), DeValue::Table(part)) => {
                all.extend(part);
                DeValue::Table(all)
            }
            (all, _) => all,
        }
    });
    Some(Spanned::new(span, value))
}

fn aliases(table: &DeTable<'_>) -> Vec<String> {
    let Some(DeValue::Array(array)) = table.get("aliases").map(Spanned::get_ref) else {
        return Vec::new();
    };
    let word = |element: &Spanned<DeValue<'_>>| match element.get_ref() {
        DeValue::String(text) => Some(text.to_string()),
        _ => None,
    };
    array.iter().filter_map(word).collect()
}

fn of_error(text: &str, key: &[&str], error: &toml::de::Error) -> Fault {
    let mut fault = Fault::at(key.iter().copied(), error.message().trim());
    fault.line = error.span().map(|span| line(text, span.start));
    fault.placed(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_that_is_wrong_is_told_with_its_line() {
        let text = "schema = 1\nid = \"acme/router\"\ncoment = \"#\"\naliases = [\"acme\"]\n\n[[limit]]\nrule = \"a\"\nreason = \"r\"\n\
            source = \"s\"\nwhen = { device_identity = [\"fqnd\"] }\n\n[[limit]]\nrule = \"b\"\nreason = \"r\"\nsource = \"s\"\n\n\
            [keywords.ike.encryption]\naes = { wrod = \"x\" }\n[keywords.esp.encryption]\naes = \"x\"\n[psk]\nstyle = \"bear\"\n";
        let broken = read(text).unwrap_err();
        let told: Vec<(Option<usize>, String)> = broken
            .faults
            .iter()
            .map(|fault| (fault.line, fault.to_string()))
            .collect();
        for (line, word) in [(3, "coment"), (10, "fqnd"), (18, "wrod"), (22, "bear")] {
            let is =
                |(at, what): &(Option<usize>, String)| *at == Some(line) && what.contains(word);
            assert!(told.iter().any(is), "{word}: {told:?}");
        }
        assert_eq!(told.len(), 4, "{told:?}");
        assert_eq!(broken.aliases, ["acme"]);
        let rest = broken.rest.unwrap();
        assert_eq!(rest.limit.len(), 1);
        assert!(!rest.keywords.esp.encryption.words.is_empty());
    }

    #[test]
    fn a_broken_notation_is_told_with_every_place() {
        let broken = read("schema = 1\nid = \"a/b\nname = \"x\"\nversions = [\"1\"\n").unwrap_err();
        assert!(
            broken.faults.iter().any(|fault| fault.line == Some(2)),
            "{:?}",
            broken.faults
        );
    }
}
