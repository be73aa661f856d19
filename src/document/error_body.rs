//! Reads the cloud's own error body.

use super::api_error::ApiError;
use super::node::Node;
use crate::api_message;

/// Reads an error body: a code, and a message or the ids of the request that failed.
pub(super) fn read(body: Node<'_>, http_status: Option<u16>) -> Option<ApiError> {
    let field = |name| {
        let text = body.get(name).and_then(Node::text);
        let text = text.map(|text| api_message::message(text, &[]));
        text.filter(|text| !text.is_empty())
    };
    let code = field("Code")?;
    let message = field("Message").or_else(|| field("Description"));
    let (request_id, host_id) = (field("RequestId"), field("HostId"));
    if message.is_none() && request_id.is_none() && host_id.is_none() {
        return None;
    }
    Some(ApiError {
        code,
        message: message.unwrap_or_else(|| "no message".to_owned()),
        request_id,
        host_id,
        recommend: field("Recommend"),
        http_status: http_status.or_else(|| status(body)),
    })
}

/// The HTTP status that an SDK writes beside the body.
pub(super) fn status(dump: Node<'_>) -> Option<u16> {
    dump.get("statusCode")?.text()?.trim().parse().ok()
}
