//! Finds the index: `--index`, else `$DATELINE_INDEX`, else the nearest `.dateline/` in the current folder or above it,
//! in the way git finds `.git`. A location is a folder, or the address of an index in a cluster.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

use dateline::engine::cluster::client::address::Address;
use dateline::engine::cluster::schema::mapping::Parts;
use dateline::engine::cluster::store::ClusterStore;
use dateline::error::{Error, Kind, Result, harmless};
use dateline::searching::{Index, Location};

use super::{Common, cluster};

/// The name of the folder that contains an index.
pub const FOLDER: &str = ".dateline";

/// Returns the index to search, which may be the address of an index in a cluster.
pub fn existing(common: &Common) -> Result<PathBuf> {
    if let Some(named) = named(common) {
        return Ok(named);
    }
    nearest()?.ok_or_else(|| {
        Error::new(Kind::Index, "no index in this folder or above it")
            .hint("create one: dateline index FOLDER; or index and search in one step: dateline search --in FOLDER QUERY")
    })
}

/// Returns the folder of the index to search, if it is in a folder.
pub fn existing_folder(common: &Common) -> Option<PathBuf> {
    let found = existing(common).ok()?;
    let address = found.to_str().is_some_and(Address::is_address);
    (!address).then_some(found)
}

/// Opens the index at a location: a folder, or an address.
pub fn open(location: &Path) -> Result<Index> {
    match location.to_str().filter(|text| Address::is_address(text)) {
        Some(address) => cluster::open(address),
        None => Index::open(location).map_err(|error| explained(error, location)),
    }
}

/// Returns the error about a folder without an index, with what the folder is instead.
fn explained(error: Error, location: &Path) -> Error {
    if error.kind != Kind::NoIndex {
        return error;
    }
    let shown = location.display();
    if let Some(index) = within(location).filter(|index| index != location) {
        return error.hint(format!("the index is in it: --index {}", index.display()));
    }
    if location.to_str().is_some_and(|text| text.contains("://")) {
        return error.hint("the address of an index begins with http:// or https://");
    }
    if location.is_file() {
        return error.hint("it is a file; name the folder of the index: --index FOLDER");
    }
    let has_files = || std::fs::read_dir(location).is_ok_and(|mut files| files.next().is_some());
    match location.is_dir() && has_files() {
        true => error.hint(format!(
            "to index the files in it: dateline index {shown}; or in one step: dateline search --in {shown} QUERY"
        )),
        false => error,
    }
}

/// Returns where an index is, for programs that open it again and again.
pub fn followed(location: &Path) -> Result<Location> {
    match location.to_str().filter(|text| Address::is_address(text)) {
        Some(address) => cluster::followed(address),
        None => Ok(Location::Folder(location.to_path_buf())),
    }
}

/// Returns the folder to back up or to restore to. A cluster makes its own backups.
pub fn backed_up(location: PathBuf) -> Result<PathBuf> {
    let Some(address) = location.to_str().filter(|text| Address::is_address(text)) else {
        return Ok(location);
    };
    // The address may contain a password. Only a valid one is shown.
    let address = Address::parse(address)?;
    let (articles, places) = (address.index(), address.places());
    let message =
        "backups are not supported by the cluster engine: a cluster makes its own snapshots";
    Err(Error::new(Kind::Unsupported, message).hint(format!(
        "take snapshots of {articles} and {places} together (docs/scaling.md); or copy the articles to a folder: \
         dateline copy {address} FOLDER"
    )))
}

/// Returns whether a location is a folder that does not exist.
pub fn is_absent(location: &Path) -> bool {
    let address = location.to_str().is_some_and(Address::is_address);
    !address && !location.exists()
}

/// Returns whether an index is in a folder above the current one and was found there rather than named.
pub fn is_above(index: &Path) -> bool {
    let here = std::env::current_dir().map(|here| here.join(FOLDER));
    index.is_absolute() && here.is_ok_and(|here| here != index) && index.ends_with(FOLDER)
}

/// Returns the store of the index in a cluster if the location is an address. A new index gets these parts, and a
/// writer waits this long for another one.
pub fn store(location: &Path, parts: Parts, wait: Duration) -> Result<Option<ClusterStore>> {
    let address = location.to_str().filter(|text| Address::is_address(text));
    address.map(|address| cluster::store(address, parts, wait)).transpose()
}

/// Returns the index to write: the one to search, or a new one in the current folder.
pub fn to_write(common: &Common) -> Result<PathBuf> {
    match named(common) {
        Some(named) => Ok(named),
        None => Ok(nearest()?.unwrap_or_else(|| PathBuf::from(FOLDER))),
    }
}

fn named(common: &Common) -> Option<PathBuf> {
    let variable =
        || std::env::var_os("DATELINE_INDEX").filter(|value| !value.is_empty()).map(PathBuf::from);
    common.index.clone().or_else(variable)
}

fn nearest() -> Result<Option<PathBuf>> {
    let here = std::env::current_dir()
        .map_err(|error| Error::because(Kind::Io, "finding the current folder", error))?;
    for folder in here.ancestors().map(|folder| folder.join(FOLDER)) {
        if has_index(&folder)? {
            return Ok(Some(folder));
        }
    }
    Ok(None)
}

/// Returns whether a folder holds an index that this user may enter.
///
/// # Errors
///
/// Returns an error if the folder cannot be looked at. Otherwise, a command would use another index.
fn has_index(folder: &Path) -> Result<bool> {
    let meta = folder.join("meta.json");
    match std::fs::metadata(&meta) {
        Ok(_) => Ok(true),
        Err(error) => match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::PermissionDenied => {
                Ok(false)
            }
            _ => Err(Error::io("reading", &meta, error)
                .hint("name an index: --index FOLDER; or run the same command again")),
        },
    }
}

/// Returns the index in a folder: the folder itself, or the `.dateline/` in it.
pub fn within(folder: &Path) -> Option<PathBuf> {
    let candidates = [folder.to_path_buf(), folder.join(FOLDER)];
    candidates.into_iter().find(|folder| has_index(folder).unwrap_or(false))
}

/// Returns the index for `search --in PATH`: the one named with `--index`, else `.dateline/` in PATH, else the index
/// that other commands use here if PATH is one of its roots or within one.
///
/// If none of these exists, returns the path of a new index: in PATH, or in the user's cache folder if PATH is not
/// writable. The new index of a single file is in the cache folder, because the user did not name the file's folder.
pub fn inside(path: &Path, common: &Common) -> Result<PathBuf> {
    let canonical = path.canonicalize().map_err(|error| Error::io("reading", path, error))?;
    if common.index.is_some() {
        return to_write(common);
    }
    let own = canonical.join(FOLDER);
    if has_index(&own)? {
        return Ok(own);
    }
    let usual = match named(common) {
        Some(named) if Address::is_address(&named.to_string_lossy()) => Some(named),
        Some(named) => has_index(&named)?.then_some(named),
        None => nearest()?,
    };
    if let Some(usual) = usual
        && open(&usual)?.has_root_over(&canonical)
    {
        return Ok(usual);
    }
    if canonical.is_dir() && is_writable(if own.exists() { &own } else { &canonical }) {
        return Ok(own);
    }
    use etcetera::BaseStrategy;
    let strategy = etcetera::choose_base_strategy().map_err(|error| {
        Error::because(Kind::Io, "finding the cache folder", error)
            .hint("name an index: --index FOLDER")
    })?;
    let name = blake3::hash(canonical.as_os_str().as_encoded_bytes()).to_hex();
    Ok(strategy.cache_dir().join("dateline").join(&name[..16]))
}

/// Returns whether a file can be created in a folder. Only an attempt is reliable on every system.
fn is_writable(folder: &Path) -> bool {
    let probe = folder.join(format!(".dateline-probe-{}", std::process::id()));
    let made = std::fs::File::create_new(&probe).is_ok();
    if made {
        harmless(std::fs::remove_file(&probe), "it is empty, and its name says whose it is");
    }
    made
}
