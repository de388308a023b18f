//! `dateline check`: verifies every byte of the index.

use std::path::PathBuf;

use dateline::answers::check;
use dateline::error::{Kind, Result};
use dateline::page::{check as page, report};

use super::inside::Inside;
use super::{Common, End, Form, line, location, notices, say, stderr_style, stdout_style};

/// Verify every byte of the index or of a backup; report any damage and exit with status 2
///
/// Reads every file of the index and every article, and compares them with the catalogue. Needs no write access, and
/// can run while the index is being written. For an index in a cluster, checks the cluster's health, compares the
/// articles with NAME-places, and reads a sample of 1,000 articles (all of them with --all).
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    dateline check\n  \
    dateline check --index ~/archive/.dateline --output json\n  \
    dateline check /mnt/backup/archive            verify a backup\n  \
    dateline check --all --index https://search.example.org:9200/news\n  \
    dateline check || dateline index --rebuild    repair the index")]
pub struct Arguments {
    /// The folder of a backup or an index, or an address [default: the index that other commands use]
    #[arg(value_name = "FOLDER", conflicts_with_all = ["index", "path"])]
    folder: Option<PathBuf>,
    #[command(flatten)]
    inside: Inside,
    /// In a cluster, read every article instead of a sample; an index in a folder is always read completely
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    output: super::Output<Form>,
}

pub fn run(arguments: &Arguments, common: &Common) -> Result<End> {
    let named = match &arguments.folder {
        Some(folder) => folder.clone(),
        None => match arguments.inside.ask(common) {
            Ok(Some(asked)) => asked.folder,
            Ok(None) => return Ok(End::Interrupted),
            // A damaged index cannot be updated. The check says what is damaged.
            Err(error) => match arguments.inside.path() {
                Some(path) if error.kind == Kind::Index => {
                    notices(common, &[format!("not updated: {}", error.message)]);
                    location::inside(path, common)?
                }
                _ => return Err(error),
            },
        },
    };
    let location = location::followed(&named)?;
    let verified = check::check(&location, arguments.all).map_err(|error| {
        match (error.kind, &arguments.folder) {
            (Kind::NoIndex, Some(_)) => error.hint("name the folder of a backup or of an index"),
            _ => error,
        }
    })?;
    notices(common, &page::notices(&verified));
    match arguments.output.format() {
        Form::Json => line(&page::json(&verified).to_string())?,
        Form::Text => line(page::text(&verified, stdout_style(common)).trim_end())?,
    }
    if let Some(remedy) = &verified.remedy {
        say(common, &format!("{}\n", report::notice(remedy, stderr_style(common))));
        return Ok(End::Incomplete);
    }
    Ok(End::Done)
}
