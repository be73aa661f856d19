//! The parameter sheet of one tunnel: what the cloud has and what each device is given, side by side.

mod rows;

use serde::Serialize;

use crate::connection::{Connection, Field, Maskable, Source, Sourced, Tunnel};
use crate::findings::side_name::SideName;
use crate::findings::{Lang, Text};
use crate::plan::{Plan, PlannedTunnel};

use super::rich::Rich;
use super::texts;

/// A table.
#[derive(Debug, Serialize)]
pub(in crate::report) struct Sheet {
    /// Distinguishes it in the page, from 1.
    pub(in crate::report) number: usize,
    /// What the table is called.
    pub(in crate::report) caption: Rich,
    /// The operation that the fields are of.
    pub(in crate::report) operation: Rich,
    /// Who holds the values, one a column; of two tunnels beside each other first the one's, then the other's.
    pub(in crate::report) columns: Vec<Rich>,
    /// Rows in groups.
    pub(in crate::report) groups: Vec<Group>,
    /// True when a value of the cloud's is assumed.
    pub(in crate::report) assumed: bool,
    /// True when it has two tunnels.
    pub(in crate::report) of_both: bool,
}

/// Rows of one kind.
#[derive(Debug, Serialize)]
pub(in crate::report) struct Group {
    /// What they are about.
    pub(in crate::report) title: &'static str,
    /// The rows.
    pub(in crate::report) rows: Vec<Row>,
}

/// A parameter.
#[derive(Debug, Serialize)]
pub(in crate::report) struct Row {
    /// Its name.
    pub(in crate::report) name: &'static str,
    /// The API's field, in the cloud's own view; with what the console and a download call it, where that is another word.
    pub(in crate::report) field: Rich,
    /// What the cloud has and what each device is given, as the columns are.
    pub(in crate::report) cells: Vec<Cell>,
    /// True when the two tunnels of the sheet have different values.
    pub(in crate::report) differs: bool,
}

/// A value of one holder.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(in crate::report) struct Cell {
    /// The value.
    pub(in crate::report) value: Rich,
    /// No document says so.
    pub(in crate::report) assumed: bool,
}

/// Both tunnels beside each other in one sheet, or one sheet a tunnel where there is one, or where they have different parameters.
pub(in crate::report) fn sheets(
    connection: &Connection,
    devices: &[(String, Option<&Plan<'_>>)],
    lang: Lang,
) -> Vec<Sheet> {
    let mut each: Vec<Vec<Group>> = connection
        .tunnels
        .iter()
        .enumerate()
        .map(|(index, tunnel)| {
            let builder = Builder {
                connection,
                tunnel,
                plans: devices
                    .iter()
                    .map(|(_, plan)| plan.and_then(|plan| Some((plan, plan.tunnels.get(index)?))))
                    .collect(),
                lang,
            };
            builder.groups()
        })
        .collect();
    let of_both = matches!(&each[..], [one, other] if have_the_same_rows(one, other));
    if of_both && let (Some(other), Some(one)) = (each.pop(), each.pop()) {
        each.push(beside(one, other));
    }
    let holders = || {
        let cloud = std::iter::once(Rich::fill(&texts::CLOUD, lang, &[]));
        cloud.chain(devices.iter().map(|(name, _)| Rich::words(name)))
    };
    let numbered = |text: &Text, number: usize| {
        let number = Rich::words(number.to_string());
        Rich::fill(text, lang, &[("number", number)])
    };
    each.into_iter()
        .enumerate()
        .map(|(index, groups)| Sheet {
            number: index + 1,
            caption: if of_both {
                Rich::fill(&texts::SHEET_OF_BOTH, lang, &[])
            } else {
                numbered(&texts::SHEET_OF_TUNNEL, index + 1)
            },
            operation: Rich::fill(
                &texts::FIELD,
                lang,
                &[("operation", Rich::words(Source::Describe.name()))],
            ),
            columns: if of_both {
                let of = |number| {
                    holders().map(move |holder| {
                        let tunnel = numbered(&texts::TUNNEL, number);
                        let values = [("tunnel", tunnel), ("holder", holder)];
                        Rich::fill(&texts::TUNNEL_OF_HOLDER, lang, &values)
                    })
                };
                of(1).chain(of(2)).collect()
            } else {
                holders().collect()
            },
            assumed: groups
                .iter()
                .flat_map(|group| &group.rows)
                .any(|row| row.cells.iter().any(|cell| cell.assumed)),
            groups,
            of_both,
        })
        .collect()
}

fn have_the_same_rows(one: &[Group], other: &[Group]) -> bool {
    let names = |groups: &[Group]| -> Vec<(&'static str, &'static str)> {
        groups
            .iter()
            .flat_map(|group| group.rows.iter().map(|row| (group.title, row.name)))
            .collect()
    };
    names(one) == names(other)
}

/// The rows of two tunnels as one, marked where they differ.
fn beside(one: Vec<Group>, other: Vec<Group>) -> Vec<Group> {
    let groups = one.into_iter().zip(other);
    groups
        .map(|(one, other)| Group {
            title: one.title,
            rows: one
                .rows
                .into_iter()
                .zip(other.rows)
                .map(|(mut row, other)| {
                    row.differs = row.cells != other.cells;
                    row.cells.extend(other.cells);
                    row
                })
                .collect(),
        })
        .collect()
}

struct Builder<'b, 't> {
    connection: &'b Connection,
    tunnel: &'b Tunnel,
    plans: Vec<Option<(&'b Plan<'t>, &'b PlannedTunnel<'t>)>>,
    lang: Lang,
}

/// Stands where a device is not planned.
const NONE: &str = "-";

impl<'t> Builder<'_, 't> {
    fn groups(&self) -> Vec<Group> {
        let mut groups = vec![
            self.group(&texts::GROUP_PEERS, self.peers()),
            self.group(&texts::GROUP_IKE, self.ike()),
            self.group(&texts::GROUP_ESP, self.esp()),
            self.group(&texts::GROUP_SELECTORS, self.selectors()),
            self.group(&texts::GROUP_LIVENESS, self.liveness()),
        ];
        if self.tunnel.bgp.is_some() {
            groups.push(self.group(&texts::GROUP_BGP, self.bgp()));
        }
        groups
    }

    fn group(&self, title: &Text, rows: Vec<Row>) -> Group {
        Group {
            title: title.in_lang(self.lang),
            rows,
        }
    }

    fn say(&self, text: &Text) -> Rich {
        Rich::fill(text, self.lang, &[])
    }

    fn row(
        &self,
        name: &Text,
        field: Option<Field>,
        cloud: Rich,
        device: impl Fn(&Plan<'t>, &PlannedTunnel<'t>) -> Rich,
    ) -> Row {
        Row {
            name: name.in_lang(self.lang),
            field: field.map_or_else(Rich::default, |field| self.field(field)),
            cells: std::iter::once(cloud)
                .chain(self.plans.iter().map(|planned| match planned {
                    Some((plan, tunnel)) => device(plan, tunnel),
                    None => Rich::words(NONE),
                }))
                .map(|value| Cell {
                    value,
                    assumed: false,
                })
                .collect(),
            differs: false,
        }
    }

    /// A field with its other names, and with its operation where that is not the one of the column.
    fn field(&self, field: Field) -> Rich {
        let code = Rich::code(field.api_name());
        let elsewhere = match field {
            Field::CustomerGatewayIp | Field::AuthKey => Some(Source::CustomerGateway),
            Field::InternetIp if !self.connection.is_dual() => Some(Source::VpnGateway),
            _ => None,
        };
        if let Some(source) = elsewhere {
            let operation = ("operation", Rich::words(source.name()));
            return Rich::fill(&texts::FIELD_OF, self.lang, &[("field", code), operation]);
        }
        let Some(name) = SideName::in_api(field) else {
            return code;
        };
        let console = name.console.in_lang(self.lang);
        let text = if console == field.api_name() {
            &texts::FIELD_ELSEWHERE
        } else {
            &texts::FIELD_IN_CONSOLE
        };
        let values = [
            ("field", code),
            ("console", Rich::words(console)),
            ("download", Rich::code(name.download.api_name())),
        ];
        Rich::fill(text, self.lang, &values)
    }

    fn masked<T: std::fmt::Display>(&self, value: &Maskable<T>) -> Rich {
        match value {
            Maskable::Known(value) => Rich::code(value.to_string()),
            Maskable::Masked => self.say(&texts::HIDDEN),
        }
    }

    fn seconds(&self, seconds: u32) -> Rich {
        let count = Rich::words(seconds.to_string());
        Rich::fill(&texts::SECONDS, self.lang, &[("count", count)])
    }

    fn flag(&self, flag: bool) -> Rich {
        self.say(if flag { &texts::ON } else { &texts::OFF })
    }
}

impl Row {
    fn assumed_if<T>(mut self, value: &Sourced<T>) -> Self {
        if let Some(cloud) = self.cells.first_mut() {
            cloud.assumed = value.is_assumed();
        }
        self
    }
}
