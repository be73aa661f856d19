//! The download of one connection, and the ids that name connections.

use super::{Client, CloudError, Operation, page};
use crate::document::{Kind, Node};

/// The response of `DownloadVpnConnectionConfig`, as received.
pub fn download(client: &Client<'_>, connection: &str) -> Result<Vec<u8>, CloudError> {
    let operation = Operation::DownloadVpnConnectionConfig;
    let body = client.call(operation, connection)?;
    let document = page::read(&body, operation)?;
    let config = document.root().get("VpnConnectionConfig");
    if config.map(Node::kind) != Some(Kind::Object) {
        let (action, field) = (operation.name().to_owned(), "VpnConnectionConfig");
        return Err(CloudError::Incomplete { action, field });
    }
    drop(document);
    Ok(body)
}

/// Refuses what cannot be the id of a connection: it becomes a file's name, and a masked id from a
/// document is a common mistake.
pub fn check_connection_id(id: &str) -> Result<(), CloudError> {
    let sound = id.strip_prefix("vco-").is_some_and(|rest| {
        (1..=60).contains(&rest.len()) && rest.bytes().all(|byte| byte.is_ascii_alphanumeric())
    });
    if sound {
        return Ok(());
    }
    let shown: String = id
        .chars()
        .filter(|c| !crate::showable::acts(*c))
        .take(60)
        .collect();
    Err(CloudError::Option(if id.contains('*') {
        format!("connection {shown} is masked: use the whole id, as the console shows it")
    } else {
        format!("connection {shown:?} is not an id such as vco-bp10lz7aejumd2vxoqgev")
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_checked_before_anything_is_sent() {
        assert!(check_connection_id("vco-bp10lz7aejumd2vxoqgev").is_ok());
        for id in [
            "", "vco-", "vpn-bp1", "vco-../x", "vco-a/b", "vco-a b", "vco-a\n",
        ] {
            assert!(check_connection_id(id).is_err(), "{id:?}");
        }
        let masked = check_connection_id("vco-bp1****").unwrap_err();
        assert!(masked.to_string().contains("masked"), "{masked}");
    }
}
