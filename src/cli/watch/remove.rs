//! `dateline watch remove`: removes saved searches.

use std::time::Duration;

use dateline::error::{Error, Result};
use dateline::page::watch::text;
use dateline::watching::{Watch, has_searches};

use super::address::refuse_address;
use crate::cli::{Common, End, location, say};

/// Remove saved searches, with the record of what they have reported
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    dateline watch remove grain\n  \
    dateline watch remove grain strikes --index ~/archive/.dateline")]
pub struct Arguments {
    /// The names of the searches
    #[arg(value_name = "NAME", required = true)]
    names: Vec<String>,
    /// Wait up to this many seconds for another process that runs or changes saved searches
    #[arg(long, value_name = "SECONDS", default_value_t = 0)]
    wait: u32,
}

pub fn run(arguments: &Arguments, common: &Common) -> Result<End> {
    let folder = location::existing(common)?;
    refuse_address(&folder)?;
    if !has_searches(&folder) {
        let message = format!("the index {} has no saved searches", folder.display());
        return Err(Error::usage(message).hint("save one: dateline watch add NAME QUERY"));
    }
    let mut watch = Watch::open(&folder, Duration::from_secs(arguments.wait.into()))?;
    for name in &arguments.names {
        let searches = watch.searches();
        let named = searches.get(name).cloned().ok_or_else(|| searches.unknown(name))?;
        watch.remove(name)?;
        say(common, &text::removed(&named));
    }
    watch.finish()?;
    Ok(End::Done)
}
