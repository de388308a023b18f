//! What a search reads of a catalogue: places of keys, spellings of sources, without unpacking
//! what only a writer needs.

use std::cmp::Ordering;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use memmap2::Mmap;

use super::decoding::WHAT;
use super::encoding::{BLOCK, Header, MAGIC, Section};
use crate::article::{hash_of_key, key_of_hash, order};
use crate::error::{Error, Result};
use crate::packing::{Unpack, damaged};

/// A condition over a key and the file and line of each of its places.
type HoldsOfKey<'a> = dyn Fn(&str, &[(usize, u64)]) -> bool + 'a;

/// Where an article lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The root's canonical path.
    pub root: String,
    /// The path below it.
    pub path: String,
    /// The line it begins on, from 1.
    pub line: u64,
}

/// A catalogue, mapped.
pub struct View {
    map: Mmap,
    header: Header,
    body: usize,
    location: PathBuf,
}

/// A catalogue's parts in memory.
pub struct Parts<'a> {
    pub header: Header,
    bytes: &'a [u8],
}

impl<'a> Parts<'a> {
    /// Takes the bytes of a catalogue apart.
    pub fn of(bytes: &'a [u8]) -> io::Result<Parts<'a>> {
        let (header, body) = header(bytes)?;
        Ok(Parts { header, bytes: &bytes[body..] })
    }

    /// The bytes of a section.
    pub fn section(&self, section: Section) -> &'a [u8] {
        slice(self.bytes, &self.header, section)
    }

    /// The key of a number: hashes first, then brought keys.
    pub fn key(&self, number: usize) -> io::Result<String> {
        key(self.bytes, &self.header, number)
    }

    /// The order of a key's number.
    pub fn order(&self, number: usize, key: &str) -> io::Result<i64> {
        let (order, _) = entry(self.bytes, &self.header, number, key)?;
        Ok(order)
    }

    /// The path of a file's number, below its root.
    pub fn path(&self, number: usize) -> io::Result<String> {
        path(self.bytes, &self.header, number)
    }
}

impl View {
    /// Maps the catalogue of a commit.
    pub fn open(folder: &Path, name: &str, length: u64) -> Result<View> {
        let location = folder.join(name);
        let fail = |error: io::Error| refused("opening", &location, &error);
        let file = File::open(&location).map_err(fail)?;
        // SAFETY: the file is written once, flushed, and never changed or cut afterwards; removing
        // it leaves a map intact.
        let map = unsafe { Mmap::map(&file) }.map_err(fail)?;
        if map.len() as u64 != length {
            return Err(fail(io::Error::new(io::ErrorKind::InvalidData, "its length is wrong")));
        }
        let (header, body) = header(&map).map_err(fail)?;
        Ok(View { map, header, body, location })
    }

    fn damaged(&self, error: &io::Error) -> Error {
        refused("reading", &self.location, error)
    }

    /// The spelling a source is shown in.
    pub fn spelling(&self, folded: &str) -> Option<&str> {
        self.header.sources.get(folded).map(String::as_str)
    }

    /// What the header says.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The places of a key, the smallest first.
    pub fn places(&self, key: &str) -> Result<Vec<Place>> {
        let found = self
            .find(key)
            .and_then(|number| number.map(|number| self.places_of(number, key)).transpose());
        found.map(Option::unwrap_or_default).map_err(|error| self.damaged(&error))
    }

    /// Where the engine keeps the article of a key; None for an unknown key.
    pub fn order(&self, key: &str) -> Result<Option<i64>> {
        let bytes = &self.map[self.body..];
        let found = self.find(key).and_then(|number| {
            number.map(|number| Ok(entry(bytes, &self.header, number, key)?.0)).transpose()
        });
        found.map_err(|error| self.damaged(&error))
    }

    /// The keys that begin with a prefix, at most `limit`.
    pub fn keys_with_prefix(&self, prefix: &str, limit: usize) -> Result<Vec<String>> {
        let bytes = &self.map[self.body..];
        let mut found = Vec::new();
        let fail = |error: io::Error| self.damaged(&error);
        for (first, count) in [(0, self.header.hashes), (self.header.hashes, self.header.own)] {
            let mut at = first
                + lower_bound(count, |at| {
                    Ok(key(bytes, &self.header, first + at)?.as_str() < prefix)
                })
                .map_err(fail)?;
            while at < first + count && found.len() < limit {
                let key = key(bytes, &self.header, at).map_err(fail)?;
                if !key.starts_with(prefix) {
                    break;
                }
                found.push(key);
                at += 1;
            }
        }
        Ok(found)
    }

    /// The keys of which a condition holds, each with its order, sorted.
    pub fn keys_that(&self, holds: &dyn Fn(&str) -> bool) -> Result<Vec<(String, i64)>> {
        self.collect(&|key, _| holds(key))
    }

    /// The keys that have a place in a file of whose path, below its root, a condition holds, each
    /// with its order, sorted.
    pub fn keys_at(&self, holds: &dyn Fn(&str) -> bool) -> Result<Vec<(String, i64)>> {
        let fail = |error: io::Error| self.damaged(&error);
        let mut chosen = Vec::with_capacity(self.header.files);
        let mut reader = Unpack::new(self.section(Section::Paths));
        let mut path = Vec::new();
        for _ in 0..self.header.files {
            next_path(&mut reader, &mut path).map_err(fail)?;
            chosen.push(std::str::from_utf8(&path).is_ok_and(holds));
        }
        self.collect(&|_, files| {
            files.iter().any(|(file, _)| chosen.get(*file).copied().unwrap_or_default())
        })
    }

    /// The keys of which a condition over them and their places holds.
    fn collect(&self, holds: &HoldsOfKey) -> Result<Vec<(String, i64)>> {
        let fail = |error: io::Error| self.damaged(&error);
        let bytes = &self.map[self.body..];
        let mut reader = Unpack::new(self.section(Section::Places));
        let mut places = Vec::new();
        let mut found = Vec::new();
        for number in 0..self.header.hashes + self.header.own {
            let second = next_places(&mut reader, &mut places).map_err(fail)?;
            let key = key(bytes, &self.header, number).map_err(fail)?;
            if holds(&key, &places) {
                let order = order(second, &key);
                found.push((key, order));
            }
        }
        found.sort_unstable();
        Ok(found)
    }

    fn section(&self, section: Section) -> &[u8] {
        slice(&self.map[self.body..], &self.header, section)
    }

    fn find(&self, wanted: &str) -> io::Result<Option<usize>> {
        let bytes = &self.map[self.body..];
        let (first, count) = match hash_of_key(wanted) {
            Some(_) => (0, self.header.hashes),
            None => (self.header.hashes, self.header.own),
        };
        let at = first
            + lower_bound(count, |at| {
                Ok(key(bytes, &self.header, first + at)?.as_str().cmp(wanted) == Ordering::Less)
            })?;
        Ok((at < first + count && key(bytes, &self.header, at)? == wanted).then_some(at))
    }

    fn places_of(&self, number: usize, key: &str) -> io::Result<Vec<Place>> {
        let bytes = &self.map[self.body..];
        let (_, places) = entry(bytes, &self.header, number, key)?;
        let place = |(file, line)| {
            Ok(Place { root: self.root_of(file), path: path(bytes, &self.header, file)?, line })
        };
        places.into_iter().map(place).collect()
    }

    fn root_of(&self, file: usize) -> String {
        let mut end = 0;
        let root = self.header.roots.iter().find(|root| {
            end += root.files;
            file < end
        });
        root.map(|root| root.path.clone()).unwrap_or_default()
    }
}

fn refused(doing: &str, location: &Path, error: &io::Error) -> Error {
    let folder = location.parent().unwrap_or(location).display();
    Error::index(doing, location, error).hint(match crate::error::may_be_damage(error) {
        true => format!("make it anew: dateline index --rebuild --index {folder}"),
        false => "run the same command again when the cause is gone".into(),
    })
}

fn header(bytes: &[u8]) -> io::Result<(Header, usize)> {
    let mut reader = Unpack::new(bytes);
    if reader.take(8)? != MAGIC {
        return Err(damage());
    }
    let length = u32_at(reader.take(4)?, 0)?;
    let header: Header = serde_json::from_slice(reader.take(length)?).map_err(|_| damage())?;
    let total: usize = header.sections.iter().sum();
    if header.sections.len() != 8 || reader.position() + total != bytes.len() {
        return Err(damage());
    }
    Ok((header, reader.position()))
}

fn slice<'a>(bytes: &'a [u8], header: &Header, section: Section) -> &'a [u8] {
    let number = section as usize;
    let start: usize = header.sections[..number].iter().sum();
    // `header` has checked that the lengths sum to the whole.
    &bytes[start..start + header.sections[number]]
}

fn u32_at(bytes: &[u8], number: usize) -> io::Result<usize> {
    let part = bytes.get(number * 4..number * 4 + 4).ok_or_else(damage)?;
    Ok(u32::from_le_bytes(part.try_into().map_err(|_| damage())?) as usize)
}

/// The order of a key, and the file and line of each of its places.
fn entry(
    bytes: &[u8],
    header: &Header,
    number: usize,
    key: &str,
) -> io::Result<(i64, Vec<(usize, u64)>)> {
    let start = u32_at(slice(bytes, header, Section::PlaceBlocks), number / BLOCK)?;
    let mut reader = Unpack::at(slice(bytes, header, Section::Places), start);
    let mut second = 0;
    let mut places = Vec::new();
    for _ in 0..=number % BLOCK {
        second = next_places(&mut reader, &mut places)?;
    }
    Ok((order(second, key), places))
}

/// The second of the next key, and its places.
fn next_places(reader: &mut Unpack, places: &mut Vec<(usize, u64)>) -> io::Result<i64> {
    let second = reader.zigzag()?.wrapping_mul(86_400).wrapping_add(reader.varint()? as i64);
    places.clear();
    for _ in 0..reader.varint()? {
        places.push((reader.varint()? as usize, reader.varint()?));
    }
    Ok(second)
}

/// The next path, from the one before.
fn next_path(reader: &mut Unpack, path: &mut Vec<u8>) -> io::Result<()> {
    let shared = reader.varint()? as usize;
    let more = reader.varint()? as usize;
    path.truncate(shared);
    path.extend_from_slice(reader.take(more)?);
    Ok(())
}

fn key(bytes: &[u8], header: &Header, number: usize) -> io::Result<String> {
    if let Some(own) = number.checked_sub(header.hashes) {
        let starts = slice(bytes, header, Section::Own);
        let range = u32_at(starts, own)?..u32_at(starts, own + 1)?;
        let text = slice(bytes, header, Section::OwnBytes).get(range).ok_or_else(damage)?;
        return std::str::from_utf8(text).map(str::to_string).map_err(|_| damage());
    }
    let hashes = slice(bytes, header, Section::Hashes);
    let hash = hashes.get(number * 16..number * 16 + 16).ok_or_else(damage)?;
    Ok(key_of_hash(hash))
}

fn path(bytes: &[u8], header: &Header, number: usize) -> io::Result<String> {
    let start = u32_at(slice(bytes, header, Section::PathBlocks), number / BLOCK)?;
    let mut reader = Unpack::at(slice(bytes, header, Section::Paths), start);
    let mut path = Vec::new();
    for _ in 0..=number % BLOCK {
        next_path(&mut reader, &mut path)?;
    }
    String::from_utf8(path).map_err(|_| damage())
}

fn damage() -> io::Error {
    damaged(WHAT)
}

/// The first number, below `count`, of which `less` does not hold.
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
