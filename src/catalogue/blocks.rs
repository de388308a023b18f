//! Checksums for each block of a catalogue, so that a search only verifies what it reads.
//!
//! A catalogue ends with a CRC-32 (IEEE, little-endian) for each of its blocks of 4 kB. The checksum of the whole file,
//! which the commit records, is verified by writers and by `dateline check`.

use std::io::{self, Write};
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::packing::damaged;

/// The name of the damaged part in error messages.
pub const WHAT: &str = "the catalogue";

/// The size of a block in bytes: a memory page, which is read as a whole anyway.
const SIZE: usize = 4 << 10;

/// Returns the size of the checksums for `length` bytes.
pub fn checksums_of(length: usize) -> usize {
    length.div_ceil(SIZE) * 4
}

/// Records which blocks have been verified.
#[derive(Debug)]
pub struct Verified(Vec<AtomicBool>);

impl Verified {
    /// Returns a record in which no block of a file is verified.
    pub fn none(file: &[u8]) -> Verified {
        Verified(
            std::iter::repeat_with(AtomicBool::default).take(file.len().div_ceil(SIZE)).collect(),
        )
    }
}

/// The bytes of a catalogue, which are verified as they are read.
#[derive(Debug, Clone, Copy)]
pub struct Blocks<'a> {
    file: &'a [u8],
    /// The record of verified blocks, or `None` if the whole file was verified before.
    verified: Option<&'a Verified>,
    /// The position of the checksums.
    end: usize,
}

impl<'a> Blocks<'a> {
    /// Returns the bytes of a file whose content ends at `end`, where the checksums start.
    ///
    /// # Errors
    ///
    /// Returns an error if the checksums for the content do not fill exactly the rest of the file.
    pub fn of(
        file: &'a [u8],
        verified: Option<&'a Verified>,
        end: usize,
    ) -> io::Result<Blocks<'a>> {
        match end.checked_add(checksums_of(end)) {
            Some(length) if length == file.len() => Ok(Blocks { file, verified, end }),
            _ => Err(damaged(WHAT)),
        }
    }

    /// Returns the bytes in a range.
    ///
    /// # Errors
    ///
    /// Returns an error if the range is out of bounds, or if the bytes are damaged.
    pub fn get(&self, range: Range<usize>) -> io::Result<&'a [u8]> {
        let bytes = self.file[..self.end].get(range.clone()).ok_or_else(|| damaged(WHAT))?;
        if let Some(Verified(verified)) = self.verified
            && !range.is_empty()
        {
            let (first, last) = (range.start / SIZE, (range.end - 1) / SIZE);
            for (number, verified) in verified.iter().enumerate().take(last + 1).skip(first) {
                if !verified.load(Ordering::Relaxed) {
                    self.verify(number)?;
                    verified.store(true, Ordering::Relaxed);
                }
            }
        }
        Ok(bytes)
    }

    /// Returns the CRC-32 (IEEE) of the checksums.
    ///
    /// The checksum of the whole file does not distinguish catalogues: bytes that are followed by their own CRC-32 all
    /// have the same one, and the catalogue of a small archive is a single block.
    pub fn checksum_of_checksums(&self) -> u32 {
        crc32fast::hash(&self.file[self.end..])
    }

    fn verify(&self, number: usize) -> io::Result<()> {
        let block = &self.file[number * SIZE..self.end.min((number + 1) * SIZE)];
        let recorded = &self.file[self.end + number * 4..][..4];
        match crc32fast::hash(block).to_le_bytes() == *recorded {
            true => Ok(()),
            false => Err(damaged(WHAT)),
        }
    }
}

/// Writes a catalogue, followed by the checksums of its blocks.
pub struct Summing<'w> {
    out: &'w mut dyn Write,
    block: crc32fast::Hasher,
    /// The number of bytes in the current block.
    filled: usize,
    checksums: Vec<u8>,
}

impl<'w> Summing<'w> {
    /// Returns a writer to `out`.
    pub fn new(out: &'w mut dyn Write) -> Summing<'w> {
        Summing { out, block: crc32fast::Hasher::new(), filled: 0, checksums: Vec::new() }
    }

    fn end_block(&mut self) {
        let block = std::mem::take(&mut self.block);
        self.checksums.extend(block.finalize().to_le_bytes());
        self.filled = 0;
    }

    /// Writes the checksums.
    pub fn finish(mut self) -> io::Result<()> {
        if self.filled > 0 {
            self.end_block();
        }
        self.out.write_all(&self.checksums)
    }
}

impl Write for Summing<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        let mut rest = &bytes[..written];
        while !rest.is_empty() {
            let (part, more) = rest.split_at(rest.len().min(SIZE - self.filled));
            self.block.update(part);
            self.filled += part.len();
            if self.filled == SIZE {
                self.end_block();
            }
            rest = more;
        }
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_byte_is_found_when_its_block_is_read_and_not_before() {
        for length in [0, 1, SIZE - 1, SIZE, SIZE + 1, 3 * SIZE + 7] {
            let content: Vec<u8> = (0..length).map(|at| at as u8).collect();
            let mut file = Vec::new();
            let mut summing = Summing::new(&mut file);
            content.chunks(1_000).for_each(|part| summing.write_all(part).unwrap());
            summing.finish().unwrap();
            assert_eq!(file.len(), length + checksums_of(length));
            let whole = |file: &[u8]| {
                let verified = Verified::none(file);
                let blocks = Blocks::of(file, Some(&verified), length)?;
                blocks.get(0..length).map(<[u8]>::to_vec)
            };
            assert_eq!(whole(&file).unwrap(), content);
            assert!(Blocks::of(&file, None, length + 1).is_err());
            for at in (0..file.len()).step_by(997) {
                file[at] ^= 1;
                assert!(whole(&file).is_err(), "{length}: {at}");
                let verified = Verified::none(&file);
                let blocks = Blocks::of(&file, Some(&verified), length).unwrap();
                let damaged = if at < length { at / SIZE } else { (at - length) / 4 };
                let other = (0..length / SIZE).find(|block| *block != damaged);
                if let Some(other) = other {
                    assert!(blocks.get(other * SIZE..other * SIZE + 1).is_ok());
                }
                file[at] ^= 1;
            }
        }
    }
}
