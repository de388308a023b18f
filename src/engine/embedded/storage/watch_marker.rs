//! Recognizes the folder of saved searches in the folder of an index. What is in it belongs to `watching/`.

use std::fs;
use std::path::Path;

/// The name of the folder of saved searches in the folder of an index.
pub const WATCH: &str = "watch";
/// The file of saved searches, which people edit.
pub const SEARCHES: &str = "searches.toml";
/// The lock file in the folder, which holds a random number.
pub const WATCH_LOCK: &str = "lock";
/// The text before the random number in the lock file.
pub const WATCH_MARK: &str = "dateline watch ";

/// Returns whether a path is a folder of saved searches: a folder, and not a link to one, that has the program's lock
/// file or a file of saved searches. A killed process may have left it empty, or the lock file.
pub fn is_watch_folder(path: &Path) -> bool {
    let is = |path: &Path, what: fn(&fs::Metadata) -> bool| {
        fs::symlink_metadata(path).is_ok_and(|about| what(&about))
    };
    // Reading a pipe with this name would never end.
    let marked = || {
        let lock = path.join(WATCH_LOCK);
        let mark = WATCH_MARK.as_bytes();
        is(&lock, fs::Metadata::is_file)
            && fs::read(lock)
                .is_ok_and(|text| text.starts_with(mark) || text.iter().all(|byte| *byte == 0))
    };
    let empty = || fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_none());
    is(path, fs::Metadata::is_dir)
        && (marked() || is(&path.join(SEARCHES), fs::Metadata::is_file) || empty())
}
