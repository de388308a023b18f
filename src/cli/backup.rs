//! `dateline backup` and `dateline restore`: copies an index, and brings it back.

use std::path::PathBuf;
use std::time::Duration;

use dateline::backup::{self, Options};
use dateline::error::{Error, Result};
use dateline::page;

use super::progress::Bytes;
use super::{Common, End, Form, line, location, say};

/// Copy the index to a backup, even while it is written
///
/// The backup is a consistent copy of the last commit. TO is a new or empty folder, or an older backup of the same
/// index: then only new files are copied, and the backup is replaced in one step. Every new file is compared with its
/// checksum, so that damage is not copied. If the backup is interrupted, neither the index nor an older backup is
/// harmed; run the same command again. On file systems that support it (Btrfs, XFS), the copy shares its storage with
/// the index until one of them changes.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    dateline backup /mnt/backup/archive\n  \
    dateline backup /mnt/backup/archive --index ~/archive/.dateline\n  \
    dateline check /mnt/backup/archive            verify the backup\n  \
    dateline search ferry --index /mnt/backup/archive\n  \
    dateline backup /mnt/backup/archive -q --wait 600    from cron, every night")]
pub struct Backup {
    /// The folder of the backup
    #[arg(value_name = "TO")]
    to: PathBuf,
    /// Create hard links instead of copies. Links take no space, but a damaged index file then damages
    /// the backup too
    #[arg(long)]
    link: bool,
    /// How long to wait for another process writing to the same backup, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 0)]
    wait: u32,
    #[command(flatten)]
    output: super::Output<Form>,
}

/// Copy a backup to the folder of an index
///
/// Every file is compared with its checksum before the index can be opened. An existing index is kept unless you
/// pass --force; it can be searched until it is replaced in one step. If the restore is interrupted, neither the
/// backup nor the index it would have replaced is harmed; run the same command again.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    dateline restore /mnt/backup/archive --index ~/archive/.dateline\n  \
    dateline restore /mnt/backup/archive --index ~/archive/.dateline --force\n\n\
    --index is required. With --force, a damaged index is replaced, too.")]
pub struct Restore {
    /// The folder of the backup
    #[arg(value_name = "FROM")]
    from: PathBuf,
    /// Replace the index if there is one
    #[arg(long)]
    force: bool,
    /// How long to wait for another process writing to the same index, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 0)]
    wait: u32,
    #[command(flatten)]
    output: super::Output<Form>,
}

pub fn backup(arguments: &Backup, common: &Common) -> Result<End> {
    let index = location::existing(common).and_then(location::backed_up)?;
    let mut options = Options::default();
    options.wait = seconds(arguments.wait);
    options.link = arguments.link;
    let bar = Bytes::new(common);
    let report =
        backup::backup(&index, &arguments.to, &options, &mut |done, of| bar.draw(done, of))?;
    drop(bar);
    match arguments.output.format() {
        Form::Json => line(&page::backup::json(&report).to_string())?,
        Form::Text => say(common, &page::backup::made(&report)),
    }
    Ok(End::Done)
}

pub fn restore(arguments: &Restore, common: &Common) -> Result<End> {
    if common.index.is_none() {
        return Err(Error::usage("restore needs the folder of the index").hint(format!(
            "name it: dateline restore {} --index FOLDER",
            arguments.from.display()
        )));
    }
    let index = location::to_write(common).and_then(location::backed_up)?;
    let mut options = Options::default();
    options.wait = seconds(arguments.wait);
    options.force = arguments.force;
    let bar = Bytes::new(common);
    let report =
        backup::restore(&arguments.from, &index, &options, &mut |done, of| bar.draw(done, of))?;
    drop(bar);
    match arguments.output.format() {
        Form::Json => line(&page::backup::json(&report).to_string())?,
        Form::Text => say(common, &page::backup::restored(&report)),
    }
    Ok(End::Done)
}

fn seconds(number: u32) -> Duration {
    Duration::from_secs(number.into())
}
