//! What an article inherits from its file: a title or a date.

use super::RootOptions;
use crate::archive::Entry;
use crate::article::Article;
use crate::catalogue::WITHIN;

/// Returns a hash of what an article inherits its title or date from: the path of its file, and the file's modification
/// time if articles take their date from it. Returns 0 if the article states both.
pub(super) fn place_of(entry: &Entry, roots: &[RootOptions], article: &Article) -> u32 {
    let inherits = article.flags.date_inherited || article.flags.title_inherited;
    if inherits { place_hash(&entry.path, entry.modified, &roots[entry.root]) } else { 0 }
}

/// Returns the hash for a file whose articles inherit their title or date.
pub fn place_hash(path: &str, modified: i64, options: &RootOptions) -> u32 {
    let file = path.split(WITHIN).next().unwrap_or(path);
    let modified = if options.for_path(file).date_from_mtime { modified } else { 0 };
    crc32fast::hash(&[file.as_bytes(), &modified.to_le_bytes()].concat()).max(1)
}
