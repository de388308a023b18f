//! Whether the files of an index are what was written: what can be seen at once when it is opened, and
//! every byte when it is asked for.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use super::cause::{AGAIN, Cause, remedy};
use super::directory::{MANAGED, META};
use super::marker::{BACKUP, Origin};
use super::owned::Owned;
use super::reader::rebuild_hint;
use super::sealing::{Files, Listed, unseal};
use crate::error::{Error, Result};

/// A file that is no larger is summed at each opening. Bytes.
const SUMMED: u64 = 64 << 10;

/// How often one begins again when a writer commits meanwhile.
const ATTEMPTS: usize = 50;

/// A file that is not what was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damage {
    /// Its name in the index's folder.
    pub file: String,
    /// What is wrong with it.
    pub problem: String,
}

/// What was found of an index's files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verified {
    /// Files that belong to the commit.
    pub files: usize,
    /// Bytes of them.
    pub bytes: u64,
    /// Files that a run left which was killed; the next one removes them.
    pub debris: usize,
    /// Those that are not what was written.
    pub damage: Vec<Damage>,
}

/// What can be seen at once of a commit's files: whether each is there, is as long as it was, and, of
/// small ones, is as it was.
pub fn sound(folder: &Path, files: &Files) -> Result<()> {
    for (name, listed) in files {
        let path = folder.join(name);
        let refused =
            |cause: String| Error::index("opening", &path, cause).hint(rebuild_hint(folder));
        let failed = |error: io::Error| {
            Error::index("opening", &path, gone(&error)).hint(remedy(&error, folder))
        };
        let length = fs::metadata(&path).map_err(failed)?.len();
        let problem = match length <= SUMMED {
            true => whole(&path, *listed).map_err(failed)?,
            false => wrong_length(length, *listed),
        };
        if let Some(problem) = problem {
            return Err(refused(problem));
        }
    }
    Ok(())
}

/// Checks that each of a commit's files is still there, in its full length.
pub fn still_there(folder: &Path, files: &Files) -> Result<()> {
    for (name, listed) in files {
        let path = folder.join(name);
        let found = fs::metadata(&path).map_err(|error| {
            Error::index("opening", &path, gone(&error)).hint(remedy(&error, folder))
        })?;
        if let Some(problem) = wrong_length(found.len(), *listed) {
            return Err(Error::index("opening", &path, problem).hint(rebuild_hint(folder)));
        }
    }
    Ok(())
}

/// An error where a folder holds files of an index whose `meta.json` is gone: without it there seems to
/// be none.
pub fn not_beheaded(folder: &Path) -> Result<()> {
    let meta = folder.join(META);
    let rest = || Owned::read(folder).and_then(|owned| owned.data());
    let is_absent = match fs::symlink_metadata(&meta) {
        Err(error) => error.kind() == io::ErrorKind::NotFound,
        Ok(_) => false,
    };
    let failed = |error: io::Error| Error::index("reading", folder, error).hint(AGAIN);
    match is_absent && folder.is_dir() && !rest().map_err(failed)?.is_empty() {
        true => Err(Error::index(
            "opening",
            &meta,
            "it is missing, but other files of the index are there",
        )
        .hint(rebuild_hint(folder))),
        false => Ok(()),
    }
}

/// Does something with the commit there is, and again where the outcome is not good and a writer has
/// committed meanwhile: it removes what the commit before named.
pub fn steadily<T>(
    folder: &Path,
    good: impl Fn(&Result<T>) -> bool,
    mut attempt: impl FnMut() -> Result<T>,
) -> Result<T> {
    // An attempt reports that the commit cannot be read.
    let commit = || fs::read(folder.join(META)).ok();
    let mut before = commit();
    for _ in 0..ATTEMPTS {
        let outcome = attempt();
        let now = commit();
        if good(&outcome) || now == before {
            return outcome;
        }
        before = now;
    }
    attempt()
}

/// Returns the size of all files of an index.
pub fn bytes_in(folder: &Path) -> io::Result<u64> {
    let mut bytes = 0;
    for entry in fs::read_dir(folder)? {
        match entry.and_then(|entry| entry.metadata()) {
            Ok(about) => bytes += about.len(),
            // A writer may have removed it meanwhile.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Ok(bytes)
}

/// Reads every byte of a commit's files. An index that is not there or was written before there were
/// seals is an error.
pub fn verify(folder: &Path) -> Result<Verified> {
    let meta = folder.join(META);
    let sound =
        |found: &Result<Verified>| found.as_ref().is_ok_and(|found| found.damage.is_empty());
    steadily(folder, sound, || {
        let bytes = fs::read(&meta)
            .map_err(|error| Error::index("opening", &meta, &error).hint(remedy(&error, folder)))?;
        verify_commit(folder, &bytes)
            .map_err(|error| Error::index("reading", folder, &error).hint(remedy(&error, folder)))
    })
}

fn verify_commit(folder: &Path, meta: &[u8]) -> io::Result<Verified> {
    let mut found = Verified { files: 1, bytes: meta.len() as u64, ..Verified::default() };
    let mut damage = |file: &str, problem: String| {
        found.damage.push(Damage { file: file.to_string(), problem });
    };
    let files = match unseal(meta) {
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
            read => read.unwrap_or_else(|error| Some(gone(&error))),
        };
        if let Some(problem) = problem {
            damage(name, problem);
        }
    }
    // A writer may have it half in hand; what it lists is made again where it is missing.
    match fs::read(folder.join(MANAGED)) {
        Ok(bytes) if matches!(unseal(&bytes), Ok((_, Some(_)))) => {}
        Ok(_) => {
            damage(
                MANAGED,
                "its checksum is wrong; the next run of dateline index fixes it".into(),
            );
        }
        // A missing list is written again. Whoever may only read the index needs none.
        Err(error) => match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::PermissionDenied => {}
            _ => return Err(error),
        },
    }
    if let Err(error) = Origin::read(folder) {
        damage(BACKUP, gone(&error));
    }
    found.files += files.len();
    found.bytes += files.values().map(|(length, _)| length).sum::<u64>();
    found.debris = Owned::read(folder)?.debris()?.len();
    Ok(found)
}

/// Reads a whole file and says what is wrong with it.
pub fn whole(path: &Path, listed: Listed) -> io::Result<Option<String>> {
    let mut file = File::open(path)?;
    let mut hasher = crc32fast::Hasher::new();
    let mut buffer = vec![0; 256 << 10];
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
    let wrong_sum = || (crc != listed.1).then(|| "its checksum is wrong: it is damaged".into());
    Ok(wrong_length(length, listed).or_else(wrong_sum))
}

fn wrong_length(found: u64, (length, _): Listed) -> Option<String> {
    (found != length).then(|| format!("it has {found} bytes, not {length}: it is damaged"))
}

/// Why a file cannot be read.
pub fn gone(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "it does not exist".into(),
        _ => error.to_string(),
    }
}
