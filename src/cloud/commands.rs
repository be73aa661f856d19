//! The commands that bring a bundle by way of the official command, for people whose login is on another machine.

use std::fmt::Write as _;

use crate::shell;

/// A POSIX shell script: it makes a folder named after the connection, with one file for each answer.
///
/// `connection` and `region` must have been checked; they stand in the script as they are. It reads only.
pub fn script(region: &str, connection: &str, profile: Option<&str>) -> String {
    let mut aliyun = format!("aliyun vpc \"$@\" --RegionId {region}");
    if let Some(profile) = profile {
        let _ = write!(aliyun, " --profile {}", shell::word(profile));
    }
    format!(
        r#"# What `peerconf fetch --with-describe` would ask for, by way of the aliyun command. It only reads.
# Run this with sh where that command is logged in; bring the folder {connection} here; then:
#   peerconf fetch --with {connection} -o {connection}.json
(
set -eu
umask 077
mkdir -p {connection}
cd {connection}
ask() {{ {aliyun}; }}
# The ids that the description names in a field.
ids() {{
    tr ',{{}}' '\n\n\n' <DescribeVpnConnection.json |
        sed -n 's/^[[:space:]]*"'"$1"'"[[:space:]]*:[[:space:]]*"\([^"]\{{1,\}}\)".*/\1/p' | sort -u
}}
# Page after page, until one is not full.
pages() {{
    name=$1
    shift
    page=1
    while :; do
        ask "$@" --PageNumber "$page" --PageSize 50 >"$name-$page.json"
        [ "$(grep -o '"RouteDest"' "$name-$page.json" | wc -l)" -lt 50 ] && break
        page=$((page + 1))
    done
}}
ask DownloadVpnConnectionConfig --VpnConnectionId {connection} >DownloadVpnConnectionConfig.json
ask DescribeVpnConnection --VpnConnectionId {connection} >DescribeVpnConnection.json
for id in $(ids CustomerGatewayId); do
    ask DescribeCustomerGateway --CustomerGatewayId "$id" >"DescribeCustomerGateway-$id.json"
done
gateway=$(ids VpnGatewayId)
if [ -n "$gateway" ]; then
    ask DescribeVpnGateway --VpnGatewayId "$gateway" >DescribeVpnGateway.json
    for kind in custom bgp; do
        pages "DescribeVpnRouteEntries-$kind" DescribeVpnRouteEntries --VpnGatewayId "$gateway" --RouteEntryType "$kind"
    done
    pages DescribeVpnPbrRouteEntries DescribeVpnPbrRouteEntries --VpnGatewayId "$gateway"
else
    for kind in custom bgp; do
        pages "DescribeVcoRouteEntries-$kind" DescribeVcoRouteEntries --VpnConnectionId {connection} --RouteEntryType "$kind"
    done
fi
)
"#
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_is_one_word_whatever_is_in_it() {
        let text = script("cn-hangzhou", "vco-1", Some("it's $(me)"));
        assert!(
            text.contains(r"--RegionId cn-hangzhou --profile 'it'\''s $(me)'; }"),
            "{text}"
        );
        assert!(!script("cn-hangzhou", "vco-1", None).contains("--profile"));
    }
}
