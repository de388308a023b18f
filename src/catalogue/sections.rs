//! Reads the sections of a catalogue, and single entries of them: a key, a path, the places of a key.

use std::io;
use std::ops::Range;

use super::blocks::WHAT;
use super::blocks::{Blocks, Verified};
use super::layout::{BLOCK, Header, MAGIC, Section};
use crate::article::{key_of_hash, order};
use crate::packing::{Unpack, damaged};

/// The sections of a catalogue.
#[derive(Clone, Copy)]
pub struct Sections<'a> {
    blocks: Blocks<'a>,
    header: &'a Header,
    /// The position of the first section.
    body: usize,
}

/// Reads the header of a catalogue. Also returns the position of the first section.
pub fn header(file: &[u8], verified: Option<&Verified>) -> io::Result<(Header, usize)> {
    let begin = file.get(..12).ok_or_else(damage)?;
    if begin[..8] != *MAGIC {
        return Err(damage());
    }
    let body = 12 + u32_of(&begin[8..])?;
    let header = file.get(12..body).ok_or_else(damage)?;
    let header: Header = serde_json::from_slice(header).map_err(damaged_by)?;
    let lengths = header.sections.iter().try_fold(0_usize, |sum, length| sum.checked_add(*length));
    let end = lengths.and_then(|lengths| lengths.checked_add(body)).ok_or_else(damage)?;
    if header.sections.len() != 8 {
        return Err(damage());
    }
    // The position of the checksums is only known now.
    Blocks::of(file, verified, end)?.get(0..body)?;
    Ok((header, body))
}

impl<'a> Sections<'a> {
    /// Returns the sections of a catalogue with this header, which start at `body`.
    pub fn of(
        file: &'a [u8],
        verified: Option<&'a Verified>,
        header: &'a Header,
        body: usize,
    ) -> io::Result<Sections<'a>> {
        let end = body + header.sections.iter().sum::<usize>();
        Ok(Sections { blocks: Blocks::of(file, verified, end)?, header, body })
    }

    /// Returns a number that differs between catalogues of the same length.
    pub fn fingerprint(&self) -> u32 {
        self.blocks.checksum_of_checksums()
    }

    /// Returns the bytes of a whole section.
    pub fn whole(&self, section: Section) -> io::Result<&'a [u8]> {
        self.part(section, 0..self.header.sections[section as usize])
    }

    /// Returns a range of bytes in a section.
    pub fn part(&self, section: Section, range: Range<usize>) -> io::Result<&'a [u8]> {
        let number = section as usize;
        if range.start > range.end || range.end > self.header.sections[number] {
            return Err(damage());
        }
        let start = self.body + self.header.sections[..number].iter().sum::<usize>();
        self.blocks.get(start + range.start..start + range.end)
    }

    /// Returns a number in a section of numbers, or `None` after the last one.
    fn number(&self, section: Section, at: usize) -> io::Result<Option<usize>> {
        match (at + 1) * 4 <= self.header.sections[section as usize] {
            true => u32_of(self.part(section, at * 4..at * 4 + 4)?).map(Some),
            false => Ok(None),
        }
    }

    /// Returns a block of a section. `starts` is the section with the positions of the blocks.
    fn block(&self, starts: Section, section: Section, number: usize) -> io::Result<Unpack<'a>> {
        let start = self.number(starts, number)?.ok_or_else(damage)?;
        let end = self.number(starts, number + 1)?;
        let end = end.unwrap_or(self.header.sections[section as usize]);
        Ok(Unpack::new(self.part(section, start..end)?))
    }

    /// Returns the key with a number. Hashes come first, then supplied keys.
    pub fn key(&self, number: usize) -> io::Result<String> {
        if let Some(own) = number.checked_sub(self.header.hashes) {
            let at = |number| self.number(Section::Own, number)?.ok_or_else(damage);
            let text = self.part(Section::OwnBytes, at(own)?..at(own + 1)?)?;
            return std::str::from_utf8(text).map(str::to_string).map_err(damaged_by);
        }
        Ok(key_of_hash(self.part(Section::Hashes, number * 16..number * 16 + 16)?))
    }

    /// Returns the path of the file with a number, below its root.
    pub fn path(&self, number: usize) -> io::Result<String> {
        let mut reader = self.block(Section::PathBlocks, Section::Paths, number / BLOCK)?;
        let mut path = Vec::new();
        for _ in 0..=number % BLOCK {
            next_path(&mut reader, &mut path)?;
        }
        String::from_utf8(path).map_err(damaged_by)
    }

    /// Returns the paths of the first `count` files, in order.
    pub fn paths(&self, count: usize) -> impl Iterator<Item = io::Result<String>> + use<'a> {
        let (sections, mut reader, mut path) = (*self, None, Vec::new());
        (0..count).map(move |number| {
            if number.is_multiple_of(BLOCK) {
                let block = sections.block(Section::PathBlocks, Section::Paths, number / BLOCK)?;
                reader = Some(block);
                path.clear();
            }
            next_path(reader.as_mut().ok_or_else(damage)?, &mut path)?;
            String::from_utf8(path.clone()).map_err(damaged_by)
        })
    }

    /// Returns the seconds of the first `count` keys, in order.
    pub fn seconds(&self, count: usize) -> impl Iterator<Item = io::Result<i64>> + use<'a> {
        let (sections, mut reader, mut places) = (*self, None, Vec::new());
        (0..count).map(move |number| {
            if number.is_multiple_of(BLOCK) {
                let block =
                    sections.block(Section::PlaceBlocks, Section::Places, number / BLOCK)?;
                reader = Some(block);
            }
            next_places(reader.as_mut().ok_or_else(damage)?, &mut places)
        })
    }

    /// Returns the order of a key, and the file and line of each of its places.
    pub fn entry(&self, number: usize, key: &str) -> io::Result<(i64, Vec<(usize, u64)>)> {
        let mut reader = self.block(Section::PlaceBlocks, Section::Places, number / BLOCK)?;
        let mut second = 0;
        let mut places = Vec::new();
        for _ in 0..=number % BLOCK {
            second = next_places(&mut reader, &mut places)?;
        }
        Ok((order(second, key), places))
    }
}

/// Reads the places of the next key. Returns its second.
pub fn next_places(reader: &mut Unpack, places: &mut Vec<(usize, u64)>) -> io::Result<i64> {
    let second = reader.zigzag()?.wrapping_mul(86_400).wrapping_add(reader.varint()? as i64);
    places.clear();
    for _ in 0..reader.varint()? {
        places.push((reader.varint()? as usize, reader.varint()?));
    }
    Ok(second)
}

/// Reads the next path, which is encoded relative to the previous one.
pub fn next_path(reader: &mut Unpack, path: &mut Vec<u8>) -> io::Result<()> {
    let shared = reader.varint()? as usize;
    let more = reader.varint()? as usize;
    path.truncate(shared);
    path.extend_from_slice(reader.take(more)?);
    Ok(())
}

fn u32_of(bytes: &[u8]) -> io::Result<usize> {
    Ok(u32::from_le_bytes(bytes.try_into().map_err(damaged_by)?) as usize)
}

fn damage() -> io::Error {
    damaged(WHAT)
}

/// Any unexpected data counts as damage.
fn damaged_by<E>(_: E) -> io::Error {
    damage()
}
