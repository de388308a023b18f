//! `dateline check`: verifies every byte of the index.

use std::path::PathBuf;

use dateline::answers::check;
use dateline::error::Result;
use dateline::page::{check as page, report};

use super::{Common, End, Form, line, location, say, stderr_style, stdout_style};

/// Verify every byte of the index or of a backup; report any damage and exit with status 2
///
/// Reads every file of the index and every article, and compares them with the catalogue. Needs no write
/// access, and can run while the index is being written.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    dateline check\n  \
    dateline check --index ~/archive/.dateline --output json\n  \
    dateline check /mnt/backup/archive            verify a backup\n  \
    dateline check || dateline index --rebuild    repair the index")]
pub struct Arguments {
    /// The folder of a backup or an index [default: the index that other commands use]
    #[arg(value_name = "FOLDER", conflicts_with = "index")]
    folder: Option<PathBuf>,
    #[command(flatten)]
    output: super::Output<Form>,
}

pub fn run(arguments: &Arguments, common: &Common) -> Result<End> {
    let folder = match &arguments.folder {
        Some(folder) => folder.clone(),
        None => location::existing_folder(common)?,
    };
    let checked = check::check(&folder)?;
    match arguments.output.format() {
        Form::Json => line(&page::json(&checked).to_string())?,
        Form::Text => line(page::text(&checked, stdout_style(common)).trim_end())?,
    }
    if let Some(remedy) = page::remedy(&checked) {
        say(common, &format!("{}\n", report::notice(&remedy, stderr_style(common))));
        return Ok(End::Incomplete);
    }
    Ok(End::Done)
}
