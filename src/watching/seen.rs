//! The articles that were seen: sorted files of [`Record`]s that never change.
//!
//! ```text
//! DLSEEN 01 00     8 bytes
//! count            the number of records, 8 bytes, little-endian
//! records          44 bytes each, sorted by key
//! crc32            the CRC-32 (IEEE) of everything before, 4 bytes, little-endian
//! ```
//!
//! Each run that sees new articles adds a file, which absorbs the previous files that are not much larger. So there are
//! few files, and an article is rewritten a few times (a log-structured merge, O'Neil and others, "The log-structured
//! merge-tree", Acta Informatica 1996).

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use memmap2::Mmap;
use serde::{Deserialize, Serialize};

use super::folder::{WatchFolder, random};
use super::record::{KeyHash, RECORD, Record};
use crate::error::{Error, Result, harmless};

const MAGIC: [u8; 8] = *b"DLSEEN\x01\x00";
/// The number of bytes before the records, and after them.
const HEAD: usize = 16;
const TAIL: usize = 4;

/// The maximum size of a file that new records absorb, as a multiple of their size.
const RATIO: usize = 2;

/// A file of records, as the state lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeenFile {
    /// Its name in the folder.
    pub name: String,
    /// Its length, in bytes.
    pub length: u64,
    /// The CRC-32 (IEEE) at its end.
    pub crc: u32,
}

impl SeenFile {
    /// Returns whether a name is exactly one that is given to these files.
    pub fn is_name(name: &str) -> bool {
        let digits = name.strip_prefix("seen-").and_then(|rest| rest.strip_suffix(".bin"));
        digits.is_some_and(|digits| {
            digits.len() == 32 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
        })
    }

    /// Returns a name that no other file has.
    pub fn new_name() -> String {
        format!("seen-{}.bin", random())
    }
}

/// The records of a file.
struct Mapped {
    file: SeenFile,
    map: Mmap,
}

impl Mapped {
    fn open(folder: &Path, file: &SeenFile) -> io::Result<Mapped> {
        let damaged = |problem| io::Error::new(io::ErrorKind::InvalidData, problem);
        let path = folder.join(&file.name);
        if !SeenFile::is_name(&file.name) || !fs::symlink_metadata(&path)?.is_file() {
            return Err(damaged("it is not a file of dateline"));
        }
        // SAFETY: the file is written once and flushed. It is never changed or truncated afterwards, and deleting it
        // leaves the mapping intact.
        let map = unsafe { Mmap::map(&File::open(&path)?) }?;
        if map.len() as u64 != file.length {
            return Err(damaged("it is damaged: wrong length"));
        }
        let Some((rest, crc)) = map.split_last_chunk::<TAIL>() else {
            return Err(damaged("it is damaged: too short"));
        };
        let stored = u32::from_le_bytes(*crc);
        if stored != file.crc || crc32fast::hash(rest) != stored {
            return Err(damaged("it is damaged: wrong checksum"));
        }
        let records = rest.len().checked_sub(HEAD).filter(|_| rest.starts_with(&MAGIC));
        if records.is_none_or(|bytes| bytes % RECORD != 0) {
            return Err(damaged("it is of another version of dateline"));
        }
        Ok(Mapped { file: file.clone(), map })
    }

    fn records(&self) -> impl Iterator<Item = Record> + '_ {
        self.chunks().iter().map(Record::read)
    }

    fn chunks(&self) -> &[[u8; RECORD]] {
        // The length was checked when the file was opened.
        self.map[HEAD..self.map.len() - TAIL].as_chunks().0
    }

    fn find(&self, key: &KeyHash) -> Option<Record> {
        let chunks = self.chunks();
        let at = chunks.binary_search_by(|chunk| chunk[..16].cmp(key)).ok()?;
        Some(Record::read(&chunks[at]))
    }
}

/// The articles that were seen.
#[derive(Default)]
pub struct Seen {
    files: Vec<Mapped>,
    /// Records that are not in a file, sorted by key.
    extra: Vec<Record>,
}

impl Seen {
    /// Opens and verifies the files that the state lists.
    ///
    /// # Errors
    ///
    /// Fails if a file is missing or damaged. The error names it.
    pub fn open(folder: &Path, files: &[SeenFile]) -> Result<Seen> {
        let open = |file: &SeenFile| {
            Mapped::open(folder, file).map_err(|error| {
                Error::index("reading", &folder.join(&file.name), error).hint(REMEDY)
            })
        };
        Ok(Seen { files: files.iter().map(open).collect::<Result<_>>()?, extra: Vec::new() })
    }

    /// Returns whether nothing was seen.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty() && self.extra.is_empty()
    }

    /// Returns the record of a key.
    pub fn find(&self, key: &KeyHash) -> Option<Record> {
        let extra = || self.extra.binary_search_by(|record| record.key.cmp(key)).ok();
        let found = self.files.iter().find_map(|file| file.find(key));
        found.or_else(|| extra().map(|at| self.extra[at]))
    }

    /// Visits all records.
    pub fn each(&self) -> impl Iterator<Item = Record> + '_ {
        self.files.iter().flat_map(Mapped::records).chain(self.extra.iter().copied())
    }

    /// Adds records, sorted by key, without writing them.
    pub fn add(&mut self, records: Vec<Record>) {
        self.extra = records;
    }

    /// Writes records, sorted by key, to a new file, together with those of files that are not much larger. Returns the
    /// files that the state has to list from now on. The files that are no longer needed still exist.
    pub fn write(&mut self, folder: &WatchFolder, records: &[Record]) -> Result<Vec<SeenFile>> {
        let mut count = records.len();
        let mut kept = self.files.len();
        while kept > 0 && self.files[kept - 1].chunks().len() <= count * RATIO {
            kept -= 1;
            count += self.files[kept].chunks().len();
        }
        let name = SeenFile::new_name();
        let merged = &self.files[kept..];
        let written = write(folder, &name, count, merged, records);
        let file = written.map_err(|error| folder.unwritten(&name, error))?;
        self.files.truncate(kept);
        let open = |error: io::Error| Error::index("reading", &folder.path().join(&name), error);
        self.files.push(Mapped::open(folder.path(), &file).map_err(open)?);
        Ok(self.files.iter().map(|file| file.file.clone()).collect())
    }
}

/// What to do about a file that cannot be read.
pub const REMEDY: &str = "restore it from a backup; or delete the file state.json next to it: the next \
                          dateline watch run then takes all articles for seen";

/// Merges the records of files with others, and writes them to a new file.
fn write(
    folder: &WatchFolder,
    name: &str,
    count: usize,
    files: &[Mapped],
    records: &[Record],
) -> io::Result<SeenFile> {
    let (file, temporary) = folder.create(name)?;
    let mut out =
        Summed { out: BufWriter::with_capacity(1 << 20, file), crc: crc32fast::Hasher::new() };
    out.write_all(&MAGIC)?;
    out.write_all(&(count as u64).to_le_bytes())?;
    let mut sources: Vec<Box<dyn Iterator<Item = Record>>> = Vec::new();
    for file in files {
        sources.push(Box::new(file.records()));
    }
    sources.push(Box::new(records.iter().copied()));
    let mut heads: Vec<Option<Record>> = sources.iter_mut().map(Iterator::next).collect();
    let mut bytes = Vec::with_capacity(RECORD);
    loop {
        let first = heads.iter().enumerate().filter_map(|(at, head)| head.map(|head| (at, head)));
        let Some((at, record)) = first.min_by_key(|(_, head)| head.key) else { break };
        bytes.clear();
        record.write(&mut bytes);
        out.write_all(&bytes)?;
        heads[at] = sources[at].next();
    }
    let Summed { mut out, crc } = out;
    let crc = crc.finalize();
    out.write_all(&crc.to_le_bytes())?;
    let file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.sync_all()?;
    fs::rename(temporary, folder.path().join(name))?;
    folder.flush()?;
    let length = (HEAD + count * RECORD + TAIL) as u64;
    Ok(SeenFile { name: name.to_string(), length, crc })
}

/// A writer that computes the checksum of what is written.
struct Summed<W> {
    out: W,
    crc: crc32fast::Hasher,
}

impl<W: Write> Write for Summed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.out.write(bytes)?;
        self.crc.update(&bytes[..count]);
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Deletes the files of records that the state does not list, and temporary files: those that were merged, and those of
/// a killed run. A file of records is deleted only if its name and its first bytes are those of such a file.
pub fn remove_others(folder: &WatchFolder, listed: &[SeenFile]) {
    let Ok(entries) = fs::read_dir(folder.path()) else { return };
    for entry in entries.flatten() {
        let Ok(name) = entry.file_name().into_string() else { continue };
        if folder.is_temporary(&name) {
            harmless(fs::remove_file(entry.path()), "the next run removes it");
        }
        if !SeenFile::is_name(&name) || listed.iter().any(|file| file.name == name) {
            continue;
        }
        let path = entry.path();
        let is_file = fs::symlink_metadata(&path).is_ok_and(|about| about.is_file());
        let begins = || {
            let mut begin = [0; MAGIC.len()];
            let read =
                File::open(&path).and_then(|mut file| io::Read::read_exact(&mut file, &mut begin));
            read.is_ok() && begin == MAGIC
        };
        if is_file && begins() {
            harmless(fs::remove_file(&path), "the next run removes it");
        }
    }
}
