//! Verification: whether the files of an index are what was written.
//!
//! Opening an index checks the lengths of all files, and the checksums of small ones. [`verify`] reads every byte.

use super::backup_marker::{BACKUP, Origin};
use super::commit_checksum::{FileSum, Files, split_checksum};
use super::errors::{AGAIN, Cause, rebuild_hint, remedy, unreadable, why_unreadable};
use super::file_names::{MANAGED, META};
use super::owned_files::Owned;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use crate::error::{Error, Kind, Result};

/// The maximum length, in bytes, of files whose checksum is verified each time the index is opened.
const SMALL: u64 = 64 << 10;

/// The maximum number of attempts if a writer keeps committing in the meantime.
const ATTEMPTS: usize = 50;

/// A damaged file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DamagedFile {
    /// Its name in the index's folder.
    pub file: String,
    /// What is wrong with it.
    pub problem: String,
}

/// The result of verifying the files of an index.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VerifiedFiles {
    /// The number of files of the commit.
    pub files: usize,
    /// Their total length, in bytes.
    pub bytes: u64,
    /// The number of files that a killed run left. The next run removes them.
    pub debris: usize,
    /// The damaged files.
    pub damage: Vec<DamagedFile>,
}

/// Checks that each of a commit's files exists and has the right length, and that small ones have the right checksum.
pub fn check_files(folder: &Path, files: &Files) -> Result<()> {
    for (name, listed) in files {
        let path = folder.join(name);
        let refused =
            |cause: String| Error::index("opening", &path, cause).hint(rebuild_hint(folder));
        let failed = |error: io::Error| unreadable("opening", &path, &error, folder);
        let length = fs::metadata(&path).map_err(failed)?.len();
        let problem = match length <= SMALL {
            true => whole(&path, *listed).map_err(failed)?,
            false => wrong_length(length, *listed),
        };
        if let Some(problem) = problem {
            return Err(refused(problem));
        }
    }
    Ok(())
}

/// Checks that each of a commit's files still exists and has the right length.
pub fn still_there(folder: &Path, files: &Files) -> Result<()> {
    for (name, listed) in files {
        let path = folder.join(name);
        let found = fs::metadata(&path);
        let found = found.map_err(|error| unreadable("opening", &path, &error, folder))?;
        if let Some(problem) = wrong_length(found.len(), *listed) {
            return Err(Error::index("opening", &path, problem).hint(rebuild_hint(folder)));
        }
    }
    Ok(())
}

/// Returns whether a folder holds a commit.
///
/// # Errors
///
/// Returns an error if that cannot be found out, or if the folder holds files of an index but no `meta.json`. A folder
/// that cannot be looked at must not be taken for one without an index.
pub fn has_commit(folder: &Path) -> Result<bool> {
    let meta = folder.join(META);
    match fs::metadata(&meta) {
        Ok(_) => Ok(true),
        Err(error) => match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => {
                not_beheaded(folder).map(|()| false)
            }
            _ => {
                let remedy = remedy(&error, folder);
                Err(Error::index("opening", &meta, error).hint(remedy))
            }
        },
    }
}

/// Returns an error if a folder holds files of an index but no `meta.json`. Otherwise, such a folder would look as if
/// it had no index.
pub fn not_beheaded(folder: &Path) -> Result<()> {
    let meta = folder.join(META);
    let rest = || Owned::read(folder).and_then(|owned| owned.data());
    let is_absent = match fs::symlink_metadata(&meta) {
        Err(error) => error.kind() == io::ErrorKind::NotFound,
        Ok(_) => false,
    };
    let failed = |error: io::Error| Error::index("reading", folder, error).hint(AGAIN);
    match is_absent && folder.is_dir() && !rest().map_err(failed)?.is_empty() {
        true => {
            let message = "is missing, although other files of the index are there";
            Err(Error::new(Kind::Index, format!("{} {message}", meta.display()))
                .hint(rebuild_hint(folder)))
        }
        false => Ok(()),
    }
}

/// Runs an attempt on the last commit. Repeats it if the outcome is not good and a writer has replaced the commit in
/// the meantime, because the writer deletes files of the previous commit.
pub fn steadily<T>(
    folder: &Path,
    good: impl Fn(&Result<T>) -> bool,
    mut attempt: impl FnMut() -> Result<T>,
) -> Result<T> {
    // If the commit cannot be read, the attempt reports it.
    let commit = || fs::read(folder.join(META)).ok();
    let mut before = commit();
    for _ in 0..ATTEMPTS {
        let outcome = attempt();
        if good(&outcome) {
            return outcome;
        }
        let now = commit();
        if now == before {
            return outcome;
        }
        before = now;
    }
    attempt()
}

/// Returns the total size of the files in an index's folder, in bytes.
pub fn bytes_in(folder: &Path) -> io::Result<u64> {
    let mut bytes = 0;
    for entry in fs::read_dir(folder)? {
        match entry.and_then(|entry| entry.metadata()) {
            Ok(about) => bytes += about.len(),
            // A writer may have deleted the file in the meantime.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Ok(bytes)
}

/// Reads every byte of a commit's files and compares their checksums.
///
/// # Errors
///
/// Fails if there is no index.
pub fn verify(folder: &Path) -> Result<VerifiedFiles> {
    let meta = folder.join(META);
    let intact =
        |found: &Result<VerifiedFiles>| found.as_ref().is_ok_and(|found| found.damage.is_empty());
    steadily(folder, intact, || {
        let failed = |doing: &str, path: &Path, error: io::Error| {
            Error::index(doing, path, error.boxed()).hint(remedy(&error, folder))
        };
        let bytes = fs::read(&meta).map_err(|error| failed("opening", &meta, error))?;
        verify_commit(folder, &bytes).map_err(|error| failed("reading", folder, error))
    })
}

fn verify_commit(folder: &Path, meta: &[u8]) -> io::Result<VerifiedFiles> {
    let mut found =
        VerifiedFiles { files: 1, bytes: meta.len() as u64, ..VerifiedFiles::default() };
    let mut damage = |file: &str, problem: String| {
        found.damage.push(DamagedFile { file: file.to_string(), problem });
    };
    let files = match split_checksum(meta) {
        Ok((_, Some(files))) => files,
        Ok((_, None)) => {
            damage(META, "its checksum is missing: it is damaged, or from an older version".into());
            return Ok(found);
        }
        Err(problem) => {
            damage(META, problem);
            return Ok(found);
        }
    };
    for (name, listed) in &files {
        let problem = match whole(&folder.join(name), *listed) {
            Err(error) if !error.may_be_damage() => return Err(error),
            read => read.unwrap_or_else(|error| Some(why_unreadable(&error))),
        };
        if let Some(problem) = problem {
            damage(name, problem);
        }
    }
    // A writer may be replacing the list. If it is missing, the next writer creates it again.
    match fs::read(folder.join(MANAGED)) {
        Ok(bytes) if matches!(split_checksum(&bytes), Ok((_, Some(_)))) => {}
        Ok(_) => {
            damage(
                MANAGED,
                "its checksum is wrong; the next run of dateline index fixes it".into(),
            );
        }
        // A reader without the permission to read the list does not need it.
        Err(error) => match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::PermissionDenied => {}
            _ => return Err(error),
        },
    }
    if let Err(error) = Origin::read(folder) {
        damage(BACKUP, why_unreadable(&error));
    }
    found.files += files.len();
    found.bytes += files.values().map(|(length, _)| length).sum::<u64>();
    found.debris = Owned::read(folder)?.debris()?.len();
    Ok(found)
}

/// Reads a whole file. Returns the problem if its length or its checksum is wrong.
pub fn whole(path: &Path, listed: FileSum) -> io::Result<Option<String>> {
    let mut file = File::open(path)?;
    let mut hasher = crc32fast::Hasher::new();
    let mut buffer = vec![0; listed.0.clamp(4 << 10, 256 << 10) as usize];
    let mut length = 0;
    loop {
        match file.read(&mut buffer)? {
            0 => break,
            count => {
                hasher.update(&buffer[..count]);
                length += count as u64;
            }
        }
    }
    let crc = hasher.finalize();
    let wrong_sum = || (crc != listed.1).then(|| "it is damaged: wrong checksum".into());
    Ok(wrong_length(length, listed).or_else(wrong_sum))
}

fn wrong_length(found: u64, (length, _): FileSum) -> Option<String> {
    (found != length).then(|| format!("it is damaged: {found} bytes instead of {length}"))
}

/// Returns the error for an index that could not be read. If the cause can be damage, the error names the damaged file.
pub fn damaged(folder: &Path, cause: &dyn Cause) -> Error {
    // Finding the damaged file means reading all files, which takes hours for a large index.
    if cause.may_be_damage()
        && let Ok(VerifiedFiles { damage, .. }) = verify(folder)
        && let Some(first) = damage.first()
    {
        let path = folder.join(&first.file);
        return Error::index("reading", &path, first.problem.as_str()).hint(rebuild_hint(folder));
    }
    Error::index("reading the index", folder, cause.boxed()).hint(remedy(cause, folder))
}
