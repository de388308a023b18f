//! The folder that a browser saves with a page, such as `Ferry_files` next to `Ferry.html`.
//!
//! It holds the page's images, scripts and frames. Frames are web pages as well, but not articles.

use std::collections::HashSet;
use std::path::Path;

/// The suffixes that browsers in various languages add to the name of a page.
const ENDS: [&str; 14] = [
    "_files",
    ".files",
    "-files",
    "_file",
    "-Dateien",
    "_fichiers",
    "_archivos",
    "_arquivos",
    "_ficheiros",
    "_bestanden",
    "-filer",
    "_pliki",
    "_soubory",
    "_tiedostot",
];

/// The file name extensions of pages.
const PAGES: [&str; 4] = [".html", ".htm", ".xhtml", ".mht"];

/// Returns whether a folder was saved with a page.
pub fn is_folder(folder: &Path) -> bool {
    let Some(name) = folder.file_name().and_then(|name| name.to_str()) else { return false };
    is_named_after(name, |page| folder.with_file_name(page).is_file())
}

/// Returns whether a folder's name is that of a page with one of the suffixes. `is_there` returns whether a file with a
/// given name is next to the folder.
fn is_named_after(folder: &str, is_there: impl Fn(String) -> bool) -> bool {
    let mut pages = ENDS.iter().filter_map(|end| folder.strip_suffix(end));
    pages.any(|page| !page.is_empty() && PAGES.iter().any(|end| is_there(format!("{page}{end}"))))
}

/// The paths of the pages of a container.
#[derive(Debug, Default)]
pub struct Pages(HashSet<String>);

/// The maximum number of pages of a container to remember.
const MOST: usize = 100_000;

impl Pages {
    /// Remembers a member that may be a page.
    pub fn add(&mut self, path: &str) {
        if self.0.len() < MOST && PAGES.iter().any(|end| path.ends_with(end)) {
            self.0.insert(path.to_string());
        }
    }

    /// Returns whether a member is in a folder that was saved with one of the pages.
    pub fn have_part(&self, path: &str) -> bool {
        path.match_indices('/').any(|(end, _)| {
            let start = path[..end].rfind('/').map_or(0, |slash| slash + 1);
            let (around, folder) = (&path[..start], &path[start..end]);
            is_named_after(folder, |page| self.0.contains(&format!("{around}{page}")))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_in_a_folder_beside_its_page_is_a_part_of_it() {
        let mut pages = Pages::default();
        ["2024/Ferry.html", "Grain.htm", "notes.txt"].iter().for_each(|path| pages.add(path));
        for part in ["2024/Ferry_files/a.html", "2024/Ferry_files/b/c.txt", "Grain-Dateien/d.htm"] {
            assert!(pages.have_part(part), "{part}");
        }
        for other in ["Ferry_files/a.html", "2024/Ferry.html", "notes_files/a.html", "_files/a"] {
            assert!(!pages.have_part(other), "{other}");
        }
    }

    #[test]
    fn a_folder_beside_its_page_is_a_part_of_it() {
        let place = tempfile::tempdir().unwrap();
        let folder = |name: &str| place.path().join(name);
        for name in ["Ferry.html", "Grain.htm"] {
            std::fs::write(folder(name), "<html>").unwrap();
        }
        for name in ["Ferry_files", "Ferry-Dateien", "Grain_fichiers"] {
            assert!(is_folder(&folder(name)), "{name}");
        }
        for name in ["Pier_files", "Ferry", "_files", "files", "Ferry_2024"] {
            assert!(!is_folder(&folder(name)), "{name}");
        }
    }
}
