//! Copies saved searches, with what they have seen and reported, to the folder of another index: a backup, a restored
//! index or a copy. Verifies them, for `dateline check`.

use std::fs::{self, File};
use std::path::Path;
use std::time::Duration;

use super::folder::{FOLDER, SEARCHES, WatchFolder, has_searches, of, read_searches};
use super::loaded::steady;
use super::searches::Searches;
use super::seen::{Seen, SeenFile, remove_others};
use super::state::State;
use crate::error::{Error, Result};

/// What to do with saved searches that the other index has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carry {
    /// Replace them, if the first index has any.
    Replace,
    /// Keep them.
    Keep,
}

/// The result of copying saved searches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carried {
    /// There was nothing to copy.
    Nothing,
    /// They were copied.
    Copied,
    /// The other index kept its own.
    Kept,
}

/// Copies the saved searches of the index in a folder to another folder. Waits up to `wait` for a process that runs the
/// saved searches of the other index. The copy takes effect in two steps: first the records of what was seen and
/// reported, then the file of searches.
///
/// # Errors
///
/// Fails if the records are damaged (they are then not copied), or if the copy cannot be written.
pub fn carry(from: &Path, to: &Path, carry: Carry, wait: Duration) -> Result<Carried> {
    if !has_searches(from) {
        return Ok(Carried::Nothing);
    }
    if carry == Carry::Keep && has_searches(to) && !read_searches(&of(to))?.is_empty() {
        return Ok(Carried::Kept);
    }
    let folder = WatchFolder::lock(to, wait)?;
    steady(&of(from), |source| copy(source, &folder))?;
    Ok(Carried::Copied)
}

fn copy(source: &Path, folder: &WatchFolder) -> Result<()> {
    // The text is copied unchanged; the commands that use it report its errors.
    let text = read_searches(source)?;
    if let Some(mut state) = State::read(source)? {
        if let Ok(searches) = Searches::parse(&source.join(SEARCHES), &text) {
            state.apply_log(source, |name| searches.get(name).map(|named| named.search.clone()))?;
        }
        // Reads every byte, so that damage is not copied.
        drop(Seen::open(source, &state.files)?);
        let there = State::read(folder.path()).ok().flatten();
        let there = there.map(|state| state.files).unwrap_or_default();
        for file in &mut state.files {
            let same = |other: &&SeenFile| (other.length, other.crc) == (file.length, file.crc);
            match there.iter().find(same) {
                Some(known) if Seen::open(folder.path(), std::slice::from_ref(known)).is_ok() => {
                    file.name.clone_from(&known.name);
                }
                _ => {
                    let path = source.join(&file.name);
                    let opened = File::open(&path);
                    let opened = opened.map_err(|error| Error::io("reading", &path, error))?;
                    file.name = SeenFile::new_name();
                    folder.fill(&file.name, opened)?;
                }
            }
        }
        state.write(folder)?;
        remove_others(folder, &state.files);
    }
    folder.replace(SEARCHES, text.as_bytes())
}

/// The result of verifying the saved searches of an index.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VerifiedSearches {
    /// The number of files.
    pub files: usize,
    /// Their total length, in bytes.
    pub bytes: u64,
    /// The damaged files, each with its problem.
    pub damage: Vec<(String, String)>,
}

/// Verifies the saved searches of the index in a folder: whether their file can be read, and every byte of what was
/// recorded.
///
/// # Errors
///
/// Fails if a file cannot be looked at.
pub fn verify(index: &Path) -> Result<VerifiedSearches> {
    let mut found = VerifiedSearches::default();
    if !has_searches(index) {
        return Ok(found);
    }
    let folder = of(index);
    let mut check = |name: &str, result: Result<()>| {
        found.files += 1;
        found.bytes += fs::metadata(folder.join(name)).map_or(0, |about| about.len());
        if let Err(error) = result {
            let file = format!("{FOLDER}{name}");
            found.damage.push((file, error.message));
        }
    };
    let text = read_searches(&folder);
    let parsed = text.and_then(|text| Searches::parse(&folder.join(SEARCHES), &text));
    check(SEARCHES, parsed.map(drop));
    match steady(&folder, State::read) {
        Ok(None) => {}
        Ok(Some(state)) => {
            check(super::state::STATE, Ok(()));
            for file in &state.files {
                let opened = Seen::open(&folder, std::slice::from_ref(file));
                check(&file.name, opened.map(drop));
            }
        }
        Err(error) => check(super::state::STATE, Err(error)),
    }
    Ok(found)
}
