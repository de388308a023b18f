//! The random number of an index, which names its temporary files.
//!
//! The number is written to the lock file when that file is created. It is part of the name of every temporary file, so
//! that no file of another program has such a name.

use std::fs;
use std::path::Path;

use tantivy::index::SegmentId;

/// The lock file, which is the one that tantivy locks.
pub const LOCK: &str = ".tantivy-writer.lock";
/// The text before the random number in the lock file.
const MARK: &str = "dateline index ";
/// The prefix of the names of temporary files, before the random number.
const TEMPORARY: &str = ".dateline-";
/// The end of the name of the note about the writer, which exists only during a write.
const NOTE: &str = "-writer.json";
/// The number of hexadecimal digits of the random number.
const DIGITS: usize = 32;

/// Returns a new random number, in hexadecimal.
pub fn random() -> String {
    SegmentId::generate_random().uuid_string()
}

/// Returns the content of a lock file that holds a random number.
pub fn lock_file(number: &str) -> String {
    format!("{MARK}{number}\n")
}

/// Returns the prefix of the names of temporary files, from the content of a lock file.
pub fn prefix_of(text: &[u8]) -> Option<String> {
    let number = std::str::from_utf8(text).ok()?.strip_prefix(MARK)?.strip_suffix('\n')?;
    let valid = number.len() == DIGITS && number.bytes().all(|byte| byte.is_ascii_hexdigit());
    valid.then(|| format!("{TEMPORARY}{number}"))
}

/// Returns the prefix of the names of temporary files of the index in a folder, if it has a lock file.
pub fn prefix_in(folder: &Path) -> Option<String> {
    let path = folder.join(LOCK);
    // Without the number, no file counts as temporary, so none is deleted. Reading a pipe with this name would never
    // end.
    fs::metadata(&path).ok().filter(fs::Metadata::is_file)?;
    fs::read(path).ok().and_then(|text| prefix_of(&text))
}

/// Returns the random number of the index in a folder, if it has a lock file.
pub fn number_in(folder: &Path) -> Option<String> {
    prefix_in(folder).and_then(|prefix| prefix.strip_prefix(TEMPORARY).map(str::to_string))
}

/// Returns the name of the note about the writer of an index.
pub fn note(prefix: &str) -> String {
    format!("{prefix}{NOTE}")
}

/// Returns whether a temporary file is the note about the writer.
pub fn is_note(name: &str) -> bool {
    name.ends_with(NOTE)
}
