//! Reads the parts of a catalogue that a search needs, such as the places of keys and the spellings of sources, without
//! unpacking what only writers need.

use std::cmp::Ordering;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use memmap2::Mmap;

use super::blocks::Verified;
use super::blocks::WHAT;
use super::layout::{Header, Section};
use super::sections::{Sections, header, next_path, next_places};
use crate::article::{hash_of_key, order};
use crate::error::{Error, Result};
use crate::packing::{Unpack, damaged, utf8};

/// Receives a key, its order, and the file and line of each of its places.
type Visit<'a> = dyn FnMut(&str, i64, &[(usize, u64)]) + 'a;

/// The place of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The canonical path of the root.
    pub root: String,
    /// The path below the root.
    pub path: String,
    /// The line on which the article starts, counted from 1.
    pub line: u64,
}

/// A memory-mapped catalogue.
pub struct View {
    map: Mmap,
    fingerprint: String,
    verified: Verified,
    header: Header,
    /// The position of the first section.
    body: usize,
    location: PathBuf,
}

impl View {
    /// Maps the catalogue of a commit.
    ///
    /// # Errors
    ///
    /// Fails if the file cannot be mapped or is not the catalogue of this length.
    pub fn open(folder: &Path, name: &str, length: u64) -> Result<View> {
        let location = folder.join(name);
        let fail = |error: io::Error| refused("opening", &location, &error);
        let file = File::open(&location).map_err(fail)?;
        // SAFETY: the file is written once and flushed. It is never changed or truncated afterwards, and deleting it
        // leaves the mapping intact.
        let map = unsafe { Mmap::map(&file) }.map_err(fail)?;
        if map.len() as u64 != length {
            return Err(fail(io::Error::new(io::ErrorKind::InvalidData, "its length is wrong")));
        }
        let verified = Verified::none(&map);
        let (header, body) = header(&map, Some(&verified)).map_err(fail)?;
        let sections = Sections::of(&map, Some(&verified), &header, body).map_err(fail)?;
        let fingerprint = format!("{:08x}-{length}", sections.fingerprint());
        Ok(View { map, fingerprint, verified, header, body, location })
    }

    fn damaged(&self, error: &io::Error) -> Error {
        refused("reading", &self.location, error)
    }

    /// Returns the spelling in which a source is shown.
    pub fn spelling(&self, folded: &str) -> Option<&str> {
        self.header.sources.get(folded).map(String::as_str)
    }

    /// Returns a fingerprint that identifies the commit.
    pub fn fingerprint(&self) -> String {
        self.fingerprint.clone()
    }

    /// Returns the header.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// Returns the places of a key, in order.
    pub fn places(&self, key: &str) -> Result<Vec<Place>> {
        let found = self
            .find(key)
            .and_then(|number| number.map(|number| self.places_of(number, key)).transpose());
        found.map(Option::unwrap_or_default).map_err(|error| self.damaged(&error))
    }

    /// Returns where the engine keeps the article with a key, or `None` if the key is unknown.
    pub fn order(&self, key: &str) -> Result<Option<i64>> {
        let found = self.find(key).and_then(|number| {
            number.map(|number| Ok(self.sections()?.entry(number, key)?.0)).transpose()
        });
        found.map_err(|error| self.damaged(&error))
    }

    /// Returns the first `limit` keys that start with a prefix, each with its order, sorted.
    pub fn keys_with_prefix(&self, prefix: &str, limit: usize) -> Result<Vec<(String, i64)>> {
        let mut found = Vec::new();
        let fail = |error: io::Error| self.damaged(&error);
        let sections = self.sections().map_err(fail)?;
        for (first, count) in [(0, self.header.hashes), (self.header.hashes, self.header.own)] {
            let mut at = first
                + lower_bound(count, |at| Ok(sections.key(first + at)?.as_str() < prefix))
                    .map_err(fail)?;
            // Each of the two parts is sorted by itself.
            let end = at.saturating_add(limit).min(first + count);
            while at < end {
                let key = sections.key(at).map_err(fail)?;
                if !key.starts_with(prefix) {
                    break;
                }
                let order = sections.entry(at, &key).map_err(fail)?.0;
                found.push((key, order));
                at += 1;
            }
        }
        found.sort_unstable();
        found.truncate(limit);
        Ok(found)
    }

    /// Visits every key with its order.
    pub fn visit_keys(&self, visit: &mut dyn FnMut(&str, i64)) -> Result<()> {
        self.visit_entries(&mut |key, order, _| visit(key, order))
    }

    /// Returns the keys with a place in a file whose path below its root satisfies a condition, with their orders,
    /// sorted.
    pub fn keys_at(&self, holds: &dyn Fn(&str) -> bool) -> Result<Vec<(String, i64)>> {
        let fail = |error: io::Error| self.damaged(&error);
        let mut chosen = Vec::with_capacity(self.header.files);
        let paths = self.sections().and_then(|sections| sections.whole(Section::Paths));
        let mut reader = Unpack::new(paths.map_err(fail)?);
        let mut path = Vec::new();
        for _ in 0..self.header.files {
            next_path(&mut reader, &mut path).map_err(fail)?;
            chosen.push(holds(utf8(&path).map_err(fail)?));
        }
        let mut found = Vec::new();
        self.visit_entries(&mut |key, order, files| {
            // A file number that is out of range matches no path.
            if files.iter().any(|(file, _)| chosen.get(*file) == Some(&true)) {
                found.push((key.to_string(), order));
            }
        })?;
        found.sort_unstable();
        Ok(found)
    }

    /// Visits every key with its places.
    fn visit_entries(&self, visit: &mut Visit) -> Result<()> {
        let fail = |error: io::Error| self.damaged(&error);
        let sections = self.sections().map_err(fail)?;
        let mut reader = Unpack::new(sections.whole(Section::Places).map_err(fail)?);
        let mut places = Vec::new();
        for number in 0..self.header.hashes + self.header.own {
            let second = next_places(&mut reader, &mut places).map_err(fail)?;
            let key = sections.key(number).map_err(fail)?;
            visit(&key, order(second, &key), &places);
        }
        Ok(())
    }

    fn sections(&self) -> io::Result<Sections<'_>> {
        Sections::of(&self.map, Some(&self.verified), &self.header, self.body)
    }

    fn find(&self, wanted: &str) -> io::Result<Option<usize>> {
        let sections = self.sections()?;
        let (first, count) = match hash_of_key(wanted) {
            Some(_) => (0, self.header.hashes),
            None => (self.header.hashes, self.header.own),
        };
        let at = first
            + lower_bound(count, |at| {
                Ok(sections.key(first + at)?.as_str().cmp(wanted) == Ordering::Less)
            })?;
        Ok((at < first + count && sections.key(at)? == wanted).then_some(at))
    }

    fn places_of(&self, number: usize, key: &str) -> io::Result<Vec<Place>> {
        let sections = self.sections()?;
        let (_, places) = sections.entry(number, key)?;
        let place = |(file, line)| {
            let root = self.root_of(file).ok_or_else(|| damaged(WHAT))?;
            Ok(Place { root, path: sections.path(file)?, line })
        };
        places.into_iter().map(place).collect()
    }

    /// Returns the root of the file with a number, or `None` after the last file.
    fn root_of(&self, file: usize) -> Option<String> {
        let mut end = 0;
        let root = self.header.roots.iter().find(|root| {
            end += root.files;
            file < end
        });
        root.map(|root| root.path.clone())
    }
}

fn refused(doing: &str, location: &Path, error: &io::Error) -> Error {
    let folder = location.parent().unwrap_or(location).display();
    let cause = io::Error::new(error.kind(), error.to_string());
    Error::index(doing, location, cause).hint(match crate::error::may_be_damage(error) {
        true => format!("rebuild it: dateline index --rebuild --index {folder}"),
        false => "remove the cause, then run the same command again".into(),
    })
}

/// Returns the first number below `count` for which `less` returns `false`, or `count`.
fn lower_bound(count: usize, less: impl Fn(usize) -> io::Result<bool>) -> io::Result<usize> {
    let (mut low, mut high) = (0, count);
    while low < high {
        let middle = low + (high - low) / 2;
        match less(middle)? {
            true => low = middle + 1,
            false => high = middle,
        }
    }
    Ok(low)
}
