//! Puts answers that somebody else fetched together to a bundle, as `fetch` would have made it.

use serde_json::value::RawValue;

use super::bundle::{Bundle, Neighbours};
use crate::document::{Document, DocumentError, Operation};

/// An answer and what it is called in messages, such as its file's name.
#[derive(Clone, Copy)]
pub struct Answer<'a> {
    /// For messages.
    pub name: &'a str,
    /// The answer, as JSON.
    pub text: &'a str,
}

/// Why answers make no bundle.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AssembleError {
    /// One of them is no answer, or the API's refusal.
    #[error("{name}: {source}")]
    Answer {
        /// Which.
        name: String,
        /// What is wrong with it.
        source: Box<DocumentError>,
    },
    /// One of them is XML, which a bundle cannot hold.
    #[error("{name}: this is XML; a bundle holds JSON: run the command again, without a format")]
    NotJson {
        /// Which.
        name: String,
    },
    /// Two are about one thing, or about several connections.
    #[error("{name}: a second {operation} response; a bundle is about one connection")]
    Second {
        /// The second one.
        name: String,
        /// The operation.
        operation: Operation,
    },
    /// Some are missing. A bundle with gaps would look like a connection without routes.
    #[error("these answers are missing: {}", .missing.join(", "))]
    Missing {
        /// Operations, with the ids that they are to be asked about.
        missing: Vec<String>,
    },
}

/// The bundle that the answers make.
pub fn assemble(answers: &[Answer<'_>]) -> Result<Vec<u8>, AssembleError> {
    let mut download = None;
    let mut describe: Option<(&Answer<'_>, Box<RawValue>)> = None;
    let mut bundle = Bundle::default();
    let mut gateways = Vec::new();
    for answer in answers {
        let operation = operation(answer)?;
        let raw = raw(answer)?;
        let second = || AssembleError::Second {
            name: answer.name.to_owned(),
            operation,
        };
        match operation {
            Operation::DownloadVpnConnectionConfig => {
                if download.replace(raw).is_some() {
                    return Err(second());
                }
            }
            Operation::DescribeVpnConnection => {
                if describe.replace((answer, raw)).is_some() {
                    return Err(second());
                }
            }
            Operation::DescribeVpnGateway => {
                if bundle.describe_vpn_gateway.replace(raw).is_some() {
                    return Err(second());
                }
            }
            Operation::DescribeCustomerGateway => {
                gateways.extend(customer_gateways(answer));
                bundle.describe_customer_gateway.push(raw);
            }
            // A bundle has no place for it, and the description says the same.
            Operation::DescribeVpnAttachment => {}
            Operation::DescribeVpnRouteEntries => bundle.describe_vpn_route_entries.push(raw),
            Operation::DescribeVpnPbrRouteEntries => {
                bundle.describe_vpn_pbr_route_entries.push(raw);
            }
            Operation::DescribeVcoRouteEntries => bundle.describe_vco_route_entries.push(raw),
        }
    }
    let (Some(download), Some((answer, describe))) = (download, describe) else {
        let missing = "DownloadVpnConnectionConfig and DescribeVpnConnection of one connection";
        return Err(AssembleError::Missing {
            missing: vec![missing.to_owned()],
        });
    };
    let missing = bundle.missing(&neighbours(answer)?, &gateways);
    if !missing.is_empty() {
        return Err(AssembleError::Missing { missing });
    }
    bundle.download_vpn_connection_config = Some(download);
    bundle.describe_vpn_connection = Some(describe);
    Ok(bundle.into_bytes())
}

impl Bundle {
    /// What is missing beside the two answers about the connection itself.
    fn missing(&self, neighbours: &Neighbours, gateways: &[String]) -> Vec<String> {
        let mut missing: Vec<String> = neighbours
            .customer_gateways
            .iter()
            .filter(|id| !gateways.contains(id))
            .map(|id| format!("DescribeCustomerGateway of {id}"))
            .collect();
        let mut need = |is_there: bool, what: String| {
            if !is_there {
                missing.push(what);
            }
        };
        if let Some(id) = &neighbours.vpn_gateway {
            let described = self.describe_vpn_gateway.is_some();
            need(described, format!("DescribeVpnGateway of {id}"));
            let routes = !self.describe_vpn_route_entries.is_empty();
            need(routes, format!("DescribeVpnRouteEntries of {id}"));
            let routes = !self.describe_vpn_pbr_route_entries.is_empty();
            need(routes, format!("DescribeVpnPbrRouteEntries of {id}"));
        } else {
            let routes = !self.describe_vco_route_entries.is_empty();
            let what = "DescribeVcoRouteEntries of the connection".to_owned();
            need(routes, what);
        }
        missing
    }
}

fn parsed<'a>(answer: &Answer<'a>) -> Result<Document<'a>, AssembleError> {
    Document::parse(answer.text).map_err(|source| refused(answer, source))
}

fn refused(answer: &Answer<'_>, source: DocumentError) -> AssembleError {
    AssembleError::Answer {
        name: answer.name.to_owned(),
        source: Box::new(source),
    }
}

/// The operation that an answer is one of.
fn operation(answer: &Answer<'_>) -> Result<Operation, AssembleError> {
    let document = parsed(answer)?;
    let items = document.items().map_err(|source| refused(answer, source))?;
    let operation = items[0].operation;
    let is_connections = matches!(
        operation,
        Operation::DownloadVpnConnectionConfig | Operation::DescribeVpnConnection
    );
    if items.iter().any(|item| item.operation != operation) || (is_connections && items.len() > 1) {
        return Err(AssembleError::Second {
            name: answer.name.to_owned(),
            operation,
        });
    }
    Ok(operation)
}

/// The ids of the customer gateways in an answer.
fn customer_gateways(answer: &Answer<'_>) -> Vec<String> {
    let Ok(document) = parsed(answer) else {
        return Vec::new();
    };
    let ids = document.items().unwrap_or_default().into_iter();
    ids.filter_map(|item| Some(item.body.get("CustomerGatewayId")?.text()?.to_owned()))
        .collect()
}

/// The gateways that the described connection names.
fn neighbours(answer: &Answer<'_>) -> Result<Neighbours, AssembleError> {
    let document = parsed(answer)?;
    let items = document.items().map_err(|source| refused(answer, source))?;
    Ok(Neighbours::of(items[0].body))
}

fn raw(answer: &Answer<'_>) -> Result<Box<RawValue>, AssembleError> {
    serde_json::from_str(answer.text.trim_start_matches('\u{feff}')).map_err(|_| {
        AssembleError::NotJson {
            name: answer.name.to_owned(),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOWNLOAD: &str =
        r#"{"VpnConnectionConfig": {"Local": "192.0.2.1", "Remote": "203.0.113.1"}}"#;
    const DESCRIBE: &str = r#"{"VpnConnectionId": "vco-1", "VpnGatewayId": "vpn-1", "Status": "x",
        "CustomerGatewayId": "cgw-1"}"#;
    const GATEWAY: &str = r#"{"CustomerGatewayId": "cgw-1", "IpAddress": "192.0.2.1"}"#;

    fn made(texts: &[&str]) -> Result<Vec<u8>, AssembleError> {
        let answers: Vec<_> = texts
            .iter()
            .map(|text| Answer {
                name: "a file",
                text,
            })
            .collect();
        assemble(&answers)
    }

    #[test]
    fn what_is_missing_is_named() {
        let error = made(&[DESCRIBE, DOWNLOAD]).unwrap_err().to_string();
        assert_eq!(
            error,
            "these answers are missing: DescribeCustomerGateway of cgw-1, DescribeVpnGateway of vpn-1, \
             DescribeVpnRouteEntries of vpn-1, DescribeVpnPbrRouteEntries of vpn-1"
        );
        assert!(
            made(&[GATEWAY])
                .unwrap_err()
                .to_string()
                .contains("DownloadVpnConnectionConfig")
        );
        assert!(made(&[]).is_err());
    }

    #[test]
    fn a_refusal_another_connection_and_xml_are_named() {
        let refusal = r#"{"Code": "Forbidden.RAM", "RequestId": "r", "Message": "no"}"#;
        assert!(
            made(&[refusal])
                .unwrap_err()
                .to_string()
                .contains("Forbidden.RAM")
        );
        assert!(matches!(
            made(&[DOWNLOAD, DOWNLOAD]),
            Err(AssembleError::Second { .. })
        ));
        assert!(matches!(
            made(&[DESCRIBE, DESCRIBE]),
            Err(AssembleError::Second { .. })
        ));
        let xml = "<R><VpnConnectionConfig><Local>192.0.2.1</Local><Remote>203.0.113.1</Remote></VpnConnectionConfig></R>";
        assert!(matches!(made(&[xml]), Err(AssembleError::NotJson { .. })));
    }

    #[test]
    fn whole_answers_make_a_bundle_with_their_bytes() {
        let pages = [
            r#"{"VpnGatewayId": "vpn-1", "InternetIp": "203.0.113.1"}"#,
            r#"{"VpnRouteEntries": {"VpnRouteEntry": []}}"#,
            r#"{"VpnPbrRouteEntries": {"VpnPbrRouteEntry": []}}"#,
        ];
        let texts = [&[GATEWAY, DESCRIBE, DOWNLOAD][..], &pages].concat();
        let bytes = made(&texts).unwrap();
        let bundle: std::collections::BTreeMap<&str, &RawValue> =
            serde_json::from_slice(&bytes).unwrap();
        assert_eq!(bundle["DownloadVpnConnectionConfig"].get(), DOWNLOAD);
        assert_eq!(bundle["DescribeVpnConnection"].get(), DESCRIBE);
        let document = Document::parse(std::str::from_utf8(&bytes).unwrap()).unwrap();
        assert_eq!(document.items().unwrap().len(), 6);
    }
}
