//! Where the index is: `--index`, else `$DATELINE_INDEX`, else the nearest `.dateline/` here or
//! above, as git finds `.git`.

use std::path::{Path, PathBuf};

use dateline::error::{Error, Kind, Result, harmless};
use dateline::searching::Index;

use super::Common;

/// The folder an index is kept in.
pub const FOLDER: &str = ".dateline";

/// The index to search.
pub fn existing(common: &Common) -> Result<PathBuf> {
    if let Some(named) = named(common)? {
        return Ok(named);
    }
    nearest()?.ok_or_else(|| {
        Error::new(Kind::Index, "finding the index: there is no .dateline here or in a folder above")
            .hint("make one: dateline index FOLDER, or search a folder at once: dateline search --in FOLDER QUERY")
    })
}

/// The index to write: the one to search, or a new one here.
pub fn to_write(common: &Common) -> Result<PathBuf> {
    match named(common)? {
        Some(named) => Ok(named),
        None => Ok(nearest()?.unwrap_or_else(|| PathBuf::from(FOLDER))),
    }
}

fn named(common: &Common) -> Result<Option<PathBuf>> {
    let variable =
        || std::env::var_os("DATELINE_INDEX").filter(|value| !value.is_empty()).map(PathBuf::from);
    let Some(named) = common.index.clone().or_else(variable) else { return Ok(None) };
    let address = named
        .to_str()
        .is_some_and(|name| name.starts_with("http://") || name.starts_with("https://"));
    if address {
        return Err(Error::usage(format!(
            "opening the index {}: this dateline has no cluster engine",
            named.display()
        ))
        .hint("name a folder: --index FOLDER"));
    }
    Ok(Some(named))
}

fn nearest() -> Result<Option<PathBuf>> {
    let here = std::env::current_dir()
        .map_err(|error| Error::new(Kind::Io, format!("finding the current folder: {error}")))?;
    let found = here
        .ancestors()
        .map(|folder| folder.join(FOLDER))
        .find(|folder| folder.join("meta.json").exists());
    Ok(found)
}

/// The index for `search --in PATH`: the one named with `--index`, else PATH's own `.dateline/`, else the
/// one that other commands use here if PATH is one of its roots or lies in one. If there is none, a new one:
/// PATH's own, or one in the user's cache folder if PATH is not writable. A single file's new index is in the
/// cache folder, because what lies beside the file was not named.
pub fn inside(path: &Path, common: &Common) -> Result<PathBuf> {
    let canonical = path.canonicalize().map_err(|error| Error::io("reading", path, error))?;
    if common.index.is_some() {
        return to_write(common);
    }
    let own = canonical.join(FOLDER);
    if own.join("meta.json").exists() {
        return Ok(own);
    }
    let usual = match named(common)? {
        Some(named) => Some(named).filter(|named| named.join("meta.json").exists()),
        None => nearest()?,
    };
    if let Some(usual) = usual
        && Index::open(&usual)?.has_root_over(&canonical)
    {
        return Ok(usual);
    }
    if canonical.is_dir() && is_writable(if own.exists() { &own } else { &canonical }) {
        return Ok(own);
    }
    use etcetera::BaseStrategy;
    let strategy = etcetera::choose_base_strategy().map_err(|error| {
        Error::new(Kind::Io, format!("finding the cache folder: {error}"))
            .hint("name an index: --index FOLDER")
    })?;
    let name = blake3::hash(canonical.as_os_str().as_encoded_bytes()).to_hex();
    Ok(strategy.cache_dir().join("dateline").join(&name[..16]))
}

/// Whether a file can be made in a folder: only trying tells, on every system.
fn is_writable(folder: &Path) -> bool {
    let probe = folder.join(format!(".dateline-probe-{}", std::process::id()));
    let made = std::fs::File::create_new(&probe).is_ok();
    if made {
        harmless(std::fs::remove_file(&probe), "it is empty, and its name says whose it is");
    }
    made
}
