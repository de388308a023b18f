//! The folder that a browser saves beside a page: `Ferry_files` beside `Ferry.html`.
//!
//! It holds the page's pictures, scripts and frames. Frames are web pages as well, but not articles.

use std::path::Path;

/// What browsers add to the name of a page, by their languages.
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

/// Whether a folder was saved beside a page.
pub fn is_folder(folder: &Path) -> bool {
    let Some(name) = folder.file_name().and_then(|name| name.to_str()) else { return false };
    let mut pages = ENDS.iter().filter_map(|end| name.strip_suffix(end));
    pages.any(|page| {
        let beside = |end: &str| folder.with_file_name(format!("{page}{end}")).is_file();
        !page.is_empty() && [".html", ".htm", ".xhtml", ".mht"].into_iter().any(beside)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

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
