//! Backups: copies of an index's last commit in a separate folder.
//!
//! A backup has the layout of an index, so it can be verified and searched. It also has a record that names the index.
//! dateline never updates a backup as an index. Saved searches are copied after the commit, with what they have seen,
//! so that a restored index reports nothing that the backup had reported.

use std::io;
use std::path::{Component, Path, PathBuf};
use std::time::Duration;

use crate::catalogue::View;
use crate::engine::embedded::disk_hooks::Watcher;
use crate::engine::embedded::{
    BACKUP, Copied, Means, Origin, Owned, Purpose, Target, WriteLock, WriteOptions, has_commit,
    is_backup, number_in, read_payload, steadily,
};
use crate::error::{Error, Kind, Result};
use crate::watching::{Carry, carry};

/// The name of the file that describes a commit.
const META: &str = "meta.json";

/// The options for making or restoring a backup.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Options {
    /// How long to wait for another process that writes the same backup or index.
    pub wait: Duration,
    /// Whether a backup consists of hard links instead of copies.
    pub link: bool,
    /// Whether a restore may replace an existing index.
    pub force: bool,
    /// The watcher that is notified of each step in the folder being written.
    pub watcher: Watcher,
}

impl Options {
    fn write_options(&self) -> WriteOptions {
        WriteOptions { wait: self.wait, watcher: self.watcher.clone(), ..WriteOptions::default() }
    }
}

/// The result of making or restoring a backup.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// The folder of the index.
    pub index: PathBuf,
    /// The folder of the backup.
    pub backup: PathBuf,
    /// The files and bytes that were copied.
    pub copied: Copied,
}

/// Copies the last commit of an index into a folder that is new, empty, or an older backup of the same index. The index
/// may be written at the same time. `advanced` receives the number of bytes copied and the total.
///
/// An older backup is replaced in one step.
///
/// # Errors
///
/// Returns an error if the folder is within an index or an indexed folder, or if it is a backup of another index.
pub fn backup(
    index: &Path,
    to: &Path,
    options: &Options,
    advanced: &mut dyn FnMut(u64, u64),
) -> Result<Report> {
    let index = existing(index)?;
    if is_backup(&index) {
        return Err(Error::index("backing up", &index, "it is a backup, not an index")
            .hint("name the index: --index FOLDER"));
    }
    let roots = roots(&index)?;
    let place = place(to)?;
    let refused = |cause: String| {
        Err(Error::new(Kind::Usage, format!("cannot write a backup to {}: {cause}", to.display()))
            .hint("name another folder: dateline backup FOLDER"))
    };
    if overlap(&place, &index) {
        return refused("it contains the index, or is inside it".into());
    }
    for root in &roots {
        // A root that is not mounted is compared by its path.
        let found = root.canonicalize().unwrap_or_else(|_| root.clone());
        if overlap(&place, root) || overlap(&place, &found) {
            return refused(format!(
                "it contains {}, which is indexed, or is inside it",
                root.display()
            ));
        }
    }
    if let Some(outer) = index_above(&place)? {
        return refused(format!("it is in the folder of another index, {}", outer.display()));
    }
    let number = identity(&index)?;
    match Origin::read(&place) {
        Ok(Some(origin)) if origin.number != number => {
            return refused(format!("it is a backup of another index, {}", origin.folder));
        }
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::InvalidData => {
            return Err(Error::io("reading", &place.join(BACKUP), error)
                .hint("name another folder: dateline backup FOLDER"));
        }
        Err(error) => return Err(unread(&place.join(BACKUP), error)),
    }
    let target = Target::open(&place, Purpose::Backup, &options.write_options())?;
    target.mark(&Origin::new(number, &index))?;
    let means = Means { link: options.link, reread: false };
    let copied = target.receive(&index, means, advanced)?;
    carry(&index, &place, Carry::Replace, options.wait)?;
    Ok(Report { index, backup: place, copied })
}

/// Copies a backup to the folder of an index. `advanced` receives the number of bytes copied and the total.
///
/// With `force`, an existing index is replaced in one step.
///
/// # Errors
///
/// Returns an error if the folder contains an index and `force` is not set.
pub fn restore(
    from: &Path,
    index: &Path,
    options: &Options,
    advanced: &mut dyn FnMut(u64, u64),
) -> Result<Report> {
    let from = existing(from)?;
    let place = place(index)?;
    let refused = |cause: String| {
        Error::new(Kind::Usage, format!("writing the index {}: {cause}", index.display()))
    };
    if overlap(&place, &from) {
        return Err(refused("it overlaps the backup".into()).hint("name another: --index FOLDER"));
    }
    if let Some(outer) = index_above(&place)? {
        let cause = format!("it is in the folder of another index, {}", outer.display());
        return Err(refused(cause).hint("name another: --index FOLDER"));
    }
    let replaces = || {
        let owned = Owned::read(&place);
        let owned = owned.map_err(|error| unread(&place, error))?;
        match owned.has_something_to_lose() {
            true if !options.force => {
                let message = format!("an index already exists at {}", index.display());
                Err(Error::usage(message)
                    .hint("name another: --index FOLDER, or pass --force to replace it"))
            }
            found => Ok(found),
        }
    };
    // Refuse before anything is created.
    if place.exists() && !is_backup(&place) {
        replaces()?;
    }
    let mut target = Target::open(&place, Purpose::Index, &options.write_options())?;
    if !replaces()? {
        target.note_restoring()?;
    }
    let means = Means { link: false, reread: true };
    let copied = target.receive(&from, means, advanced)?;
    let origin = Origin::read(&from).map_err(|error| unread(&from, error))?;
    if let Some(origin) = origin {
        // Later backups of the index update this one.
        target.adopt(&origin.number)?;
    }
    carry(&from, &place, Carry::Replace, options.wait)?;
    Ok(Report { index: place, backup: from, copied })
}

/// Returns the canonical folder of an index or a backup.
fn existing(folder: &Path) -> Result<PathBuf> {
    if !has_commit(folder)? {
        return Err(match is_backup(folder) {
            true => {
                Error::index("reading", folder, "the backup was interrupted before it was complete")
                    .hint("run it again: dateline backup FOLDER")
            }
            false => Error::new(
                Kind::Index,
                format!("{} has neither an index nor a backup", folder.display()),
            )
            .hint("name the folder of a backup or of an index"),
        });
    }
    folder.canonicalize().map_err(|error| unread(folder, error))
}

/// Returns the roots of an index.
fn roots(index: &Path) -> Result<Vec<PathBuf>> {
    steadily(index, Result::is_ok, || match read_payload(index)?.catalogue {
        None => {
            Err(Error::index("backing up", index, "it is empty")
                .hint("fill it: dateline index FOLDER"))
        }
        Some(file) => {
            let catalogue = View::open(index, &file.name, file.length)?;
            Ok(catalogue.header().roots.iter().map(|root| PathBuf::from(&root.path)).collect())
        }
    })
}

/// Returns the random number of an index. If an older version of dateline wrote the index, assigns it a number first.
fn identity(index: &Path) -> Result<String> {
    if number_in(index).is_none() {
        drop(WriteLock::acquire(index, Duration::ZERO)?);
    }
    number_in(index).ok_or_else(|| {
        Error::index("backing up", index, "it has no lock file that can be read")
            .hint("update it once: dateline index FOLDER")
    })
}

/// Returns the canonical path of a folder that may not exist yet.
fn place(path: &Path) -> Result<PathBuf> {
    let path = std::path::absolute(path).map_err(|error| unread(path, error))?;
    let mut there = path.as_path();
    // The root of the file system always exists.
    for above in path.ancestors() {
        there = above;
        match std::fs::symlink_metadata(above) {
            Ok(_) => break,
            Err(error) if is_missing(&error) => {}
            Err(error) => return Err(unread(above, error)),
        }
    }
    let rest = path.strip_prefix(there).unwrap_or(Path::new(""));
    if rest.components().any(|part| part == Component::ParentDir) {
        return Err(Error::usage(format!("reading {}: it has .. in a new path", path.display()))
            .hint("name the folder without .."));
    }
    let canonical = there.canonicalize().map_err(|error| unread(there, error))?;
    Ok(if rest.as_os_str().is_empty() { canonical } else { canonical.join(rest) })
}

fn is_missing(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

fn unread(path: &Path, error: io::Error) -> Error {
    Error::io("reading", path, error).hint("remove the cause, then run the same command again")
}

fn overlap(one: &Path, other: &Path) -> bool {
    one.starts_with(other) || other.starts_with(one)
}

/// Returns the folder of the index or backup that contains a path, if there is one.
fn index_above(path: &Path) -> Result<Option<PathBuf>> {
    for folder in path.ancestors().skip(1) {
        let mut is_there = false;
        for name in [META, BACKUP] {
            match std::fs::metadata(folder.join(name)) {
                Ok(about) => is_there |= about.is_file(),
                Err(error) if is_missing(&error) => {}
                Err(error) => return Err(unread(&folder.join(name), error)),
            }
        }
        if is_there {
            let owned = Owned::read(folder);
            let owned = owned.map_err(|error| unread(folder, error))?;
            if owned.is_index() {
                return Ok(Some(folder.to_path_buf()));
            }
        }
    }
    Ok(None)
}
