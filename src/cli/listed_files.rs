//! Recognizes an asterisk that the shell replaced with the names of files.

use std::collections::BTreeSet;
use std::ffi::OsString;

/// Returns a notice if the words of a query are the names of all files in the current folder. A shell puts them in
/// place of an asterisk without quotes.
pub fn notice(words: &[OsString]) -> Option<String> {
    if words.len() < 2 {
        return None;
    }
    let folder = std::fs::read_dir(".").ok()?;
    let mut files = BTreeSet::new();
    for entry in folder {
        let name = entry.ok()?.file_name();
        let is_hidden = name.as_encoded_bytes().starts_with(b".");
        if !is_hidden {
            files.insert(name);
            // A shell lists all of them.
            if files.len() > words.len() {
                return None;
            }
        }
    }
    let is_listing = files.len() == words.len() && words.iter().all(|word| files.contains(word));
    is_listing.then(|| {
        "the query is the names of the files here; to search for every article, quote the asterisk: '*'".into()
    })
}
