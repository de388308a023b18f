//! Decides which files of a commit have to be copied into a folder, and under which names.
//!
//! Two indexes with a common past, such as an index and a restored earlier state of it, may have different files with
//! the same name. Such a file gets a new name in the copy, so that the old commit's file stays unchanged until the new
//! commit has replaced it.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use tantivy::index::SegmentId;

use crate::engine::embedded::storage::commit_checksum::{
    FileSum, Files, append_checksum_of, split_checksum,
};
use crate::engine::embedded::storage::errors::AGAIN;
use crate::engine::embedded::storage::file_names::is_segment;
use crate::engine::embedded::storage::owned_files::Owned;
use crate::engine::embedded::storage::payload::SideFile;
use crate::engine::embedded::storage::verification::whole;
use crate::error::{Error, Result};

/// The number of hexadecimal digits at the start of the names of a segment's files.
const DIGITS: usize = 32;

/// A file to copy.
#[derive(Debug, PartialEq, Eq)]
pub struct Transfer {
    /// Its name in the source folder.
    pub from: String,
    /// Its name in the copy.
    pub to: String,
    /// Its length and checksum.
    pub listed: FileSum,
}

/// The steps that replace a folder's commit with another.
#[derive(Debug, Default)]
pub struct TransferPlan {
    /// The files to copy.
    pub transfers: Vec<Transfer>,
    /// Complete files that an interrupted run left. They may not be on the disk yet.
    pub unflushed: Vec<String>,
    /// Files that an interrupted run left and that cannot be used. Files with the same names are copied.
    pub unusable: Vec<String>,
    /// The new content of `meta.json`.
    pub meta: Vec<u8>,
}

/// The state of a file in the target folder.
enum There {
    /// There is no file with this name.
    Absent,
    /// The same file, which belongs to the folder's commit.
    Committed,
    /// The same file, which an interrupted run left.
    Left,
    /// A different file, which an interrupted run left.
    Unusable,
    /// A different or damaged file, which belongs to the folder's commit.
    Other,
}

impl TransferPlan {
    /// Compares a commit with a folder. If `reread` is set, compares the bytes of all files that both have. Otherwise,
    /// a file of the folder's commit is trusted if its length is right.
    pub fn of(
        owned: &Owned,
        folder: &Path,
        meta: &[u8],
        files: &Files,
        reread: bool,
    ) -> Result<TransferPlan> {
        let failed = |error: io::Error| Error::io("reading", folder, error).hint(AGAIN);
        let mut plan = TransferPlan::default();
        let mut groups: BTreeMap<&str, Vec<(&String, FileSum)>> = BTreeMap::new();
        for (name, listed) in files {
            groups.entry(stem(name)).or_default().push((name, *listed));
        }
        let mut renamed: BTreeMap<&str, String> = BTreeMap::new();
        for (stem, group) in groups {
            let mut states = Vec::new();
            for (name, listed) in &group {
                states.push(state(owned, folder, name, *listed, reread).map_err(failed)?);
            }
            let other = states.iter().any(|state| matches!(state, There::Other));
            let new_stem = if other { new_stem(stem, folder) } else { stem.to_string() };
            for ((name, listed), state) in group.into_iter().zip(states) {
                let transfer = Transfer {
                    from: name.clone(),
                    to: format!("{new_stem}{}", &name[stem.len()..]),
                    listed,
                };
                match state {
                    _ if other => plan.transfers.push(transfer),
                    There::Committed => {}
                    There::Left => plan.unflushed.push(name.clone()),
                    There::Unusable => {
                        plan.unusable.push(name.clone());
                        plan.transfers.push(transfer);
                    }
                    There::Absent | There::Other => plan.transfers.push(transfer),
                }
            }
            if other {
                renamed.insert(stem, new_stem);
            }
        }
        plan.meta = match renamed.is_empty() {
            true => meta.to_vec(),
            false => rename(meta, &renamed).map_err(failed)?,
        };
        Ok(plan)
    }
}

/// Returns the part of a file's name that `meta.json` contains: the number of a segment, or the name itself.
fn stem(name: &str) -> &str {
    if is_segment(name) { &name[..DIGITS] } else { name }
}

fn state(
    owned: &Owned,
    folder: &Path,
    name: &str,
    listed: FileSum,
    reread: bool,
) -> io::Result<There> {
    let path = folder.join(name);
    let length = match fs::symlink_metadata(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(There::Absent),
        about => about?.len(),
    };
    // A file that cannot be read is replaced like a damaged one.
    let same = || matches!(whole(&path, listed), Ok(None));
    Ok(match owned.commit().and_then(|files| files.get(name)) {
        Some(found) if *found == listed && length == listed.0 && (!reread || same()) => {
            There::Committed
        }
        Some(_) => There::Other,
        None if same() => There::Left,
        None => There::Unusable,
    })
}

/// Returns a stem that no file in the folder has.
fn new_stem(stem: &str, folder: &Path) -> String {
    match stem.len() == DIGITS && !SideFile::is_name(stem) {
        true => SegmentId::generate_random().uuid_string(),
        false if stem.starts_with("catalogue-") => {
            SideFile::name_of_catalogue(|name| folder.join(name).exists())
        }
        false => {
            let mut names = (0_u32..).map(|number| format!("dictionary-{number:08x}.zdict"));
            // A folder has fewer files than there are names.
            names.find(|name| !folder.join(name).exists()).expect("a name that is free")
        }
    }
}

/// Renames files in the `meta.json` of a commit.
fn rename(meta: &[u8], renamed: &BTreeMap<&str, String>) -> io::Result<Vec<u8>> {
    let invalid = |cause: String| io::Error::new(io::ErrorKind::InvalidData, cause);
    let (data, files) = split_checksum(meta).map_err(invalid)?;
    let mut text = String::from_utf8(data.to_vec()).map_err(|error| invalid(error.to_string()))?;
    for (old, new) in renamed {
        // Names and numbers of this length do not occur anywhere else in the text.
        text = match old.len() == DIGITS {
            true => text.replace(&hyphenated(old), &hyphenated(new)),
            false => text.replace(*old, new),
        };
    }
    let new_name = |name: &String| match renamed.get(stem(name)) {
        Some(new) => format!("{new}{}", &name[stem(name).len()..]),
        None => name.clone(),
    };
    let files: Vec<(String, FileSum)> =
        files.into_iter().flatten().map(|(name, listed)| (new_name(&name), listed)).collect();
    append_checksum_of(
        text.as_bytes(),
        &files.iter().map(|(name, listed)| (name, listed)).collect(),
    )
}

/// Returns the number of a segment as `meta.json` writes it.
fn hyphenated(number: &str) -> String {
    let (a, b, c, d, e) =
        (&number[..8], &number[8..12], &number[12..16], &number[16..20], &number[20..]);
    format!("{a}-{b}-{c}-{d}-{e}")
}
