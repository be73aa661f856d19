//! `peerconf policy`: the RAM policy that allows fetching and nothing else.

use clap::Args;

use super::exit::{Exit, Failure};
use super::language::lang;
use super::output;
use crate::cloud::{Endpoint, Network, check_connection_id, policy};
use crate::findings::Lang;

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  peerconf policy > peerconf-policy.json
  peerconf policy --region cn-hangzhou --connection vco-bp10lz7aejumd2vxoqgev --download-only")]
pub(super) struct PolicyArgs {
    /// Only in this region
    #[arg(long, value_name = "REGION")]
    region: Option<String>,

    /// Only in this account, by its numeric id
    #[arg(long, value_name = "ID")]
    account: Option<String>,

    /// Only this connection; leaves out what `fetch --all` needs
    #[arg(long, value_name = "ID")]
    connection: Option<String>,

    /// Only the download; leaves out what `--with-describe` needs
    #[arg(long)]
    download_only: bool,
}

pub(super) fn run(args: &PolicyArgs) -> Result<Exit, Failure> {
    if let Some(region) = &args.region {
        Endpoint::of_region(region, Network::Public)
            .map_err(|error| Failure::Usage(error.to_string()))?;
    }
    if let Some(id) = &args.connection {
        check_connection_id(id).map_err(|error| Failure::Usage(error.to_string()))?;
    }
    if let Some(account) = &args.account
        && (account.is_empty() || !account.bytes().all(|byte| byte.is_ascii_digit()))
    {
        return Err(Failure::Usage(format!(
            "account {account:?} is not a number"
        )));
    }
    let reach = policy::Reach {
        region: args.region.as_deref(),
        account: args.account.as_deref(),
        connection: args.connection.as_deref(),
        download_only: args.download_only,
    };
    output::stdout(&policy::document(reach))?;
    let unconfirmed = policy::unconfirmed(reach);
    if !unconfirmed.is_empty() {
        output::note(&match lang() {
            Lang::En => format!(
                "the resource of {} was read in no published table; if RAM refuses one of them, the refusal names what \
                 it needs",
                unconfirmed.join(", ")
            ),
            Lang::Zh => format!(
                "未在公开的授权表中读到 {} 的资源；若被 RAM 拒绝，拒绝信息会说明所需的资源",
                unconfirmed.join("、")
            ),
        });
    }
    Ok(Exit::Fine)
}
