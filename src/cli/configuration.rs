//! The user's configuration: dateline/config.toml in the configuration folder. Commands and files to write come from
//! there or from flags, and from nowhere else, so that a downloaded folder or index cannot run or write anything.

use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;

use dateline::error::{Error, Kind, Result};
use dateline::indexing::converters::Converters;

use super::{Common, notices};

/// Returns the path and the text of the configuration, or `None` if the file does not exist. If the file cannot be
/// read, a notice says so. It begins with `without`, which names what is missing then.
pub fn read(common: &Common, without: &str) -> Result<Option<(PathBuf, String)>> {
    // Without a home folder, there is no configuration.
    let Ok(strategy) = etcetera::choose_base_strategy() else { return Ok(None) };
    let own = strategy.config_dir().join("dateline").join("config.toml");
    match std::fs::read_to_string(&own) {
        Ok(text) => Ok(Some((own, text))),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        // A program that runs as another user (`sudo -u`, a service) often inherits the first user's home folder in its
        // environment.
        Err(error) => {
            notices(common, &[format!("{without}: reading {}: {error}", own.display())]);
            Ok(None)
        }
    }
}

/// Reads the converters from a file, by default from the user's configuration. Commands come from nowhere else, so a
/// downloaded folder or index cannot run anything.
pub fn converters(path: Option<&Path>, common: &Common) -> Result<Converters> {
    let read = |path: &Path, text: &str, flag: &str| {
        Converters::parse(text).map_err(|problem| {
            Error::new(Kind::Usage, format!("{flag}{}: {problem}", path.display()))
        })
    };
    if let Some(path) = path {
        let text =
            std::fs::read_to_string(path).map_err(|error| Error::io("reading", path, error))?;
        return read(path, &text, "--converters: ");
    }
    // Articles from files that need a converter stay in the index.
    match self::read(common, "no converters")? {
        Some((own, text)) => read(&own, &text, ""),
        None => Ok(Converters::default()),
    }
}
