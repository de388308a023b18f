//! `dateline copy`: moves an archive to another index.

use std::path::PathBuf;
use std::sync::atomic::Ordering;
use std::time::Duration;

use dateline::copy::{self, Report};
use dateline::engine::cluster::client::address::Address;
use dateline::engine::cluster::schema::mapping::Parts;
use dateline::engine::embedded::store::FolderStore;
use dateline::engine::store::Store;
use dateline::error::{Error, Result};
use dateline::page;
use dateline::watching::{Carried, Carry, carry, has_searches};

use super::cluster::Sharding;
use super::progress::{Rows, stop_flag};
use super::{Common, End, Form, line, location, notices, say};

/// Copy an archive to another index, even one with a different engine
///
/// The articles are read from the index FROM, not from their files, so the files need not be there. Keys, places and
/// the options of each folder are kept: a later run of dateline index over the same folders finds everything unchanged.
/// TO is a new index, or an earlier copy, which is updated. If the copy is interrupted, run the same command again;
/// it copies the rest.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    dateline copy ~/archive/.dateline https://search.example.org:9200/news\n  \
    dateline copy https://search.example.org:9200/news ./copy    to a folder\n  \
    dateline copy old/.dateline new/.dateline                    between folders\n\n\
    The credentials of a cluster come from --credentials, or else from $DATELINE_USER and $DATELINE_PASSWORD, or from \
    $DATELINE_API_KEY.")]
pub struct Arguments {
    /// The index to copy: a folder or an address
    #[arg(value_name = "FROM")]
    from: PathBuf,
    /// The index to write: a folder or an address
    #[arg(value_name = "TO")]
    to: PathBuf,
    #[command(flatten)]
    sharding: Sharding,
    /// Wait up to this many seconds for another process that is writing to TO
    #[arg(long, value_name = "SECONDS", default_value_t = 0)]
    wait: u32,
    #[command(flatten)]
    output: super::Output<Form>,
}

/// Runs the command.
pub fn run(arguments: &Arguments, common: &Common) -> Result<End> {
    let same = |from: &PathBuf, to: &PathBuf| from.canonicalize().ok() == to.canonicalize().ok();
    if arguments.to.exists() && same(&arguments.from, &arguments.to) {
        let message = format!("{} cannot be copied to itself", arguments.from.display());
        return Err(Error::usage(message).hint("name a new folder: dateline copy FROM TO"));
    }
    let report = match location::store(&arguments.from, Parts::default(), Duration::ZERO)? {
        Some(from) => copy_from(&from, arguments, common)?,
        None => copy_from(&FolderStore::at(arguments.from.clone()), arguments, common)?,
    };
    match arguments.output.format() {
        Form::Json => line(&page::copy::json(&report).to_string())?,
        Form::Text => say(common, &page::copy::copied(&report)),
    }
    if !report.interrupted {
        copy_searches(arguments, common)?;
    }
    Ok(if report.interrupted { End::Interrupted } else { End::Done })
}

/// Copies the saved searches, with what they have seen. A copy that has some keeps its own, because it may have
/// reported other articles.
fn copy_searches(arguments: &Arguments, common: &Common) -> Result<()> {
    let is_folder = |path: &PathBuf| !path.to_str().is_some_and(Address::is_address);
    if !is_folder(&arguments.from) || !has_searches(&arguments.from) {
        return Ok(());
    }
    let wait = Duration::from_secs(arguments.wait.into());
    let carried = match is_folder(&arguments.to) {
        true => carry(&arguments.from, &arguments.to, Carry::Keep, wait)?,
        false => Carried::Nothing,
    };
    let text = match carried {
        Carried::Copied => return Ok(()),
        Carried::Kept => "the copy keeps the saved searches that it has",
        Carried::Nothing => "the saved searches were not copied: an index in a cluster has none",
    };
    notices(common, &[text.into()]);
    Ok(())
}

fn copy_from(from: &impl Store, arguments: &Arguments, common: &Common) -> Result<Report> {
    let wait = Duration::from_secs(arguments.wait.into());
    match location::store(&arguments.to, arguments.sharding.parts(), wait)? {
        Some(to) => copy_to(from, &to, common),
        None => copy_to(from, &FolderStore::waiting(arguments.to.clone(), wait), common),
    }
}

fn copy_to(from: &impl Store, to: &impl Store, common: &Common) -> Result<Report> {
    let (bar, stop) = (Rows::new(common), stop_flag());
    copy::copy(from, to, &|| stop.load(Ordering::Relaxed), &mut |done, of| bar.draw(done, of))
}
