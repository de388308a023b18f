//! Finds the folder that is the source of articles that do not state one.

use std::path::Path;

use crate::dates::{self, Orders};

/// Returns the name of the nearest folder above a file that can be a source. `path` is relative to `root`. Folders
/// named after a day, a number or a page are passed over. If all are, returns the nearest folder.
pub fn nearest_folder(root: &Path, path: &str) -> String {
    // The folder of a member is the one in its container, or else the container.
    let below = path.rsplit_once('/').map_or("", |(folders, _)| folders);
    let below = below.rsplit('/').map(|name| name.strip_suffix('!').unwrap_or(name));
    let below = below.filter(|name| !name.is_empty()).map(str::to_string);
    // If the root is a file, its folder is the one above it.
    let folder = if root.is_file() { root.parent() } else { Some(root) };
    let above = folder.into_iter().flat_map(Path::ancestors).filter_map(Path::file_name);
    let mut names = below.chain(above.map(|name| name.to_string_lossy().into_owned())).peekable();
    let nearest = names.peek().cloned().unwrap_or_default();
    names.find(|name| can_be_a_source(name)).unwrap_or(nearest)
}

/// The folder of the last file, with the nearest folder above it that can be a source. Most files are in the same folder
/// as the file before them.
#[derive(Default)]
pub struct LastFolder(Option<(usize, String, String)>);

impl LastFolder {
    /// Returns what [`nearest_folder`] does. `number` is that of the root.
    pub fn nearest(&mut self, number: usize, root: &Path, path: &str) -> String {
        let below = path.rsplit_once('/').map_or("", |(folders, _)| folders);
        match &self.0 {
            Some((root, folders, nearest)) if *root == number && folders == below => {
                nearest.clone()
            }
            _ => {
                let nearest = nearest_folder(root, path);
                self.0 = Some((number, below.to_string(), nearest.clone()));
                nearest
            }
        }
    }
}

/// Returns whether a folder's name can be a source. For example, `seq-1`, `31`, `2024-05` and `May 2024` cannot.
fn can_be_a_source(folder: &str) -> bool {
    let name = folder.trim_end_matches(|c: char| c.is_ascii_digit());
    let (is_numbered, name) =
        (name.len() < folder.len(), name.trim_end_matches(['-', '_', ' ', '.']));
    let part = ["ed", "seq", "page", "p", "vol", "issue", "no", "nr", "part", "q", "w", "week"];
    let is_part = is_numbered && part.contains(&name.to_ascii_lowercase().as_str());
    let is_date = is_numbered
        && dates::stated(folder, Orders::ANY)
            .is_some_and(|stated| stated.found.length >= folder.len());
    folder.chars().any(char::is_alphabetic) && !is_part && !is_date
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_a_number_or_a_page_is_not_a_source() {
        for (path, source) in [
            ("Echo/2019/05/31/a.html", "Echo"),
            ("sn83030214/1910/10/31/ed-1/seq-1/ocr.txt", "sn83030214"),
            ("Echo/May 2019/a.html", "Echo"),
            ("Echo/2019.zip!/a.html", "2019.zip"),
            ("bbc/sport/001.txt", "sport"),
            ("Channel 4/a.txt", "Channel 4"),
            ("30/a.txt", "archive"),
            ("a.txt", "archive"),
        ] {
            assert_eq!(nearest_folder(Path::new("/no/such/archive/2024"), path), source, "{path}");
        }
        assert_eq!(nearest_folder(Path::new(""), "30/a.txt"), "30");
    }

    #[test]
    fn the_last_folder_is_remembered_and_not_confused_with_another() {
        let mut last = LastFolder::default();
        let roots = [Path::new("/no/such/archive"), Path::new("/no/such/store")];
        for path in ["Echo/a.txt", "Echo/b.txt", "Post/a.txt", "a.txt", "b.txt", "Post/31/a.txt"] {
            for (number, root) in roots.into_iter().enumerate() {
                for _ in 0..2 {
                    assert_eq!(last.nearest(number, root, path), nearest_folder(root, path));
                }
            }
        }
    }
}
