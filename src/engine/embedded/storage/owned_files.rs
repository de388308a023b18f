//! The files of a folder that belong to the index in it. Only these are ever deleted or overwritten.
//!
//! Three records name these files. The checksum of `meta.json` covers the names of the commit's files. The list of
//! managed files names every file before it is created. The lock file holds a random number that is part of the name of
//! every temporary file and folder ([`super::index_number`]). If the list of managed files is lost, a file is
//! recognized by its content.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use super::backup_marker::{BACKUP, Origin, is_being_restored};
use super::commit_checksum::{Files, split_checksum};
use super::errors::AGAIN;
use super::file_names::{MANAGED, META, is_data, is_segment};
use super::index_number;
use super::payload::SideFile;
use super::watch_marker::{WATCH, is_watch_folder};
use crate::error::{Error, Kind, Result};

/// The first bytes of every zstd dictionary.
const DICTIONARY: [u8; 4] = [0x37, 0xa4, 0x30, 0xec];
/// The first bytes of every catalogue, of any version.
const CATALOGUE: [u8; 7] = *b"DLCATAL";
/// The last bytes of every file of a tantivy segment: its magic number, little-endian.
const FOOTER: [u8; 4] = 1337_u32.to_le_bytes();
/// The maximum length, in bytes, of the JSON in a tantivy footer.
const FOOTER_MAX: u32 = 50_000;

/// The records that an index keeps of its files.
#[derive(Debug, Default)]
pub struct Owned {
    folder: PathBuf,
    /// The files of the commit. `None` if `meta.json` is missing, damaged, or from another program.
    commit: Option<Files>,
    /// The names in the list of managed files. `None` if it is missing, damaged, or from another program.
    listed: Option<BTreeSet<String>>,
    /// The prefix of the names of temporary files and folders.
    prefix: Option<String>,
    /// Whether the folder holds a catalogue, which no other program writes.
    catalogue: bool,
    /// Whether the folder has the record of a backup.
    backup: bool,
}

/// The purpose that a folder is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To write an index in it.
    Index,
    /// To write a backup of an index in it.
    Backup,
}

impl Purpose {
    /// Returns a hint that says how to name another folder.
    pub fn another(self) -> &'static str {
        match self {
            Purpose::Index => "name a folder that is new or empty: --index FOLDER",
            Purpose::Backup => "name a folder that is new or empty: dateline backup FOLDER",
        }
    }
}

impl Owned {
    /// Reads the records of the index in a folder.
    pub fn read(folder: &Path) -> io::Result<Owned> {
        let commit = optional(&folder.join(META))?;
        // A file without a checksum, or with a wrong one, is not a record either.
        let commit =
            commit.and_then(|bytes| split_checksum(&bytes).ok().and_then(|(_, files)| files));
        let listed = optional(&folder.join(MANAGED))?.and_then(|bytes| {
            let (data, Some(made)) = split_checksum(&bytes).ok()? else { return None };
            let mut names: BTreeSet<String> = serde_json::from_slice(data).ok()?;
            names.extend(made.into_keys());
            Some(names)
        });
        let mut owned = Owned {
            folder: folder.to_path_buf(),
            commit,
            listed,
            prefix: index_number::prefix_in(folder),
            catalogue: false,
            backup: match Origin::read(folder) {
                Ok(found) => found.is_some(),
                // A file that cannot be read is not a record.
                Err(error) => match error.kind() {
                    io::ErrorKind::InvalidData | io::ErrorKind::PermissionDenied => false,
                    _ => return Err(error),
                },
            },
        };
        if owned.listed.is_none() {
            let names = entries(folder)?;
            let catalogue = |name: &String| {
                SideFile::is_name(name) && begins_with(&folder.join(name), &CATALOGUE)
            };
            owned.catalogue = names.iter().any(catalogue);
        }
        Ok(owned)
    }

    /// Returns whether the folder holds an index or a backup, or the remains of one.
    pub fn is_index(&self) -> bool {
        self.commit.is_some() || self.listed.is_some() || self.catalogue || self.backup
    }

    /// Returns whether the folder holds a backup.
    pub fn is_backup(&self) -> bool {
        self.backup
    }

    /// Returns the files of the commit. Returns `None` if `meta.json` is missing, damaged, or from another program.
    pub fn commit(&self) -> Option<&Files> {
        self.commit.as_ref()
    }

    /// Returns whether the folder holds an index that a restore would overwrite. The remains of an interrupted restore
    /// do not count.
    pub fn has_something_to_lose(&self) -> bool {
        self.is_index() && !is_being_restored(&self.folder)
    }

    /// Returns whether a file, a temporary folder, or the folder of saved searches with this name belongs to the index.
    pub fn holds(&self, name: &str) -> bool {
        match name {
            META => self.is_index(),
            BACKUP => self.backup,
            WATCH => self.is_index() && is_watch_folder(&self.folder.join(WATCH)),
            _ if self.is_temporary(name) => true,
            _ if !is_data(name) || !is_file(&self.folder.join(name)) => false,
            _ if self.commit.as_ref().is_some_and(|files| files.contains_key(name)) => true,
            _ => match &self.listed {
                Some(listed) => listed.contains(name),
                None => self.is_index() && recognized(&self.folder.join(name), name),
            },
        }
    }

    /// Returns whether a name contains the random number of this index.
    pub fn is_temporary(&self, name: &str) -> bool {
        self.prefix.as_ref().is_some_and(|prefix| name.starts_with(prefix))
    }

    /// Returns the files of the index that no commit needs.
    pub fn debris(&self) -> io::Result<Vec<String>> {
        let Some(files) = &self.commit else { return Ok(Vec::new()) };
        let mut names = entries(&self.folder)?;
        // A writer's note does not count as debris, because a process may be writing.
        let needless = |name: &str| {
            !matches!(name, META | BACKUP | WATCH)
                && !files.contains_key(name)
                && !index_number::is_note(name)
                && self.holds(name)
        };
        names.retain(|name| needless(name));
        Ok(names)
    }

    /// Returns the names of all data files of the index.
    pub fn data(&self) -> io::Result<Vec<String>> {
        let mut names = entries(&self.folder)?;
        names.retain(|name| is_data(name) && self.holds(name));
        Ok(names)
    }
}

/// Refuses a folder for writing if it holds anything that is not part of an index or of a backup. Creates nothing.
pub fn admit(folder: &Path, purpose: Purpose) -> Result<()> {
    let failed = |error: io::Error| Error::io("opening", folder, error).hint(AGAIN);
    // The folder is listed before its records are read. Another process records a file before it creates it, so every
    // file in the listing that is the index's own is recorded.
    let listing = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        listing => listing.map_err(failed)?,
    };
    let mut found = Vec::new();
    for entry in listing {
        found.push(entry.map_err(failed)?.file_name());
    }
    let owned = Owned::read(folder).map_err(failed)?;
    let misused = match purpose {
        Purpose::Index if owned.is_backup() => Some((
            "it is a backup, not an index",
            format!("restore it: dateline restore {} --index FOLDER", folder.display()),
        )),
        Purpose::Backup if owned.is_index() && !owned.is_backup() => {
            Some(("it is an index, not a backup", purpose.another().into()))
        }
        _ => None,
    };
    if let Some((cause, hint)) = misused {
        return Err(Error::index("writing", folder, cause).hint(hint));
    }
    found.retain(|name| match name.to_str() {
        // A list of managed files from another program would be overwritten.
        Some(MANAGED) => !owned.is_index(),
        Some(name) => !name.starts_with('.') && !owned.holds(name),
        None => !name.as_encoded_bytes().starts_with(b"."),
    });
    // Another process may have deleted a file and its record in the meantime.
    found.retain(|name| fs::symlink_metadata(folder.join(name)).is_ok());
    found.sort();
    let Some(first) = found.first() else { return Ok(()) };
    let more = match found.len() - 1 {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let what = if owned.is_index() { "files of others" } else { "other files" };
    let thing = if purpose == Purpose::Index { "index" } else { "backup" };
    let message = format!(
        "writing the {thing} {}: the folder holds {what}: {}{more}",
        folder.display(),
        Path::new(first).display()
    );
    let hint = match owned.is_index() {
        true => {
            format!("move them out of the folder of the {thing}, then run the same command again")
        }
        false => purpose.another().into(),
    };
    Err(Error::new(Kind::Index, message).hint(hint))
}

/// Returns whether the content of a file matches its name.
fn recognized(path: &Path, name: &str) -> bool {
    match () {
        // A file that cannot be read is not recognized, so that it is never deleted.
        () if is_segment(name) => has_footer(path).unwrap_or(false),
        () if name.starts_with("catalogue-") => begins_with(path, &CATALOGUE),
        () => begins_with(path, &DICTIONARY),
    }
}

/// Returns whether a file ends in tantivy's footer: JSON with a version and a checksum, its length, and a
/// magic number.
fn has_footer(path: &Path) -> io::Result<bool> {
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    if length < 8 {
        return Ok(false);
    }
    let mut end = [0; 8];
    file.seek(SeekFrom::End(-8))?;
    file.read_exact(&mut end)?;
    let [a, b, c, d, magic @ ..] = end;
    let size = u32::from_le_bytes([a, b, c, d]);
    if magic != FOOTER || size > FOOTER_MAX || u64::from(size) + 8 > length {
        return Ok(false);
    }
    let mut footer = vec![0; size as usize];
    file.seek(SeekFrom::End(-8 - i64::from(size)))?;
    file.read_exact(&mut footer)?;
    // If it is not JSON, it is not a footer.
    let footer: serde_json::Value = serde_json::from_slice(&footer).unwrap_or_default();
    Ok(footer["crc"].is_u64() && footer["version"]["index_format_version"].is_u64())
}

/// Returns whether a file begins with `magic`. Returns `false` if it cannot be read, so that it is never deleted.
fn begins_with(path: &Path, magic: &[u8]) -> bool {
    let mut start = vec![0; magic.len()];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut start));
    read.is_ok() && start == magic
}

/// Returns whether a path is a regular file. Returns `false` if it cannot be looked up, so that it is never deleted.
fn is_file(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|about| about.is_file())
}

fn optional(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) => match error.kind() {
            // A file that cannot be read is not a record.
            io::ErrorKind::NotFound
            | io::ErrorKind::PermissionDenied
            | io::ErrorKind::IsADirectory => Ok(None),
            _ => Err(error),
        },
    }
}

fn entries(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        // The program never creates a name that is not UTF-8.
        names.extend(entry?.file_name().into_string().ok());
    }
    Ok(names)
}
