//! The original of an article: its file, and the address of the file for a hyperlink in a terminal.

use std::path::{Path, PathBuf};

use crate::catalogue::{Place, WITHIN};

/// Returns the file of a place. For a member of a container, returns the container.
pub fn file(place: &Place) -> PathBuf {
    let below = place.path.split(WITHIN).next().unwrap_or(&place.path);
    let root = Path::new(&place.root);
    // If the root is a file, the path relative to it is the file's name.
    match root.file_name().is_some_and(|name| name == below) && !root.is_dir() {
        true => root.to_path_buf(),
        false => root.join(raw(below)),
    }
}

/// Returns the path of the member in its container, if the place is in a container.
pub fn member(place: &Place) -> Option<&str> {
    place.path.split_once(WITHIN).map(|(_, member)| member)
}

/// Returns the percent-encoded `file:` URL of a place (RFC 8089).
pub fn address(place: &Place) -> String {
    let path = file(place);
    let mut address = String::from("file://");
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                address.push(char::from(*byte));
            }
            byte => address.push_str(&format!("%{byte:02X}")),
        }
    }
    address
}

/// Converts a path from the catalogue, in which bytes that are not UTF-8 are percent-encoded, to its original bytes.
#[cfg(unix)]
fn raw(path: &str) -> PathBuf {
    use std::os::unix::ffi::OsStringExt;
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let digits = after.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        let byte = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        // Only non-ASCII bytes are encoded in the catalogue.
        match byte.filter(|byte| *first == b'%' && !byte.is_ascii()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    std::ffi::OsString::from_vec(bytes).into()
}

#[cfg(not(unix))]
fn raw(path: &str) -> PathBuf {
    path.into()
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_of_files_and_escaped() {
        for (path, expected) in [
            ("a/b.txt", "file:///in/a/b.txt"),
            ("ä 1%.txt", "file:///in/%C3%A4%201%25.txt"),
            ("%FF.txt", "file:///in/%FF.txt"),
            ("a.zip!/x/y.txt", "file:///in/a.zip"),
            ("100%25.txt", "file:///in/100%2525.txt"),
            ("a\u{1b}\\.txt", "file:///in/a%1B%5C.txt"),
        ] {
            let place = Place { root: "/in".into(), path: path.into(), line: 1 };
            assert_eq!(address(&place), expected);
        }
        let place = Place { root: "/in/a.txt".into(), path: "a.txt".into(), line: 1 };
        assert_eq!(file(&place), Path::new("/in/a.txt"));
    }
}
