//! `--sites FILE`: a list that joins connections with targets and values, as CSV or TOML.
//!
//! ```csv
//! id,target,wan_interface,crypto_map
//! vco-a,cisco/ios-xe@17.09.04a,GigabitEthernet1,
//! vco-b,cisco/asa,,outside_map
//! ```
//!
//! The same as TOML: `[[site]]` tables with `id`, `target` (a text or a list) and values.

use std::path::Path;

use super::exit::Failure;
use super::small_file;
use crate::targets::plain_value;

/// A line of the list.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Site {
    /// Where it stands, for errors.
    pub(super) place: String,
    /// The connection: its id, or what its document calls it.
    pub(super) id: String,
    /// Targets, as for `-t`.
    pub(super) targets: Vec<String>,
    /// Values of inputs, by name.
    pub(super) values: Vec<(String, String)>,
}

/// Reads a list; what it is, its ending says.
pub(super) fn read(file: &Path) -> Result<Vec<Site>, Failure> {
    let name = file.display().to_string();
    let text =
        small_file::text(file).map_err(|error| Failure::Usage(format!("{name}: {error}")))?;
    let is_toml = file.extension().is_some_and(|ending| ending == "toml");
    let sites = if is_toml {
        of_toml(&name, &text)
    } else {
        of_csv(&name, &text)
    };
    let sites = sites.map_err(Failure::Usage)?;
    if sites.is_empty() {
        return Err(Failure::Usage(format!("{name}: it lists no site")));
    }
    Ok(sites)
}

fn of_csv(name: &str, text: &str) -> Result<Vec<Site>, String> {
    // Spreadsheets write a mark before the text, and semicolons where the comma is for decimals.
    let text = text.trim_start_matches('\u{feff}');
    let head = text.lines().next().unwrap_or_default();
    let semicolons = head.contains(';') && !head.contains(',');
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(if semicolons { b';' } else { b',' })
        .trim(csv::Trim::All)
        .comment(Some(b'#'))
        .from_reader(text.as_bytes());
    let fault = |error: csv::Error| format!("{name}: {error}");
    let heads = reader.headers().map_err(fault)?.clone();
    if !heads.iter().any(|head| head == "id") {
        return Err(format!(
            "{name}: the first line must name the columns, and one of them is `id`: id,target,NAME-OF-AN-INPUT…"
        ));
    }
    let mut sites = Vec::new();
    for record in reader.records() {
        let record = record.map_err(fault)?;
        let line = record.position().map_or(0, csv::Position::line);
        let cells = heads.iter().zip(&record);
        let cells = cells.filter(|(_, cell)| !cell.is_empty());
        let mut site = Site::at(format!("{name}, line {line}"));
        for (head, cell) in cells {
            match head {
                "id" => cell.clone_into(&mut site.id),
                "target" => {
                    site.targets = cell.split_whitespace().map(str::to_owned).collect();
                }
                _ => site.values.push((head.to_owned(), cell.to_owned())),
            }
        }
        sites.push(site.checked()?);
    }
    Ok(sites)
}

fn of_toml(name: &str, text: &str) -> Result<Vec<Site>, String> {
    let table: toml::Table = text
        .parse()
        .map_err(|error: toml::de::Error| format!("{name}: {error}"))?;
    if let Some(odd) = table.keys().find(|key| *key != "site") {
        return Err(format!(
            "{name}: {odd:?} is no key of a list of sites; write a table [[site]] for each, with id, target and values"
        ));
    }
    let list = table.get("site").and_then(toml::Value::as_array);
    let mut sites = Vec::new();
    for (number, site) in (1..).zip(list.into_iter().flatten()) {
        let mut read = Site::at(format!("{name}, site {number}"));
        for (key, value) in site.as_table().into_iter().flatten() {
            let text = plain_value(value);
            let place = &read.place;
            let odd = || format!("{place}: {key} must be a text, a whole number, true or false");
            match (key.as_str(), value) {
                ("target", toml::Value::Array(list)) => {
                    let texts: Option<Vec<String>> = list.iter().map(plain_value).collect();
                    read.targets = texts.ok_or_else(odd)?;
                }
                ("target", _) => read.targets = vec![text.ok_or_else(odd)?],
                ("id", _) => read.id = text.ok_or_else(odd)?,
                _ => {
                    let text = text.ok_or_else(odd)?;
                    read.values.push((key.clone(), text));
                }
            }
        }
        sites.push(read.checked()?);
    }
    Ok(sites)
}

impl Site {
    fn at(place: String) -> Self {
        Self {
            place,
            id: String::new(),
            targets: Vec::new(),
            values: Vec::new(),
        }
    }

    fn checked(self) -> Result<Self, String> {
        if self.id.is_empty() {
            return Err(format!(
                "{}: the id of the connection is missing",
                self.place
            ));
        }
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn csv_and_toml_say_the_same() {
        let csv = "\u{feff}id;target;wan_interface;unit\nvco-a; x/y@2 ;Gi0/1;\n# later\nvco-b;;\"Gi;2\";7\n";
        let toml = "[[site]]\nid = \"vco-a\"\ntarget = \"x/y@2\"\nwan_interface = \"Gi0/1\"\n\
            [[site]]\nid = \"vco-b\"\nwan_interface = \"Gi;2\"\nunit = 7\n";
        let said = |sites: Vec<Site>| {
            let sites = sites.into_iter();
            let mut said: Vec<_> = sites
                .map(|site| (site.id, site.targets, site.values))
                .collect();
            for (_, _, values) in &mut said {
                values.sort();
            }
            said
        };
        let csv = said(of_csv("s.csv", csv).unwrap());
        assert_eq!(csv, said(of_toml("s.toml", toml).unwrap()));
        assert_eq!(csv[0].1, ["x/y@2"]);
        assert_eq!(csv[1].2.len(), 2);
    }

    #[test]
    fn what_is_missing_or_unknown_is_told_with_its_place() {
        for (text, what) in [
            ("name,target\na,b\n", "one of them is `id`"),
            ("id,target\n,b\n", "line 2: the id"),
            ("id,target\na,b,c\n", "line: 2"),
        ] {
            let error = of_csv("s.csv", text).unwrap_err();
            assert!(error.contains(what), "{error}");
        }
        assert!(
            of_toml("s.toml", "[[sites]]\nid = \"a\"")
                .unwrap_err()
                .contains("[[site]]")
        );
    }
}
