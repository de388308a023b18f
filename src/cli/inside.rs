//! The index that a command searches, and `--in PATH`, which updates the index of a path first.

use std::path::{Path, PathBuf};

use dateline::engine::embedded::is_being_written;
use dateline::error::{Error, Kind, Result, harmless};
use dateline::page::report;
use dateline::searching::Index;

use super::{Common, location, say, stderr_style, updating};

/// The flag `--in`.
#[derive(Debug, clap::Args)]
pub struct Inside {
    /// Update the index of PATH, then use it
    #[arg(long = "in", value_name = "PATH")]
    path: Option<PathBuf>,
}

/// The index to search.
pub struct Asked {
    /// The folder of the index.
    pub folder: PathBuf,
    /// Whether the update for `--in` skipped a file or an article.
    pub skipped: bool,
}

impl Inside {
    /// Returns the path that the flag names.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Finds the index, after updating it if `--in` was given. Returns `None` if Ctrl-C stopped the update.
    pub fn ask(&self, common: &Common) -> Result<Option<Asked>> {
        let note =
            |text: &str| say(common, &format!("{}\n", report::notice(text, stderr_style(common))));
        let Some(path) = &self.path else {
            let folder = location::existing(common)?;
            if common.verbose {
                note(&format!("searching the index {}", folder.display()));
            }
            return Ok(Some(Asked { folder, skipped: false }));
        };
        let folder = location::inside(path, common)?;
        harmless(common.updated.set(folder.clone()), "a command updates one index");
        let summary = updating::update(path, &folder, common)?;
        let changed = summary.changes_anything();
        if common.verbose || changed {
            note(&format!("searching the index {}", folder.display()));
        }
        let skipped = summary.files.skipped + summary.articles.skipped > 0;
        if changed || common.verbose && skipped {
            let page = report::summary(&summary, false, common.verbose, stderr_style(common));
            say(common, &page);
        }
        Ok((!summary.interrupted).then_some(Asked { folder, skipped }))
    }
}

impl Asked {
    /// Opens the index. If it is empty because another process is building it, the error says so.
    pub fn open(&self) -> Result<Index> {
        open(&self.folder)
    }
}

/// Opens the index in a folder. If it is empty because another process is building it, the error says so.
pub fn open(folder: &Path) -> Result<Index> {
    location::open(folder).map_err(|error| match is_being_written(folder) {
        true => {
            let message = format!("the index {} is being built", folder.display());
            Error::new(Kind::Index, message)
                .hint("try again in a minute: articles can be found after the first commit")
        }
        false => error,
    })
}
