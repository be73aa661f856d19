//! What the official command prints in place of a response: a table, or its own words for an error.

use super::api_error::ApiError;
use super::error::DocumentError;
use super::place::Place;
use crate::api_message;

/// How the command begins the words for an error of its SDK, such as `ERROR: SDK.ServerError`.
const ERROR: &str = "ERROR: SDK.";

/// The error that such a text is, where it is one.
pub(super) fn recognise(text: &str, at: Place) -> Option<DocumentError> {
    let text = text.trim_start();
    if let Some(kind) = text.strip_prefix(ERROR) {
        return Some(DocumentError::from(error(kind)));
    }
    if is_terraform(text) {
        return Some(DocumentError::Foreign {
            at,
            text: TERRAFORM.to_owned(),
        });
    }
    is_table(text).then_some(DocumentError::Table { at })
}

const TERRAFORM: &str = "this is Terraform's own language, in which values are not worked out yet: give what \
     `terraform show -json` prints (of the state, or of a plan file)";

/// Whether a block of Terraform's language begins here: in a `.tf` file, or as `terraform show` prints it.
fn is_terraform(text: &str) -> bool {
    let is_comment = |line: &&str| line.is_empty() || line.starts_with(['#', '/']);
    let mut lines = text.lines().map(str::trim);
    let first = lines.find(|line| !is_comment(line)).unwrap_or_default();
    let blocks = [
        "resource",
        "data",
        "provider",
        "terraform",
        "module",
        "variable",
        "locals",
    ];
    let (word, rest) = first.split_once(' ').unwrap_or_default();
    blocks.contains(&word) && rest.ends_with('{')
}

/// The error in the lines after it: `ErrorCode:`, `RequestId:`, `Message:`, `Recommend:`.
fn error(text: &str) -> ApiError {
    let field = |name: &str| {
        let line = text.lines().find_map(|line| line.trim().strip_prefix(name));
        let shown = api_message::message(line?.strip_prefix(':')?, &[]);
        (!shown.is_empty()).then_some(shown)
    };
    let kind = text.lines().next().unwrap_or_default();
    let kind = kind.split_whitespace().next().unwrap_or_default();
    ApiError {
        code: field("ErrorCode").unwrap_or_else(|| format!("SDK.{}", api_message::token(kind))),
        message: field("Message").unwrap_or_else(|| {
            "the aliyun command printed this error in place of a response".to_owned()
        }),
        request_id: field("RequestId"),
        host_id: None,
        recommend: field("Recommend"),
        http_status: None,
    }
}

/// Whether the second line is a rule under names of columns, as `--output cols=…` prints it.
fn is_table(text: &str) -> bool {
    let mut lines = text.lines();
    let (Some(names), Some(rule)) = (lines.next(), lines.next()) else {
        return false;
    };
    let columns = |line: &str| line.split('|').count();
    rule.contains('-')
        && rule.chars().all(|c| matches!(c, '-' | '|' | ' ' | '\t'))
        && columns(names) == columns(rule)
}

#[cfg(test)]
mod tests {
    use super::super::Document;
    use super::*;

    fn refused(text: &str) -> DocumentError {
        Document::parse(text).expect_err("this is no response")
    }

    #[test]
    fn an_error_of_the_command_is_the_apis_error() {
        let text = "ERROR: SDK.ServerError\nErrorCode: InvalidVpnConnectionInstanceId.NotFound\n\
            Recommend: https://api.example.com/?q=x\nRequestId: 0C68-4B\n\
            Message: The specified vpn connection instance id does not exist.\nRespHeaders: map[]\n";
        let DocumentError::Api(error) = refused(text) else {
            panic!("an error of the API");
        };
        assert_eq!(error.code, "InvalidVpnConnectionInstanceId.NotFound");
        assert_eq!(
            error.message,
            "The specified vpn connection instance id does not exist."
        );
        assert_eq!(error.request_id.as_deref(), Some("0C68-4B"));
        assert!(error.advice().is_some());
    }

    #[test]
    fn an_error_without_more_is_named_too_and_shows_nothing_of_the_request() {
        let text = "\nERROR: SDK.ClientError\nMessage: server string to sign is:GET&AccessKeyId%3DLTAIexample\n";
        let shown = refused(text).to_string();
        assert!(shown.contains("SDK.ClientError"), "{shown}");
        assert!(!shown.contains("LTAI"), "{shown}");
    }

    #[test]
    fn the_language_of_terraform_is_named() {
        for text in [
            "# alicloud_vpn_connection.hq:\nresource \"alicloud_vpn_connection\" \"hq\" {\n}\n",
            "terraform {\n}\n",
        ] {
            let shown = refused(text).to_string();
            assert!(shown.contains("`terraform show -json`"), "{shown}");
        }
    }

    #[test]
    fn a_table_is_named_for_what_it_is() {
        for text in [
            "Local     | Remote\n-----     | ------\n192.0.2.1 | 203.0.113.1\n",
            "Local\n-----\n192.0.2.1\n",
        ] {
            let shown = refused(text).to_string();
            assert!(shown.contains("--output cols="), "{shown}");
        }
        for text in [
            "Local | Remote\n-----\n",
            "a\n|\n",
            "404 page not found",
            "x",
        ] {
            assert!(
                matches!(refused(text), DocumentError::NeitherFormat { .. }),
                "{text}"
            );
        }
    }
}
