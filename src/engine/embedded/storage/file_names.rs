//! The names of the files in an index's folder.

use super::payload::SideFile;

/// The file that a commit replaces. It names all other files of the commit.
pub const META: &str = "meta.json";

/// tantivy's list of the files that it has created. Only writers use it.
pub const MANAGED: &str = ".managed.json";

/// The extensions of a segment's files, in addition to `.OPSTAMP.del`.
const EXTENSIONS: [&str; 7] = ["idx", "pos", "term", "store", "store.temp", "fast", "fieldnorm"];

/// Returns whether a name is exactly one that tantivy gives to a file of a segment.
pub fn is_segment(name: &str) -> bool {
    let Some((segment, extension)) = name.split_once('.') else { return false };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let hexadecimal = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    segment.len() == 32
        && segment.bytes().all(hexadecimal)
        && (EXTENSIONS.contains(&extension) || extension.strip_suffix(".del").is_some_and(digits))
}

/// Returns whether a name is exactly one that is given to files of segments, to catalogues or to dictionaries.
pub fn is_data(name: &str) -> bool {
    is_segment(name) || SideFile::is_name(name)
}

/// Returns whether a file has the stored records of a segment that tantivy has not sorted yet.
pub fn is_unsorted_store(name: &str) -> bool {
    is_segment(name) && name.ends_with(".store.temp")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_exact_names_are_names_of_segments() {
        let segment = "0123abcd000000000000000000000000";
        for extension in ["idx", "7.del", "store.temp"] {
            assert!(is_segment(&format!("{segment}.{extension}")), "{extension}");
        }
        for extension in ["html", "del", "x.del", "idx.bak", ""] {
            assert!(!is_segment(&format!("{segment}.{extension}")), "{extension}");
        }
        for name in ["notes.txt", ".tmpA1b2C3", "0123.idx", "meta.json", segment] {
            assert!(!is_segment(name), "{name}");
        }
    }
}
