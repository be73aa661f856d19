//! Which gateways a planned connection names, before any of them has an id: by the references in the plan's
//! copy of the configuration.

use super::super::block::Block;

/// Addresses of the resources that a connection's ids will come from.
#[derive(Debug, Default)]
pub(super) struct References {
    /// Of `customer_gateway_id`.
    pub(super) customer_gateway: Option<String>,
    /// Of `vpn_gateway_id`.
    pub(super) vpn_gateway: Option<String>,
    /// Of the `customer_gateway_id` of each tunnel: its `tunnel_index` where it is a constant, and the address.
    tunnels: Vec<(Option<String>, Option<String>)>,
}

const CUSTOMER_GATEWAY: &str = "alicloud_vpn_customer_gateway.";
const VPN_GATEWAY: &str = "alicloud_vpn_gateway.";

impl References {
    /// The references of a resource, by its address; only to resources that are `known`.
    pub(super) fn of(address: &str, configuration: Block<'_, '_>, known: &[String]) -> Self {
        let address = Address::of(address);
        let mut module = configuration;
        for name in &address.modules {
            module = module.field("module_calls").field(name).field("module");
        }
        let own = |resource: &Block<'_, '_>| resource.field("address").text() == Some(address.name);
        let Some(resource) = module.field("resources").elements().into_iter().find(own) else {
            return Self::default();
        };
        let expressions = resource.field("expressions");
        let find = |block: Block<'_, '_>, name: &str, kind: &str| {
            let target = address.target(block.field(name).field("references"), kind)?;
            known.contains(&target).then_some(target)
        };
        Self {
            customer_gateway: find(expressions, "customer_gateway_id", CUSTOMER_GATEWAY),
            vpn_gateway: find(expressions, "vpn_gateway_id", VPN_GATEWAY),
            tunnels: expressions
                .field("tunnel_options_specification")
                .elements()
                .into_iter()
                .map(|tunnel| {
                    let index = tunnel.field("tunnel_index").field("constant_value");
                    (
                        index.text().map(ToOwned::to_owned),
                        find(tunnel, "customer_gateway_id", CUSTOMER_GATEWAY),
                    )
                })
                .collect(),
        }
    }

    /// The customer gateway of a tunnel: by its index where it has one, else by its place.
    pub(super) fn of_tunnel(&self, index: Option<&str>, place: usize) -> Option<&str> {
        let by_index = index.and_then(|index| {
            self.tunnels
                .iter()
                .find(|(own, _)| own.as_deref() == Some(index))
        });
        let tunnel = match index {
            Some(_) => by_index,
            None => self.tunnels.get(place),
        };
        tunnel?.1.as_deref()
    }
}

/// The parts of a resource's address.
struct Address<'a> {
    /// The modules that it is in, without their keys.
    modules: Vec<&'a str>,
    /// The address of its module, with a point at the end.
    prefix: &'a str,
    /// Type and name.
    name: &'a str,
    /// The key of the instance with its brackets.
    key: &'a str,
}

impl<'a> Address<'a> {
    fn of(address: &'a str) -> Self {
        let mut modules = Vec::new();
        let mut rest = address;
        while let Some(module) = rest.strip_prefix("module.") {
            let end = module.find(['.', '[']).unwrap_or(module.len());
            modules.push(&module[..end]);
            rest = without_key(&module[end..]).trim_start_matches('.');
        }
        let (name, key) = rest.split_at(rest.find('[').unwrap_or(rest.len()));
        Self {
            modules,
            prefix: &address[..address.len() - rest.len()],
            name,
            key,
        }
    }

    /// The one resource of this kind that the references lead to. Terraform lists each with and without its
    /// attribute, and `each.key` beside them where the key is this resource's own.
    fn target(&self, references: Block<'_, '_>, kind: &str) -> Option<String> {
        let mut target: Option<&str> = None;
        let mut by_key = false;
        let references = references.elements();
        let texts: Vec<&str> = references.iter().filter_map(|text| text.text()).collect();
        for text in texts {
            if text == "each.key" {
                by_key = true;
                continue;
            }
            let rest = text.strip_prefix(kind)?;
            let name = rest.find(['.', '[']).unwrap_or(rest.len());
            let key = rest.len() - without_key(&rest[name..]).len();
            let own = &text[..kind.len() + key];
            match target {
                None => target = Some(own),
                Some(known) if known.starts_with(own) => {}
                Some(known) if own.starts_with(known) => target = Some(own),
                Some(_) => return None,
            }
        }
        let target = target?;
        let key = if by_key { self.key } else { "" };
        Some(format!("{}{target}{key}", self.prefix))
    }
}

/// A text without the key in brackets that it begins with; a key may hold any character but a bare quote.
fn without_key(text: &str) -> &str {
    let Some(key) = text.strip_prefix('[') else {
        return text;
    };
    let end = match key.strip_prefix('"') {
        Some(quoted) => quoted.find("\"]").map(|end| end + 3),
        None => key.find(']').map(|end| end + 1),
    };
    end.map_or("", |end| &key[end..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_falls_into_its_parts() {
        let address =
            Address::of(r#"module.sites["a.b"].module.vpn.alicloud_vpn_connection.site["x[1]"]"#);
        assert_eq!(address.modules, ["sites", "vpn"]);
        assert_eq!(address.prefix, r#"module.sites["a.b"].module.vpn."#);
        assert_eq!(address.name, "alicloud_vpn_connection.site");
        assert_eq!(address.key, r#"["x[1]"]"#);
        let address = Address::of("alicloud_vpn_connection.hq");
        assert_eq!((address.prefix, address.key), ("", ""));
    }
}
