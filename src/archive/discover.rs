//! The walk: every file under the roots, in a stable order, with its metadata.
//!
//! Roots are ordered by their canonical path, files by the bytes of their path below the root. Entries whose name
//! starts with a dot and the index's folder are neither walked nor counted. Symbolic links, FIFOs, sockets and devices
//! are reported, but never followed or opened. Excluded files and folders are reported, and excluded folders are not
//! entered.

use std::cmp::Ordering;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use walkdir::{DirEntry, WalkDir};

use super::exclusion::{Exclusion, Layers};
use super::{Reason, Why, saved_page};

/// The path of an entry for the root itself, used if the root could not be listed completely.
pub const ROOT: &str = ".";

/// A file found by the walk.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The number of the root that the file is under.
    pub root: usize,
    /// The path of that root.
    pub root_path: Arc<Path>,
    /// The path below that root, with `/` between its parts. Bytes that are not UTF-8 are percent-encoded.
    pub path: String,
    /// The path to open the file at.
    pub location: PathBuf,
    /// The size in bytes.
    pub size: u64,
    /// The modification time in nanoseconds since 1970, or 0 if unknown.
    pub modified: i64,
    /// A checksum of the inode and the change time, which programs cannot set; 0 if the system has neither.
    pub identity: u32,
    /// Why the file cannot be read, if that is already known.
    pub obstacle: Option<Why>,
    /// Whether a pattern excludes it. An excluded folder is a single entry.
    pub excluded: bool,
}

/// A place to walk: a root, or a part of one.
#[derive(Debug, Clone)]
pub struct Start {
    /// The number of the root, which its entries carry.
    pub root: usize,
    /// The canonical path of the root, which the paths of entries are relative to.
    pub root_path: PathBuf,
    /// Where to start: the root itself, or a path below it.
    pub from: PathBuf,
    /// The patterns of excluded files.
    pub exclusion: Arc<Exclusion>,
}

/// Walks the starts in order.
pub struct Walk {
    starts: Vec<Start>,
    /// The folder of the index, which is not entered.
    hidden: PathBuf,
}

impl Walk {
    /// Returns a walk that skips the folder `hidden`.
    pub fn new(starts: Vec<Start>, hidden: PathBuf) -> Self {
        Walk { starts, hidden }
    }

    /// Calls `visit` with the location of every regular file, without reading its metadata. Ignores errors, because
    /// [`Walk::each`] reports them.
    pub fn each_location(&self, mut visit: impl FnMut(PathBuf)) {
        for start in &self.starts {
            let Ok(mut layers) = Layers::at(&start.exclusion, &start.root_path, &start.from) else {
                continue;
            };
            let mut walk = self.walk(start).into_iter();
            while let Some(entry) = walk.next() {
                let Ok(entry) = entry else { continue };
                let is_folder = entry.file_type().is_dir();
                layers.leave(entry.depth());
                let left_out = self.is_hidden(&entry)
                    || layers.exclude(entry.path(), is_folder)
                    || is_folder && layers.enter(entry.path(), entry.depth()).is_err();
                match is_folder {
                    true if left_out => walk.skip_current_dir(),
                    false if !left_out && entry.file_type().is_file() => visit(entry.into_path()),
                    _ => {}
                }
            }
        }
    }

    fn walk(&self, start: &Start) -> WalkDir {
        WalkDir::new(&start.from)
            .follow_links(false)
            .follow_root_links(true)
            .sort_by(in_order_of_paths)
    }

    fn is_hidden(&self, entry: &DirEntry) -> bool {
        entry.depth() > 0
            && (entry.file_name().as_encoded_bytes().starts_with(b".")
                || entry.path() == self.hidden)
    }

    /// Calls `visit` with every file. Stops when `visit` returns `false`.
    pub fn each(&self, mut visit: impl FnMut(Entry) -> bool) {
        for start in &self.starts {
            let (number, root): (usize, Arc<Path>) = (start.root, start.root_path.as_path().into());
            let mut layers = match Layers::at(&start.exclusion, &start.root_path, &start.from) {
                Ok(layers) => layers,
                Err(problem) => match visit(unseen(number, &root, &start.from, problem)) {
                    true => continue,
                    false => return,
                },
            };
            let mut walk = self.walk(start).into_iter();
            // The open folders, by depth.
            let mut open: Vec<PathBuf> = Vec::new();
            // The depth of the outermost open folder that a browser saved with a page.
            let mut saved: Option<usize> = None;
            while let Some(entry) = walk.next() {
                let entry = match entry {
                    Ok(entry) => entry,
                    Err(error) => {
                        // If listing a folder fails midway, the error does not name the folder.
                        let listed = error.depth().checked_sub(1).and_then(|depth| open.get(depth));
                        let place = error.path().or(listed.map(PathBuf::as_path));
                        let place = place.unwrap_or(&start.from).to_path_buf();
                        let cause = error.io_error().map_or(error.to_string(), ToString::to_string);
                        match visit(unseen(number, &root, &place, cause)) {
                            true => continue,
                            false => return,
                        }
                    }
                };
                let (depth, is_folder) = (entry.depth(), entry.file_type().is_dir());
                layers.leave(depth);
                saved = saved.filter(|outermost| depth > *outermost);
                let hidden = self.is_hidden(&entry);
                let excluded = !hidden && layers.exclude(entry.path(), is_folder);
                let patterns = match is_folder && !hidden && !excluded {
                    true => layers.enter(entry.path(), depth),
                    false => Ok(()),
                };
                if is_folder && (hidden || excluded || patterns.is_err()) {
                    walk.skip_current_dir();
                }
                let file = match patterns {
                    _ if hidden => continue,
                    _ if excluded => Entry { excluded, ..seen(number, &root, entry) },
                    Err(problem) => unseen(number, &root, entry.path(), problem),
                    Ok(()) if is_folder => {
                        open.truncate(depth);
                        if saved.is_none() && depth > 0 && saved_page::is_folder(entry.path()) {
                            saved = Some(depth);
                        }
                        open.push(entry.into_path());
                        continue;
                    }
                    Ok(()) => {
                        let mut file = seen(number, &root, entry);
                        if saved.is_some() && file.obstacle.is_none() {
                            file.obstacle = Some(Reason::PartOfPage.into());
                        }
                        file
                    }
                };
                if !visit(file) {
                    return;
                }
            }
        }
    }
}

/// Compares siblings by their full paths. A folder's path is followed by a slash, so that the files in it sort among
/// the other paths where their own paths belong.
fn in_order_of_paths(a: &DirEntry, b: &DirEntry) -> Ordering {
    fn bytes(entry: &DirEntry) -> (&[u8], &[u8]) {
        let slash: &[u8] = if entry.file_type().is_dir() { b"/" } else { b"" };
        (entry.path().as_os_str().as_encoded_bytes(), slash)
    }
    let ((a, a_slash), (b, b_slash)) = (bytes(a), bytes(b));
    let shared = a.len().min(b.len());
    let rest = || a[shared..].iter().chain(a_slash).cmp(b[shared..].iter().chain(b_slash));
    a[..shared].cmp(&b[..shared]).then_with(rest)
}

fn seen(root: usize, root_path: &Arc<Path>, entry: DirEntry) -> Entry {
    let kind = entry.file_type();
    let obstacle = if kind.is_symlink() {
        Some(Reason::SymbolicLink.into())
    } else if !kind.is_file() {
        Some(Reason::NotAFile.into())
    } else {
        None
    };
    let (size, modified, identity, obstacle) = match entry.metadata() {
        // If the file system has no times, the content decides.
        Ok(about) => (about.len(), nanoseconds(about.modified().ok()), identity(&about), obstacle),
        Err(error) => (0, 0, 0, obstacle.or_else(|| Some(Reason::Unreadable.because(error)))),
    };
    let path = below(root_path, entry.path());
    let root_path = Arc::clone(root_path);
    let location = entry.into_path();
    let excluded = false;
    Entry { root, root_path, path, location, size, modified, identity, obstacle, excluded }
}

/// Returns an entry for a file or folder whose metadata cannot be read, or that cannot be listed completely.
fn unseen(root: usize, root_path: &Arc<Path>, place: &Path, cause: String) -> Entry {
    // No file can have this path.
    let path = if place == &**root_path { ROOT.into() } else { below(root_path, place) };
    Entry {
        root,
        root_path: Arc::clone(root_path),
        path,
        location: place.to_path_buf(),
        size: 0,
        modified: 0,
        identity: 0,
        obstacle: Some(Reason::Unreadable.because(cause)),
        excluded: false,
    }
}

/// Returns the path below a root as text. If the root is the file itself, this is its name.
fn below(root: &Path, path: &Path) -> String {
    // Comparing bytes is faster than comparing components, and sufficient for every file except the root itself.
    let (all, start) = (path.as_os_str().as_encoded_bytes(), root.as_os_str().as_encoded_bytes());
    if let Some([b'/', below @ ..]) = all.strip_prefix(start) {
        return percent_encode(below);
    }
    let relative = path.strip_prefix(root).unwrap_or(path);
    let relative = if relative.as_os_str().is_empty() {
        path.file_name().map_or(path, Path::new)
    } else {
        relative
    };
    percent_encode(relative.as_os_str().as_encoded_bytes())
}

/// Replaces bytes that are not UTF-8 with `%XX`.
fn percent_encode(bytes: &[u8]) -> String {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_string();
    }
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    text
}

/// Returns a checksum of a file's inode and change time. It distinguishes files with the same size and modification
/// time.
#[cfg(unix)]
fn identity(about: &std::fs::Metadata) -> u32 {
    use std::os::unix::fs::MetadataExt;
    let parts = [about.ino(), about.ctime() as u64, about.ctime_nsec() as u64];
    crc32fast::hash(&parts.map(u64::to_le_bytes).concat())
}

#[cfg(not(unix))]
fn identity(_about: &std::fs::Metadata) -> u32 {
    0
}

/// Returns a time in nanoseconds since 1970, or 0 if it is unknown.
fn nanoseconds(time: Option<SystemTime>) -> i64 {
    let Some(time) = time else { return 0 };
    match time.duration_since(UNIX_EPOCH) {
        Ok(after) => i64::try_from(after.as_nanos()).unwrap_or(i64::MAX),
        Err(before) => i64::try_from(before.duration().as_nanos()).map_or(i64::MIN, |n| -n),
    }
}
