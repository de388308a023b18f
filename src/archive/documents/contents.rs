//! Reads the table of contents of a book: `nav` of EPUB 3, or the NCX of EPUB 2.

use std::collections::HashMap;
use std::io;
use std::ops::ControlFlow;

use super::office::decoded;
use crate::archive::xml::{self, Element, Selection};

/// The maximum number of entries, and the maximum depth of nested ones.
const MOST: usize = 20_000;
const DEPTH: usize = 20;

/// The titles that a table of contents gives to the files of a book.
#[derive(Debug, Default)]
pub struct Contents {
    /// The title of a file, by its path.
    titles: HashMap<String, String>,
    /// The titles of the parts of a file that holds several chapters, by its path.
    parts: HashMap<String, Vec<String>>,
    count: usize,
}

impl Contents {
    /// Adds the entries of a document in the folder `folder`.
    ///
    /// # Errors
    ///
    /// Returns an error if the document is not text, or not XML.
    pub fn read(&mut self, bytes: &[u8], folder: &str) -> io::Result<()> {
        let page = decoded(bytes)?;
        xml::each(&mut page.as_bytes(), &["navMap", "nav"], 4 << 20, &mut |selection| {
            if let Selection::Element(list, _) = selection {
                let is_list = list.name == "navMap"
                    || list.attribute("type").is_none_or(|kind| kind.contains("toc"));
                if is_list {
                    self.entries(&list, folder, 0);
                }
            }
            ControlFlow::Continue(())
        })
    }

    fn entries(&mut self, list: &Element, folder: &str, depth: usize) {
        for child in list.children() {
            if self.count >= MOST {
                return;
            }
            match child.name.as_str() {
                "navPoint" => {
                    let label = child.at(&["navLabel"]).and_then(Element::text);
                    let source = child.at(&["content"]).and_then(|one| one.attribute("src"));
                    self.add(label, source, folder);
                }
                "a" => self.add(child.text(), child.attribute("href"), folder),
                _ => {}
            }
            if depth < DEPTH && child.name != "a" {
                self.entries(child, folder, depth + 1);
            }
        }
    }

    fn add(&mut self, label: Option<String>, address: Option<&str>, folder: &str) {
        let (Some(label), Some(address)) = (label, address) else { return };
        self.count += 1;
        let path = within(folder, address);
        if address.contains('#') {
            self.parts.entry(path.clone()).or_default().push(label.clone());
        }
        self.titles.entry(path).or_insert(label);
    }

    /// Returns whether the table names at least two files.
    pub fn names_files(&self) -> bool {
        self.titles.len() >= 2
    }

    /// Returns the title of the file at a path.
    pub fn title(&self, path: &str) -> Option<&str> {
        self.titles.get(path).map(String::as_str)
    }

    /// Returns the titles of the parts of the file at a path.
    pub fn parts(&self, path: &str) -> &[String] {
        self.parts.get(path).map_or(&[], Vec::as_slice)
    }
}

/// Returns the path of an address that is relative to a folder, without its fragment.
pub fn within(folder: &str, address: &str) -> String {
    let address = percent_decoded(address.split('#').next().unwrap_or(address));
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in address.split('/') {
        match part {
            "" | "." => {}
            ".." => _ = parts.pop(),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Decodes percent-encoded bytes such as `%20` in an address.
fn percent_decoded(address: &str) -> String {
    let mut bytes = Vec::with_capacity(address.len());
    let mut rest = address.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let digits = after.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        let code = digits.and_then(|two| u8::from_str_radix(two, 16).ok());
        (rest, _) = match (first, code) {
            (b'%', Some(code)) => (&after[2..], bytes.push(code)),
            _ => (after, bytes.push(*first)),
        };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_relative_to_their_folder() {
        for (folder, address, path) in [
            ("OEBPS", "c%201.xhtml#a", "OEBPS/c 1.xhtml"),
            ("OEBPS/nav", "../text/c1.xhtml", "OEBPS/text/c1.xhtml"),
            ("", "./c1.xhtml", "c1.xhtml"),
            ("", "../../c1.xhtml", "c1.xhtml"),
        ] {
            assert_eq!(within(folder, address), path);
        }
    }
}
